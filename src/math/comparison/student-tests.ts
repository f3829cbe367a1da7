import { studentQuantile } from '../distributions.ts'
import {
  mean,
  meanInterval,
  pairedDifference,
  pairedDifferences,
  variance,
  type Interval,
} from '../statistics.ts'
import { twoSidedStudent } from '../test-distributions.ts'
import type { TestResult } from './test-result.ts'

/**
 * Student's and Welch's t tests, with the interval that belongs to each: p < 1 - level exactly when zero lies outside.
 * They assume means that are about normal: fair from some ten values on, or fewer when values are not skewed.
 * Values without any scatter give the limits, p = 1 for no difference and p = 0 for one.
 */
export interface StudentTest extends TestResult {
  /** The mean or difference of means, in the unit of the values, with its interval. */
  readonly interval: Interval
}

/** Tests the mean of values [n] against `expected` [unit of the values]; p is NaN for one value. */
export function oneSampleTest(values: readonly number[], expected: number, level: number): StudentTest {
  const interval = meanInterval(values, level)
  const error = Math.sqrt(variance(values) / values.length)
  return { ...decide(interval.estimate - expected, error, values.length - 1), ...named(interval) }
}

/** Tests the mean of a - b over pairs a [n], b [n] against zero; p is NaN for one pair. */
export function pairedTest(a: readonly number[], b: readonly number[], level: number): StudentTest {
  const interval = pairedDifference(a, b, level)
  const error = Math.sqrt(variance(pairedDifferences(a, b)) / a.length)
  return { ...decide(interval.estimate, error, a.length - 1), ...named(interval) }
}

/**
 * Tests mean(a) - mean(b) of independent samples [n], [m] against zero without assuming equal variances:
 * B. L. Welch, Biometrika 34 (1947), doi:10.1093/biomet/34.1-2.28. Throws a RangeError below two values in either.
 */
export function welchTest(a: readonly number[], b: readonly number[], level: number): StudentTest {
  if (a.length < 2 || b.length < 2) throw new RangeError('Welch needs at least two values in each sample')
  const { error, freedom } = welchError(variance(a) / a.length, variance(b) / b.length, a.length, b.length)
  const estimate = mean(a) - mean(b)
  const reach = error === 0 ? 0 : studentQuantile(0.5 + level / 2, freedom) * error
  const n = a.length + b.length
  const interval = { estimate, low: estimate - reach, high: estimate + reach, n, level, method: 'Welch t' }
  return { ...decide(estimate, error, freedom), ...named(interval) }
}

/** Returns the standard error of a difference of means with squared errors a, b of n, m values, and its freedom. */
export function welchError(a: number, b: number, n: number, m: number): { error: number; freedom: number } {
  const total = a + b
  const freedom = total === 0 ? n + m - 2 : (total * total) / ((a * a) / (n - 1) + (b * b) / (m - 1))
  return { error: Math.sqrt(total), freedom }
}

function decide(
  difference: number,
  error: number,
  freedom: number,
): { statistic: number; p: number; freedom: number } {
  if (!(error >= 0)) return { statistic: Number.NaN, p: Number.NaN, freedom }
  const statistic = difference === 0 ? 0 : difference / error
  return { statistic, p: twoSidedStudent(statistic, freedom), freedom }
}

function named(interval: Interval): { n: number; method: string; interval: Interval } {
  return { n: interval.n, method: interval.method, interval }
}
