import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kaplanMeier, medianSurvival, survivalQuantile, valueAt } from './kaplan-meier.ts'
import { logRankTest } from './log-rank.ts'
import { longestHorizon, restrictedMean, restrictedMeanDifference } from './restricted-mean.ts'
import { numbersAtRisk, riskTable, type SurvivalData } from './survival-data.ts'
import {
  maintained,
  mercaptopurine,
  nonmaintained,
  ovarian,
  placebo,
} from './survival-examples.test-support.ts'

/** Reference values: survfit and survdiff of R's package survival 3.5.3 (R 4.2.2), printed with 8 to 12 digits. */

const none: SurvivalData = { times: [], events: [] }
const anySurvival = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { minLength: 1, maxLength: 25 })
  .map((rows) => ({ times: rows.map(([time]) => time), events: rows.map(([, event]) => event) }))

describe('kaplanMeier', () => {
  it('agrees with survfit on the remissions under 6-MP', () => {
    const curve = kaplanMeier(mercaptopurine, 0.95)
    const expected = [
      [6, 0.85714286, 0.076360355, 0.61971796, 0.95155175],
      [7, 0.80672269, 0.086935285, 0.56314656, 0.92280902],
      [10, 0.75294118, 0.096349653, 0.50319951, 0.88936184],
      [13, 0.69019608, 0.106814708, 0.43161022, 0.84906596],
      [16, 0.62745098, 0.114053865, 0.36751086, 0.80491219],
      [22, 0.53781513, 0.128233752, 0.26777894, 0.74679072],
      [23, 0.44817927, 0.134591457, 0.18805201, 0.68014263],
    ] as const
    for (const [time, ...values] of expected) {
      const found = [curve.survival, curve.errors, curve.low, curve.high].map((own) =>
        valueAt(curve, own, time),
      )
      for (const [i, value] of values.entries()) expect(found[i]).toBeCloseTo(value, 8)
    }
    expect(medianSurvival(curve)).toMatchObject({ estimate: 23, low: 13, high: Infinity, n: 21 })
  })

  it('has no band where all have had the event', () => {
    const curve = kaplanMeier(placebo, 0.95)
    expect(valueAt(curve, curve.survival, 8)).toBeCloseTo(0.380952381, 9)
    expect(valueAt(curve, curve.low, 22)).toBeCloseTo(0.003324463, 8)
    expect(valueAt(curve, curve.survival, 23)).toBe(0)
    expect(valueAt(curve, curve.high, 23)).toBeNaN()
    expect(medianSurvival(curve)).toMatchObject({ estimate: 8, low: 4, high: 11 })
  })

  it('agrees with survfit on the maintenance of leukaemia', () => {
    expect(medianSurvival(kaplanMeier(maintained, 0.95))).toMatchObject({
      estimate: 31,
      low: 13,
      high: Infinity,
    })
    expect(medianSurvival(kaplanMeier(nonmaintained, 0.95))).toMatchObject({ estimate: 23, low: 5, high: 33 })
    expect(numbersAtRisk(maintained, [0, 10, 20, 50])).toEqual([11, 10, 7, 1])
    expect(numbersAtRisk(nonmaintained, [0, 10, 20])).toEqual([12, 8, 6])
  })

  it('is the share left over when nobody is censored', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (times) => {
        const curve = kaplanMeier({ times, events: times.map(() => true) }, 0.9)
        for (const [k, time] of curve.times.entries())
          expect(curve.survival[k]).toBeCloseTo(times.filter((own) => own > time).length / times.length, 12)
      }),
    )
  })

  it('falls, keeps its band in order, and does not depend on the order of subjects', () => {
    fc.assert(
      fc.property(anySurvival, (data) => {
        const curve = kaplanMeier(data, 0.95)
        let before = 1
        for (const [k, value] of curve.survival.entries()) {
          expect(value).toBeLessThanOrEqual(before)
          before = value
          if (value === 0) continue
          expect(curve.low[k]).toBeLessThanOrEqual(value + 1e-12)
          expect(curve.high[k]).toBeGreaterThanOrEqual(value - 1e-12)
        }
        const backwards = { times: data.times.toReversed(), events: data.events.toReversed() }
        expect(kaplanMeier(backwards, 0.95)).toEqual(curve)
      }),
    )
  })

  it('handles one subject, nobody, and no event', () => {
    expect(medianSurvival(kaplanMeier({ times: [3], events: [true] }, 0.95)).estimate).toBe(3)
    const censored = kaplanMeier({ times: [3, 4], events: [false, false] }, 0.95)
    expect(censored).toMatchObject({ survival: [1, 1], low: [1, 1], high: [1, 1], errors: [0, 0] })
    expect(medianSurvival(censored)).toMatchObject({ estimate: Infinity, low: Infinity, high: Infinity })
    expect(() => kaplanMeier(none, 0.95)).toThrow(RangeError)
    expect(() => kaplanMeier({ times: [-1], events: [true] }, 0.95)).toThrow(RangeError)
    expect(() => kaplanMeier({ times: [1], events: [] }, 0.95)).toThrow(RangeError)
    expect(() => survivalQuantile(censored, 1)).toThrow(RangeError)
  })

  it('takes the middle of a stretch at exactly one half, as R does', () => {
    const data = { times: [1, 2, 3, 4], events: [true, true, true, true] }
    expect(medianSurvival(kaplanMeier(data, 0.95)).estimate).toBe(2.5)
    expect(survivalQuantile(kaplanMeier(data, 0.95), 0.3).estimate).toBe(2)
  })

  it('counts those censored at the time of an event as at risk', () => {
    const table = riskTable({ times: [2, 2, 5], events: [true, false, true] })
    expect(table).toEqual({ times: [2, 5], atRisk: [3, 1], events: [1, 1], censored: [1, 0] })
  })
})

describe('logRankTest', () => {
  it('agrees with survdiff', () => {
    const found = logRankTest([mercaptopurine, placebo])
    expect(found.statistic).toBeCloseTo(16.7929409892, 9)
    expect(found.expected[0]).toBeCloseTo(19.250500948, 9)
    expect(found).toMatchObject({ observed: [9, 21], freedom: 1, n: 42 })
    const leukaemia = logRankTest([maintained, nonmaintained])
    expect(leukaemia.statistic).toBeCloseTo(3.39638869898, 9)
    expect(leukaemia.expected[1]).toBeCloseTo(7.3106640078, 9)
  })

  it('compares pairs within themselves', () => {
    const pairs = placebo.times.map((_, i) => i)
    const found = logRankTest([mercaptopurine, placebo], [pairs, pairs])
    expect(found.statistic).toBeCloseTo(10.7142857143, 9)
    expect(found.method).toBe('stratified log-rank')
  })

  it('takes several groups and strata', () => {
    const { times, events, treatment, performance } = ovarian
    const groupOf = (chosen: (i: number) => boolean): readonly number[] => [...times.keys()].filter(chosen)
    const pick = (places: readonly number[]): SurvivalData => ({
      times: places.map((i) => times[i] ?? 0),
      events: places.map((i) => events[i] === true),
    })
    const four = [1, 2].flatMap((p) =>
      [1, 2].map((t) => groupOf((i) => treatment[i] === t && performance[i] === p)),
    )
    const several = logRankTest(four.map(pick))
    expect(several.statistic).toBeCloseTo(3.02821312081, 9)
    expect(several.freedom).toBe(3)
    const arms = [1, 2].map((t) => groupOf((i) => treatment[i] === t))
    const strata = arms.map((places) => places.map((i) => performance[i] ?? 0))
    expect(logRankTest(arms.map(pick), strata).statistic).toBeCloseTo(0.767911418931, 9)
  })

  it('does not depend on the order of groups, nor of the unit of time', () => {
    fc.assert(
      fc.property(anySurvival, anySurvival, anySurvival, (a, b, c) => {
        const found = logRankTest([a, b, c])
        const other = logRankTest(
          [c, a, b].map(({ times, events }) => ({ times: times.map((t) => 60 * t), events })),
        )
        expect(other.p).toBeCloseTo(found.p, 8)
      }),
    )
  })

  it('has nothing to say without events or comparisons', () => {
    const censored = { times: [1, 2], events: [false, false] }
    expect(logRankTest([censored, censored])).toMatchObject({ statistic: 0, p: 1, freedom: 0 })
    expect(logRankTest([none, mercaptopurine]).p).toBe(1)
    expect(logRankTest([mercaptopurine, mercaptopurine]).p).toBeCloseTo(1, 12)
    expect(() => logRankTest([placebo])).toThrow(RangeError)
    expect(() => logRankTest([placebo, placebo], [[1], [1]])).toThrow(RangeError)
  })
})

describe('restrictedMean', () => {
  it('agrees with survfit', () => {
    const a = restrictedMean(maintained, 30, 0.95)
    const b = restrictedMean(nonmaintained, 30, 0.95)
    expect(a.estimate).toBeCloseTo(24.602273, 6)
    expect((a.high - a.estimate) / 1.959963984540054).toBeCloseTo(2.3131494, 7)
    expect(b.estimate).toBeCloseTo(19.694444, 6)
    expect((b.high - b.estimate) / 1.959963984540054).toBeCloseTo(3.0541979, 7)
    const { difference, statistic } = restrictedMeanDifference(maintained, nonmaintained, 30, 0.95)
    expect(difference.estimate).toBeCloseTo(24.602273 - 19.694444, 5)
    expect(statistic).toBeCloseTo((24.602273 - 19.694444) / Math.hypot(2.3131494, 3.0541979), 5)
  })

  it('is the mean of times cut at the horizon, with the error of a mean, when nobody is censored', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2 }),
        fc.integer({ min: 1, max: 25 }),
        (times, horizon) => {
          const cut = times.map((time) => Math.min(time, horizon))
          const mean = cut.reduce((a, b) => a + b, 0) / cut.length
          const squared = cut.reduce((a, b) => a + (b - mean) ** 2, 0) / cut.length ** 2
          const found = restrictedMean({ times, events: times.map(() => true) }, horizon, 0.95)
          expect(found.estimate).toBeCloseTo(mean, 10)
          expect((found.high - found.estimate) / 1.959963984540054).toBeCloseTo(Math.sqrt(squared), 10)
        },
      ),
    )
  })

  it('refuses a horizon beyond the last one watched', () => {
    expect(longestHorizon(maintained)).toBe(161)
    expect(longestHorizon(placebo)).toBe(Infinity)
    expect(() => restrictedMean(maintained, 162, 0.95)).toThrow(RangeError)
    expect(() => restrictedMean(maintained, 0, 0.95)).toThrow(RangeError)
    expect(() => restrictedMean(none, 1, 0.95)).toThrow(RangeError)
    expect(restrictedMean({ times: [5], events: [false] }, 3, 0.95)).toMatchObject({
      estimate: 3,
      low: 3,
      high: 3,
    })
  })
})
