import { afterEach, describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { standardProcesses } from '../../src/compile/order.ts'
import { bumpHindrance } from '../../src/engine/hindrance-columns.ts'
import type { Process } from '../../src/engine/process.ts'
import type { Program } from '../../src/engine/program.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { createStepper, runUntil } from '../../src/engine/step.ts'
import type { World } from '../../src/engine/world.ts'
import { pairAt } from '../../src/kernels/field-pair.ts'
import type { Team } from '../../src/parallel/team.ts'
import { startNodeTeam } from '../../src/platform/node/node-team.ts'
import { CONTROL } from '../../src/processes/transport/adaptive-plan.ts'
import type { TransportTables } from '../../src/processes/transport/compile.ts'
import { testSequence } from '../../src/testing/kernel-arrays.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { type RunSettings, runOn, startWorld } from '../../src/testing/start-run.ts'

const VOXEL = 20

type Shape = readonly [number, number, number]
/** Diffusion relative to that without hindrance in voxel (i, j, k). */
type Hindrance = (i: number, j: number, k: number) => number

interface Medium {
  readonly shape: Shape
  readonly substrate: string
  /** Length of the steps [min]. */
  readonly step?: number
  readonly boundary?: string
  readonly tolerance?: string
  readonly more?: string
}

function medium({ shape, substrate, step = 1, boundary = 'closed', tolerance = '1 %', more = '' }: Medium) {
  return `
format: 1
title: diffusion that varies in space
domain: { size: [${shape.map((n) => `${n * VOXEL} um`).join(', ')}], voxel: ${VOXEL} um, boundary: ${boundary}, corner: [0 um, 0 um, 0 um] }
time: { stop: ${step * 1e5} min, fields: ${step} min, mechanics: ${step} min, phenotype: ${step} min }
transport: { tolerance: ${tolerance} }
substrates: { s: { unit: nM, ${substrate} } }
${more}
`
}

/** The model with a substrate that something hinders: what declares that is no matter here. */
function hindered(yaml: string, processes?: typeof standardProcesses): Program {
  const model = modelFrom(yaml)
  const substrates = model.data.substrates.map((substrate) => ({
    ...substrate,
    sections: { ...substrate.sections, hindrance: {} },
  }))
  return compile({ ...model, data: { ...model.data, substrates } }, processes)
}

/** Sets the hindrance of every voxel. */
function hinder(world: World, hindrance: Hindrance): World {
  const [nx, ny] = world.program.space.shape
  const values = world.f32('transport.hindrance/s')
  values.forEach((_, v) => {
    values[v] = hindrance(v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny)))
  })
  bumpHindrance(world)
  return world
}

function start(yaml: string, hindrance: Hindrance, settings: RunSettings = {}): World {
  return hinder(startWorld(hindered(yaml), settings), hindrance)
}

function fieldOf(world: World): Float64Array {
  const pair = { field: world.f32('field/s'), remainder: world.f32('remainder/s') }
  return Float64Array.from(pair.field, (_, v) => pairAt(pair, v))
}

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0)

const largest = (values: Iterable<number>): number =>
  [...values].reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** A medium without pattern: hindrances from 1 down to 1 / contrast, evenly on a logarithmic scale. */
function random(contrast: number, seed = 1): Hindrance {
  const next = testSequence(seed)
  return () => contrast ** -next()
}

interface Face {
  readonly other: number
  readonly passes: number
}

/** The faces of voxel v with what passes them, relative to the diffusion that is written. */
function facesOf({ program }: World, values: ArrayLike<number>, v: number): readonly Face[] {
  const { shape, boundary } = program.space
  const strides = [1, shape[0], shape[0] * shape[1]]
  return ([0, 1, 2] as const).flatMap((axis) => {
    const [n, stride] = [shape[axis], strides[axis] ?? 0]
    const at = Math.floor(v / stride) % n
    return [-1, 1].flatMap((step) => {
      const isInside = at + step >= 0 && at + step < n
      if (n === 1 || (!isInside && boundary[axis] === 'closed')) return []
      const other = v + (((at + step + n) % n) - at) * stride
      const [a, b] = [values[v] ?? 0, values[other] ?? 0]
      return [{ other, passes: (2 * a * b) / (a + b) }]
    })
  })
}

/** Backward Euler by plain Gauss-Seidel: (1/H + k + L) c - div(D grad c) = c_old / H + G, with given values where held. */
function plainStep(
  world: World,
  before: Float64Array,
  one: { step: number; diffusion: number; decay: number },
  sweeps = 400,
) {
  const after = before.slice()
  const held = new Set(world.has('transport.fixedVoxels/s') ? world.u32('transport.fixedVoxels/s') : [])
  const [loss, gain] = [world.f64('source.loss/s'), world.f64('source.gain/s')]
  const coupling = one.diffusion / (VOXEL * VOXEL)
  const values = world.f32('transport.hindrance/s')
  const faces = Array.from(before, (_, v) => facesOf(world, values, v))
  // 1/H of 2 against couplings of at most six times 2 per minute: 400 sweeps leave less than rounding.
  for (let sweep = 0; sweep < sweeps; sweep++) {
    after.forEach((_, v) => {
      if (held.has(v)) return
      const around = faces[v] ?? []
      const sum = around.reduce((total, { other, passes }) => total + passes * (after[other] ?? 0), 0)
      const weight = around.reduce((total, { passes }) => total + passes, 0)
      const diagonal = 1 / one.step + one.decay + (loss[v] ?? 0) + coupling * weight
      after[v] = ((before[v] ?? 0) / one.step + (gain[v] ?? 0) + coupling * sum) / diagonal
    })
  }
  return after
}

/** The process transport, but every mesh counts as large. */
const inPasses = standardProcesses.map((any) => {
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
})

describe('a step that was not cut', () => {
  const vessels =
    'vessels: { points: [[50 um, 50 um, 10 um], [110 um, 70 um, 10 um]], exchange: { s: { blood: 40 nM, rate: 3 1/min } } }'
  const one = { step: 0.5, diffusion: 800, decay: 0.01 }
  test.each([
    ['closed, flat', [12, 9, 1], 'closed', ''],
    ['closed, deep', [8, 7, 5], 'closed', ''],
    ['of four rows', [13, 4, 1], 'closed', ''],
    ['held at two sides', [12, 9, 1], 'closed', 'boundary: { x low: 20 nM, y high: 3 nM }'],
    ['held everywhere', [9, 8, 6], 'closed', 'boundary: 20 nM'],
    ['with a fixed voxel', [12, 9, 1], 'closed', 'fixed: [{ at: [150 um, 90 um, 10 um], value: 2 nM }]'],
    ['on rings with odd numbers', [9, 7, 5], 'periodic', ''],
    ['on rings with even numbers', [8, 12, 6], 'periodic', ''],
    ['on a ring that is held', [9, 7, 1], '{ x: periodic }', 'boundary: { x low: 20 nM }'],
  ] as const)('is backward Euler with harmonic means between voxels: %s', (_, shape, boundary, more) => {
    const substrate = `diffusion: 800 um^2/min, decay: 0.01 1/min, initial: 10 nM, ${more}`
    const world = start(
      medium({ shape, substrate, boundary, step: one.step, tolerance: '1 %', more: vessels }),
      random(100),
    )
    const stepper = createStepper(world)
    runUntil(stepper, 6)
    const control = world.f64('transport.control/s')
    let whole = 0
    for (let tick = 7; tick <= 10; tick++) {
      const [before, substeps] = [fieldOf(world), control[CONTROL.substeps] ?? 0]
      runUntil(stepper, tick)
      if ((control[CONTROL.substeps] ?? 0) - substeps > 1) continue
      whole += 1
      const expected = plainStep(world, before, one)
      const worst = largest(fieldOf(world).map((value, v) => value - (expected[v] ?? 0)))
      // The solver may leave a thousandth in the mean square; a voxel may hold several times that.
      expect(worst).toBeLessThan(0.004 * Math.max(...expected))
      const moved = largest(before.map((value, v) => value - (expected[v] ?? 0)))
      expect(worst).toBeLessThan(0.2 * moved)
    }
    expect(whole).toBeGreaterThan(0)
  })
})

describe('steps of hours between barriers of a hundredth', () => {
  const one = { step: 60, diffusion: 600, decay: 0.001 }
  const yaml = medium({
    shape: [25, 23, 1],
    substrate: 'diffusion: 600 um^2/min, decay: 0.001 1/min',
    step: one.step,
    tolerance: '0.5 %',
    more: 'vessels: { points: [[50 um, 50 um, 10 um], [310 um, 270 um, 10 um]], exchange: { s: { blood: 40 nM, rate: 3 1/min } } }',
  })
  const barriers: Hindrance = (i) => (i % 5 === 2 ? 0.01 : 1)

  test('are solved, by cycles that begin from mixes', () => {
    const world = start(yaml, barriers)
    const stepper = createStepper(world)
    const control = world.f64('transport.control/s')
    let [most, whole] = [0, 0]
    for (let tick = 1; tick <= 12; tick++) {
      const before = fieldOf(world)
      const [substeps, cycles] = [control[CONTROL.substeps] ?? 0, control[CONTROL.cycles] ?? 0]
      runUntil(stepper, tick)
      if ((control[CONTROL.substeps] ?? 0) - substeps > 1) continue
      whole += 1
      most = Math.max(most, (control[CONTROL.cycles] ?? 0) - cycles)
      // 1/H of 0.017 beside couplings of 6 per minute: each sweep takes away a three hundredth at least.
      const expected = plainStep(world, before, one, 6000)
      const errors = fieldOf(world).map((value, v) => value - (expected[v] ?? 0))
      const mean = Math.sqrt(sumOf(errors.map((error) => error * error)) / errors.length)
      // A tenth of the tolerance is what the solver may leave; it tells from two corrections, and has twice that here.
      expect(mean).toBeLessThan(0.0015 * Math.max(...expected))
    }
    expect(whole).toBeGreaterThan(0)
    // Mixes begin with the fourth.
    expect(most).toBeGreaterThan(4)
  })

  test('have the same bits in blocks', () => {
    const whole = stateHash(runOn(start(yaml, barriers), 12))
    for (const block of [1, 3, 100_000]) {
      const world = hinder(startWorld(hindered(yaml, inPasses), { block }), barriers)
      expect(stateHash(runOn(world, 12))).toBe(whole)
    }
  })
})

test('a hindrance of 1 everywhere changes no more than the solver may leave', () => {
  const yaml = medium({
    shape: [25, 17, 1],
    substrate: 'diffusion: 600 um^2/min, decay: 0.01 1/min, boundary: 5 nM',
  })
  const [hinderedField, plain] = [start(yaml, () => 1), startWorld(yaml)].map((world) =>
    fieldOf(runOn(world, 50)),
  )
  const difference = largest((hinderedField ?? []).map((value, v) => value - (plain?.[v] ?? 0)))
  // A tenth of the tolerance of 1 %, of values of 5: the solver stops later where it knows less.
  expect(difference).toBeLessThan(0.005)
  expect(difference).toBeGreaterThan(0)
  expect(largest(plain ?? [])).toBe(5)
})

describe('a slab of two layers', () => {
  test('has the exact steady profile: resistances of half voxels in series', () => {
    const [n, share] = [41, 0.02]
    const substrate = 'diffusion: 4000 um^2/min, boundary: { x low: 5 nM, x high: 1 nM }'
    const world = start(medium({ shape: [n, 3, 1], substrate, step: 500 }), (i) => (i < 17 ? 1 : share))
    runOn(world, 60)
    const resistance = (i: number): number => 1 / Math.fround(i < 17 ? 1 : share)
    const steps = Array.from({ length: n - 1 }, (_, i) => (resistance(i) + resistance(i + 1)) / 2)
    const whole = sumOf(steps)
    fieldOf(world).forEach((value, v) => {
      const exact = 5 - (4 * sumOf(steps.slice(0, v % n))) / whole
      expect(Math.abs(value - exact)).toBeLessThan(1e-5)
    })
  })
})

/** Explicit steps on a line of cells `width` wide [um], closed at both ends; short enough to be stable twice over. */
function fineLine(initial: Float64Array, shares: Float64Array, width: number, time: number): Float64Array {
  const steps = Math.ceil((4 * DIFFUSION * time) / width ** 2)
  const ratio = (DIFFUSION * time) / steps / width ** 2
  let now = initial
  for (let n = 0; n < steps; n++) {
    const flux = now.map((value, i) => {
      const [a, b] = [shares[i] ?? 0, shares[i + 1] ?? 0]
      return i + 1 < now.length ? ((2 * a * b) / (a + b)) * ((now[i + 1] ?? 0) - value) : 0
    })
    now = now.map((value, i) => value + ratio * ((flux[i] ?? 0) - (flux[i - 1] ?? 0)))
  }
  return now
}

const DIFFUSION = 600

describe('a pulse that meets a slower layer', () => {
  // Second order in h: (h / s)^2 / 12 of the peak, 1 % for a pulse of s = 4 / sqrt(2) voxels.
  test('spreads as on a mesh that is eight times finer', () => {
    const [n, parts, time] = [40, 8, 30]
    const share = (i: number): number => (i < n / 2 ? 1 : 0.1)
    const pulse = (x: number): number => Math.exp(-(((x - 15) / 4) ** 2))
    const substrate = `diffusion: ${DIFFUSION} um^2/min`
    const world = start(medium({ shape: [n, 2, 1], substrate, step: 0.1, tolerance: '0.05 %' }), share)
    const field = world.f32('field/s')
    field.forEach((_, v) => (field[v] = pulse((v % n) + 0.5)))
    runOn(world, Math.round(time / 0.1))
    const fine = fineLine(
      Float64Array.from({ length: n * parts }, (_, i) => pulse((i + 0.5) / parts)),
      Float64Array.from({ length: n * parts }, (_, i) => share(Math.floor(i / parts))),
      VOXEL / parts,
      time,
    )
    const found = fieldOf(world)
    const peak = Math.max(...fine)
    for (let i = 0; i < n; i++) {
      const mean = sumOf(fine.subarray(i * parts, (i + 1) * parts)) / parts
      expect(Math.abs((found[i] ?? 0) - mean)).toBeLessThan(0.01 * peak)
    }
    // So is the share that has passed into the layer: 15 %.
    const beyond = (values: Float64Array): number => sumOf(values.subarray(values.length / 2)) / sumOf(values)
    expect(Math.abs(beyond(found.subarray(0, n)) / beyond(fine) - 1)).toBeLessThan(0.01)
  })
})

describe('amounts', () => {
  test.each([
    [[25, 17, 1], 'closed'],
    [[13, 9, 11], 'closed'],
    [[25, 17, 1], 'periodic'],
  ] as const)('balance to 1e-8 in %s, %s', (shape, boundary) => {
    const substrate = 'diffusion: 1000 um^2/min, initial: 1 nM'
    const world = start(medium({ shape, substrate, boundary, step: 10 }), random(100))
    const field = world.f32('field/s')
    field.forEach((_, v) => (field[v] = v % 25))
    const before = sumOf(fieldOf(world))
    runOn(world, 20)
    expect(Math.abs(sumOf(fieldOf(world)) / before - 1)).toBeLessThan(1e-8)
    expect(Math.max(...fieldOf(world))).toBeLessThan(24)
  })
})

const WALKERS = `
format: 1
title: cells that walk
domain: { size: [500 um, 500 um, 20 um], voxel: 20 um, BOUNDARY }
time: { stop: 1 day, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
substrates: { s: { unit: nM, diffusion: 1000 um^2/min, decay: 0.05 1/min } }
cell types:
  c:
    cycle: { model: live, rate: 0 1/min }
    mechanics: { adhesion: 0 um/min, repulsion: 0 um/min }
    motility: { speed: 2 um/min, persistence: 10 min }
    exchange: { s: { export: 5 molecules/s, uptake: 0.2 1/min, track: true } }
vessels: { points: [[100 um, 0 um, 0 um], [-150 um, 100 um, 0 um]], exchange: { s: { blood: 38 nM, rate: 2 1/min } } }
initial: { c: { disc: { centre: [0 um, 0 um, 0 um], radius: 100 um } } }
`

const teams: Team[] = []
afterEach(async () => {
  for (const team of teams.splice(0)) await team.close()
})

describe('the same bits', () => {
  test('come out of one, two and three threads, in two and three dimensions', async () => {
    const flat = WALKERS.replace('BOUNDARY', 'boundary: closed')
    for (const yaml of [flat, flat.replace('500 um, 20 um]', '300 um, 220 um]')]) {
      const program = hindered(yaml, inPasses)
      const whole = stateHash(runOn(start(yaml, random(30)), 61))
      for (const threads of [2, 3]) {
        const team = await startNodeTeam(threads, testKernels(), { sharesAll: true })
        teams.push(team)
        const world = hinder(startWorld(program, { team, block: 2 }), random(30))
        expect(stateHash(runOn(world, 61))).toBe(whole)
      }
    }
  })

  test.each(['boundary: closed', 'boundary: periodic'])('come out of blocks of any size: %s', (boundary) => {
    const yaml = WALKERS.replace('BOUNDARY', boundary)
    const whole = stateHash(runOn(start(yaml, random(30)), 130))
    for (const block of [1, 3, 100_000]) {
      const world = hinder(startWorld(hindered(yaml, inPasses), { block }), random(30))
      expect(stateHash(runOn(world, 130))).toBe(whole)
    }
  })

  test('come out of a run that was saved and loaded, and whose medium changes', () => {
    const program = hindered(WALKERS.replace('BOUNDARY', 'boundary: closed'))
    const change = (world: World): void => {
      if (world.tick === 60) hinder(world, random(10, 2))
    }
    const whole = runOn(hinder(startWorld(program), random(30)), 200, change)
    for (const tick of [1, 59, 61, 125]) {
      const world = runOn(hinder(startWorld(program), random(30)), tick, change)
      const resumed = loadSnapshot(program, saveSnapshot(world), testKernels())
      expect(stateHash(runOn(resumed, 200, change))).toBe(stateHash(whole))
    }
  })
})
