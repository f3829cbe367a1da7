import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  mean,
  meanInterval,
  median,
  pairedDifference,
  quantile,
  standardDeviation,
  variance,
} from './statistics.ts'

/**
 * W. S. Gosset's sleep data (Student, "The probable error of a mean", 1908): extra hours of sleep of ten patients under
 * two drugs. The classic paired t interval for drug 1 - drug 2 is (-2.46, -0.70), mean -1.58.
 */
const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

describe('summaries', () => {
  it('survives a large offset', () => {
    // NIST Statistical Reference Datasets, NumAcc4 in miniature: exact mean 1e7 + 0.2, exact deviation 0.1.
    const values = [1e7 + 0.2, ...Array.from({ length: 1000 }, (_, i) => 1e7 + (i % 2 === 0 ? 0.1 : 0.3))]
    expect(mean(values)).toBeCloseTo(1e7 + 0.2, 8)
    // Each value is stored to 2^-30 or 9e-10, so the deviation is good to 1e-9 / sqrt(n) plus rounding.
    expect(Math.abs(standardDeviation(values) - 0.1)).toBeLessThan(2e-9)
  })

  it('follows shifts and scales', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(values, fc.integer({ min: -50, max: 50 }), (sample, shift) => {
        const moved = sample.map((value) => 2 * value + shift)
        expect(mean(moved)).toBeCloseTo(2 * mean(sample) + shift, 9)
        expect(variance(moved)).toBeCloseTo(4 * variance(sample), 6)
      }),
    )
  })

  it('has no mean of nothing and no variance of one', () => {
    expect(mean([])).toBeNaN()
    expect(variance([1])).toBeNaN()
    expect(variance([2, 4])).toBe(2)
  })
})

describe('quantile', () => {
  // R: quantile(c(1, 3, 4, 8, 20), c(0, .1, .25, .5, .9, 1)); type 7 is (n - 1) p + 1 between order statistics.
  it.each([
    [0, 1],
    [0.1, 1.8],
    [0.25, 3],
    [0.5, 4],
    [0.9, 15.2],
    [1, 20],
  ])('at %d', (p, expected) => {
    expect(quantile([20, 3, 8, 1, 4], p)).toBeCloseTo(expected, 12)
  })

  it('takes the middle, or the mean of the middle two', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([])).toBeNaN()
    expect(quantile([1], 1.5)).toBeNaN()
  })

  it('leaves its argument alone and stays within the values', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (sample, p) => {
        const copy = [...sample]
        const found = quantile(sample, p)
        expect(sample).toEqual(copy)
        expect(found).toBeGreaterThanOrEqual(Math.min(...sample))
        expect(found).toBeLessThanOrEqual(Math.max(...sample))
      }),
    )
  })
})

describe('intervals', () => {
  it('reproduces the paired interval of the sleep data', () => {
    const found = pairedDifference(drug1, drug2, 0.95)
    expect(found).toMatchObject({ n: 10, level: 0.95, method: 'paired Student t' })
    expect(found.estimate).toBeCloseTo(-1.58, 12)
    expect(found.low.toFixed(7)).toBe('-2.4598858')
    expect(found.high.toFixed(7)).toBe('-0.7001142')
  })

  it('is the interval of the mean of the differences', () => {
    const differences = drug1.map((value, i) => value - (drug2[i] ?? 0))
    const { method: _, ...paired } = pairedDifference(drug1, drug2, 0.9)
    expect(meanInterval(differences, 0.9)).toEqual({ ...paired, method: 'Student t' })
  })

  it('finds nothing where pairs differ by rounding', () => {
    const tenths = [0.1 + 0.2, 3 * (0.1 / 3) * 2]
    expect(tenths[0]).not.toBe(0.3)
    expect(pairedDifference(tenths, [0.3, 0.2], 0.95)).toMatchObject({ estimate: 0, low: 0, high: 0 })
    expect(pairedDifference([1 + 1e-12, 1 + 1e-12], [1, 1], 0.95).low).toBeGreaterThan(0)
  })

  it('has no ends for one value, no width for equal ones', () => {
    expect(meanInterval([3], 0.95)).toMatchObject({ estimate: 3, low: -Infinity, high: Infinity, n: 1 })
    expect(meanInterval([2, 2, 2], 0.95)).toMatchObject({ estimate: 2, low: 2, high: 2 })
  })

  it('refuses nonsense', () => {
    expect(() => meanInterval([], 0.95)).toThrow(RangeError)
    expect(() => meanInterval([1, 2], 95)).toThrow(RangeError)
    expect(() => pairedDifference([1], [1, 2], 0.95)).toThrow(RangeError)
  })
})
