import { expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { createWorld } from '../engine/create-world.ts'
import type { World } from '../engine/world.ts'
import { testKernels } from '../testing/kernels.ts'
import { modelFrom } from '../testing/run-model.ts'
import { MATRIX_DENSITY, MATRIX_FIBRES, fibreField } from './fibre-field.ts'

function worldOf(size: string): World {
  const text = `format: 1
title: fibres
domain: { size: [${size}], voxel: 20 um }
time: { stop: 1 h, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
cell types: { CAF: { matrix: { deposition: 0.01 1/day, most: 30 % } } }
matrix: { density: 5 %, most: 40 %, turnover: 0.01 1/day }
initial: { CAF: { points: [[0 um, 0 um, 0 um]] } }
`
  return createWorld(compile(modelFrom(text)), { kernels: testKernels(), seed: 1 })
}

/** Sets the moments of voxel 0: its components lie a field apart. */
function setMoments(world: World, moments: readonly number[]): void {
  const fibres = world.f64(MATRIX_FIBRES)
  const voxels = world.f64(MATRIX_DENSITY).length
  moments.forEach((moment, component) => (fibres[component * voxels] = moment))
}

test('in a slice, the direction is the axis of the moments, as long as they are large', () => {
  const world = worldOf('60 um, 60 um, 20 um')
  // 0.6 along 30 degrees: cos and sin of twice the angle.
  setMoments(world, [0.6 * Math.cos(Math.PI / 3), 0.6 * Math.sin(Math.PI / 3)])
  const [x = 0, y = 0, z] = fibreField(world)?.directions ?? []
  expect([Math.atan2(y, x), Math.hypot(x, y), z]).toEqual([
    expect.closeTo(Math.PI / 6, 6),
    expect.closeTo(0.6, 6),
    0,
  ])
  expect(fibreField(world)?.density[0]).toBeCloseTo(0.05, 6)
})

test('in space, the direction is the main axis of the tensor, and its length the degree of alignment', () => {
  const world = worldOf('60 um, 60 um, 60 um')
  // 3 a a' - 1, traceless, with largest eigenvalue 2, times 0.7: fibres along a = (2, 1, 2) / 3.
  const a = [2 / 3, 1 / 3, 2 / 3] as const
  const at = (i: 0 | 1 | 2, j: 0 | 1 | 2): number => 0.7 * (3 * a[i] * a[j] - (i === j ? 1 : 0))
  setMoments(world, [at(0, 0), at(0, 1), at(0, 2), at(1, 1), at(1, 2)])
  const [x = 0, y = 0, z = 0] = fibreField(world)?.directions ?? []
  // The iteration stops at two figures; here the other eigenvalues are 0.3 against 2.4, so that twelve turns leave 1e-10.
  expect([x, y, z]).toEqual(a.map((part) => expect.closeTo(0.7 * part, 5)))
  setMoments(world, [0, 0, 0, 0, 0])
  expect(Math.hypot(...(fibreField(world)?.directions.subarray(0, 3) ?? [1]))).toBeCloseTo(0, 9)
})
