import { expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import type { ExchangeCells } from './kernels.ts'
import { exchangeBook, exchangeSources } from './sources-plain.ts'

const VOXELS = 37
const VOLUME = 8000

/** Cells of two classes in random voxels; secretion and export per cell, saturation and uptake per class. */
function setUp(seed: number) {
  const bench = kernelBench()
  const random = testSequence(seed)
  const cellCount = fill(VOXELS, () => Math.floor(4 * random()))
  const count = cellCount.reduce((sum, n) => sum + n, 0)
  const firstCell = cellCount.map((_, v) => cellCount.slice(0, v).reduce((sum, n) => sum + n, 0))
  const classes = fill(count, () => Math.floor(2 * random()))
  const perCell = (values: readonly number[]): Float64Array =>
    Float64Array.from(classes, (cls) => values[cls] ?? 0)
  const [saturation, uptake] = [
    [1, 40],
    [10, 0.5],
  ] as const
  const reference: ExchangeCells = {
    firstCell: Uint32Array.from(firstCell),
    cellCount: Uint32Array.from(cellCount),
    byVoxel: Uint32Array.from(fill(count, (i) => (i * 7 + 3) % count)),
    volume: Float64Array.from(fill(count, () => 2000 + 1000 * random())),
    secretion: Float64Array.from(fill(count, () => 10 * random())),
    saturation: perCell(saturation),
    uptake: perCell(uptake),
    release: Float64Array.from(fill(count, () => 100 * (random() - 0.5))),
  }
  const columns = [reference.firstCell, reference.cellCount, reference.byVoxel].map((values) =>
    bench.u32(values),
  )
  const rates = [bench.f64(reference.secretion).pointer, 1, bench.f64(saturation).pointer, 0]
  rates.push(bench.f64(uptake).pointer, 0, bench.f64(reference.release).pointer, 1)
  const places = [...columns, bench.u16(classes), bench.f64(reference.volume)].map(({ pointer }) => pointer)
  return { bench, random, reference, count, args: [...places, ...rates] }
}

test.each([0, 1])(
  'sources of cells are those of the reference to the bit, and add to what is marked: %d',
  (isMarked) => {
    const { bench, random, reference, args } = setUp(1)
    const start = fill(VOXELS, () => random())
    const [loss, gain, marks] = [bench.f64(start), bench.f64(start), bench.u8([isMarked])]
    const expected = {
      loss: Float64Array.from(start),
      gain: Float64Array.from(start),
      marks: Uint8Array.from([isMarked]),
    }
    exchangeSources(expected, reference, VOLUME, 0, VOXELS)
    for (const range of [
      [17, VOXELS],
      [0, 17],
    ])
      bench.kernels.call('exchange_sources', [
        loss.pointer,
        gain.pointer,
        marks.pointer,
        VOXELS,
        ...args,
        VOLUME,
        ...range,
      ])
    expect(loss.view).toEqual(expected.loss)
    expect(gain.view).toEqual(expected.gain)
    expect(marks.view).toEqual(expected.marks)
  },
)

test('what is booked is that of the reference to the bit, and what the sources say', () => {
  const { bench, random, reference, count, args } = setUp(2)
  const mean = bench.f64(fill(VOXELS, () => 40 * random()))
  const taken = bench.f64(new Float64Array(count))
  const expected = new Float64Array(count)
  exchangeBook(expected, mean.view, reference, 0.7, { begin: 0, end: VOXELS })
  bench.kernels.call('exchange_book', [mean.pointer, taken.pointer, ...args, 0.7, 0, VOXELS])
  expect(taken.view).toEqual(expected)
  // Per voxel: (loss x mean - gain) x length x volume.
  const sources = { loss: new Float64Array(VOXELS), gain: new Float64Array(VOXELS), marks: new Uint8Array(1) }
  exchangeSources(sources, reference, VOLUME, 0, VOXELS)
  const fromSources = sources.loss.reduce(
    (sum, loss, v) => sum + (loss * (mean.view[v] ?? 0) - (sources.gain[v] ?? 0)) * 0.7 * VOLUME,
    0,
  )
  const booked = taken.view.reduce((sum, amount) => sum + amount, 0)
  // Some hundred terms of f64.
  expect(Math.abs(booked / fromSources - 1)).toBeLessThan(1e-11)
})
