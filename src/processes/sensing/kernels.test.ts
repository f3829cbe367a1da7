import { packCells } from '../../testing/packed-cells.ts'
import { describe, expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import {
  type FieldMesh,
  type Neighbourhood,
  contactSignal,
  gradientNorm,
  markerSignal,
  touching,
} from './kernels.ts'

function byKernel(mesh: FieldMesh, voxels: readonly number[]): readonly number[] {
  const bench = kernelBench()
  const signal = bench.f64(voxels)
  const columns = [bench.f32(mesh.field).pointer, bench.u32(voxels).pointer, signal.pointer]
  const periodic = mesh.isPeriodic.map(Number)
  bench.kernels.call('sensing_gradient', [
    ...columns,
    ...mesh.shape,
    ...periodic,
    mesh.edge,
    0,
    voxels.length,
  ])
  return [...signal.view]
}

function meshOf(
  shape: FieldMesh['shape'],
  isPeriodic: FieldMesh['isPeriodic'],
  value: (i: number, j: number, k: number) => number,
): FieldMesh {
  const [nx, ny, nz] = shape
  const field = Float32Array.from({ length: nx * ny * nz }, (_, v) => {
    const row = Math.floor(v / nx)
    return value(v % nx, row % ny, Math.floor(row / ny))
  })
  return { field, shape, isPeriodic, edge: 20 }
}

const everyVoxel = ({ field }: FieldMesh): readonly number[] => fill(field.length, (v) => v)

describe('the norm of the gradient', () => {
  const closed = [false, false, false] as const

  test('is exact on a linear field, ends included', () => {
    // Whole slopes per voxel: (3, 4, 12) / 20 um has the norm 13 / 20.
    const mesh = meshOf([4, 5, 3], closed, (i, j, k) => 3 * i + 4 * j + 12 * k)
    expect(new Set(byKernel(mesh, everyVoxel(mesh)))).toEqual(new Set([13 / 20]))
  })

  test('leaves out axes of one voxel', () => {
    const mesh = meshOf([6, 1, 1], closed, (i) => 2 * i)
    expect(new Set(byKernel(mesh, everyVoxel(mesh)))).toEqual(new Set([2 / 20]))
  })

  test('goes around the corner on a periodic axis', () => {
    const mesh = meshOf([4, 1, 1], [true, false, false], (i) => [1, 5, 2, 8][i] ?? 0)
    // (right - left) / (2 edge): (5 - 8), (2 - 1), (8 - 5), (1 - 2)
    expect(byKernel(mesh, [0, 1, 2, 3])).toEqual([3 / 40, 1 / 40, 3 / 40, 1 / 40])
  })

  test.each([
    [closed, 1],
    [[true, false, true] as const, 2],
    [[true, true, true] as const, 3],
  ])('is that of the reference, to the bit (periodic %s)', (isPeriodic, seed) => {
    const random = testSequence(seed)
    const mesh = meshOf([5, 4, 3], isPeriodic, random)
    expect(byKernel(mesh, everyVoxel(mesh))).toEqual(everyVoxel(mesh).map((v) => gradientNorm(mesh, v)))
  })
})

const CELLS = 80
const TYPES = 2

/** Cells scattered in a box of 60 um that is periodic along x; every other cell is a candidate. */
function crowd(seed: number): Neighbourhood {
  const random = testSequence(seed)
  const coordinate = (): Float64Array => Float64Array.from({ length: CELLS }, () => 60 * random())
  return {
    x: coordinate(),
    y: coordinate(),
    z: coordinate(),
    reach: Float64Array.from({ length: CELLS }, () => 5 + 5 * random()),
    classes: Uint16Array.from({ length: CELLS }, () => Math.floor(4 * TYPES * random())),
    lists: Array.from({ length: CELLS }, (_, i) => fill(CELLS, (j) => j).filter((j) => j !== i)),
    periods: [60, 0, 0],
    types: TYPES,
  }
}

test.each([1, 2])('contacts and markers are those of the reference, to the bit (case %i)', (seed) => {
  const hood = crowd(seed)
  const random = testSequence(100 + seed)
  const rows = [0, 1].map(() => fill(4 * TYPES, () => Math.floor(2 * random())))
  const ofCells = fill(CELLS, random)
  const ofClasses = fill(4 * TYPES, random)
  const bench = kernelBench()
  const outputs = fill(4, (k) => k).map(() => bench.f64(fill(CELLS, () => -1)))
  const packed = packCells({ ...hood, types: hood.classes }, hood.lists)
  const markers = [bench.f64(ofCells).pointer, 1, bench.f64(ofClasses).pointer, 0]
  const args = [
    ...[packed.rows, packed.ends, packed.lists].map((words) => bench.u32(words).pointer),
    bench.f64(rows.flat()).pointer,
    rows.length,
    4 * TYPES,
    TYPES,
    bench.u32(markers).pointer,
    2,
    bench.u32(outputs.map((output) => output.pointer)).pointer,
    ...hood.periods,
  ]
  bench.kernels.call('sensing_neighbours', [...args, 0, 33])
  bench.kernels.call('sensing_neighbours', [...args, 33, CELLS])
  const slots = fill(CELLS, (i) => i)
  const expressions = [(j: number) => ofCells[j] ?? 0, (j: number) => ofClasses[hood.classes[j] ?? 0] ?? 0]
  const expected = [
    ...rows.map((weights) => slots.map((i) => contactSignal(hood, weights, i))),
    ...expressions.map((expression) => slots.map((i) => markerSignal(hood, expression, i))),
  ]
  expect(outputs.map((output) => [...output.view])).toEqual(expected)
  // Some cells touch through the periodic faces, else the test would not see them.
  const isAcross = (i: number): boolean =>
    touching(hood, i).some((j) => Math.abs((hood.x[i] ?? 0) - (hood.x[j] ?? 0)) > 30)
  expect(slots.some(isAcross)).toBe(true)
})
