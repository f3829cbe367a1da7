import { describe, expect, test } from 'vitest'
import { oneSampleTest } from '../math/comparison/student-tests.ts'
import type { ExpectedFor } from './effects.ts'
import { armStatistics, effectOf, withCorrections } from './effects.ts'
import type { EffectSummary } from './summary.ts'

const twins = { endpoint: 'burden', arm: 'a', against: 'b', pairing: 'twins', units: '4 twin pairs' } as const
const independent = { ...twins, pairing: 'independent', units: 'replicates' } as const
const expected = (direction: ExpectedFor['direction'], times?: number): ExpectedFor => ({
  direction,
  text: 'as it should be',
  ...(times === undefined ? {} : { times }),
})

describe('an effect', () => {
  test('between twins rests on differences within pairs', () => {
    // Differences 1, 2, 3: mean 2, standard error 1/sqrt(3); t(2, 0.975) = 4.302653 (any table).
    const found = effectOf({ a: [11, 22, 33], b: [10, 20, 30] }, twins, undefined)
    expect(found.estimate).toBeCloseTo(2, 12)
    expect(found.high).toBeCloseTo(2 + 4.302653 / Math.sqrt(3), 5)
    // t = 2 sqrt(3) with two degrees of freedom: p = 1 - t/sqrt(2 + t^2) in closed form.
    const t = 2 * Math.sqrt(3)
    expect(found.p).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 10)
    // Every pair has the ratio 1.1, without scatter.
    expect([found.ratio, found.ratioLow, found.ratioHigh].map((value) => value?.toFixed(9))).toEqual([
      '1.100000000',
      '1.100000000',
      '1.100000000',
    ])
  })

  test('between independent runs does not know about pairs, nor does its ratio', () => {
    const straight = effectOf({ a: [2, 4, 8], b: [1, 2, 4] }, independent, undefined)
    const shuffled = effectOf({ a: [8, 2, 4], b: [1, 4, 2] }, independent, undefined)
    expect(shuffled.ratio).toBeCloseTo(2, 12)
    expect(shuffled.ratioLow).toBeCloseTo(straight.ratioLow ?? 0, 12)
    // Logarithms of either arm: 0, 1, 2 times ln 2 about its mean; Welch with 4 degrees of freedom, t = 2.776445.
    const reach = Math.LN2 * Math.sqrt(2 / 3) * 2.776445
    expect(straight.ratioHigh).toBeCloseTo(2 * Math.exp(reach), 4)
    expect(straight.ratioLow).toBeCloseTo(2 * Math.exp(-reach), 4)
  })

  test('may have more runs in one arm', () => {
    const found = effectOf({ a: [1, 2, 3], b: [1, 2, 3, 4] }, independent, undefined)
    expect(found).toMatchObject({ n: 3, method: "Welch's t, 3 and 4 per arm" })
    expect(found.estimate).toBeCloseTo(-0.5, 12)
  })

  test('of one pair has no interval, of none no estimate', () => {
    expect(effectOf({ a: [3], b: [1] }, twins, undefined)).toMatchObject({
      estimate: 2,
      low: null,
      verdict: 'unsettled',
    })
    expect(effectOf({ a: [], b: [] }, twins, undefined).estimate).toBeNull()
  })
})

describe('what was expected', () => {
  const doubled = { a: [20.1, 40, 59.9, 80], b: [10, 20, 30, 40] }
  test.each([
    [expected('higher'), 'met'],
    [expected('lower'), 'not met'],
    [expected('higher', 1.5), 'met'],
    [expected('higher', 3), 'not met'],
    [expected('higher', 2), 'unsettled'],
    [expected('lower', 1.5), 'not met'],
    [expected('unchanged'), 'not met'],
  ] as const)('%o is %s of a doubling', (expectation, met) => {
    expect(effectOf(doubled, twins, expectation).expected?.met).toBe(met)
  })

  test('so many times lower is met by a ratio below one', () => {
    const halved = { a: doubled.b, b: doubled.a }
    expect(effectOf(halved, twins, expected('lower', 1.5)).expected?.met).toBe('met')
    expect(effectOf(halved, twins, expected('lower', 3)).expected?.met).toBe('not met')
  })
})

describe('a ratio of values of which some are zero', () => {
  const few = { a: [10, 13, 9, 0, 12, 11, 9, 8], b: [90, 110, 80, 70, 95, 105, 85, 85] }

  test('is that of means, and its ends are the ratios that a t test just does not reject', () => {
    const { ratio, ratioOf, ratioLow = 0, ratioHigh = 0 } = effectOf(few, twins, undefined)
    expect(ratioOf).toBe('means')
    expect(ratio).toBeCloseTo(72 / 720, 12)
    expect(ratioLow).toBeGreaterThan(0)
    for (const end of [ratioLow, ratioHigh]) {
      const rest = few.a.map((value, k) => value - end * (few.b[k] ?? 0))
      const { interval } = oneSampleTest(rest, 0, 0.95)
      expect(Math.min(Math.abs(interval.low), Math.abs(interval.high))).toBeLessThan(1e-9)
    }
  })

  test('settles a factor, with nothing at all as well as with little', () => {
    const none = { a: few.a.map(() => 0), b: few.b }
    expect(effectOf(few, twins, expected('lower', 3)).expected?.met).toBe('met')
    expect(effectOf(few, twins, expected('lower', 50)).expected?.met).toBe('not met')
    expect(effectOf(none, twins, expected('lower', 50)).expected?.met).toBe('met')
    expect(effectOf({ a: few.b, b: none.a }, twins, expected('higher', 50)).expected?.met).toBe('unsettled')
  })
})

test('p is corrected for all effects together', () => {
  const effect = (p?: number): EffectSummary => ({
    endpoint: 'burden',
    arm: 'a',
    against: 'b',
    estimate: 1,
    low: 0,
    high: 2,
    level: 0.95,
    method: '',
    n: 4,
    verdict: 'unsettled',
    ...(p === undefined ? {} : { p }),
  })
  const found = withCorrections([effect(0.01), effect(), effect(0.04), effect(0.03)])
  // Holm: 3 x 0.01, then 2 x 0.03, then the larger of that and 0.04; Benjamini-Hochberg: 3 x 0.01, then 0.04 twice.
  expect(found.map(({ holm }) => holm?.toFixed(6))).toEqual(['0.030000', undefined, '0.060000', '0.060000'])
  expect(found.map(({ falseDiscovery: q }) => q?.toFixed(6))).toEqual([
    '0.030000',
    undefined,
    '0.040000',
    '0.040000',
  ])
})

test('arms are told by their range, many subjects by the middle 95 %', () => {
  const values = Array.from({ length: 101 }, (_, k) => 100 - k)
  expect(armStatistics([3, null, 1, 2])).toEqual({ median: 2, low: 1, high: 3 })
  const { median, low, high } = armStatistics(values, true)
  expect(median).toBe(50)
  expect(low).toBeCloseTo(2.5, 12)
  expect(high).toBeCloseTo(97.5, 12)
  expect(armStatistics([null])).toEqual({ median: null, low: null, high: null })
})
