import { studentQuantile } from './distributions.ts'

/** Small statistics of finished runs: summaries and intervals on means. Values are in whatever unit they came in. */

/** An estimate with its confidence interval, in the unit of the values. */
export interface Interval {
  readonly estimate: number
  /** Lower end; -Infinity when there are too few values to say. */
  readonly low: number
  /** Upper end; Infinity when there are too few values to say. */
  readonly high: number
  /** Values, or pairs, behind the estimate. */
  readonly n: number
  /** Confidence level, e.g. 0.95. */
  readonly level: number
  /** How the interval was made, for captions: "Student t", "paired Student t", "BCa bootstrap". */
  readonly method: string
}

/** Returns the arithmetic mean of values [n]; NaN when there are none. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN
  const rough = sum(values) / values.length
  // A second pass over the residuals removes most of the rounding of the first.
  return rough + sum(values.map((value) => value - rough)) / values.length
}

/** Returns the unbiased sample variance (divisor n - 1) of values [n]; NaN below two values. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN
  const centre = mean(values)
  return sum(values.map((value) => (value - centre) * (value - centre))) / (values.length - 1)
}

/** Returns the square root of the unbiased sample variance of values [n]. */
export function standardDeviation(values: readonly number[]): number {
  return Math.sqrt(variance(values))
}

/**
 * Returns the quantile at probability p of values [n], by linear interpolation between order statistics: type 7 of
 * Hyndman and Fan, doi:10.1080/00031305.1996.10473566, the default of R and NumPy. NaN when there are no values.
 */
export function quantile(values: readonly number[], p: number): number {
  return quantileOfSorted(values.toSorted(ascending), p)
}

/** As `quantile`, for values that are already in ascending order. */
export function quantileOfSorted(sorted: readonly number[], p: number): number {
  if (sorted.length === 0 || !(p >= 0 && p <= 1)) return Number.NaN
  const position = (sorted.length - 1) * p
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? below
  const weight = position - Math.floor(position)
  // Equal ones may be infinite, and their difference NaN.
  return weight === 0 || below === above ? below : below + weight * (above - below)
}

/** Returns the middle value of values [n]; the mean of the two middle ones when n is even. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * Returns the mean of values [n] with its Student t interval: mean +- t(n-1) s/sqrt(n).
 * One value gives an interval without ends, since it says nothing about scatter; none throws a RangeError.
 */
export function meanInterval(values: readonly number[], level: number): Interval {
  return studentInterval(values, level, 'Student t')
}

/**
 * Returns the mean of a - b over pairs a [n], b [n] with its Student t interval.
 * Twins share their luck, so the difference within pairs scatters far less than the difference of two means.
 */
export function pairedDifference(a: readonly number[], b: readonly number[], level: number): Interval {
  if (a.length !== b.length)
    throw new RangeError(`pairs need equal lengths, found ${a.length} and ${b.length}`)
  return studentInterval(pairedDifferences(a, b), level, 'paired Student t')
}

/** Sums of some hundred values in another order differ by this share. Chosen: 64 roundings. */
const ROUNDING = 64 * Number.EPSILON

/** Returns a - b over pairs a [n], b [n]; two values that differ by rounding alone differ by nothing. */
export function pairedDifferences(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => {
    const other = b[i] ?? Number.NaN
    const difference = value - other
    return Math.abs(difference) <= ROUNDING * Math.max(Math.abs(value), Math.abs(other)) ? 0 : difference
  })
}

/** Throws a RangeError unless the level is a proper probability and there is at least one finite value. */
export function checkSample(values: readonly unknown[], level: number): void {
  if (!(level > 0 && level < 1))
    throw new RangeError(`a confidence level lies between 0 and 1, found ${level}`)
  if (values.length === 0) throw new RangeError('an interval needs at least one value')
}

function studentInterval(values: readonly number[], level: number, method: string): Interval {
  checkSample(values, level)
  const n = values.length
  const estimate = mean(values)
  if (n === 1) return { estimate, low: -Infinity, high: Infinity, n, level, method }
  const reach = studentQuantile(0.5 + level / 2, n - 1) * Math.sqrt(variance(values) / n)
  return { estimate, low: estimate - reach, high: estimate + reach, n, level, method }
}

/** Orders numbers ascending; NaN last, so that a missing value cannot scramble the rest. */
export function ascending(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a - b
}

function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}
