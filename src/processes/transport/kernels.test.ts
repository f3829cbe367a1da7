import { describe, expect, it } from 'vitest'
import { type KernelBench, fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { axisFactors } from './factors.ts'
import { pairAt, setPair } from '../../kernels/field-pair.ts'
import { type LineShape, sweepLines, transportStep } from './kernels.ts'

interface Case {
  readonly shape: readonly [number, number, number]
  readonly dimensions: 2 | 3
  readonly isPeriodic: boolean
}

// Row and strip widths around the kernels' groups of 8 rows and 128 lines, single voxels, and two on a circle.
const cases: readonly Case[] = [
  { shape: [50, 50, 1], dimensions: 2, isPeriodic: false },
  { shape: [33, 9, 1], dimensions: 2, isPeriodic: true },
  { shape: [1, 7, 1], dimensions: 2, isPeriodic: false },
  { shape: [67, 1, 1], dimensions: 2, isPeriodic: true },
  { shape: [131, 3, 1], dimensions: 2, isPeriodic: false },
  { shape: [13, 11, 6], dimensions: 3, isPeriodic: false },
  { shape: [8, 5, 4], dimensions: 3, isPeriodic: true },
  { shape: [2, 2, 2], dimensions: 3, isPeriodic: true },
]

function axesOf({ shape, dimensions, isPeriodic }: Case, a: number, b: number) {
  const strides = [1, shape[0], shape[0] * shape[1]] as const
  return ([0, 1, 2] as const).slice(0, dimensions).map((axis) => {
    const lines: LineShape = { n: shape[axis], stride: strides[axis], isPeriodic }
    return { lines, factors: axisFactors({ n: shape[axis], a, b, isPeriodic }) }
  })
}

function randomPair(bench: KernelBench, voxels: number, random: () => number) {
  const field = bench.f32(fill(voxels, () => 40 * random()))
  // Half of the remainders belong to their value, the others are what a foreign write leaves behind.
  const remainder = bench.f32(fill(voxels, (v) => (random() - 0.5) * (v % 2 === 0 ? 1e-6 : 1e-3)))
  return { field, remainder }
}

describe('transport kernels', () => {
  it.each(cases)('give the bits of the reference on $shape, periodic $isPeriodic', (given) => {
    const bench = kernelBench()
    const random = testSequence(1)
    const voxels = given.shape[0] * given.shape[1] * given.shape[2]
    const { field, remainder } = randomPair(bench, voxels, random)
    const fixed = { indices: bench.u32([0, voxels - 1]), values: bench.f64([38.1, 0.1]) }
    const axes = axesOf(given, 2.5, 5e-4)
    const expected = { field: field.view.slice(), remainder: remainder.view.slice() }
    const plan = { axes, fixed: { indices: fixed.indices.view.slice(), values: fixed.values.view.slice() } }
    const work = bench.f64(new Float64Array(voxels))
    const fix = [fixed.indices.pointer, fixed.values.pointer, 0, 2]
    const placed = axes.map((axis) => ({ ...axis, pointer: bench.f64(axis.factors).pointer }))

    for (let step = 0; step < 3; step++) {
      transportStep(expected, plan)
      bench.kernels.call('transport_fix', [field.pointer, remainder.pointer, ...fix])
      placed.forEach(({ lines, pointer }, index) => {
        if (index > 0) bench.kernels.call('transport_fix_work', [work.pointer, ...fix])
        const count = voxels / lines.n
        const half = count >> 1
        // Two ranges: how lines are cut into blocks must not matter.
        for (const range of [
          [half, count],
          [0, half],
        ]) {
          const rest = [pointer, lines.n]
          const pair = [field.pointer, remainder.pointer]
          if (index === 0) {
            const args = [...pair, work.pointer, ...rest, Number(lines.isPeriodic), ...range]
            bench.kernels.call('transport_sweep_rows', args)
          } else {
            const target = index === placed.length - 1 ? pair : [0, 0]
            const args = [work.pointer, ...target, ...rest, lines.stride, Number(lines.isPeriodic), ...range]
            bench.kernels.call('transport_sweep_lines', args)
          }
        }
      })
      bench.kernels.call('transport_fix', [field.pointer, remainder.pointer, ...fix])
    }
    expect(field.view).toEqual(expected.field)
    expect(remainder.view).toEqual(expected.remainder)
  })

  it('decays without diffusion as the reference does', () => {
    const bench = kernelBench()
    const { field, remainder } = randomPair(bench, 101, testSequence(2))
    const expected = { field: field.view.slice(), remainder: remainder.view.slice() }
    bench.kernels.call('transport_decay', [field.pointer, remainder.pointer, 0.999, 0, 101])
    for (let v = 0; v < 101; v++) setPair(expected, v, pairAt(expected, v) * 0.999)
    expect(field.view).toEqual(expected.field)
    expect(remainder.view).toEqual(expected.remainder)
  })
})

describe('what a field stores', () => {
  it('vanishing values are zero, and what is not a number stays so', () => {
    const bench = kernelBench()
    const values = [1e-29, 1, NaN, -1e-29, 1e-27]
    const [field, remainder] = [bench.f32(fill(5, () => 0)), bench.f32(fill(5, () => 0))]
    const identity = bench.f64([1, 0, 0]).pointer
    // Five lines of one voxel: two pairs and one alone.
    const args = [bench.f64(values).pointer, field.pointer, remainder.pointer, identity, 1, 5, 0, 0, 5]
    bench.kernels.call('transport_sweep_lines', args)
    expect([...field.view]).toEqual([0, 1, NaN, 0, Math.fround(1e-27)])
    expect([...remainder.view].slice(0, 4)).toEqual([0, 0, NaN, 0])
  })

  it('the remainder counts only with the value that it belongs to', () => {
    const pair = { field: new Float32Array(1), remainder: new Float32Array(1) }
    setPair(pair, 0, 0.1)
    expect(pairAt(pair, 0)).toBeCloseTo(0.1, 15)
    pair.field[0] = 0
    expect(pairAt(pair, 0)).toBe(0)
  })
})

/** The condition number is at most 1 + 4 a: rounding of 2^-53 per operation, a few operations per voxel. */
const tolerance = (n: number, a: number): number => 8 * n * (1 + 4 * a) * 2 ** -53

describe('axisFactors', () => {
  it.each([
    { n: 1, isPeriodic: false },
    { n: 1, isPeriodic: true },
    { n: 2, isPeriodic: false },
    { n: 2, isPeriodic: true },
    { n: 3, isPeriodic: true },
    { n: 40, isPeriodic: false },
    { n: 40, isPeriodic: true },
  ])('solve the implicit step exactly: n $n, periodic $isPeriodic', ({ n, isPeriodic }) => {
    const [a, b] = [25, 0.3]
    const random = testSequence(n)
    const before = Float64Array.from(fill(n, random))
    const after = before.slice()
    sweepLines(after, axisFactors({ n, a, b, isPeriodic }), { n, stride: 1, isPeriodic }, 0, 1)
    const value = (i: number): number | undefined => (isPeriodic ? after[(i + n) % n] : after[i])
    for (let i = 0; i < n; i++) {
      const here = after[i] ?? 0
      const flux = [value(i - 1), value(i + 1)].reduce<number>(
        (sum, side) => sum + a * ((side ?? here) - here),
        0,
      )
      expect(Math.abs((1 + b) * here - flux - (before[i] ?? 0))).toBeLessThan(tolerance(n, a))
    }
  })
})
