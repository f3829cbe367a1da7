import { describe, expect, it } from 'vitest'
import { REQUEST_DIVIDE } from '../../engine/columns.ts'
import { commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { pairAt } from '../../kernels/field-pair.ts'
import { allSections } from '../../compile/parse-model.ts'
import { writeModel } from '../../model/assemble.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'

/** Volume of a voxel [um^3]. */
const VOXEL = 8000
/** One vesicle, and one molecule [ymol]: by definition of the mole. */
const ONE = 1e24 / 6.02214076e23

interface Parts {
  readonly scheme?: 'lod' | 'adaptive'
  readonly kind?: string
  readonly types?: string
  readonly cells?: string
  readonly size?: string
  readonly rest?: string
  readonly fields?: string
}

function text({
  scheme = 'lod',
  kind = 'diameter: 100 nm, cargo: { MIF: 100 molecules }',
  types = 'a: { vesicles: { EV: { release: 6000 1/h } } }\n  b: { vesicles: { EV: { uptake: 60 1/h } } }',
  cells = 'a: { points: [[0 um, 0 um, 0 um]] }, b: { points: [[20 um, 0 um, 0 um]] }',
  size = '[100 um, 100 um, 20 um]',
  rest = '',
  fields = '0.1 min',
}: Parts): string {
  return `
format: 1
title: vesicles
domain: { size: ${size}, voxel: 20 um }
time: { stop: 1 day, fields: ${fields}, mechanics: 0.1 min, phenotype: 6 min }
transport: { scheme: ${scheme}, tolerance: 0.1 % }
vesicles: { EV: { ${kind} } }
cell types:
  ${types}
initial: { ${cells} }
${rest}`
}

function field(world: World, name = 'EV'): Float64Array {
  const pair = { field: world.f32(`field/${name}`), remainder: world.f32(`remainder/${name}`) }
  return Float64Array.from(pair.field, (_, v) => pairAt(pair, v))
}

/** Amount in the field [ymol]. */
const amount = (world: World, name = 'EV'): number => VOXEL * field(world, name).reduce((a, b) => a + b, 0)

/** Column of the living cells. */
const cells = (world: World, column: string): readonly number[] => [
  ...world.f64(column).subarray(0, world.count),
]

/** Some thousand steps with 48 bits each. */
const ROUNDING = 1e-9

describe.each(['lod', 'adaptive'] as const)('vesicles with the scheme %s', (scheme) => {
  it('balance: what was released is in the field or was taken up, and the cargo that arrived follows', () => {
    const run = runModel(text({ scheme }))
    run.run(61)
    for (const until of [121, 1201, 6001]) {
      run.run(until)
      const { world } = run
      const net = cells(world, 'exchange.internalised/EV')
      // Release begins with the first response, after the first step of the fields. Where steps are long, the last one
      // reaches beyond now: what cells gave is in their account, also of the time to come.
      expect(-(net[0] ?? NaN) / ONE).toBeGreaterThanOrEqual(0.999 * 100 * 0.1 * (until - 1))
      const total = amount(world) + net.reduce((a, b) => a + b, 0)
      expect(Math.abs(total / amount(world))).toBeLessThan(scheme === 'lod' ? ROUNDING : 2e-3)
      // Until the phenotype step at until - 1 everything that b took up was delivered: 30 % of 100 molecules.
      const [, cargo = NaN] = cells(world, 'cargo/MIF')
      const [, waiting = NaN] = cells(world, 'vesicles.taken/EV')
      expect(Math.abs(cargo / (0.3 * 100 * ((net[1] ?? NaN) - waiting)) - 1)).toBeLessThan(ROUNDING)
      expect(cells(world, 'cargo/MIF')[0]).toBe(0)
    }
  })

  it('deliver into a constant field as the closed form says, with loss and slow release', () => {
    const kind =
      'diameter: 100 nm, cargo: { MIF: 100 molecules, drug: 10 molecules }, release half-life: { drug: 6 h }'
    const types =
      'b: { vesicles: { EV: { uptake: 0.06 1/h, delivery: 50 % } }, cargo loss: { MIF: 0.5 1/h, drug: 0.1 1/h } }'
    const rest = 'substrates: { EV: { initial: 1 nM, boundary: 1 nM } }'
    const cell = 'b: { points: [[0 um, 0 um, 0 um]] }'
    const run = runModel(text({ scheme, kind, types, cells: cell, rest }))
    run.run(14401)
    // From time 0.1 min on: after the first phenotype step, 24 h have passed.
    const rate = ((0.001 * 2494) / ONE) * 0.5
    const [k, q, r, t] = [0.5 / 60, 0.1 / 60, Math.LN2 / 360, 1440]
    const MIF = ((rate * 100 * ONE) / k) * (1 - Math.exp(-k * t))
    const drug =
      (rate * 10 * ONE) / q -
      (rate * 10 * ONE * (r / (r - q)) * Math.exp(-q * t)) / q +
      ((rate * 10 * ONE) / (r - q)) * Math.exp(-r * t)
    // The field around the cell is lower by its uptake: 0.001/min x V/W against D/h^2 = 1/min, 4 neighbours: below 1e-3.
    expect(cells(run.world, 'cargo/MIF')[0]! / MIF).toBeCloseTo(1, 2)
    expect(cells(run.world, 'cargo/drug')[0]! / drug).toBeCloseTo(1, 2)
  })

  it('carry what each type packs into them: the mean load of a mixture is exact', () => {
    const types = `a: { vesicles: { EV: { release: 600 1/h } } }
  c: { vesicles: { EV: { release: 1800 1/h, cargo: { MIF: 20 molecules } } } }
  b: { vesicles: { EV: { uptake: 60 1/h } } }`
    const cell =
      'a: { points: [[0 um, 0 um, 0 um]] }, c: { points: [[2 um, 0 um, 0 um]] }, b: { points: [[20 um, 0 um, 0 um]] }'
    const run = runModel(text({ scheme, types, cells: cell }))
    run.run(3001)
    // Both release at one place: (600 x 100 + 1800 x 20) / 2400 molecules per vesicle, everywhere and in what is delivered.
    const mean = 40
    const companion = amount(run.world, 'MIF in EV') / amount(run.world)
    // Slots are in the order of the types' names.
    const of = (column: string): number => cells(run.world, column)[1] ?? NaN
    const [taken, waiting, cargo] = [
      of('exchange.internalised/EV'),
      of('vesicles.taken/MIF in EV'),
      of('cargo/MIF'),
    ]
    expect(taken).toBeGreaterThan(0)
    // Fields hold 48 bits; adaptive steps of the two fields are chosen alike but for rounding.
    const tolerance = scheme === 'lod' ? ROUNDING : 2e-3
    expect(Math.abs(companion / mean - 1)).toBeLessThan(tolerance)
    expect(Math.abs((cargo + 0.3 * waiting) / (0.3 * mean * taken) - 1)).toBeLessThan(tolerance)
  })
})

it('a steady profile falls with the length sqrt(D / k)', () => {
  // A plane of sources at one end of a tube: exp(-x / L) with L = 100 um between closed ends, far from the other end.
  const kind = 'diameter: 100 nm, free diffusion: 10 um^2/s, loss: 1e-3 1/s'
  const types = 'a: { vesicles: { EV: { release: 6000 1/h } } }'
  const size = '[1200 um, 20 um, 20 um]'
  const cell = 'a: { points: [[-590 um, 0 um, 0 um]] }'
  const run = runModel(text({ scheme: 'adaptive', kind, types, cells: cell, size }))
  run.run(5000)
  const profile = field(run.world)
  const length = 400 / Math.log((profile[5] ?? NaN) / (profile[25] ?? NaN))
  // On a mesh of h: 2 (cosh(h/L') - 1) = (h/L)^2, so L' = L (1 + (h/L)^2/24) up to fourth order; 0.1 % of transport.
  expect(length / 100).toBeCloseTo(1 + 0.2 ** 2 / 24, 2)
  // And all of it holds what is released in 1/k.
  expect(amount(run.world) / (100 * ONE * (1000 / 60))).toBeCloseTo(1, 2)
})

it('delivery hardly depends on the step of the fields', () => {
  const delivered = ['0.1 min', '0.05 min'].map((fields) => {
    const run = runModel(text({ fields }))
    run.run(fields === '0.1 min' ? 3001 : 6001)
    return cells(run.world, 'cargo/MIF')[1] ?? NaN
  })
  // First order in the step: uptake 1/min x V/W x dt = 3 %, of which a part remains.
  expect(Math.abs((delivered[0] ?? NaN) / (delivered[1] ?? NaN) - 1)).toBeLessThan(0.02)
})

it('a rule on release and a rule on a load change what leaves the cells, and a block stops it', () => {
  const types = `a:
    vesicles: { EV: { release: 600 1/h } }
    rules:
      - time decreases EV release to 0 1/h, half at 60 min, hill 8 [assumed]
      - time increases MIF load of EV to 1000 molecules, half at 10 min, hill 8 [assumed]
  b: { vesicles: { EV: { uptake: 60 1/h } } }`
  const run = runModel(text({ types }))
  run.run(601)
  const early = cells(run.world, 'behaviour/EV export')[0] ?? NaN
  expect(early).toBeCloseTo(5 * ONE, 6)
  expect(amount(run.world, 'MIF in EV') / amount(run.world)).toBeGreaterThan(500)
  run.run(6001)
  expect(cells(run.world, 'behaviour/EV export')[0] ?? NaN).toBeLessThan(1e-6 * early)
})

it('cargo is halved when a cell divides', () => {
  const run = runModel(text({}))
  run.run(1201)
  const before = cells(run.world, 'cargo/MIF')[1] ?? NaN
  expect(before).toBeGreaterThan(0)
  request(run.world, 1, REQUEST_DIVIDE)
  commit(run.world, () => bindHooks(run.world))
  expect(cells(run.world, 'cargo/MIF').slice(1)).toEqual([before / 2, before / 2])
})

it('a written model reads back as the same model, derived parts included', () => {
  const yaml = text({
    types: `a: { vesicles: { EV: { release: 600 1/h, cargo: { MIF: 7 molecules } } } }
  b: { vesicles: { EV: { uptake: 60 1/h } } }`,
    kind: 'diameter: 120 nm, matrix: { volume fraction: 5 %, fibre radius: 15 nm }, cargo: { MIF: 100 molecules }',
  })
  const model = modelFrom(yaml)
  expect(model.data.substrates.map(({ name }) => name)).toEqual(['EV', 'MIF in EV'])
  expect(modelFrom(writeModel(model.data, allSections())).hash).toBe(model.hash)
})

it('a dose in vesicles per body weight is so many vesicles in the plasma', () => {
  const rest = `vessels: { points: [[0 um, 0 um, 0 um]], exchange: { EV: { blood: plasma, rate: 0.001 1/min } } }
drugs: { EV: { substrate: EV, central volume: 1 mL, half-life: 5 min, body weight: 20 g } }
therapy: { EV: { dose: 1e9 vesicles/kg } }`
  const run = runModel(text({ rest, types: 'b: { vesicles: { EV: { uptake: 60 1/h } } }', cells: '' }))
  run.run(51)
  // 2e7 vesicles in 1e12 um^3, and after 5.1 min less by 2^-(5.1/5): the level is that at the end of the step.
  const expected = ((2e7 * ONE) / 1e12) * 2 ** (-5.1 / 5)
  expect((run.world.f64('plasma/EV')[0] ?? NaN) / expected).toBeCloseTo(1, 9)
})
