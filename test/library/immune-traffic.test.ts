import { describe, expect, test } from 'vitest'
import { resolveMeasure } from '../../src/analysis/measures.ts'
import type { World } from '../../src/engine/world.ts'
import { PER_SECOND, PLACES, STILL, doneBy, hill, livingOf, mean, runCulture, sensedBy } from './culture.ts'

/* Suppression without contact, and priming: what parts of the library say of immune cells that come and go. */

/** Ticks of 6 min in a day. */
const DAY = 240

const constant = (level: number): string => `{ initial: ${level} nM, decay: 0 1/s }`
const lasting = `{ ${STILL}, death: { apoptosis: { rate: 0 1/day } } }`
const FEW = PLACES.filter(([x, y]) => Math.abs(x) < 60 && Math.abs(y) < 60)

function measure(world: World, name: string): number {
  const [found] = resolveMeasure(name, world.program) ?? []
  if (found === undefined) throw new Error(`no measure '${name}'`)
  return found.evaluate(world)
}

/** A substrate as the kernels see it in the voxel of a cell [nM]. */
function levelAt(world: World, slot: number, substrate: string): number {
  return world.f32(`field/${substrate}`)[world.u32('cell.voxel')[slot] ?? 0] ?? Number.NaN
}

describe('regulatory T cells', () => {
  test('arrive where TGF-beta is', () => {
    const arrived = [0, 0.07, 10].map((level) => {
      const { world, run } = runCulture({
        parts: ['library/treg-induction'],
        cells: {},
        types: { Treg: lasting.replace('} } }', '} }, exchange: { TGF-beta: { export: 0 molecules/s } } }') },
        substrates: { 'TGF-beta': constant(level) },
        top: [`vessels: { points: [${PLACES.map(([x, y]) => `[${x} um, ${y} um, 0 um]`).join(', ')}] }`],
      })
      run(3 * DAY)
      return livingOf(world, 'Treg').length
    })
    const expected = [0.1, 0.55, 1].map((open) => 100 * 0.3 * 3 * open)
    // Poisson: five standard deviations.
    arrived.forEach((count, k) =>
      expect(Math.abs(count - (expected[k] ?? 0))).toBeLessThan(5 * Math.sqrt(expected[k] ?? 0)),
    )
  })

  test('make TGF-beta, which holds back CD8 T cells that they do not touch', () => {
    const { world, run } = runCulture({
      parts: ['library/treg-induction'],
      cells: { CD8: FEW, Treg: FEW.map(([x, y]) => [x + 30, y]) },
      side: 200,
      types: { CD8: lasting, Treg: lasting },
      substrates: { 'TGF-beta': '{ initial: 0.14 nM }' },
    })
    run(3)
    const damage = doneBy(world, 'CD8', 'attack damage')
    for (const [k, slot] of livingOf(world, 'CD8').entries()) {
      const level = levelAt(world, slot, 'TGF-beta')
      expect(Math.abs((damage[k] ?? 0) - (1 - hill(level, 0.14)))).toBeLessThan(1e-3)
    }
    run(2 * DAY)
    expect(mean(livingOf(world, 'CD8').map((slot) => levelAt(world, slot, 'TGF-beta')))).toBeGreaterThan(0)
  })
})

describe('arginase and nitric oxide', () => {
  /** CD8 T cells with a suppressor cell `distance` to their right. */
  const held = (distance: number): World => {
    const { world, run } = runCulture({
      parts: ['library/arginase'],
      cells: { CD8: PLACES, MDSC: [[PLACES[0]![0] + distance, PLACES[0]![1]]] },
      types: { CD8: lasting, MDSC: lasting },
    })
    run(10)
    return world
  }

  test('hold back a T cell without contact, and no farther than some tens of micrometres', () => {
    const near = held(20)
    const damage = doneBy(near, 'CD8', 'attack damage')
    const levels = livingOf(near, 'CD8').map((slot) => levelAt(near, slot, 'Arg1-NO'))
    expect(damage[0]).toBeLessThan(0.8)
    // 60 um on is two lengths; the one after that feels nothing.
    expect(damage[2]).toBeGreaterThan(0.95)
    for (const [k, level] of levels.entries())
      expect(Math.abs((damage[k] ?? 0) - (1 - hill(level, 0.003)))).toBeLessThan(1e-4)
  })

  test('come from macrophages at M2, too', () => {
    const made = [0, 1].map((m2) => {
      const { world, run } = runCulture({
        parts: ['library/arginase'],
        cells: { macrophage: FEW },
        side: 200,
        types: {
          macrophage: lasting.replace(
            ' }',
            ` }, network: { nodes: { M1: { start: ${1 - m2} }, M2: { start: ${m2} } } }`,
          ),
        },
      })
      run(2)
      return mean(doneBy(world, 'macrophage', 'Arg1-NO export')) / PER_SECOND
    })
    expect(made[0]).toBeLessThan(0.01)
    // A share of M2 becomes M1 in two steps.
    expect(Math.abs((made[1] ?? 0) / (20 * hill(1, 0.5, 2)) - 1)).toBeLessThan(1e-3)
  })
})

describe('dendritic cells', () => {
  const culture = (
    part: string,
    levels: Readonly<Record<string, number>>,
    days: number,
    top: readonly string[] = [],
  ): World => {
    const { world, run } = runCulture({
      parts: [part],
      cells: { 'dendritic cell': PLACES },
      types: {
        'dendritic cell': lasting.replace(
          '} } }',
          '} }, exchange: { IL-10: { uptake: 0 1/min }, IFN-beta: { uptake: 0 1/min } } }',
        ),
      },
      substrates: Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, constant(level)])),
      top,
    })
    run(days * DAY)
    return world
  }
  const left = (world: World): number => measure(world, 'emigrated dendritic cells')

  test('ripen, leave and prime CD8 T cells', () => {
    const [still, ripe] = [{}, { 'IFN-beta': 1 }].map((levels) =>
      culture('library/dendritic-cell-priming', levels, 8),
    )
    if (still === undefined || ripe === undefined) throw new Error('two')
    // Half of the maximum of 4 a day at 0.5, of which nothing is left at 0.
    expect(left(still)).toBe(0)
    expect(left(ripe)).toBeGreaterThan(95)
    expect(measure(still, 'CD8 in the blood')).toBe(1)
    expect(measure(ripe, 'CD8 in the blood')).toBeGreaterThan(1.1)
  })

  test.each([
    ['IL-10', 0.05],
    ['TGF-beta', 0.07],
  ])('are held back by %s', (name, half) => {
    const [alone, held] = [0, 9 * half].map((level) =>
      culture('library/dendritic-cell-priming', { 'IFN-beta': 0.05, [name]: level }, 1),
    )
    if (alone === undefined || held === undefined) throw new Error('two')
    const ripe = (world: World): number => mean(sensedBy(world, 'dendritic cell', 'maturity'))
    // After a day one in six of the way is left; the target is half, and a tenth of that.
    expect(ripe(held)).toBeLessThan(0.15 * ripe(alone))
    expect(left(held)).toBeLessThan(0.2 * left(alone))
  })

  test('are ripened by an antibody at CD40, without a dead cell', () => {
    const [none, treated] = [0, 100].map((level) =>
      culture('library/dc-activator', { 'CD40 agonist': level }, 4),
    )
    if (none === undefined || treated === undefined) throw new Error('two')
    expect(left(none)).toBe(0)
    expect(left(treated)).toBeGreaterThan(50)
    expect(measure(treated, 'primed CD8 in the lymph node')).toBeGreaterThan(0)
  })

  test('prime more when PD-1 is blocked in the plasma, and no other cell leaves for it', () => {
    const [none, treated] = [[], ['therapy: { anti-PD-1: { dose: 3 mg/kg } }']].map((top) =>
      culture('library/priming-pd-1', { 'IFN-beta': 1 }, 8, [
        'lymph node: { tissue stands for: 5 mm^3 }',
        ...top,
      ]),
    )
    if (none === undefined || treated === undefined) throw new Error('two')
    expect(left(treated)).toBe(left(none))
    const more = measure(treated, 'CD8 in the blood') - 1
    const without = measure(none, 'CD8 in the blood') - 1
    // Half is held back. Sixty thousand cells prime slowly enough to tell; where naive cells run out, twice is not reached.
    expect(more / without).toBeGreaterThan(1.2)
    expect(more / without).toBeLessThan(2)
  })

  test.each([
    ['PD-1', 'library/priming-pd-1', 'anti-PD-1'],
    ['CTLA-4', 'library/anti-ctla-4', 'anti-CTLA-4'],
  ])('ripened and with %s blocked at once, most T cells are primed', (_, part, drug) => {
    const primed = (agonist: boolean, antibody: boolean): number => {
      const doses = [agonist ? ['CD40 agonist'] : [], antibody ? [drug] : []].flat()
      const therapy = doses.map((name) => `${name}: { dose: 3 mg/kg }`).join(', ')
      const world = culture(`library/dc-activator, ${part}`, { 'IFN-beta': 0.01 }, 5, [
        `lymph node: { tissue stands for: 5 mm^3 }`,
        `vessels: { points: [${FEW.map(([x, y]) => `[${x} um, ${y} um, 0 um]`).join(', ')}], entry: { dendritic cell: { rate: 0 1/day }, CD8: { rate: 0 1/day } } }`,
        ...(therapy === '' ? [] : [`therapy: { ${therapy} }`]),
      ])
      return measure(world, 'CD8 in the blood') + measure(world, 'primed CD8 in the lymph node')
    }
    const [none, ripe, free, both] = [
      primed(false, false),
      primed(true, false),
      primed(false, true),
      primed(true, true),
    ]
    expect(ripe).toBeGreaterThan(none)
    expect(free).toBeGreaterThan(none)
    expect(both).toBeGreaterThan(Math.max(ripe, free))
  })
})
