import { describe, expect, test } from 'vitest'
import type { World } from '../../engine/world.ts'
import { pairAt } from '../../kernels/field-pair.ts'
import { runModel } from '../../testing/run-model.ts'
import { CONTROL, stepLengths } from './adaptive-plan.ts'
import { transportReport } from './adaptive-report.ts'

const STEP = 0.5
const VOXEL = 20
const [DIFFUSION, DECAY] = [800, 0.01]

function model(shape: readonly number[], boundary: string, more: string): string {
  return `
format: 1
title: one step
domain: { size: [${shape.map((n) => `${n * VOXEL} um`).join(', ')}], voxel: ${VOXEL} um, corner: [0 um, 0 um, 0 um], boundary: ${boundary} }
time: { stop: 1 day, fields: ${STEP} min, mechanics: ${STEP} min, phenotype: ${STEP} min }
transport: { tolerance: 5 % }
substrates: { s: { unit: nM, diffusion: ${DIFFUSION} um^2/min, decay: ${DECAY} 1/min, initial: 10 nM, ${more} } }
vessels: { points: [[50 um, 50 um, 10 um], [110 um, 70 um, 10 um]], exchange: { s: { blood: 40 nM, rate: 3 1/min } } }
`
}

function fieldOf(world: World): Float64Array {
  const pair = { field: world.f32('field/s'), remainder: world.f32('remainder/s') }
  return Float64Array.from(pair.field, (_, v) => pairAt(pair, v))
}

/** Neighbours of voxel v. */
function neighboursOf({ program }: World, v: number): readonly number[] {
  const { shape, boundary } = program.space
  const strides = [1, shape[0], shape[0] * shape[1]]
  return ([0, 1, 2] as const).flatMap((axis) => {
    const [n, stride] = [shape[axis], strides[axis] ?? 0]
    const at = Math.floor(v / stride) % n
    return [-1, 1].flatMap((step) => {
      const isInside = at + step >= 0 && at + step < n
      if (n === 1 || (!isInside && boundary[axis] === 'closed')) return []
      return [v + (((at + step + n) % n) - at) * stride]
    })
  })
}

/** Backward Euler by plain Gauss-Seidel: (1/H + k + L) c - D laplace(c) = c_old / H + G, with given values where held. */
function plainStep(world: World, before: Float64Array): Float64Array {
  const after = before.slice()
  const held = new Set(world.has('transport.fixedVoxels/s') ? world.u32('transport.fixedVoxels/s') : [])
  const [loss, gain] = [world.f64('source.loss/s'), world.f64('source.gain/s')]
  const coupling = DIFFUSION / (VOXEL * VOXEL)
  const around = Array.from(before, (_, v) => neighboursOf(world, v))
  // Diagonal dominance 1/H against at most six couplings: the factor per sweep is below 0.9.
  for (let sweep = 0; sweep < 400; sweep++) {
    after.forEach((_, v) => {
      if (held.has(v)) return
      const places = around[v] ?? []
      const sum = places.reduce((total, other) => total + (after[other] ?? 0), 0)
      const diagonal = 1 / STEP + DECAY + (loss[v] ?? 0) + coupling * places.length
      after[v] = ((before[v] ?? 0) / STEP + (gain[v] ?? 0) + coupling * sum) / diagonal
    })
  }
  return after
}

describe('a step that was not cut', () => {
  test.each([
    ['closed, flat', [12, 9, 1], 'closed', ''],
    ['closed, deep', [8, 7, 5], 'closed', ''],
    ['held at two sides', [12, 9, 1], 'closed', 'boundary: { x low: 20 nM, y high: 3 nM }'],
    ['held everywhere', [9, 8, 6], 'closed', 'boundary: 20 nM'],
    ['with a fixed voxel', [12, 9, 1], 'closed', 'fixed: [{ at: [150 um, 90 um, 10 um], value: 2 nM }]'],
    ['on rings with odd numbers', [9, 7, 5], 'periodic', ''],
    ['on a ring that is held', [9, 7, 1], '{ x: periodic }', 'boundary: { x low: 20 nM }'],
  ] as const)('is backward Euler: %s', (_, shape, boundary, more) => {
    const { world, run } = runModel(model(shape, boundary, more), { ticks: 6 })
    const control = world.f64('transport.control/s')
    for (let tick = 7; tick <= 10; tick++) {
      const [before, substeps] = [fieldOf(world), control[CONTROL.substeps] ?? 0]
      run(tick)
      expect((control[CONTROL.substeps] ?? 0) - substeps).toBe(1)
      const expected = plainStep(world, before)
      const worst = fieldOf(world).reduce(
        (most, value, v) => Math.max(most, Math.abs(value - (expected[v] ?? 0))),
        0,
      )
      // The solver may leave a tenth of 5 % in the mean square; a voxel may hold several times that.
      expect(worst).toBeLessThan(0.02 * Math.max(...expected))
      // And it must have solved: the step itself is larger than what it may leave.
      const moved = before.reduce((most, value, v) => Math.max(most, Math.abs(value - (expected[v] ?? 0))), 0)
      expect(worst).toBeLessThan(0.2 * moved)
    }
  })
})

describe('the lengths of steps', () => {
  test('are divisors of the time between phenotypes, in units in which cells change', () => {
    const clock = (fields: number, mechanics: number, phenotype: number) => ({
      tick: 0.1,
      every: { fields, mechanics, phenotype },
      stop: 1000,
    })
    expect(stepLengths(clock(1, 2, 24))).toEqual({ base: 2, most: 12, allowed: [1, 2, 3, 4, 6, 12] })
    // Mechanics more often than fields, or out of step with them: fields set the unit.
    expect(stepLengths(clock(4, 2, 24)).base).toBe(4)
    expect(stepLengths(clock(3, 4, 24)).base).toBe(3)
    expect(stepLengths(clock(5, 5, 12))).toEqual({ base: 5, most: 1, allowed: [1] })
  })

  test('grow while nothing happens and are reported', () => {
    const { world } = runModel(
      model([12, 9, 1], 'closed', '').replace('phenotype: 0.5 min', 'phenotype: 6 min'),
      {
        ticks: 2000,
      },
    )
    const [report] = transportReport(world)
    expect(report?.substrate).toBe('s')
    expect(report?.meanLength).toBeGreaterThan(4)
    expect((report?.steps ?? 0) * (report?.meanLength ?? 0)).toBeCloseTo(1002, 6)
    expect(report?.cycles).toBeGreaterThanOrEqual(report?.substeps ?? 0)
    expect(report?.largestEstimate).toBeGreaterThan(report?.meanEstimate ?? 1)
  })

  test('are not counted under fixed steps', () => {
    const { world } = runModel(model([12, 9, 1], 'closed', '').replace('tolerance: 5 %', 'scheme: lod'), {
      ticks: 2,
    })
    expect(transportReport(world)).toEqual([])
  })
})
