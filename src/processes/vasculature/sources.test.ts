import { expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { vesselBook, vesselSources } from './sources-plain.ts'

const VESSELS = 300
const SITES = 60

test('sources and bookings of vessels are those of the reference to the bit, and balance', () => {
  const bench = kernelBench()
  const random = testSequence(1)
  // Five vessel points in each of 60 voxels, in no particular order.
  const order = fill(VESSELS, (i) => (i * 7) % VESSELS)
  const voxelOf = fill(VESSELS, () => 0)
  order.forEach((vessel, place) => (voxelOf[vessel] = Math.floor(place / 5)))
  const sites = {
    voxels: bench.u32(voxelOf),
    order: bench.u32(order),
    first: bench.u32(fill(VESSELS, (s) => 5 * s)),
    counts: bench.u32(fill(VESSELS, () => 5)),
  }
  const views = {
    voxels: sites.voxels.view,
    order: sites.order.view,
    first: sites.first.view,
    counts: sites.counts.view,
  }
  const [loss, gain] = [bench.f64(new Float64Array(64)), bench.f64(new Float64Array(64))]
  const marks = bench.u8([0])
  const blood = bench.f64([38])
  const expected = { loss: loss.view.slice(), gain: gain.view.slice(), marks: new Uint8Array(1) }
  vesselSources(expected, views, { level: 38, rate: 0.37 }, 0, SITES)
  const places = [loss, gain, marks, sites.voxels, sites.order, sites.first, sites.counts, blood]
  const [first, second, third, ...rest] = places.map(({ pointer }) => pointer)
  const args = [first, second, third, 64, ...rest].map((pointer) => pointer ?? 0)
  bench.kernels.call('vasculature_sources', [...args, 0.37, 0, SITES])
  expect(loss.view).toEqual(expected.loss)
  expect(gain.view).toEqual(expected.gain)
  expect(marks.view).toEqual(expected.marks)

  const mean = bench.f64(fill(64, () => 50 * random()))
  const delivered = bench.f64(new Float64Array(VESSELS))
  const given = new Float64Array(VESSELS)
  const dose = 0.37 * 2 * 8000
  vesselBook(given, mean.view, views.voxels, { level: 38, dose }, { begin: 0, end: VESSELS })
  const arrays = [mean, sites.voxels, delivered, blood]
  bench.kernels.call('vasculature_book', [...arrays.map(({ pointer }) => pointer), dose, 0, VESSELS])
  expect(delivered.view).toEqual(given)
  // Per voxel: (gain - loss x mean) x length x volume.
  const fromSources = gain.view.reduce(
    (sum, value, v) => sum + (value - (loss.view[v] ?? 0) * (mean.view[v] ?? 0)) * 2 * 8000,
    0,
  )
  expect(Math.abs(given.reduce((sum, amount) => sum + amount, 0) / fromSources - 1)).toBeLessThan(1e-11)
})
