import { describe, expect, it } from 'vitest'
import { runModel } from '../../testing/run-model.ts'
import {
  GRID,
  PAIRS,
  beside,
  column,
  countOf,
  eventsUntil,
  fiveSigma,
  scene,
  total,
} from '../../testing/still-cells.ts'

describe('phagocytosis', () => {
  it('waits exponentially per prey: two neighbours are eaten at twice the rate of one', () => {
    const run = runModel(
      scene({
        eater: { interaction: '{ phagocytosis: { live: { prey: 0.02 1/min } } }', points: GRID },
        prey: { points: [...beside(15), ...beside(-15)] },
      }),
    )
    const seen = new Set<string>()
    run.run(25, (world) => {
      for (const event of world.events) if (event.kind === 'phagocytosis') seen.add(event.cell)
      return true
    })
    const p = 1 - Math.exp(-2 * 0.02 * 25)
    expect(Math.abs(seen.size - PAIRS * p)).toBeLessThan(fiveSigma(PAIRS, p))
  })

  it.each([
    ['apoptotic', 0.05],
    ['necrotic', 0],
    ['lysed', 0],
  ])('of an apoptotic cell with a rate for the %s: %f 1/min', (kind, rate) => {
    const run = runModel(
      scene({
        eater: { interaction: `{ phagocytosis: { ${kind}: 0.05 1/min } }`, points: GRID },
        prey: { more: 'death: { apoptosis: { rate: 1e6 1/min, duration: 100 day } }', points: beside(15) },
      }),
    )
    // They die in the first tick, after contacts.
    const eaten = eventsUntil(run, 21).filter((event) => event.kind === 'phagocytosis')
    const p = 1 - Math.exp(-rate * 20)
    expect(Math.abs(eaten.length - PAIRS * p)).toBeLessThanOrEqual(fiveSigma(PAIRS, p))
    expect(eaten.every((event) => event.cause === 'apoptotic cell')).toBe(true)
  })

  it('hands the prey over whole: fluid to fluid, all solids to cytoplasm, the nucleus stays', () => {
    const run = runModel(
      scene({
        eater: { interaction: '{ phagocytosis: { live: { prey: 1e6 1/min } } }', points: [[0, 0]] },
        prey: { points: [[15, 0]] },
      }),
    )
    const before = total(column(run.world, 'cell.volume'))
    const nuclear = run.world.f64('volume.nuclearSolid')[0] ?? 0
    const solids = run.world.f64('volume.cytoplasmicSolid')[0] ?? 0
    run.run(1)
    const { world } = run
    expect(world.count).toBe(1)
    const part = (name: string): number => world.f64(`volume.${name}`)[0] ?? 0
    // Parts are sums of a few numbers near 1e3: a few roundings of 1e-13.
    expect(world.f64('cell.volume')[0]).toBeCloseTo(before, 9)
    expect(part('fluid') + part('nuclearSolid') + part('cytoplasmicSolid')).toBeCloseTo(before, 9)
    expect(part('nuclearSolid')).toBe(nuclear)
    expect(part('cytoplasmicSolid')).toBeCloseTo(2 * solids + nuclear, 9)
    expect(world.f64('cell.radius')[0]).toBeCloseTo(Math.cbrt((3 * before) / (4 * Math.PI)), 9)
  })

  it('passes on what the prey had taken up', () => {
    const yaml = scene({
      eater: { interaction: '{ phagocytosis: { live: { prey: 1e6 1/min } } }', points: [[0, 0]] },
      prey: { more: 'exchange: { s: { uptake: 1 1/min, track: true } }', points: [[15, 0]] },
    })
    const substrates = 'substrates:\n  s: { unit: nM, diffusion: 0 um^2/min, initial: 100 nM }\n'
    const run = runModel(yaml.replace('cell types:', `${substrates}cell types:`), { ticks: 1 })
    // Uptake comes before contacts in a step: the prey took up one step's worth and was eaten with it.
    expect(run.world.count).toBe(1)
    expect(run.world.f64('exchange.internalised/s')[0]).toBeGreaterThan(0)
  })

  it('gives each prey to one eater, and each eater one prey per step', () => {
    const around = Array.from({ length: 6 }, (_, k) => [15 * Math.cos(k), 15 * Math.sin(k)] as const)
    const interaction = '{ phagocytosis: { live: { prey: 1e6 1/min } } }'
    const many = runModel(scene({ eater: { interaction, points: around }, prey: { points: [[0, 0]] } }))
    const before = total(column(many.world, 'cell.volume'))
    expect(eventsUntil(many, 1).filter((event) => event.kind === 'phagocytosis')).toHaveLength(1)
    expect(many.world.count).toBe(6)
    expect(total(column(many.world, 'cell.volume'))).toBeCloseTo(before, 9)

    const one = runModel(scene({ eater: { interaction, points: [[0, 0]] }, prey: { points: around } }))
    for (const left of [5, 4, 3]) {
      one.run(one.world.tick + 1)
      expect(countOf(one.world, 'prey')).toBe(left)
    }
  })

  it('consumes no one twice when cells eat each other', () => {
    const run = runModel(
      scene({
        cannibal: {
          interaction: '{ phagocytosis: { live: { cannibal: 1e6 1/min } } }',
          points: GRID.slice(0, 9),
        },
        other: {
          interaction: '{ phagocytosis: { live: { other: 1e6 1/min } } }',
          points: [
            [0, 0],
            [15, 0],
            [30, 0],
          ],
        },
      }),
    )
    // The three in a row: the first eats the second, so the second eats no one and the third has nobody to eat.
    run.run(1)
    expect(countOf(run.world, 'other')).toBe(2)
    expect(countOf(run.world, 'cannibal')).toBe(9)
  })
})

describe('fusion', () => {
  it.each([
    ['closed', 0, 10],
    ['periodic', -298, 298],
  ])('keeps volume, targets and the centre of volume (%s)', (boundary, x0, x1) => {
    const run = runModel(
      scene(
        {
          a: { interaction: '{ fusion: { b: 1e6 1/min } }', points: [[x0, 0]] },
          b: { points: [[x1, 0]] },
        },
        { boundary, size: 600 },
      ),
    )
    const names = ['fluid', 'nuclearSolid', 'cytoplasmicSolid', 'nuclear', 'nuclearSolidTarget'].map(
      (n) => `volume.${n}`,
    )
    const sums = names.map((name) => total(column(run.world, name)))
    const volume = total(column(run.world, 'cell.volume'))
    const events = eventsUntil(run, 1)
    const { world } = run
    expect(events.filter((event) => event.kind === 'fusion')).toHaveLength(1)
    expect(world.count).toBe(1)
    for (const [k, name] of names.entries()) expect(world.f64(name)[0]).toBeCloseTo(sums[k] ?? 0, 9)
    expect(world.f64('cell.volume')[0]).toBeCloseTo(volume, 9)
    // Equal volumes meet half-way; across the periodic face that is the face itself, +-300.
    expect(Math.abs(world.f64('cell.x')[0] ?? 0)).toBeCloseTo(boundary === 'closed' ? 5 : 300, 9)
  })

  it('waits exponentially', () => {
    const run = runModel(
      scene({
        a: { interaction: '{ fusion: { b: 0.03 1/min } }', points: GRID },
        b: { points: beside(15) },
      }),
      { ticks: 30 },
    )
    const p = 1 - Math.exp(-0.03 * 30)
    expect(Math.abs(2 * PAIRS - run.world.count - PAIRS * p)).toBeLessThan(fiveSigma(PAIRS, p))
  })
})
