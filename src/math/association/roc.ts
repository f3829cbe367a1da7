import { rank } from '../comparison/ranks.ts'
import { normalQuantile } from '../distributions.ts'
import { exp, log } from '../elementary.ts'
import { entry } from '../entry.ts'
import { checkSample, variance, type Interval } from '../statistics.ts'

/** Receiver operating characteristic: how well a score tells positives from negatives when larger means positive. */

/** One threshold: scores at or above it are called positive. */
export interface RocPoint {
  readonly threshold: number
  /** Share of positives called so [1]. */
  readonly sensitivity: number
  /** Share of negatives called positive [1]. */
  readonly falsePositive: number
}

/** Returns the curve from (0, 0) at threshold Infinity to (1, 1), one point per distinct score. RangeError if one is empty. */
export function rocCurve(positives: readonly number[], negatives: readonly number[]): readonly RocPoint[] {
  checkScores(positives, negatives)
  const scores = [
    ...positives.map((score) => ({ score, is: true })),
    ...negatives.map((score) => ({ score, is: false })),
  ]
  scores.sort((a, b) => b.score - a.score)
  const points: RocPoint[] = [{ threshold: Infinity, sensitivity: 0, falsePositive: 0 }]
  let [hits, alarms] = [0, 0]
  for (const [i, { score, is }] of scores.entries()) {
    if (is) hits += 1
    else alarms += 1
    if (scores[i + 1]?.score === score) continue
    const [sensitivity, falsePositive] = [hits / positives.length, alarms / negatives.length]
    points.push({ threshold: score, sensitivity, falsePositive })
  }
  return points
}

/**
 * Returns the area under the curve, the chance that a positive scores above a negative (ties half), with the interval of
 * E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Biometrics 44 (1988), doi:10.2307/2531595, cut at 0 and 1. Without any
 * overlap of scores, or with one score on a side, the variance cannot be estimated and the interval is 0 to 1.
 */
export function areaUnderCurve(
  positives: readonly number[],
  negatives: readonly number[],
  level: number,
): Interval {
  checkSample(positives, level)
  checkScores(positives, negatives)
  const [m, n] = [positives.length, negatives.length]
  // Rank among all minus rank among one's own counts the others below, ties half.
  const all = rank([...positives, ...negatives]).ranks
  const below = rank(positives).ranks.map((own, i) => (entry(all, i) - own) / n)
  const above = rank(negatives).ranks.map((own, j) => 1 - (entry(all, m + j) - own) / m)
  const estimate = below.reduce((a, b) => a + b, 0) / m
  const error = Math.sqrt(variance(below) / m + variance(above) / n)
  const common = { estimate, n: m + n, level, method: 'AUC, DeLong' }
  if (!(error > 0)) return { ...common, low: 0, high: 1 }
  const reach = normalQuantile(0.5 + level / 2) * error
  return { ...common, low: Math.max(0, estimate - reach), high: Math.min(1, estimate + reach) }
}

/**
 * Returns the least area [1] that scores without any overlap still allow, m of positives and n of negatives: min(m, n) disjoint
 * pairs of one each are independent and all in order, so that the bound is Clopper and Pearson's for as many successes, (1 -
 * level)/2 to the power of 1/min(m, n). C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), doi:10.1093/biomet/26.4.404.
 */
export function leastSeparatedArea(m: number, n: number, level: number): number {
  if (!(m >= 1 && n >= 1)) throw new RangeError('a curve needs positives and negatives')
  return exp(log((1 - level) / 2) / Math.min(m, n))
}

function checkScores(positives: readonly number[], negatives: readonly number[]): void {
  if (positives.length === 0 || negatives.length === 0)
    throw new RangeError('a curve needs positives and negatives')
  if ([...positives, ...negatives].some(Number.isNaN)) throw new RangeError('a missing score has no place')
}
