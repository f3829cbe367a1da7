import { sortedByValue, weightedQuantile } from './weighted.ts'

/**
 * How well predictions, given as weighted samples, meet data that they have not seen. Both scores are proper: in expectation none
 * beats the true distribution. T. Gneiting and A. E. Raftery, J. Am. Stat. Assoc. 102 (2007), doi:10.1198/016214506000001437.
 */
export interface Prediction {
  /** Predicted values [n]. */
  readonly values: readonly number[]
  /** Weights [n]. */
  readonly weights: readonly number[]
  /** What was observed, in the unit of the values. */
  readonly observed: number
}

/** Returns the share [1] of observations that lie in the central interval with probability `level` [1] of their prediction. */
export function predictiveCoverage(predictions: readonly Prediction[], level: number): number {
  const isInside = ({ values, weights, observed }: Prediction): boolean =>
    observed >= weightedQuantile(values, weights, (1 - level) / 2) &&
    observed <= weightedQuantile(values, weights, (1 + level) / 2)
  return predictions.filter(isInside).length / predictions.length
}

/** Returns where an observation lies in its prediction [1]: the weight below it, ties half. Uniform if predictions are right. */
export function probabilityTransform({ values, weights, observed }: Prediction): number {
  let below = 0
  for (const { value, weight } of sortedByValue(values, weights))
    below += value < observed ? weight : value === observed ? weight / 2 : 0
  return below
}

/**
 * Returns the continuous ranked probability score [unit of the values]: E|X - y| - E|X - X'|/2, the smaller the better; for a single
 * value the absolute error.
 */
export function continuousRankedProbabilityScore({ values, weights, observed }: Prediction): number {
  let error = 0
  let spread = 0
  let below = 0
  for (const { value, weight } of sortedByValue(values, weights)) {
    error += weight * Math.abs(value - observed)
    // The sum over pairs of w w' |x - x'| is 2 sum w x (weight below + w/2 - weight above - w/2) in ascending order.
    spread += weight * value * (2 * below + weight - 1)
    below += weight
  }
  return error - spread
}

/** Returns the energy score [unit of the values] of points [n][d] with weights [n] for an observed point [d]; distances are Euclidean. */
export function energyScore(
  points: readonly (readonly number[])[],
  weights: readonly number[],
  observed: readonly number[],
): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let error = 0
  let spread = 0
  for (const [i, point] of points.entries()) {
    const weight = (weights[i] ?? 0) / total
    error += weight * distance(point, observed)
    for (let j = 0; j < i; j += 1)
      spread += weight * ((weights[j] ?? 0) / total) * distance(point, points[j] ?? [])
  }
  return error - spread
}

function distance(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let d = 0; d < a.length; d += 1) sum += ((a[d] ?? 0) - (b[d] ?? 0)) * ((a[d] ?? 0) - (b[d] ?? 0))
  return Math.sqrt(sum)
}
