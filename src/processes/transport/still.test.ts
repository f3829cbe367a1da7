import { expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { stillStep } from './kernels.ts'

const VOXELS = 200
const RUN = 64

test.each([0, 0.01, 1e-5])('the kernel is the exact solution, voxel by voxel, with decay %f', (decay) => {
  const random = testSequence(7)
  const bench = kernelBench()
  const values = fill(VOXELS, () => random())
  const field = bench.f32(values)
  const remainder = bench.f32(fill(VOXELS, () => 0))
  const rates = [0, 1e-9, 1e-4, 9e-4, 0.2, 30]
  const loss = bench.f64(fill(VOXELS, (v) => rates[v % rates.length] ?? 0))
  const gain = bench.f64(fill(VOXELS, (v) => (v % 2 === 0 ? 0 : 0.1 * random())))
  const mean = bench.f64(fill(VOXELS, () => -1))
  const marks = bench.u8([1, 0, 1, 1])
  const due = bench.f64([6])
  const start = [...field.view]
  const pointers = [field, remainder, loss, gain, mean, marks, due].map(({ pointer }) => pointer)
  bench.kernels.call('transport_still', [...pointers, decay, 0, 70])
  bench.kernels.call('transport_still', [...pointers, decay, 70, VOXELS])
  for (let v = 0; v < VOXELS; v++) {
    const isMarked = v < RUN || v >= 2 * RUN
    const rate = decay + (isMarked ? (loss.view[v] ?? 0) : 0)
    const supply = isMarked ? (gain.view[v] ?? 0) : 0
    const wanted = stillStep({ value: start[v] ?? 0, rate, supply }, 6)
    const found = (field.view[v] ?? 0) + (remainder.view[v] ?? 0)
    // 48 bits of a value of at most 2.
    expect(Math.abs(found - wanted.value)).toBeLessThan(2 ** -46)
    // At rates just above the kernel's series its 1 - phi has lost three digits.
    expect(Math.abs((mean.view[v] ?? 0) - wanted.mean)).toBeLessThan(1e-12)
    // What is gone is what the mean lost: amounts balance to 48 bits of the field and the rounding of rate x time x mean.
    const balance = found - (start[v] ?? 0) - 6 * (supply - rate * (mean.view[v] ?? 0))
    expect(Math.abs(balance)).toBeLessThan(2 ** -46 + rate * 6 * 2 ** -51)
  }
})

test('runs without sources are not touched where nothing decays', () => {
  const bench = kernelBench()
  const field = bench.f32(fill(VOXELS, () => 0.7))
  // A remainder that does not belong to its value would be lost by writing the voxel anew.
  const remainder = bench.f32(fill(VOXELS, () => 0.3))
  const none = bench.f64(fill(VOXELS, () => Number.NaN))
  const marks = bench.u8([0, 0, 0, 0])
  const due = bench.f64([6])
  const before = field.view.slice()
  bench.kernels.call('transport_still', [
    ...[field.pointer, remainder.pointer, none.pointer, none.pointer, 0, marks.pointer, due.pointer, 0],
    ...[0, VOXELS],
  ])
  expect(field.view).toEqual(before)
  expect([...remainder.view].every((value) => value === Math.fround(0.3))).toBe(true)
})
