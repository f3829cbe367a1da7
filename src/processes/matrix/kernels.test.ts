import { describe, expect, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import {
  type Direction,
  type VoxelMatrix,
  type Worker,
  advanceVoxel,
  bind,
  cutting,
  hindranceAt,
  poreSize,
  WIDEST,
} from './kernels.ts'

const VOXELS = 60
const CELLS = 200
const DT = 6
const VOXEL_VOLUME = 8000
const TURNOVER = 1e-4

/** A matrix with cells and two proteases, of which the second has two blockers; some voxels have nothing of a kind. */
function bench(dimensions: 2 | 3, seed: number) {
  const kernels = kernelBench()
  const random = testSequence(seed)
  const components = dimensions === 2 ? 2 : 5
  const share = (v: number): number => (v % 7 === 0 ? 0 : 0.3 * random())
  const fields = fill(4, () => kernels.f32(fill(VOXELS, (v) => (v % 5 === 0 ? 0 : 10 * random()))))
  const cellCount = fill(VOXELS, (v) => (v % 4 === 0 ? 0 : Math.floor(6 * random())))
  let next = 0
  const firstCell = cellCount.map((count) => (next += count) - count)
  const cells = Math.min(next, CELLS)
  const directions = fill(CELLS, (i): Direction => {
    if (i % 6 === 0) return [0, 0, 0]
    const raw = fill(3, (axis) => (axis === 2 && dimensions === 2 ? 0 : random() - 0.5))
    const norm = Math.hypot(...raw)
    const [x = 0, y = 0, z = 0] = raw.map((component) => component / norm)
    return [x, y, z]
  })
  const behaviours = fill(4, () => fill(CELLS, (i) => (i % 3 === 0 ? 0 : 0.01 * random())))
  return {
    kernels,
    components,
    fields,
    firstCell,
    cellCount,
    cells,
    directions,
    behaviours,
    volumes: fill(CELLS, () => 1000 + 2000 * random()),
    types: fill(CELLS, (i) => i % 2),
    most: [0.2, 0.4],
    rates: [1e-3, 2e-3, 5, 3e-3, 0, 0, 4, 0.5],
    density: kernels.f64(fill(VOXELS, share)),
    links: kernels.f64(fill(VOXELS, () => random())),
    fibres: kernels.f64(fill(components * VOXELS, () => 0.4 * (random() - 0.5))),
    membrane: kernels.f64(fill(VOXELS, () => random())),
    kept: kernels.f64(fill(VOXELS, () => -1)),
  }
}

type Bench = ReturnType<typeof bench>

function expectedOf(setting: Bench, v: number) {
  const { rates, fields, components } = setting
  const fieldAt = (k: number): number => fields[k]?.view[v] ?? 0
  const before: VoxelMatrix = {
    density: setting.density.view[v] ?? 0,
    links: setting.links.view[v] ?? 0,
    fibres: fill(components, (k) => setting.fibres.view[k * VOXELS + v] ?? 0),
    membrane: setting.membrane.view[v] ?? 0,
  }
  const cutter = (k: number, blockers: readonly { concentration: number; constant: number }[]) => {
    const [density = 0, membrane = 0, resist = 0] = rates.slice(3 * k, 3 * k + 3)
    return { concentration: fieldAt(k), density, membrane, resist, blockers }
  }
  const blocker = (k: number) => ({ concentration: fieldAt(2 + k), constant: rates[6 + k] ?? 0 })
  const cut = cutting([cutter(0, []), cutter(1, [blocker(0), blocker(1)])], before.links)
  const first = setting.firstCell[v] ?? 0
  const workers = fill(setting.cellCount[v] ?? 0, (n): Worker => {
    const i = first + n
    const [deposition = 0, linking = 0, alignment = 0, membrane = 0] = setting.behaviours.map((of) => of[i])
    return {
      share: (setting.volumes[i] ?? 0) / VOXEL_VOLUME,
      most: setting.most[i % 2] ?? 0,
      deposition,
      linking,
      alignment,
      membrane,
      direction: setting.directions[i] ?? [0, 0, 0],
    }
  })
  const loss = { fibres: TURNOVER + cut.fibres, membrane: cut.membrane }
  return advanceVoxel(before, workers, loss, DT, specialFunctions(setting.kernels.kernels))
}

function advance(setting: Bench, dimensions: 2 | 3): void {
  const { kernels, fields, directions } = setting
  const pointer = (values: readonly number[]): number => kernels.f64(values).pointer
  const words = [fields[0]?.pointer ?? 0, 0, 0, fields[1]?.pointer ?? 0, 0, 2]
  const pointers = kernels.u32([...words, fields[2]?.pointer ?? 0, fields[3]?.pointer ?? 0])
  const { density, links, fibres, membrane, kept } = setting
  const columns = [density, links, fibres, membrane, kept].map((column) => column.pointer)
  const proteases = [pointers.pointer, pointer(setting.rates), 2]
  const bins = [setting.firstCell, setting.cellCount, fill(CELLS, (i) => i)].map(
    (values) => kernels.u32(values).pointer,
  )
  const cells = [
    kernels.u16(fill(CELLS, () => 0)).pointer,
    kernels.u16(setting.types).pointer,
    pointer(setting.volumes),
  ]
  const ways = [0, 1, 2].map((axis) => pointer(directions.map((direction) => direction[axis] ?? 0)))
  const behaviours = setting.behaviours.flatMap((values) => [pointer(values), 1])
  const before = [
    ...columns,
    VOXELS,
    dimensions,
    TURNOVER,
    ...proteases,
    ...bins,
    ...cells,
    pointer(setting.most),
  ]
  const args = [...before, ...ways, ...behaviours, DT, VOXEL_VOLUME]
  // In two blocks: each writes the rows of its own voxels.
  kernels.kernels.call('matrix_advance', [...args, 0, 23])
  kernels.kernels.call('matrix_advance', [...args, 23, VOXELS])
}

describe.each([2, 3] as const)('the matrix in %i dimensions', (dimensions) => {
  test('advances as its reference does, to the last bit', () => {
    const setting = bench(dimensions, 3)
    const expected = fill(VOXELS, (v) => expectedOf(setting, v))
    advance(setting, dimensions)
    for (const [v, { matrix, kept }] of expected.entries()) {
      const found: VoxelMatrix = {
        density: setting.density.view[v] ?? 0,
        links: setting.links.view[v] ?? 0,
        fibres: fill(setting.components, (k) => setting.fibres.view[k * VOXELS + v] ?? 0),
        membrane: setting.membrane.view[v] ?? 0,
      }
      expect(found).toEqual(matrix)
      expect(setting.kept.view[v]).toBe(kept)
    }
    expect(new Set(setting.kept.view).size).toBeGreaterThan(VOXELS / 2)
  })

  test('has the direction and degree of fibres that were mixed', () => {
    const { kernels, f64, u32 } = kernelBench()
    const [a, b] = [
      [0.6, -0.8, 0],
      [0.8, 0.6, 0],
    ] as const
    const other: Direction = dimensions === 2 ? b : [0, 0, 1]
    const random = testSequence(5)
    const shares = fill(20, () => 0.5 + 0.5 * random())
    const second = (v: number, i: number, j: number): number => {
      const p = shares[v] ?? 0
      return p * (a[i] ?? 0) * (a[j] ?? 0) + (1 - p) * (other[i] ?? 0) * (other[j] ?? 0)
    }
    const places =
      dimensions === 2
        ? [[0, 0], [0, 1]] // prettier-ignore
        : [[0, 0], [0, 1], [0, 2], [1, 1], [1, 2]] // prettier-ignore
    const tensor = places.flatMap(([i = 0, j = 0]) =>
      fill(20, (v) => dimensions * second(v, i, j) - (i === j ? 1 : 0)),
    )
    const fibres = f64(tensor)
    const signal = f64(fill(20, () => -1))
    const voxels = u32(fill(20, (v) => v))
    kernels.call('matrix_sense_alignment', [
      signal.pointer,
      fibres.pointer,
      20,
      dimensions,
      voxels.pointer,
      0,
      20,
    ])
    // Of the share p along one axis the largest eigenvalue is p of the second moment: (d p - 1) / (d - 1).
    for (const [v, p] of shares.entries())
      expect(signal.view[v]).toBeCloseTo((dimensions * p - 1) / (dimensions - 1), dimensions === 2 ? 12 : 3)
  })
})

test('binding equals its reference to the last bit, and neither makes nor loses anything', () => {
  const { kernels, f64, f32 } = kernelBench()
  const special = specialFunctions(kernels)
  const random = testSequence(11)
  const field = f32(fill(VOXELS, (v) => (v % 9 === 0 ? 0 : 20 * random())))
  const rest = f32(fill(VOXELS, () => 0))
  const bound = f64(fill(VOXELS, (v) => (v % 4 === 0 ? 0 : 50 * random())))
  const density = f64(fill(VOXELS, (v) => (v % 7 === 0 ? 0 : 0.2 * random())))
  const [sites, on, off] = [1000, 0.05, 0.2]
  const totals = fill(VOXELS, (v) => (field.view[v] ?? 0) + (bound.view[v] ?? 0))
  const expected = totals.map((total, v) =>
    bind(bound.view[v] ?? 0, total, { room: sites * (density.view[v] ?? 0), on, off }, DT, special),
  )
  const columns = [field, rest, bound, density].map((column) => column.pointer)
  kernels.call('matrix_bind', [...columns, sites, on, off, DT, 0, VOXELS])
  expect([...bound.view]).toEqual(expected)
  // The pair of a field holds 48 bits.
  for (const [v, total] of totals.entries())
    expect(Math.abs((field.view[v] ?? 0) + (rest.view[v] ?? 0) + (bound.view[v] ?? 0) - total)).toBeLessThan(
      1e-12,
    )
})

test('hindrance equals its reference in single precision, and keeps small changes back', () => {
  const { kernels, f64, f32, u32 } = kernelBench()
  const special = specialFunctions(kernels)
  const densities = fill(VOXELS, (v) => (v === 0 ? 0 : (0.5 * v) / VOXELS))
  const density = f64(densities)
  const found = f32(fill(VOXELS, () => 1))
  const changed = u32([0])
  const run = (): number =>
    kernels.call('matrix_hinder', [
      found.pointer,
      density.pointer,
      0.005,
      0.02,
      0.01,
      changed.pointer,
      0,
      VOXELS,
    ])
  run()
  const expected = densities.map((phi) => hindranceAt(phi, 0.005, 0.02, special))
  expect(changed.view[0]).toBe(1)
  for (const [v, share] of expected.entries())
    expect(found.view[v]).toBe(Math.abs(share - 1) <= 0.01 ? 1 : Math.fround(share))
  changed.view[0] = 0
  const before = found.view.slice()
  density.view.forEach((phi, v) => (density.view[v] = phi * 1.001))
  run()
  expect(changed.view[0]).toBe(0)
  expect(found.view).toEqual(before)
})

test('cells feel what is in their voxel', () => {
  const { kernels, f64, u32 } = kernelBench()
  const random = testSequence(2)
  const density = f64(fill(VOXELS, (v) => (v % 6 === 0 ? 0 : 0.3 * random())))
  const voxels = u32(fill(CELLS, () => Math.floor(VOXELS * random())))
  const signal = f64(fill(CELLS, () => -1))
  kernels.call('matrix_sense', [signal.pointer, density.pointer, voxels.pointer, 0, CELLS])
  expect([...signal.view]).toEqual([...voxels.view].map((v) => density.view[v]))
  kernels.call('matrix_sense_pores', [signal.pointer, density.pointer, voxels.pointer, 0.5, WIDEST, 0, CELLS])
  expect([...signal.view]).toEqual([...voxels.view].map((v) => poreSize(density.view[v] ?? 0, 0.5)))
})
