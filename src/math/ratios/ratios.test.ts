import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pearson } from '../association/correlation.ts'
import { bootstrapGroups } from '../bootstrap-groups.ts'
import { bootstrapBca } from '../bootstrap.ts'
import { oneSampleTest } from '../comparison/student-tests.ts'
import { normalQuantile } from '../distributions.ts'
import { philox4x32, uniform } from '../philox.ts'
import { mean, variance } from '../statistics.ts'
import { fiellerRatio } from './fieller.ts'
import { geometricMeanRatio } from './geometric-mean-ratio.ts'
import { meanOfRatios, ratioOfMeans } from './ratio-of-means.ts'
import { varianceReduction } from './variance-reduction.ts'

const options = { level: 0.95, resamples: 2000, seed: 1 }

/**
 * Populations of 49 cities of the USA in 1920 and 1930 [1000], data set `bigcity` of R's package boot, from A. C. Davison and D.
 * V. Hinkley, Bootstrap Methods and their Application, Cambridge 1997.
 */
const cities1920 = [
  138, 93, 61, 179, 48, 37, 29, 23, 30, 2, 38, 46, 71, 25, 298, 74, 50, 76, 381, 387, 78, 60, 507, 50, 77, 64,
  40, 136, 243, 256, 94, 36, 45, 67, 120, 172, 66, 46, 121, 44, 64, 56, 40, 116, 87, 43, 43, 161, 36,
]
const cities1930 = [
  143, 104, 69, 260, 75, 63, 50, 48, 111, 50, 52, 53, 79, 57, 317, 93, 58, 80, 464, 459, 106, 57, 634, 64, 89,
  77, 60, 139, 291, 288, 85, 46, 53, 67, 115, 183, 86, 65, 113, 58, 63, 142, 64, 130, 105, 61, 50, 232, 54,
]

/** Measurements of gravity [980 cm/s^2 + 1e-3 cm/s^2], series 7 and 8 of data set `gravity` of the same package. */
const series7 = [82, 79, 81, 79, 77, 79, 79, 78, 79, 82, 76, 73, 64]
const series8 = [84, 86, 85, 82, 77, 76, 77, 80, 83, 81, 78, 78, 78]

/**
 * boot 1.3.28.1 (R 4.2.2): boot.ci(type = "bca") with the jackknife as L, mean of several seeds. The ends of one run of boot
 * scatter by the standard deviations given; ours by the same, so that five of them bound the difference.
 */
describe('BCa intervals against boot.ci', () => {
  it('agrees for a ratio of means over pairs', () => {
    const found = ratioOfMeans(cities1930, cities1920, 'twins', { level: 0.95, resamples: 40_000, seed: 5 })
    expect(found.estimate).toBeCloseTo(1.23901859913, 10)
    // boot measures influence from the estimate, we from the jackknife's mean: the same but for terms of order 1/n.
    expect(Math.abs(found.acceleration / 0.0185964350398 - 1)).toBeLessThan(2 / 49)
    expect(Math.abs(found.low - 1.1812639162)).toBeLessThan(5 * 0.00065)
    expect(Math.abs(found.high - 1.32376226874)).toBeLessThan(5 * 0.00144)
  })

  it('agrees for a ratio of means of independent groups', () => {
    const found = ratioOfMeans(series7, series8, 'independent', { level: 0.95, resamples: 20_000, seed: 5 })
    expect(found.estimate).toBeCloseTo(0.964593301435, 11)
    expect(Math.abs(found.acceleration / -0.0525799037367 - 1)).toBeLessThan(2 / 13)
    expect(Math.abs(found.low - 0.917083390396)).toBeLessThan(5 * 0.00074)
    expect(Math.abs(found.high - 0.994837919109)).toBeLessThan(5 * 0.00052)
  })
})

describe('bootstrapGroups', () => {
  it('is the plain bootstrap for one group', () => {
    const plain = bootstrapBca(series7, mean, options)
    const first = (groups: readonly (readonly number[])[]): number => mean(groups[0] ?? [])
    for (const pairing of ['twins', 'independent'] as const) {
      const found = bootstrapGroups([series7], pairing, first, options)
      expect(found.low).toBe(plain.low)
      expect(found.acceleration).toBeCloseTo(plain.acceleration, 12)
    }
  })

  it('keeps twins together and independent groups apart', () => {
    const difference = (groups: readonly (readonly number[])[]): number =>
      mean(groups[0] ?? []) - mean(groups[1] ?? [])
    const shifted = series7.map((value) => value + 3)
    const twins = bootstrapGroups([shifted, series7], 'twins', difference, options)
    expect(twins.low).toBeCloseTo(3, 10)
    expect(twins.high).toBeCloseTo(3, 10)
    const apart = bootstrapGroups([shifted, series7], 'independent', difference, options)
    // Standard error of the difference, 1.9; a bootstrap lacks sqrt(12/13), and skewness shifts ends.
    const error = Math.sqrt((2 * variance(series7)) / 13)
    expect((apart.high - apart.low) / (2 * 1.96 * error)).toBeGreaterThan(0.8)
    expect((apart.high - apart.low) / (2 * 1.96 * error)).toBeLessThan(1.1)
  })

  it('has no ends for a group of one, and refuses nonsense', () => {
    expect(ratioOfMeans([1, 2], [3], 'independent', options)).toMatchObject({
      low: -Infinity,
      high: Infinity,
    })
    expect(ratioOfMeans([1], [2], 'twins', options)).toMatchObject({ estimate: 0.5, high: Infinity })
    expect(() => ratioOfMeans([1, 2], [3], 'twins', options)).toThrow(RangeError)
    expect(() => ratioOfMeans([], [3], 'independent', options)).toThrow(RangeError)
    expect(() => ratioOfMeans([1, 2], [3, 4], 'independent', { ...options, resamples: 0 })).toThrow(
      RangeError,
    )
  })

  it('is exact for pairs of one ratio', () => {
    const found = meanOfRatios([2, 4, 6], [1, 2, 3], options)
    expect(found).toMatchObject({ estimate: 2, low: 2, high: 2 })
  })
})

describe('fiellerRatio', () => {
  const a = [12.1, 9.8, 11.3, 10.7, 13.0, 8.9]
  const b = [6.2, 5.1, 5.9, 4.8, 6.6, 5.5]

  it('holds the ratios that a paired t test does not reject', () => {
    // uniroot on t.test(a - r b) of R 4.2.2.
    const found = fiellerRatio(a, b, 'twins', 0.95)
    expect(found.low).toBeCloseTo(1.74603144859, 9)
    expect(found.high).toBeCloseTo(2.12204016432, 9)
    expect(found.kind).toBe('interval')
  })

  it('says so when the denominator may be zero', () => {
    const values = fc.array(fc.integer({ min: -30, max: 50 }), { minLength: 3, maxLength: 8 })
    fc.assert(
      fc.property(values, values, (long, other) => {
        const n = Math.min(long.length, other.length)
        const [x, y] = [long.slice(0, n), other.slice(0, n)]
        // Values that hardly scatter, or only together, leave nothing but rounding to compare.
        fc.pre(variance(x) > 1e-3 && variance(y) > 1e-3)
        fc.pre(Math.abs(pearson(x, y, 0.95).interval.estimate) < 0.999)
        const found = fiellerRatio(x, y, 'twins', 0.95)
        const p = (ratio: number): number =>
          oneSampleTest(
            x.map((value, i) => value - ratio * (y[i] ?? 0)),
            0,
            0.95,
          ).p
        // Whatever the shape of the set, its ends are where the test just does not reject.
        const ends = found.kind === 'interval' ? [found.low, found.high] : (found.gap ?? [])
        for (const end of ends) if (Math.abs(end) < 1e4) expect(p(end)).toBeCloseTo(0.05, 6)
        const isClear = oneSampleTest(y, 0, 0.95).p
        if (Math.abs(isClear - 0.05) > 1e-6) expect(found.kind === 'interval').toBe(isClear < 0.05)
        if (found.kind === 'everything') for (const r of [-10, 0, 10]) expect(p(r)).toBeGreaterThan(0.05)
        if (found.gap !== undefined) expect(p((found.gap[0] + found.gap[1]) / 2)).toBeLessThan(0.05)
      }),
    )
  })

  it('takes independent groups as Welch does', () => {
    const found = fiellerRatio(a, b, 'independent', 0.95)
    const [x, y] = [mean(a), mean(b)]
    for (const end of [found.low, found.high]) {
      const error = Math.sqrt(variance(a) / 6 + (end * end * variance(b)) / 6)
      // Both ends lie the same number of errors away: the t quantile at the freedom of the estimate.
      expect(Math.abs(x - end * y) / error).toBeGreaterThan(2.2)
      expect(Math.abs(x - end * y) / error).toBeLessThan(2.3)
    }
    // Without scatter in the denominator it is the t interval of the numerator, divided.
    const fixed = fiellerRatio(a, [2, 2, 2, 2, 2, 2], 'independent', 0.95)
    expect(fixed.low).toBeCloseTo(oneSampleTest(a, 0, 0.95).interval.low / 2, 10)
  })

  it('knows nothing from one value, and little from constants', () => {
    expect(fiellerRatio([1], [2], 'twins', 0.95)).toMatchObject({ kind: 'everything', estimate: 0.5 })
    expect(fiellerRatio([4, 4], [2, 2], 'twins', 0.95)).toMatchObject({ kind: 'interval', low: 2, high: 2 })
    expect(fiellerRatio([1, 2], [0, 0], 'twins', 0.95).kind).toBe('everything')
    expect(() => fiellerRatio([1, 2], [1], 'twins', 0.95)).toThrow(RangeError)
  })
})

describe('geometricMeanRatio', () => {
  const a = [12.1, 9.8, 11.3, 10.7, 13.0, 8.9]
  const b = [6.2, 5.1, 5.9, 4.8, 6.6, 5.5]

  it('agrees with t.test of logarithms in R', () => {
    const paired = geometricMeanRatio(a, b, 'twins', 0.95)
    expect(paired.interval.estimate).toBeCloseTo(1.92593169804, 10)
    expect(paired.interval.low).toBeCloseTo(1.72973408784, 10)
    expect(paired.interval.high).toBeCloseTo(2.14438330815, 10)
    const welch = geometricMeanRatio(a, b, 'independent', 0.95)
    expect(welch.interval.low).toBeCloseTo(1.62907761955, 10)
    expect(welch.interval.high).toBeCloseTo(2.27687917445, 10)
  })

  it('turns round with the groups and refuses zero', () => {
    const found = geometricMeanRatio(a, b, 'twins', 0.95).interval
    expect(geometricMeanRatio(b, a, 'twins', 0.95).interval.low * found.high).toBeCloseTo(1, 12)
    expect(() => geometricMeanRatio([0, 1], [1, 1], 'twins', 0.95)).toThrow(RangeError)
  })
})

describe('varianceReduction', () => {
  it('is 1/(1 - correlation) for equal variances, and its interval covers that', () => {
    const words = new Uint32Array(4)
    const normal = (i: number, which: number, trial: number): number => {
      philox4x32([i, which, trial, 0], [3, 4], words)
      return normalQuantile(uniform(words[0] ?? 0, words[1] ?? 0))
    }
    const quick = { level: 0.95, resamples: 200, seed: 1 }
    let covered = 0
    for (let trial = 0; trial < 60; trial += 1) {
      const a = Array.from({ length: 20 }, (_, i) => normal(i, 0, trial))
      const b = a.map((value, i) => 0.8 * value + 0.6 * normal(i, 1, trial))
      const found = varianceReduction(a, b, quick)
      if (found.low < 5 && found.high > 5) covered += 1
    }
    // Of 200 such trials 185 covered 5; five standard deviations of a count of 60 with that chance.
    expect(covered).toBeGreaterThan(60 * 0.925 - 5 * Math.sqrt(60 * 0.925 * 0.075))
    const a = Array.from({ length: 200 }, (_, i) => normal(i, 0, 0))
    const independent = a.map((_, i) => normal(i, 2, 0))
    // Var(a - b) and var a + var b differ by twice a covariance of about sqrt(1/n): four of these.
    expect(Math.abs(varianceReduction(a, independent, quick).estimate - 1)).toBeLessThan(4 / Math.sqrt(200))
  })

  it('is infinite for twins that differ by a constant, and open for one pair', () => {
    expect(varianceReduction([1, 2, 4], [2, 3, 5], options).estimate).toBe(Infinity)
    expect(varianceReduction([1], [2], options)).toMatchObject({ low: -Infinity, high: Infinity })
  })
})
