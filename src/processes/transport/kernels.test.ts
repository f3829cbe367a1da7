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

// Row and strip widths around the kernels' groups of 2 and 12 rows and 256 lines, single voxels, and two on a circle.
const cases: readonly Case[] = [
  { shape: [50, 50, 1], dimensions: 2, isPeriodic: false },
  { shape: [33, 9, 1], dimensions: 2, isPeriodic: true },
  { shape: [1, 7, 1], dimensions: 2, isPeriodic: false },
  { shape: [67, 1, 1], dimensions: 2, isPeriodic: true },
  { shape: [131, 3, 1], dimensions: 2, isPeriodic: false },
  { shape: [9, 31, 1], dimensions: 2, isPeriodic: false },
  { shape: [261, 9, 1], dimensions: 2, isPeriodic: false },
  { shape: [18, 17, 2], dimensions: 3, isPeriodic: false },
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

/** A case placed in the memory of a bench, with what the kernels take. */
function setUp(given: Case) {
  const bench = kernelBench()
  const voxels = given.shape[0] * given.shape[1] * given.shape[2]
  const { field, remainder } = randomPair(bench, voxels, testSequence(1))
  // The first and the last voxel, and two that lie in other rows and layers wherever there are any.
  const held = [...new Set([0, Math.floor(voxels / 3), Math.floor(voxels / 2), voxels - 1])]
  const fixed = { indices: bench.u32(held), values: bench.f64(held.map((_, k) => 38.1 - 9 * k)) }
  const axes = axesOf(given, 2.5, 5e-4)
  return {
    bench,
    given,
    voxels,
    field,
    remainder,
    axes,
    plan: { axes, fixed: { indices: fixed.indices.view.slice(), values: fixed.values.view.slice() } },
    pair: [field.pointer, remainder.pointer],
    fixed: [fixed.indices.pointer, fixed.values.pointer],
    held: held.length,
    work: bench.f64(new Float64Array(voxels).fill(Number.NaN)).pointer,
    claims: bench.u32([0]).pointer,
    factors: bench.f64(axes.flatMap((axis) => [...axis.factors])).pointer,
  }
}

type SetUp = ReturnType<typeof setUp>

/** Calls a kernel for three ranges of voxels, from the last to the first: how a field is cut must not matter. */
function callInParts({ bench, voxels }: SetUp, kernel: string, args: readonly number[]): void {
  const [third, half] = [Math.floor(voxels / 3), Math.floor(voxels / 2) + 1]
  for (const range of [
    [half, voxels],
    [third, half],
    [0, third],
  ]) {
    bench.kernels.call(kernel, [...args, ...range])
  }
}

/** One call per axis, with what is held overwritten before each. */
function stepByAxes(setting: SetUp): void {
  const { bench, pair, fixed, held, work, axes } = setting
  bench.kernels.call('transport_fix', [...pair, ...fixed, 0, held])
  let factors = setting.factors
  axes.forEach(({ lines }, index) => {
    const isPeriodic = Number(lines.isPeriodic)
    if (index === 0) {
      callInParts(setting, 'transport_sweep_rows', [...pair, work, factors, lines.n, isPeriodic])
    } else {
      bench.kernels.call('transport_fix_work', [work, ...fixed, 0, held])
      const target = index === axes.length - 1 ? pair : [0, 0]
      const args = [work, ...target, factors, lines.n, lines.stride, isPeriodic]
      callInParts(setting, 'transport_sweep_lines', args)
    }
    factors += 24 * lines.n
  })
  bench.kernels.call('transport_fix', [...pair, ...fixed, 0, held])
}

/** x and y layer by layer, then z. */
function stepByLayers(setting: SetUp): void {
  const { bench, given, pair, fixed, held, work, claims, factors } = setting
  const [nx, ny, nz] = given.shape
  const isPeriodic = Number(given.isPeriodic)
  const layers = [...pair, work, claims, 1, 8 * nx * ny, factors, nx, ny, 3 * isPeriodic, ...fixed, held]
  callInParts(setting, 'transport_sweep_layers', layers)
  const along = factors + 24 * (nx + ny)
  // Strips of seven columns leave one of another width, and vectors a remainder.
  const width = Math.min(7, nx * ny)
  const columns = [...pair, work, claims, 1, 8 * width * nz, along, nz, nx * ny, width, isPeriodic]
  callInParts(setting, 'transport_sweep_columns', columns)
  bench.kernels.call('transport_fix', [...pair, ...fixed, 0, held])
}

function stepWhole(setting: SetUp): void {
  const { given, pair, fixed, held, work, factors } = setting
  const [nx, ny, nz] = given.shape
  const shape = [nx, ny, given.dimensions === 3 ? nz : 0, 7 * Number(given.isPeriodic)]
  callInParts(setting, 'transport_sweep_whole', [...pair, work, factors, ...shape, ...fixed, held])
}

const layered = cases.filter(({ dimensions }) => dimensions === 3)
const ways = [
  ...cases.map((given) => ({ given, way: 'by axes', step: stepByAxes })),
  ...layered.map((given) => ({ given, way: 'by layers', step: stepByLayers })),
  ...cases.map((given) => ({ given, way: 'in one call', step: stepWhole })),
]

describe('transport kernels', () => {
  it.each(ways)(
    'give the bits of the reference $way on $given.shape, periodic $given.isPeriodic',
    ({ given, step }) => {
      const setting = setUp(given)
      const { field, remainder, plan } = setting
      const expected = { field: field.view.slice(), remainder: remainder.view.slice() }
      for (let time = 0; time < 3; time++) {
        transportStep(expected, plan)
        step(setting)
      }
      expect(field.view).toEqual(expected.field)
      expect(remainder.view).toEqual(expected.remainder)
    },
  )

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
