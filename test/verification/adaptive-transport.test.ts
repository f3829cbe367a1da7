import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { standardProcesses } from '../../src/compile/order.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import type { Process } from '../../src/engine/process.ts'
import { createStepper, runUntil } from '../../src/engine/step.ts'
import type { World } from '../../src/engine/world.ts'
import { pairAt } from '../../src/kernels/field-pair.ts'
import { transportReport } from '../../src/processes/transport/adaptive-report.ts'
import type { TransportTables } from '../../src/processes/transport/compile.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { modelFrom, runModel } from '../../src/testing/run-model.ts'
import { runTo } from '../../src/testing/start-run.ts'

const VOXEL = 20

interface Medium {
  readonly shape: readonly [number, number, number]
  readonly substrate: string
  /** Length of the steps [min]. */
  readonly step?: number
  readonly boundary?: string
  readonly tolerance?: string
}

/** One substrate alone: the phenotype runs with the fields, so that a step is as long as the cadence. */
function medium({ shape, substrate, step = 1, boundary = 'closed', tolerance = '1 %' }: Medium): string {
  return `
format: 1
title: verification of the adaptive scheme
domain: { size: [${shape.map((n) => `${n * VOXEL} um`).join(', ')}], voxel: ${VOXEL} um, boundary: ${boundary}, corner: [0 um, 0 um, 0 um] }
time: { stop: ${step * 1e5} min, fields: ${step} min, mechanics: ${step} min, phenotype: ${step} min }
transport: { tolerance: ${tolerance} }
substrates: { s: { unit: nM, ${substrate} } }
`
}

function fieldOf(world: World): Float64Array {
  const pair = { field: world.f32('field/s'), remainder: world.f32('remainder/s') }
  return Float64Array.from(pair.field, (_, v) => pairAt(pair, v))
}

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0)

/** Root mean square of the difference, relative to the largest value. */
function distance(a: Float64Array, b: Float64Array): number {
  const squares = sumOf(a.map((value, v) => (value - (b[v] ?? 0)) ** 2))
  return Math.sqrt(squares / a.length) / Math.max(...b.map(Math.abs))
}

describe('decay alone', () => {
  test('takes backward Euler steps: 1 / (1 + k H) each, in 64 parts where the tolerance cannot be met', () => {
    const substrate = 'diffusion: 1000 um^2/min, decay: 0.3 1/min, initial: 2 nM'
    const { world, run } = runModel(medium({ shape: [5, 3, 1], substrate, tolerance: '1e-9' }))
    run(1)
    const before = fieldOf(world)[7] ?? 0
    run(4)
    // The change is kept to f32: 6e-8 of it per part.
    expect(((fieldOf(world)[7] ?? 0) / before) * (1 + 0.3 / 64) ** (64 * 3)).toBeCloseTo(1, 6)
  })

  test('is exact without diffusion, in steps of any length', () => {
    const substrate = 'diffusion: 0 um^2/min, decay: 0.3 1/min, initial: 2 nM'
    for (const step of [0.5, 4]) {
      const { world } = runModel(medium({ shape: [5, 3, 1], substrate, step }), { ticks: 6 })
      // Each step stores 48 bits.
      for (const value of fieldOf(world))
        expect(Math.abs(value / (2 * Math.exp(-0.3 * 6 * step)) - 1)).toBeLessThan(6 * 2 ** -47)
    }
  })

  test('is slow without losing digits: 1e-6 /min over 2000 steps', () => {
    const substrate = 'diffusion: 1000 um^2/min, decay: 1e-6 1/min, initial: 2 nM'
    const { world } = runModel(medium({ shape: [8, 8, 1], substrate }), { ticks: 2000 })
    // exp(-0.002), and backward Euler's share k^2 H^2 / 2 per step: 1e-9 in all.
    expect(Math.abs((fieldOf(world)[0] ?? 0) / (2 * Math.exp(-0.002)) - 1)).toBeLessThan(1e-8)
  })
})

/** Change of the amplitude of a cosine mode in ten steps of `step` [min], and the mesh's eigenvalue [1/min]. */
function modeDecay(shape: Medium['shape'], step: number) {
  const [diffusion, decay] = [1000, 0.02]
  const substrate = `diffusion: ${diffusion} um^2/min, decay: ${decay} 1/min, initial: 3 nM`
  const { world, run } = runModel(medium({ shape, substrate, step, tolerance: '1e-9' }))
  const [nx, ny, nz] = shape
  const cosine = (i: number, n: number): number => (n === 1 ? 1 : Math.cos((Math.PI * (i + 0.5)) / n))
  const mode = Float64Array.from(
    { length: nx * ny * nz },
    (_, v) =>
      cosine(v % nx, nx) * cosine(Math.floor(v / nx) % ny, ny) * cosine(Math.floor(v / (nx * ny)), nz),
  )
  const field = world.f32('field/s')
  field.forEach((_, v) => (field[v] = 3 + (mode[v] ?? 0)))
  const amplitude = (): number =>
    sumOf(fieldOf(world).map((value, v) => value * (mode[v] ?? 0))) /
    sumOf(mode.map((value) => value * value))
  const start = amplitude()
  run(10)
  const eigenvalue = shape
    .filter((n) => n > 1)
    .reduce((sum, n) => sum + (2 * diffusion * (1 - Math.cos(Math.PI / n))) / VOXEL ** 2, decay)
  return { factor: amplitude() / start, eigenvalue }
}

describe('a cosine mode', () => {
  test.each([[[16, 12, 1]], [[10, 9, 7]], [[25, 25, 1]]] as const)(
    'decays by the factor of backward Euler in %s',
    (shape) => {
      const { factor, eigenvalue } = modeDecay(shape, 0.5)
      // 640 parts of 0.5/64 min; a change is known to 1e-6 of itself (the solver's f32), the amplitude falls by a few.
      expect(factor * (1 + (eigenvalue * 0.5) / 64) ** 640).toBeCloseTo(1, 5)
    },
  )

  test('errs in first order of the step', () => {
    const error = (step: number): number => {
      const { factor, eigenvalue } = modeDecay([16, 12, 1], step)
      return factor / Math.exp(-eigenvalue * 10 * step) - 1
    }
    // At the same step per time the error of ten steps goes with the square: (k H)^2 / 2 each.
    const ratio = error(4) / error(2)
    expect(ratio).toBeGreaterThan(3.8)
    expect(ratio).toBeLessThan(4.2)
  })
})

describe('a steady field', () => {
  test('between held sides is the closed form of the mesh, reached in long steps', () => {
    const [diffusion, decay, n] = [4000, 0.1, 41]
    const substrate = `diffusion: ${diffusion} um^2/min, decay: ${decay} 1/min, boundary: { x low: 5 nM, x high: 1 nM }`
    const { world } = runModel(medium({ shape: [n, 3, 1], substrate, step: 50 }), { ticks: 40 })
    // c = A sinh(theta i) + ..., with 2 (cosh theta - 1) = k h^2 / D.
    const theta = Math.acosh(1 + (decay * VOXEL ** 2) / (2 * diffusion))
    const shape = (i: number): number => Math.sinh(theta * i) / Math.sinh(theta * (n - 1))
    fieldOf(world).forEach((value, v) => {
      const exact = 5 * shape(n - 1 - (v % n)) + shape(v % n)
      expect(Math.abs(value - exact)).toBeLessThan(1e-6)
    })
    // Held to the bit.
    expect(fieldOf(world)[0]).toBe(5)
    expect(fieldOf(world)[n - 1]).toBe(1)
  })

  test('around a fixed voxel on a ring is the closed form of the mesh', () => {
    const [diffusion, decay, n] = [1000, 0.1, 41]
    const substrate = `diffusion: ${diffusion} um^2/min, decay: ${decay} 1/min, fixed: [{ at: [410 um, 10 um, 10 um], value: 1 nM }]`
    const { world } = runModel(
      medium({ shape: [n, 1, 1], substrate, step: 50, boundary: '{ x: periodic }' }),
      { ticks: 40 },
    )
    const theta = Math.acosh(1 + (decay * VOXEL ** 2) / (2 * diffusion))
    fieldOf(world).forEach((value, i) => {
      const away = Math.abs(i - 20)
      const exact = Math.cosh(theta * (n / 2 - away)) / Math.cosh((theta * n) / 2)
      expect(Math.abs(value - exact)).toBeLessThan(1e-6)
    })
    expect(fieldOf(world)[20]).toBe(1)
  })

  test('keeps its mean in a closed box without losses, however long the step', () => {
    const substrate = 'diffusion: 100000 um^2/min, initial: 1 nM'
    const { world, run } = runModel(medium({ shape: [25, 17, 1], substrate, step: 1000 }))
    const field = world.f32('field/s')
    field.forEach((_, v) => (field[v] = v % 25))
    const before = sumOf(fieldOf(world))
    run(5)
    // A thousandth of the tolerance of 1 % is what the solver may leave, relative to the largest value.
    expect(Math.abs(sumOf(fieldOf(world)) / before - 1)).toBeLessThan(1e-4)
    expect(Math.max(...fieldOf(world)) - Math.min(...fieldOf(world))).toBeLessThan(0.05)
  })
})

const STILL =
  'volume: { fluid change: 0 1/min, nuclear growth: 0 1/min, cytoplasmic growth: 0 1/min }, mechanics: { movable: false }, cycle: { model: live, rate: 0 1/min }'

interface Tissue {
  readonly phenotype?: number
  readonly fields?: number
  readonly scheme?: string
  readonly decay?: number
  readonly initial?: number
}

/** Cells that stand still, take up and are counted, between vessels: flat, 25 x 21 voxels. */
function tissue({
  phenotype = 6,
  fields = phenotype,
  scheme = 'adaptive',
  decay = 0.1,
  initial = 30,
}: Tissue): string {
  return `
format: 1
title: still tissue
domain: { size: [500 um, 420 um, 20 um], voxel: 20 um }
time: { stop: 10 day, fields: ${fields} min, mechanics: ${phenotype} min, phenotype: ${phenotype} min }
transport: { scheme: ${scheme} }
substrates: { s: { unit: nM, diffusion: 2000 um^2/min, decay: ${decay} 1/min, initial: ${initial} nM } }
cell types:
  tumour: { ${STILL}, exchange: { s: { uptake: 1 1/min, secretion: 0.1 1/min, saturation: 3 nM, export: 100 molecules/min, track: true } } }
vessels: { points: [[100 um, 0 um, 0 um], [-150 um, 100 um, 0 um], [-151 um, 100 um, 0 um]], exchange: { s: { blood: 38 nM, rate: 2 1/min } } }
initial: { tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 180 um } } }
`
}

describe('cells and vessels in the same equation', () => {
  test('leave a steady field that does not depend on the step', () => {
    const [long, short] = [
      runModel(tissue({ phenotype: 60 }), { ticks: 20 }),
      runModel(tissue({ phenotype: 0.5 }), { ticks: 2400 }),
    ]
    // Both within the solver's tenth of a per cent; the steady state itself is the same.
    expect(distance(fieldOf(long.world), fieldOf(short.world))).toBeLessThan(1e-4)
  })

  test('is what splitting tends to with ever shorter steps', () => {
    const steady = fieldOf(runModel(tissue({ phenotype: 60 }), { ticks: 20 }).world)
    const split = (fields: number): number => {
      const { world, run } = runModel(tissue({ fields, phenotype: 60, scheme: 'lod' }))
      // From the steady field itself: 60 min are then enough for the split scheme to settle on its own.
      world.f32('field/s').set(steady)
      run(Math.round(60 / fields))
      return distance(fieldOf(world), steady)
    }
    const [coarse, fine, finest] = [split(0.02), split(0.01), split(0.005)]
    expect(finest).toBeLessThan(0.01)
    // First order in the step.
    expect(fine / coarse).toBeLessThan(0.6)
    expect(finest / fine).toBeLessThan(0.6)
  })

  test('balance: what vessels gave is in the field or in the cells', () => {
    const { world, run } = runModel(tissue({ decay: 0 }))
    const amount = (): number => sumOf(fieldOf(world)) * VOXEL ** 3
    const begin = amount()
    let moved = 0
    for (const ticks of [1, 2, 5, 20, 100]) {
      run(ticks)
      const given = sumOf(world.f64('vessel.delivered/s'))
      const taken = sumOf(world.f64('exchange.internalised/s').subarray(0, world.count))
      moved = Math.max(moved, Math.abs(given), Math.abs(taken))
      // The shift after the last cycle balances amounts to f32 of a change (6e-8), and some hundred changes add up at random.
      expect(Math.abs(amount() - begin - given + taken) / Math.max(begin, moved)).toBeLessThan(1e-7)
    }
    expect(moved).toBeGreaterThan(begin)
  })
})

/** Cells that walk through what they exchange; nothing that they do depends on it. */
function walkers(substrate: string, exchange: string, vessel: string, tolerance: string): string {
  return `
format: 1
title: cells that walk
domain: { size: [500 um, 500 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
transport: { tolerance: ${tolerance} }
substrates: { s: { unit: nM, ${substrate} } }
cell types:
  c:
    cycle: { model: live, rate: 0 1/min }
    mechanics: { adhesion: 0 um/min, repulsion: 0 um/min }
    motility: { speed: 2 um/min, persistence: 10 min }
    exchange: { s: { ${exchange} } }
vessels: { points: [[100 um, 0 um, 0 um], [-150 um, 100 um, 0 um]], exchange: { ${vessel} } }
initial: { c: { disc: { centre: [0 um, 0 um, 0 um], radius: 100 um } } }
`
}

describe('moving cells', () => {
  test.each([
    [
      'oxygen',
      'diffusion: 1e5 um^2/min, decay: 0.1 1/min, initial: 30 nM',
      'uptake: 10 1/min',
      's: { blood: 38 nM, rate: 20 1/min }',
    ],
    [
      'a cytokine of single cells',
      'diffusion: 1000 um^2/min, decay: 0.05 1/min',
      'export: 5 molecules/s, uptake: 0.2 1/min',
      '',
    ],
    [
      'an antibody',
      'diffusion: 600 um^2/min, decay: 0.003 1/min',
      'uptake: 0.01 1/min',
      's: { blood: 100 nM, rate: 0.014 1/min }',
    ],
  ])('leave %s within the tolerance of 1 %% of steps a hundred times shorter', (_, ...parts) => {
    const adaptive = runModel(walkers(...parts, '1 %'))
    const refined = runModel(walkers(...parts, '0.001 %'))
    // At the ends of steps, when both fields stand for the same time, and right after decisions, when both know where cells are.
    for (const tick of [60, 61, 300, 301, 900]) {
      adaptive.run(tick)
      refined.run(tick)
      expect(distance(fieldOf(adaptive.world), fieldOf(refined.world))).toBeLessThan(0.01)
    }
    const [coarse, fine] = [transportReport(adaptive.world)[0], transportReport(refined.world)[0]]
    expect(fine?.substeps).toBeGreaterThan(100 * (coarse?.substeps ?? 0))
  })
})

describe('the same bits', () => {
  const parts = [
    'diffusion: 1000 um^2/min, decay: 0.05 1/min',
    'export: 5 molecules/s, uptake: 0.2 1/min, track: true',
    's: { blood: 38 nM, rate: 2 1/min }',
    '1 %',
  ] as const
  const text = walkers(...parts)

  test('come out of a run that was saved and loaded at any tick', () => {
    const model = modelFrom(text)
    const program = compile(model)
    const whole = runTo(program, 200)
    for (const tick of [1, 37, 60, 61, 125]) {
      const resumed = loadSnapshot(program, saveSnapshot(runTo(program, tick)), testKernels())
      runUntil(createStepper(resumed), 200)
      expect(stateHash(resumed)).toBe(stateHash(whole))
    }
  })

  test.each([text, text.replace('voxel: 20 um', 'voxel: 20 um, boundary: periodic')])(
    'come out of passes over blocks of any size and of whole attempts in one call',
    (yaml) => {
      const model = modelFrom(yaml)
      const whole = stateHash(runTo(compile(model), 130))
      const inPasses = compile(model, standardProcesses.map(inBlocks))
      for (const block of [1, 3, 100_000]) expect(stateHash(runTo(inPasses, 130, { block }))).toBe(whole)
    },
  )
})

/** The process transport, but every mesh counts as large. */
function inBlocks(any: (typeof standardProcesses)[number]): (typeof standardProcesses)[number] {
  if (any.name !== 'transport') return any
  const process = any as unknown as Process<TransportTables> // transport's tables are these
  const changed: Process<TransportTables> = {
    ...process,
    compile: (model, context, usage) => {
      const tables = process.compile(model, context, usage)
      if (tables?.adaptive === undefined) return tables
      const plans = tables.adaptive.plans.map((plan) => ({ ...plan, isSmall: false }))
      return { ...tables, adaptive: { ...tables.adaptive, plans } }
    },
  }
  return changed
}

test('a dose in the middle of a step reaches the tissue at once', () => {
  const yaml = `
format: 1
title: a dose
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 2 day, fields: 1 min, mechanics: 1 min, phenotype: 60 min }
substrates: { antibody: { unit: nM, diffusion: 600 um^2/min, decay: 0.003 1/min } }
cell types: { c: {} }
vessels: { points: [[0 um, 0 um, 0 um]], exchange: { antibody: { blood: plasma, rate: 0.01 1/min } } }
drugs:
  antibody: { substrate: antibody, molar mass: 146 kDa, model: one compartment, clearance: 0.23 L/day, central volume: 3.6 L, body weight: 70 kg }
therapy: { antibody: { dose: 3 mg/kg, start: 605 min } }
`
  const { world, run } = runModel(yaml, { ticks: 605 })
  const total = (): number => sumOf(world.f32('field/antibody'))
  expect(total()).toBe(0)
  run(606)
  expect(total()).toBeGreaterThan(0)
  // Rate x time x level after the dose: the field has had 55 min of it at the end of the hour, give or take one base step.
  run(660)
  const plasma = world.f64('plasma/antibody')[0] ?? 0
  expect(total() / (0.01 * 55 * plasma)).toBeGreaterThan(0.85)
  expect(total() / (0.01 * 55 * plasma)).toBeLessThan(1.05)
})

test('what is asked of sweeps is refused where there are none', () => {
  const yaml = medium({ shape: [5, 5, 1], substrate: 'diffusion: 1 um^2/min' }).replace(
    'tolerance: 1 %',
    'held sides: overwritten',
  )
  expect(() => modelFrom(yaml)).toThrow('overwritten')
})
