import { describe, expect, test } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { pairAt } from '../../src/kernels/field-pair.ts'
import { type TestRun, runModel } from '../../src/testing/run-model.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { createStepper, runUntil } from '../../src/engine/step.ts'
import { testKernels } from '../../src/testing/kernels.ts'

/** Volume of a voxel [um^3]. */
const VOXEL = 8000
/** One molecule [ymol]. */
const ONE = 1e24 / 6.02214076e23

interface Scene {
  /** Voxels along x. */
  readonly length: number
  readonly substrate: string
  readonly binding: string
  /** Number of cells per voxel. */
  readonly cells?: number
  readonly more?: string
  readonly tolerance?: string
}

/** A row of voxels with still cells in each. */
function scene({ length, substrate, binding, cells = 1, more = '', tolerance = '1 %' }: Scene): string {
  const places = Array.from(
    { length: length * cells },
    (_, k) => `[${20 * (k % length) + 10} um, ${4 + 3 * Math.floor(k / length)} um, 0 um]`,
  )
  return `format: 1
title: binding
domain: { size: [${20 * length} um, 20 um, 20 um], voxel: 20 um, corner: [0 um, 0 um, -10 um] }
time: { stop: 30 day, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
transport: { tolerance: ${tolerance} }
substrates: { drug: { unit: nM, ${substrate} } }
cell types:
  a:
    volume: { fluid change: 0 1/min, nuclear growth: 0 1/min, cytoplasmic growth: 0 1/min }
    mechanics: { movable: false }
    cycle: { model: live, rate: 0 1/min }
    binding: { drug: { ${binding} } }
${more}
initial: { a: { points: [${places.join(', ')}] } }
`
}

function field(world: World): Float64Array {
  const pair = { field: world.f32('field/drug'), remainder: world.f32('remainder/drug') }
  return Float64Array.from(pair.field, (_, v) => pairAt(pair, v))
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)
const cells = (world: World, column: string): Float64Array => world.f64(column).subarray(0, world.count)
const bound = (world: World): Float64Array => cells(world, 'binding.bound/drug')
const internalised = (world: World): Float64Array => cells(world, 'exchange.internalised/drug')

/** Field, bound, internalised and gone [ymol]. */
const held = (world: World): number =>
  VOXEL * sum(field(world)) +
  sum(bound(world)) +
  sum(internalised(world)) +
  sum(world.f64('binding.gone/drug'))

describe('one cell in a medium that it hardly changes', () => {
  // Sites for a millionth of what a voxel holds: 8000 um^3 x 10 nM.
  const [c, on, off, inside] = [10, 0.01, 0.02, 0.005]
  const sites = 0.05
  const binding = `sites: ${sites / ONE} molecules, association: ${on} 1/(nM min), dissociation: ${off} 1/min, internalisation: ${inside} 1/min`
  const substrate = `diffusion: 600 um^2/min, initial: ${c} nM`

  test('is bound to and takes up what the closed form says, whatever the steps', () => {
    const run = runModel(scene({ length: 1, substrate, binding }))
    const rate = on * c + off + inside
    for (const minutes of [1, 6, 30, 600]) {
      run.run(10 * minutes)
      const left = (1 - Math.exp(-rate * minutes)) / rate
      // Where steps are long the last one reaches beyond now; on whole phenotypes it does not.
      const steady = (on * c * sites) / rate
      const expected = steady * rate * left
      const taken = inside * steady * (minutes - left)
      if (minutes % 6 !== 0) continue
      // The field falls by what is bound and taken up: 0.05 x (1 + inside t) of 80 000, and steps are exact beside that.
      expect(Math.abs((bound(run.world)[0] ?? NaN) / expected - 1)).toBeLessThan(1e-5)
      expect(Math.abs((internalised(run.world)[0] ?? NaN) / taken - 1)).toBeLessThan(1e-5)
    }
  })
})

describe('equilibrium', () => {
  test.each([0.3, 1, 30])(
    'is that of Langmuir where the medium is used up, dissociation constant %f nM',
    (half) => {
      // Sites for 20 nM in each voxel, drug for 15: c + N c / (c + K) = 15.
      const [all, total] = [20, 15]
      const binding = `sites: ${(all * VOXEL) / ONE} molecules, association: 0.06 1/(nM min), half: ${half} nM`
      const run = runModel(
        scene({ length: 3, substrate: `diffusion: 600 um^2/min, initial: ${total} nM`, binding }),
      )
      run.run(20 * 1440)
      const b = half + all - total
      const c = (-b + Math.sqrt(b * b + 4 * half * total)) / 2
      for (const value of field(run.world)) expect(value / c).toBeCloseTo(1, 5)
      for (const value of bound(run.world)) expect(value / VOXEL / ((all * c) / (c + half))).toBeCloseTo(1, 5)
    },
  )
})

/** Drug in the first two voxels. */
const END = 'regions: [{ box: { low: [0 um, 0 um, -10 um], high: [40 um, 20 um, 10 um] }, value: 100 nM }]'

describe('amounts', () => {
  const binding =
    'sites: 1e5 molecules, association: 0.06 1/(nM min), half: 2 nM, internalisation: 0.01 1/min'

  // Transport balances to 1e-8 of what moves. Where an unbound drug meets free sites its solver leaves levels below zero in front of the
  // front, which it sets to zero: that is below a tenth of its tolerance of 1 % (measured: 6.4e-4, and 7e-6 with 0.1 %).
  test.each([
    ['everywhere', 'initial: 10 nM', '1 %', 1e-7],
    ['at one end', END, '1 %', 1e-3],
    ['at one end', END, '0.1 %', 1e-4],
  ])('balance between closed faces, drug %s at the start (%s, %s)', (_, start, tolerance, most) => {
    const substrate = `diffusion: 600 um^2/min, ${start}`
    const run = runModel(scene({ length: 20, substrate, binding, cells: 2, tolerance }))
    const before = held(run.world)
    for (const until of [60, 600, 3000]) {
      run.run(until)
      expect(Math.abs(held(run.world) / before - 1)).toBeLessThan(most)
    }
    expect(sum(internalised(run.world)) / before).toBeGreaterThan(0.1)
    expect(sum(bound(run.world)) / before).toBeGreaterThan(0.01)
  })

  test('of cells that disappear are counted as gone', () => {
    const more = 'depletion: { a: { share: 60 %, at: 0.5 h } }'
    const run = runModel(
      scene({ length: 20, substrate: 'diffusion: 600 um^2/min, initial: 10 nM', binding, more }),
    )
    const start = held(run.world)
    run.run(600)
    expect(run.world.count).toBeLessThan(20)
    expect(run.world.f64('binding.gone/drug')[0]).toBeGreaterThan(0)
    expect(run.world.f64('binding.gone/drug')[1]).toBeGreaterThan(0)
    expect(Math.abs(held(run.world) / start - 1)).toBeLessThan(1e-6)
  })
})

/**
 * A slab that begins 10 um behind a plane at the level c0, with sites R per volume that bind at once and for good. All sites behind the
 * front are taken, and what passes the layer behind it moves it on (shrinking core): R dx/dt = D c0 / (x + 10 um). Internalisation at
 * the rate k stops it where the layer takes up what gets in: c0 = k R x^2 / (2 D) + 10 um k R x / D, that is, where the square of
 * Thiele's modulus k R x^2 / (2 D c0) is 1 but for the 10 um (Thurber, Zajic and Wittrup 2007; Thurber, Schmidt and Wittrup 2008).
 */
describe('the binding-site barrier in a slab', () => {
  const [D, c0, R] = [600, 20, 200]
  const substrate = `diffusion: ${D} um^2/min, boundary: { x low: ${c0} nM }`
  const sites = `sites: ${(R * VOXEL) / ONE} molecules, association: 0.2 1/(nM min), half: 0.01 nM`
  /** Depth x of the layer that would hold all that is bound, as sqrt(x^2 + 2 x 10 um) [um]. */
  const depth = ({ world }: TestRun): number => {
    const layer = (20 * sum(bound(world).subarray(1))) / (R * VOXEL)
    return Math.sqrt(layer * layer + 20 * layer)
  }

  test('moves on with the root of time', () => {
    const run = runModel(scene({ length: 20, substrate, binding: sites }))
    for (const minutes of [60, 240, 480]) {
      run.run(10 * minutes)
      // A voxel of 20 um of 85 to 240 um: the front is as sharp as the mesh. Measured: 1.7 % to 2.4 %.
      expect(Math.abs(depth(run) / Math.sqrt((2 * D * c0 * minutes) / R) - 1)).toBeLessThan(0.05)
    }
  })

  test('stops where internalisation takes what gets in', () => {
    const k = 0.01
    const run = runModel(scene({ length: 20, substrate, binding: `${sites}, internalisation: ${k} 1/min` }))
    run.run(10 * 60 * 24)
    const before = depth(run)
    // As above; measured: 1.1 %.
    expect(Math.abs(before / Math.sqrt((2 * D * c0) / (k * R)) - 1)).toBeLessThan(0.05)
    run.run(10 * 60 * 30)
    expect(Math.abs(depth(run) / before - 1)).toBeLessThan(0.01)
  })
})

test('a snapshot goes on to the same bits', () => {
  const binding =
    'sites: 1e5 molecules, association: 0.06 1/(nM min), half: 2 nM, internalisation: 0.01 1/min'
  const substrate = 'diffusion: 600 um^2/min, boundary: { x low: 20 nM }'
  const { program, world, run } = runModel(scene({ length: 20, substrate, binding }), { ticks: 137 })
  const restored = loadSnapshot(program, saveSnapshot(world), testKernels())
  run(700)
  runUntil(createStepper(restored), 700)
  expect(stateHash(restored)).toBe(stateHash(world))
})
