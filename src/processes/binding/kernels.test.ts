import { expect, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { type Rates, bindingResult, bindingSource } from './kernels.ts'

const VOXELS = 70
const VOLUME = 8000

/** Cells of two classes in random voxels, some without sites, some with more bound than sites. */
function setUp(seed: number) {
  const bench = kernelBench()
  const random = testSequence(seed)
  const cellCount = fill(VOXELS, () => Math.floor(4 * random()))
  const count = cellCount.reduce((sum, n) => sum + n, 0)
  const firstCell = cellCount.map((_, v) => cellCount.slice(0, v).reduce((sum, n) => sum + n, 0))
  const byVoxel = fill(count, (i) => (i * 7 + 3) % count)
  const classes = fill(count, () => Math.floor(2 * random()))
  const sites = fill(count, (i) => (i % 5 === 0 ? 0 : 1e5 * random()))
  const bound = fill(count, (i) => (i % 10 === 0 ? 0 : 1e5 * random() * random()))
  const rates: readonly Rates[] = [
    { association: 0.06, dissociation: 0.003, internalisation: 0.01 },
    { association: 1e-4, dissociation: 0, internalisation: 0 },
  ]
  const table = (rate: keyof Rates): number => bench.f64(rates.map((one) => one[rate])).pointer
  const pointers = [firstCell, cellCount, byVoxel].map((values) => bench.u32(values).pointer)
  return {
    bench,
    random,
    count,
    layout: { firstCell, cellCount, byVoxel, classes, sites, bound, rates },
    cells: [...pointers, bench.u16(classes).pointer],
    constants: [
      bench.f64(sites).pointer,
      1,
      ...(['association', 'dissociation', 'internalisation'] as const).map(table),
    ],
  }
}

test('sources and results of cells are those of the reference to the bit, in whatever blocks', () => {
  const { bench, random, count, layout, cells, constants } = setUp(3)
  const special = specialFunctions(bench.kernels)
  const length = 0.7
  const field = bench.f32(fill(VOXELS, (v) => (v % 3 === 0 ? 0 : 50 * random())))
  const remainder = bench.f32(fill(VOXELS, () => 0))
  const [loss, gain] = [bench.f64(fill(VOXELS, () => 9)), bench.f64(fill(VOXELS, () => 9))]
  const [bound, work, internalised] = [
    bench.f64(layout.bound),
    bench.f64(fill(count, () => 0)),
    bench.f64(fill(count, () => 1)),
  ]
  const marks = bench.u8([0, 0])
  const mean = bench.f64(fill(VOXELS, () => 40 * random()))
  const before = [loss, gain, marks].map(({ pointer }) => pointer)
  const after = [bound.pointer, work.pointer, ...constants, length, VOLUME]
  for (const range of [
    [17, VOXELS],
    [0, 17],
  ])
    bench.kernels.call('binding_sources', [
      ...before,
      VOXELS,
      field.pointer,
      remainder.pointer,
      ...cells,
      ...after,
      ...range,
    ])
  const book = [
    mean.pointer,
    ...cells,
    bound.pointer,
    internalised.pointer,
    work.pointer,
    ...constants,
    length,
  ]
  for (const range of [
    [30, VOXELS],
    [0, 30],
  ])
    bench.kernels.call('binding_book', [...book, ...range])
  let seen = 0
  let most = 0
  for (let v = 0; v < VOXELS; v++) {
    const c = field.view[v] ?? NaN
    let [lost, gained] = [0, 0]
    for (let k = layout.firstCell[v] ?? 0; k < (layout.firstCell[v] ?? 0) + (layout.cellCount[v] ?? 0); k++) {
      const i = layout.byVoxel[k] ?? NaN
      const cell = { sites: layout.sites[i] ?? NaN, bound: layout.bound[i] ?? NaN }
      const rates = layout.rates[layout.classes[i] ?? 0]
      if (rates === undefined) throw new Error('no such class')
      const source = bindingSource(cell, rates, c, length, special)
      lost += source.loss
      gained += source.gain
      const result = bindingResult(cell, rates, { x: source.x, mean: mean.view[v] ?? NaN, length }, special)
      expect(bound.view[i]).toBe(result.bound)
      expect(internalised.view[i]).toBe(1 + result.internalised)
      // What the cell holds more is what the field gave.
      const given = length * (source.loss * (mean.view[v] ?? NaN) - source.gain)
      const held = result.bound + result.internalised - cell.bound
      // Some ten operations on numbers of at most 1e6.
      expect(Math.abs(held - given)).toBeLessThan(1e-8)
      if (cell.sites > 0) most = Math.max(most, Math.abs(result.bound - cell.bound) / cell.sites)
      seen += 1
    }
    if (lost === 0 && gained === 0) continue
    expect(loss.view[v]).toBe(lost * (1 / VOLUME))
    expect(gain.view[v]).toBe(gained * (1 / VOLUME))
  }
  expect(seen).toBe(count)
  expect(bench.kernels.call('binding_most', [work.pointer, 0, count])).toBe(most)
})

test('more sites than are taken, or fewer: what is beyond goes back within the step, and no source is negative', () => {
  const special = specialFunctions(kernelBench().kernels)
  const rates = { association: 0.06, dissociation: 0.01, internalisation: 0.002 }
  const { x, loss, gain } = bindingSource({ sites: 10, bound: 25 }, rates, 3, 0.5, special)
  expect(loss).toBeGreaterThan(0)
  expect(gain).toBeGreaterThan(30)
  const { bound } = bindingResult({ sites: 10, bound: 25 }, rates, { x, mean: 3, length: 0.5 }, special)
  expect(bound).toBeLessThanOrEqual(10)
})
