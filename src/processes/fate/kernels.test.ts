import { describe, expect, test } from 'vitest'
import { REQUEST_APOPTOSIS, REQUEST_TYPE } from '../../engine/columns.ts'
import { stream } from '../../engine/random.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { philox4x32, uniform } from '../../math/philox.ts'
import { kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { chooseDaughter, chooseTransition, normalFrom } from './kernels.ts'

const special = specialFunctions(kernelBench(1).kernels)

const SEED = [7, 11] as const
const STREAMS = ['a', 'b', 'c'].map((name) => stream(name))

/** Cells with lineages 0, 1, 2 ..., of one type in one state of life; one rate per target. */
interface Setting {
  readonly cells: number
  readonly types: number
  readonly type: number
  readonly rates: readonly number[]
  readonly targets: readonly number[]
  /** [min] */
  readonly dt: number
  readonly isDead?: boolean
}

function bind(setting: Setting) {
  const { cells, types, type, rates, targets, dt } = setting
  const bench = kernelBench(8)
  const of = (value: (slot: number) => number): number[] =>
    Array.from({ length: cells }, (_, slot) => value(slot))
  const classes = bench.u16(of(() => type + (setting.isDead === true ? types : 0)))
  const request = bench.u8(of((slot) => (slot === 0 ? REQUEST_APOPTOSIS : 0)))
  const requestedType = bench.u16(of(() => 0))
  const pending = bench.u32([0])
  const bases = rates.map((rate) => bench.f64(Array.from({ length: 4 * types }, () => rate)).pointer)
  const args = [
    classes.pointer,
    bench.u16(of(() => type)).pointer,
    types,
    bench.u32(of((slot) => slot)).pointer,
    bench.u32(of(() => 5)).pointer,
    request.pointer,
    requestedType.pointer,
    pending.pointer,
    bench.u32(targets).pointer,
    bench.u32(STREAMS).pointer,
    bench.u32(bases.flatMap((pointer) => [pointer, 0])).pointer,
    targets.length,
    dt,
    ...SEED,
  ]
  const step = (tick: number): void => void bench.kernels.call('fate_transitions', [...args, tick, 0, cells])
  return {
    step,
    request: request.view,
    requestedType: requestedType.view,
    pending: pending.view,
    classes: classes.view,
  }
}

function draw(slot: number, tick: number, use: number): number {
  const words = new Uint32Array(4)
  philox4x32([slot, 5, tick, use], SEED, words)
  return uniform(words[0] ?? 0, words[1] ?? 0)
}

describe('transitions', () => {
  test('are those of the reference, cell by cell', () => {
    const setting = { cells: 2000, types: 4, type: 1, rates: [0.3, 0.5, 0.2], targets: [0, 1, 3], dt: 2 }
    const { step, request, requestedType, pending } = bind(setting)
    step(9)
    const expected = Array.from({ length: setting.cells }, (_, slot) => {
      const chances = setting.targets.map((target, k) => {
        return { target, rate: setting.rates[k] ?? 0, u: draw(slot, 9, STREAMS[k] ?? 0) }
      })
      return chooseTransition(setting.type, chances, setting.dt, special)
    })
    const found = [...request].map((bits, slot) =>
      (bits & REQUEST_TYPE) === 0 ? undefined : requestedType[slot],
    )
    expect(found).toEqual(expected)
    expect(new Set(found)).toEqual(new Set([undefined, 0, 3]))
    // What a cell asked for before stays.
    expect((request[0] ?? 0) & REQUEST_APOPTOSIS).toBe(REQUEST_APOPTOSIS)
    expect(pending[0]).toBe(1)
  })

  test('do not happen to the dead, without a rate, or to the own type', () => {
    const quiet = { cells: 500, types: 2, type: 0, rates: [1, 1], targets: [0, 1], dt: 100 }
    for (const setting of [
      { ...quiet, isDead: true },
      { ...quiet, rates: [1, 0] },
      { ...quiet, rates: [1, -1] },
    ]) {
      const { step, request, pending } = bind(setting)
      step(0)
      expect([...request].filter((bits) => (bits & REQUEST_TYPE) !== 0)).toEqual([])
      expect(pending[0]).toBe(0)
    }
  })

  test('come after waiting times of mean and variance of the geometric law', () => {
    const [cells, rate, dt] = [20_000, 0.05, 6]
    const { step, request, classes } = bind({ cells, types: 2, type: 0, rates: [rate], targets: [1], dt })
    let [sum, squares, changed] = [0, 0, 0]
    // A cell that is left after 500 steps has a probability of 0.74^500.
    for (let tick = 1; tick < 500; tick++) {
      step(tick)
      request.forEach((bits, slot) => {
        if ((bits & REQUEST_TYPE) === 0) return
        sum += tick
        squares += tick * tick
        changed += 1
        classes[slot] = 2 // dead: takes no further part
        request[slot] = 0
      })
    }
    expect(changed).toBe(cells)
    const p = 1 - Math.exp(-rate * dt)
    const variance = (1 - p) / p ** 2
    const mean = sum / cells
    // Five standard errors of the mean.
    expect(Math.abs(mean - 1 / p)).toBeLessThan(5 * Math.sqrt(variance / cells))
    // The variance of a sample variance is (kurtosis - 1) variance^2 / n, with kurtosis 9 + p^2 / (1 - p).
    const spread = Math.sqrt((8 + p ** 2 / (1 - p)) / cells) * variance
    expect(Math.abs(squares / cells - mean ** 2 - variance)).toBeLessThan(5 * spread)
  })

  test('compete as exponential clocks do, whatever the order and the step', () => {
    // In a step as long as the waiting time, asking the targets in turn would favour the first by more than 10 %.
    const [cells, dt] = [100_000, 10]
    for (const rates of [
      [0.06, 0.04],
      [0.04, 0.06],
    ]) {
      const { step, request, requestedType } = bind({ cells, types: 3, type: 0, rates, targets: [1, 2], dt })
      step(3)
      const total = (rates[0] ?? 0) + (rates[1] ?? 0)
      rates.forEach((rate, k) => {
        const expected = (rate / total) * (1 - Math.exp(-total * dt))
        const changed = [...request].filter(
          (bits, i) => (bits & REQUEST_TYPE) !== 0 && requestedType[i] === k + 1,
        )
        const error = Math.sqrt((expected * (1 - expected)) / cells)
        expect(Math.abs(changed.length / cells - expected)).toBeLessThan(5 * error)
      })
    }
  })
})

test('a daughter takes the type in whose share the draw falls, else that of her mother', () => {
  const targets = [
    { target: 1, probability: 0.25 },
    { target: 2, probability: -1 },
    { target: 3, probability: 0.5 },
  ]
  const chosen = [0, 0.2499, 0.25, 0.7499, 0.75, 0.9999].map((u) => chooseDaughter(0, targets, u))
  expect(chosen).toEqual([1, 1, 3, 3, 0, 0])
})

test('normal numbers have the moments of the standard normal law', () => {
  const random = testSequence(3)
  const n = 100_000
  const values = Array.from({ length: n }, () => normalFrom([random(), random()], special))
  const moment = (k: number): number => values.reduce((sum, value) => sum + value ** k, 0) / n
  // Standard errors of the raw moments: sqrt((E x^2k - (E x^k)^2) / n) with E x^2, x^4, x^6, x^8 = 1, 3, 15, 105.
  expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / n))
  expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
  expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / n))
  expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n))
  expect(normalFrom([0, 0.3], special)).toBeCloseTo(0, 12)
})
