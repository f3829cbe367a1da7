import type { Matrix } from '../linear-algebra.ts'

/** Statistics of weighted samples: values [n] in any unit with weights [n] that are not negative and need not sum to one. */

/** Returns weights that sum to one. */
export function normalised(weights: readonly number[]): readonly number[] {
  const total = sumOf(weights)
  if (!(total > 0)) throw new RangeError('weights must have a positive sum')
  return weights.map((weight) => weight / total)
}

/** Returns the effective sample size [1]: (sum w)^2 / sum w^2, the number of equal weights that would be as good. */
export function effectiveSampleSize(weights: readonly number[]): number {
  const total = sumOf(weights)
  return (total * total) / sumOf(weights.map((weight) => weight * weight))
}

/** Returns the weighted mean. */
export function weightedMean(values: readonly number[], weights: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += (values[i] ?? Number.NaN) * (weights[i] ?? Number.NaN)
  return sum / sumOf(weights)
}

/** Returns the weighted covariance [d][d] of points [n][d], with the divisor 1 - sum w^2 that makes it unbiased. */
export function weightedCovariance(
  points: readonly (readonly number[])[],
  weights: readonly number[],
): Matrix {
  const shares = normalised(weights)
  const dimensions = points[0]?.length ?? 0
  const all = Array.from({ length: dimensions }, (_, d) => d)
  const centre = all.map((d) =>
    weightedMean(
      points.map((point) => point[d] ?? Number.NaN),
      shares,
    ),
  )
  const divisor = 1 - 1 / effectiveSampleSize(shares)
  const covariance = (a: number, b: number): number => {
    let sum = 0
    for (const [i, point] of points.entries())
      sum += (shares[i] ?? 0) * ((point[a] ?? 0) - (centre[a] ?? 0)) * ((point[b] ?? 0) - (centre[b] ?? 0))
    return sum / divisor
  }
  return all.map((a) => all.map((b) => covariance(Math.min(a, b), Math.max(a, b))))
}

/**
 * Returns the value below which a share p [1] of the weight lies: linear between the middles of neighbouring weights, so that
 * reversing the sample reverses the quantiles. NaN without values.
 */
export function weightedQuantile(values: readonly number[], weights: readonly number[], p: number): number {
  const sorted = sortedByValue(values, weights)
  if (sorted.length === 0 || !(p >= 0 && p <= 1)) return Number.NaN
  let below = 0
  let previous = { value: sorted[0]?.value ?? Number.NaN, middle: 0 }
  for (const { value, weight } of sorted) {
    const middle = below + weight / 2
    if (middle >= p) {
      const share = middle > previous.middle ? (p - previous.middle) / (middle - previous.middle) : 1
      return previous.value + share * (value - previous.value)
    }
    previous = { value, middle }
    below += weight
  }
  return previous.value
}

/**
 * Returns the narrowest interval that holds a share of the weight [1]: the highest-density interval where the distribution has one
 * peak. M.-H. Chen and Q.-M. Shao, J. Comput. Graph. Stat. 8 (1999), doi:10.1080/10618600.1999.10474802.
 */
export function highestDensityInterval(
  values: readonly number[],
  weights: readonly number[],
  share: number,
): readonly [number, number] {
  const sorted = sortedByValue(values, weights)
  let best: readonly [number, number] = [Number.NaN, Number.NaN]
  let width = Infinity
  let held = 0
  let end = 0
  for (const { value: low, weight } of sorted) {
    // Rounding of the sum must not exclude an interval that holds everything.
    while (end < sorted.length && held < share - 1e-12) {
      held += sorted[end]?.weight ?? 0
      end += 1
    }
    if (held < share - 1e-12) break
    const high = sorted[end - 1]?.value ?? Number.NaN
    if (high - low < width) {
      best = [low, high]
      width = high - low
    }
    held -= weight
  }
  return best
}

/** A value with its share of the weight [1]. */
export interface WeightedValue {
  readonly value: number
  readonly weight: number
}

/** Returns values with normalised weights, ascending; values without weight are left out. */
export function sortedByValue(
  values: readonly number[],
  weights: readonly number[],
): readonly WeightedValue[] {
  if (values.length === 0) return []
  const shares = normalised(weights)
  const pairs = values
    .map((value, i) => ({ value, weight: shares[i] ?? 0 }))
    .filter(({ weight }) => weight > 0)
  return pairs.toSorted((a, b) => a.value - b.value)
}

function sumOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
