import { expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import type { World } from '../../engine/world.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'
import { feelNearby } from './kernels.ts'
import { NEARBY_SIGNAL } from '../../engine/vessel-nearness.ts'

/** One vessel along y at x = 10 um, cells at several distances from it; the second vessel is a dead end. */
const model = (size: string, rule = RULE): string => `format: 1
title: near vessels
domain: { size: [${size}], voxel: 20 um }
time: { stop: 1 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
cell types:
  tumour: { mechanics: { movable: false }${rule} }
vessel network:
  lines:
    - { points: [[10 um, -90 um, 0 um], [10 um, 90 um, 0 um]], pressures: [25 mmHg, 15 mmHg] }
    - { points: [[-90 um, -90 um, 0 um], [-90 um, 90 um, 0 um]], pressures: [25 mmHg, free] }
initial:
  tumour: { points: [[10 um, 10 um, 0 um], [30 um, 10 um, 0 um], [50 um, 10 um, 0 um], [70 um, 10 um, 0 um], [-90 um, 10 um, 0 um]] }
`
const RULE = `, cycle: { model: live, rate: 0 1/min }, rules: ["vessel nearby increases apoptosis to 1e-9 1/min, half at 0.5, hill 1"]`

const felt = (world: World): readonly number[] => [...world.f64(NEARBY_SIGNAL).subarray(0, 5)]

test.each(['200 um, 200 um, 20 um', '200 um, 200 um, 100 um'])(
  'in a domain of %s it falls with distance, and dead ends do not count',
  (size) => {
    const { world } = runModel(model(size), { ticks: 2 })
    // Cells and nodes stand in the middles of voxels: 0, 20, 40 and 60 um apart.
    const values = felt(world)
    expect(values[0]).toBeCloseTo(1, 12)
    expect(values[1]).toBeCloseTo(0.6, 12)
    expect(values[2]).toBeCloseTo(0.2, 12)
    expect(values.slice(3)).toEqual([0, 0])
  },
)

test('it follows the vessel: none is near where blood stops', () => {
  const program = compile(modelFrom(model('200 um, 200 um, 20 um')))
  const { world, run } = runModel(model('200 um, 200 um, 20 um'), { ticks: 2 })
  expect(felt(world)[0]).toBe(1)
  const open = loadSnapshot(program, saveSnapshot(world), testKernels())
  runUntil(createStepper(open), 4)
  run(4)
  expect(felt(open)).toEqual(felt(world))
  world.f64('segment.radius').fill(0)
  world.u32('network.version')[0] = (world.u32('network.version')[0] ?? 0) + 1
  run(6)
  expect(felt(world)).toEqual([0, 0, 0, 0, 0])
})

test('nobody who does not ask has the columns', () => {
  const { world } = runModel(model('200 um, 200 um, 20 um', ''), { ticks: 1 })
  expect(world.has(NEARBY_SIGNAL)).toBe(false)
  expect(world.has('vessel.nearness')).toBe(false)
})

test('the kernel equals its reference to the bit', () => {
  const { kernels, f64, u32 } = kernelBench()
  const random = testSequence(5)
  const nearness = f64(fill(30, () => random()))
  const voxel = u32(fill(20, () => Math.floor(30 * random())))
  const signal = f64(fill(20, () => 7))
  kernels.call('vessel_network_nearby', [signal.pointer, nearness.pointer, voxel.pointer, 0, 20])
  const expected = new Float64Array(20)
  feelNearby(expected, nearness.view, voxel.view)
  expect([...signal.view]).toEqual([...expected])
})
