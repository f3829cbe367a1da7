import { describe, expect, it, test } from 'vitest'
import { resolveMeasure } from '../../analysis/measures.ts'
import { compile } from '../../compile/compile.ts'
import { branchWorld } from '../../engine/branch.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { columnHashes } from '../../engine/state-hash.ts'
import type { World } from '../../engine/world.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, refusal, runModel } from '../../testing/run-model.ts'
import { runOn } from '../../testing/start-run.ts'

const SIDE = 20
/** Ticks of 6 min in a day. */
const DAY = 240

const NODE = `lymph node:
  dendritic cells: { type: dendritic cell, travel: 1 day, lifespan: 2.5 day }
  primes:
    CD8:
      naive: 0.01
      activation: 20 1/day
      half: 10
      generations: 8
      doubling: 8 h
      leaves: 1 1/day
      lives in blood: 10 day
`

/** 400 cells that do not move, 28 um apart, and a vessel that lets in what there is in the blood. */
function model({ rate = '0.002 1/min', node = NODE, more = '', cell = '' } = {}): string {
  return `format: 1
title: lymph node
domain: { size: [${30 * SIDE} um, ${30 * SIDE} um, 20 um], voxel: 20 um }
time: { stop: 60 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
substrates:
  drug: { unit: nM, diffusion: 10 um^2/s }
${node}vessels: { points: [[0 um, 0 um, 0 um]], entry: { CD8: { rate: 0.5 1/day } } }
${more}cell types:
  dendritic cell: { mechanics: { movable: false }${rate === '' ? '' : `, emigration to lymph node: ${rate}`}${cell} }
  CD8: { mechanics: { movable: false } }
initial:
  dendritic cell: { points: [${places().join(', ')}] }
`
}

function places(): readonly string[] {
  const at = (n: number): number => 28 * n + 14 - 14 * SIDE
  return Array.from(
    { length: SIDE * SIDE },
    (_, n) => `[${at(n % SIDE)} um, ${at(Math.floor(n / SIDE))} um, 0 um]`,
  )
}

function measure(world: World, name: string): number {
  const [found] = resolveMeasure(name, world.program) ?? []
  if (found === undefined) throw new Error(`no measure '${name}'`)
  return found.evaluate(world)
}

const countOf = (world: World, type: string): number => {
  const index = world.program.cellTypes.indexOf(type)
  return world
    .u16('cell.type')
    .subarray(0, world.count)
    .filter((value) => value === index).length
}

describe('emigration', () => {
  it('has the law of its rate, and each cell that leaves is an event', () => {
    const steps = 100
    const { world, run } = runModel(model(), { seed: 4 })
    let events = 0
    run(steps, (now) => {
      events += now.events.filter(({ kind }) => kind === 'emigration').length
      return true
    })
    const n = SIDE * SIDE
    const p = 1 - Math.exp(-0.002 * 6 * steps)
    const left = measure(world, 'emigrated dendritic cells')
    // Binomial: five standard deviations.
    expect(Math.abs(left - n * p)).toBeLessThan(5 * Math.sqrt(n * p * (1 - p)))
    expect(left).toBe(events)
    expect(countOf(world, 'dendritic cell')).toBe(n - left)
  })

  it('is near the sides only where it is from the edge', () => {
    const edge = NODE.replace('travel', 'from: edge, within: 50 um, travel')
    const { world } = runModel(model({ rate: '10 1/min', node: edge }), { ticks: 3 })
    // Cells stand 34 um and more from the sides, in rows 28 um apart: the outermost row is nearer than 50 um.
    expect(countOf(world, 'dendritic cell')).toBe((SIDE - 2) ** 2)
  })

  it('is near vessels only where it is from there', () => {
    const beside = NODE.replace('travel', 'from: vessels, within: 30 um, travel')
    const { world } = runModel(model({ rate: '10 1/min', node: beside }), { ticks: 3 })
    // The vessel stands in the middle of four cells, 14 um aside and as far up or down; all others are farther than 30 um.
    expect(countOf(world, 'dendritic cell')).toBe(SIDE ** 2 - 4)
  })

  it('is what rules make of it', () => {
    const cell =
      ', rules: ["time increases emigration to lymph node to 0.002 1/min, half at 600 min, hill 8 [assumed]"]'
    const { world, run } = runModel(model({ rate: '', cell }))
    run(30)
    expect(measure(world, 'emigrated dendritic cells')).toBeLessThan(5)
    run(400)
    expect(measure(world, 'emigrated dendritic cells')).toBeGreaterThan(100)
  })

  it('counts nobody that an intervention takes away', () => {
    const more = 'ablations: { all: { at: 1 day, centre: [0 um, 0 um, 0 um], radius: 1000 um } }\n'
    const { world } = runModel(model({ rate: '0.0001 1/min', more }), { ticks: DAY + 2 })
    expect(countOf(world, 'dendritic cell')).toBe(0)
    // 1 - exp(-0.144) of 400, 53.6: five standard deviations are 34.
    expect(measure(world, 'emigrated dendritic cells')).toBeLessThan(53.6 + 34)
  })
})

/** T cells that were ever activated or supplied are somewhere; relative miss. */
function missing(world: World): number {
  const [naive = 0, supplied = 0, activated = 0, , ...states] = world.f64('lymph.primed/CD8')
  const worth = (k: number): number => (k < 8 ? 2 ** (8 - k) : 1)
  const cells = states.reduce((sum, value, k) => sum + value * worth(k), 0)
  return Math.max(
    Math.abs(0.01 + supplied - activated - naive) / 0.01,
    Math.abs(cells - activated * 256) / (activated * 256 + 1e-9),
  )
}

describe('lymph node and blood', () => {
  it('account for every cell at any time', () => {
    const { world, run } = runModel(model())
    let worst = 0
    run(20 * DAY, (now) => {
      const column = now.f64('lymph.dendritic')
      const cells = column.slice(0, -1).reduce((sum, value) => sum + value, 0)
      worst = Math.max(worst, missing(now), Math.abs(cells - (column.at(-1) ?? 0)) / 400)
      return true
    })
    // 4800 steps of sums of a dozen terms, few of them in the same direction.
    expect(worst).toBeLessThan(1e-11)
    expect(measure(world, 'emigrated dendritic cells')).toBe(400)
    expect(measure(world, 'primed CD8 in the lymph node')).toBeGreaterThan(0.01)
    expect(measure(world, 'CD8 in the blood')).toBeGreaterThan(1.5)
  })

  it('give back what was before when no dendritic cell comes', () => {
    const { world } = runModel(model({ rate: '' }), { ticks: 2 * DAY })
    expect(measure(world, 'CD8 in the blood')).toBe(1)
    expect(measure(world, 'primed CD8 in the lymph node')).toBe(0)
    expect(measure(world, 'naive CD8 in the lymph node')).toBe(0.01)
  })

  it('count the tumour that the tissue stands for', () => {
    // 600 um x 600 um x 20 um = 0.0072 mm^3
    const scaled = NODE.replace('  dendritic', '  tissue stands for: 0.072 mm^3\n  dendritic')
    const [one, ten] = [NODE, scaled].map((node) => runModel(model({ node }), { ticks: 2 * DAY }).world)
    if (one === undefined || ten === undefined) throw new Error('two')
    const inNode = (world: World): number => measure(world, 'dendritic cells in the lymph node')
    expect(Math.abs(inNode(ten) / inNode(one) - 10)).toBeLessThan(1e-9)
    expect(measure(ten, 'emigrated dendritic cells')).toBe(measure(one, 'emigrated dendritic cells'))
    expect(measure(ten, 'CD8 in the blood')).toBeGreaterThan(measure(one, 'CD8 in the blood'))
  })

  it('send T cells through vessels as often as they are many', () => {
    const arrivalsOf = (rate: string): number => {
      let arrivals = 0
      const text = model({ rate }).replace('points: [[0 um, 0 um, 0 um]]', `points: [${places().join(', ')}]`)
      runModel(text.replace('0.5 1/day', '0.25 1/day')).run(9 * DAY, (now) => {
        if (now.tick > 6 * DAY) arrivals += now.events.filter(({ kind }) => kind === 'arrival').length
        return true
      })
      return arrivals
    }
    const [rest, primed] = [arrivalsOf(''), arrivalsOf('0.002 1/min')]
    // 400 points, a quarter of a cell a day each, three days: 300, five standard deviations 87.
    expect(Math.abs(rest - 300)).toBeLessThan(87)
    expect(primed).toBeGreaterThan(rest + 2 * 87)
  })
})

describe('drugs at their level in plasma', () => {
  const DRUG = `drugs: { drug: { substrate: drug, molar mass: 150 kDa, half-life: 100 day, central volume: 3 L } }
therapy: { drug: { dose: 450 mg } }
`
  const firstOf = (lines: string, more = DRUG): number => {
    // Everybody leaves at once, and is there at once: what is activated first tells the rate.
    const quick = NODE.replace('travel: 1 day', 'travel: 0.01 day, stages: 1')
    const { world } = runModel(
      model({
        rate: '100 1/min',
        node: `${quick}${lines}`,
        more,
      }).replace('entry:', 'exchange: { drug: { blood: plasma, rate: 0.01 1/min } }, entry:'),
      { ticks: 4 },
    )
    return 1 - (world.f64('lymph.primed/CD8')[0] ?? 0) / 0.01
  }
  const HELD = '      held back by: { CTLA-4: { share: 0.6, blocked by: { drug: 1000 nM } } }\n'
  const FREE = '      held back by: { CTLA-4: { share: 0.6 } }\n'
  const RAISED = '      raised by: { drug: { to: 3, half: 1000 nM } }\n'

  // 450 mg of 150 kDa in 3 L are 1000 nM: half of the block, half of the rise.
  it.each([
    ['a check holds back its share', FREE, 0.4],
    ['a blocker lifts it', HELD, 0.7],
    ['an activator raises', RAISED, 2],
  ])('%s', (_, lines, factor) => {
    // Depletion of naive cells by 7 % and renewal bend the ratio; logarithms straighten the former.
    const rate = (share: number): number => -Math.log(1 - share)
    expect(Math.abs(rate(firstOf(lines)) / rate(firstOf('')) / factor - 1)).toBeLessThan(0.01)
  })

  it('a drug that nobody gives does nothing', () => {
    expect(firstOf(HELD, DRUG.replace(/therapy.*\n/, ''))).toBe(
      firstOf(FREE, DRUG.replace(/therapy.*\n/, '')),
    )
  })
})

test('a snapshot runs on to the same bits, and a branch of the same model is the same', () => {
  const text = model()
  const program = compile(modelFrom(text))
  const { world } = runModel(text, { ticks: 3 * DAY })
  const loaded = loadSnapshot(program, saveSnapshot(world), testKernels())
  const branched = branchWorld(world, program, { kernels: testKernels(), seed: 1 }).world
  const through = columnHashes(runModel(text, { ticks: 4 * DAY }).world)
  expect(columnHashes(runOn(loaded, 4 * DAY))).toEqual(through)
  expect(columnHashes(runOn(branched, 4 * DAY))).toEqual(through)
})

test('who does not emigrate is not touched: the tissue is the same to the bit with a node and without', () => {
  const cells = (world: World): readonly (readonly [string, string])[] =>
    [...columnHashes(world)].filter(([name]) => name.startsWith('cell.'))
  const [without, beside] = ['', NODE].map((node) => runModel(model({ node, rate: '' }), { ticks: 5 * DAY }))
  if (without === undefined || beside === undefined) throw new Error('two')
  expect(cells(beside.world)).toEqual(cells(without.world))
  expect(without.program.columns.some(({ name }) => /^(?:lymph|pool)/.test(name))).toBe(false)
})

describe('what an author writes', () => {
  it.each([
    ['without a node', model({ node: '' }), 'has none'],
    [
      'of another type',
      model().replace('CD8: { mech', 'CD8: { emigration to lymph node: 1 1/min, mech'),
      'only',
    ],
    [
      'of another type, by a rule',
      model().replace(
        'CD8: { mech',
        'CD8: { rules: ["time increases emigration to lymph node to 1 1/min, half at 1 min, hill 1 [assumed]"], mech',
      ),
      "takes 'dendritic cell' only",
    ],
    ['of a type that is not there', model().replace('type: dendritic', 'type: dentritic'), 'dendritic cell'],
    ['with a share above one', model({ node: `${NODE}      held back by: { PD-1: { share: 2 } }\n` }), '1'],
  ])('an emigration %s is a mistake', (_, text, expected) => {
    expect(refusal(text)).toContain(expected)
  })
})
