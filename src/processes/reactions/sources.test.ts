import { expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { type Course, type Reactant, book, bindSourcesOf, leftOf, turnSources } from './sources-plain.ts'

const VOXELS = 150
const RANGES = [
  [70, VOXELS],
  [0, 70],
] as const

/** Arrays in the module's memory beside copies of them for the reference. */
function setUp(seed: number) {
  const bench = kernelBench()
  const random = testSequence(seed)
  const levels = (most: number): number[] => fill(VOXELS, (v) => (v % 5 === 0 ? 0 : most * random() - 0.01))
  const array = (values: readonly number[]) => ({
    plain: Float64Array.from(values),
    placed: bench.f64(values),
  })
  const field = (most: number) => {
    const values = Float32Array.from(levels(most))
    const rests = Float32Array.from(values, (value) => value * 1e-9)
    const pointers = [bench.f32(values).pointer, bench.f32(rests).pointer]
    return { plain: { field: values, remainder: rests }, pointers }
  }
  const reactant = (most: number) => {
    const { plain, pointers } = field(most)
    const [loss, gain] = [array(levels(1)), array(levels(1))]
    const marks = bench.u8([1, 0, 0])
    const own: Reactant = {
      ...plain,
      loss: loss.plain,
      gain: gain.plain,
      marks: Uint8Array.of(1, 0, 0),
    }
    const sources = [loss.placed.pointer, gain.placed.pointer, marks.pointer]
    const check = (): void => {
      expect({ loss: loss.placed.view, gain: gain.placed.view, marks: marks.view }).toEqual({
        loss: own.loss,
        gain: own.gain,
        marks: own.marks,
      })
    }
    return { own, pointers, sources, check }
  }
  const course = () => {
    const [rate, lost] = [array(levels(2).map((value) => Math.max(value, 0))), array(levels(1))]
    const own: Course = { rate: rate.plain, lost: lost.plain }
    const check = (): void => {
      expect([rate.placed.view, lost.placed.view]).toEqual([own.rate, own.lost])
    }
    return { own, rate: rate.placed.pointer, lost: lost.placed.pointer, check }
  }
  return { bench, array, field, reactant, course, owed: array(levels(4).map((value) => value - 2)) }
}

test.each([
  [4, 12],
  [12, 0],
  [0, 4],
])('turning in steps of %d and %d min is that of the reference to the bit', (due, productDue) => {
  const { bench, field, reactant, course, owed } = setUp(1)
  const [enzyme, precursor, product, own] = [field(3), reactant(40), reactant(5), course()]
  const parts = { enzyme: enzyme.plain, precursor: precursor.own, product: product.own }
  const constants = { k: 0.06, period: 12 }
  turnSources({ ...parts, owed: owed.plain, course: own.own }, { due, ahead: 8 }, productDue, constants)
  const fields = [...enzyme.pointers, ...precursor.pointers, ...precursor.sources, ...product.sources]
  const kept = [owed.placed.pointer, own.rate, own.lost, VOXELS]
  for (const range of RANGES)
    bench.kernels.call('reactions_turn_sources', [...fields, ...kept, 0.06, due, productDue, 8, 12, ...range])
  for (const { check } of [precursor, product, own]) check()
  expect(owed.placed.view).toEqual(owed.plain)
})

test.each([
  [4, 12],
  [12, 0],
  [0, 4],
])('binding in steps of %d and %d min is that of the reference to the bit', (one, other) => {
  const { bench, reactant, course, owed } = setUp(2)
  const [first, second, own, its] = [reactant(10), reactant(100), course(), course()]
  const timings = [
    { due: one, ahead: 0 },
    { due: other, ahead: 8 },
  ] as const
  const pairing = {
    reactants: [first.own, second.own],
    courses: [own.own, its.own],
    owed: owed.plain,
  } as const
  bindSourcesOf(pairing, timings, { k: 0.1, period: 12 })
  const fields = [first, second].flatMap(({ pointers, sources }) => [...pointers, ...sources])
  const kept = [owed.placed.pointer, own.rate, its.rate, own.lost, its.lost, VOXELS]
  for (const range of RANGES)
    bench.kernels.call('reactions_bind_sources', [...fields, ...kept, 0.1, one, other, 0, 8, 12, ...range])
  for (const { check } of [first, second, own, its]) check()
  expect(owed.placed.view).toEqual(owed.plain)
})

test('what is lost is booked as by the reference', () => {
  const { bench, array, course, owed } = setUp(3)
  const [mean, own] = [array(fill(VOXELS, (v) => v / 7)), course()]
  book(mean.plain, own.own, owed.plain, { length: 4, sign: -1 })
  const pointers = [mean.placed.pointer, own.lost, own.rate, owed.placed.pointer]
  for (const range of RANGES) bench.kernels.call('reactions_book', [...pointers, 4, -1, ...range])
  own.check()
  expect(owed.placed.view).toEqual(owed.plain)
})

test.each([
  [7, 4, 0.6],
  [1e-6, 300, 12],
  [300, 1e-6, 12],
  [5, 5, 1e4],
])(
  'of %d and %d what is left at k t = %d is the end of a step of backward Euler, and lost alike',
  (x, y, kt) => {
    const [a, b] = [leftOf(x, y, kt), leftOf(y, x, kt)]
    expect(a).toBeGreaterThan(0)
    expect(b).toBeGreaterThan(0)
    // Rounding of what is subtracted: some units in the last place of the larger.
    const rounding = 8 * Number.EPSILON * Math.max(x, y)
    expect(Math.abs(x - a - (y - b))).toBeLessThan(rounding)
    expect((a * (1 + kt * b)) / x).toBeCloseTo(1, 12)
  },
)
