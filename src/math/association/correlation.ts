import { rank } from '../comparison/ranks.ts'
import type { TestResult } from '../comparison/test-result.ts'
import { normalQuantile } from '../distributions.ts'
import { exp, log1p } from '../elementary.ts'
import { entry } from '../entry.ts'
import { inverseOf } from '../linear-algebra.ts'
import { checkSample, mean, type Interval } from '../statistics.ts'
import { twoSidedStudent } from '../test-distributions.ts'
import { spearmanExact } from './spearman-exact.ts'

/**
 * Correlations with tests and intervals. Pearson's measures how well a line fits, Spearman's (Pearson's of the ranks) any
 * monotone relation, and is not moved by outliers. Partial correlations are those that remain when what others explain is
 * taken out of both.
 *
 * Intervals are Fisher's, tanh(atanh(r) +- z s): s^2 = 1/(n - 3) for Pearson, (1 + r^2/2)/(n - 3) for Spearman (D. G. Bonett
 * and T. A. Wright, Psychometrika 65 (2000), doi:10.1007/BF02294183); each variable taken out counts as one value less.
 */
export interface Correlation extends TestResult {
  /** The coefficient [1] with its interval; NaN when a variable does not vary, -1 to 1 with too few values. */
  readonly interval: Interval
}

/** Returns Pearson's correlation of x [n] and y [n], tested by Student's t. */
export function pearson(x: readonly number[], y: readonly number[], level: number): Correlation {
  checkPairs(x, y, level)
  return describe({ r: coefficient(x, y), n: x.length, taken: 0, level }, 'Pearson')
}

/** Most values for which p of Spearman is counted over all orders; chosen: R's limit for counting. */
const mostCounted = 9

/** Returns Spearman's correlation of x [n] and y [n]; p is exact up to nine values without ties, else by Student's t. */
export function spearman(x: readonly number[], y: readonly number[], level: number): Correlation {
  checkPairs(x, y, level)
  const [a, b] = [rank(x), rank(y)]
  const found = describe({ r: coefficient(a.ranks, b.ranks), n: x.length, taken: 0, level }, 'Spearman')
  if (x.length > mostCounted || a.ties > 0 || b.ties > 0 || x.length < 2) return found
  return { ...found, p: spearmanExact(a.ranks, b.ranks), method: 'Spearman, exact' }
}

/** Whether a partial correlation is one of values or of ranks. */
export type CorrelationKind = 'Pearson' | 'Spearman'

/**
 * Returns the correlation of x [n] and y [n] given others [k][n]: -P_xy/sqrt(P_xx P_yy), with P the inverse of the
 * correlation matrix of all. NaN when the others determine x or y, or each other.
 */
export function partialCorrelation(
  x: readonly number[],
  y: readonly number[],
  others: readonly (readonly number[])[],
  kind: CorrelationKind,
  level: number,
): Correlation {
  for (const other of [y, ...others]) checkPairs(x, other, level)
  const columns = [x, y, ...others].map((own) => (kind === 'Spearman' ? rank(own).ranks : own))
  const matrix = columns.map((a) => columns.map((b) => (a === b ? 1 : coefficient(a, b))))
  const inverse = matrix.flat().some(Number.isNaN) ? undefined : inverseOf(matrix)
  const at = (i: number, j: number): number => entry(inverse?.[i] ?? [], j)
  const r = clamp(-at(0, 1) / Math.sqrt(at(0, 0) * at(1, 1)))
  return describe({ r, n: x.length, taken: others.length, level }, kind)
}

interface Found {
  readonly r: number
  readonly n: number
  /** Variables taken out. */
  readonly taken: number
  readonly level: number
}

function describe({ r, n, taken, level }: Found, kind: CorrelationKind): Correlation {
  const method = taken === 0 ? kind : `partial ${kind}`
  const freedom = n - 2 - taken
  const statistic = r * Math.sqrt(freedom / ((1 - r) * (1 + r)))
  const p = freedom > 0 ? twoSidedStudent(statistic, freedom) : Number.NaN
  return { statistic, p, freedom, n, method, interval: fisher({ r, n, taken, level }, kind) }
}

function fisher({ r, n, taken, level }: Found, kind: CorrelationKind): Interval {
  const method = `${kind}, Fisher z`
  const common = { estimate: r, n, level, method }
  const left = n - 3 - taken
  if (Number.isNaN(r)) return { ...common, low: r, high: r }
  if (left <= 0) return { ...common, low: -1, high: 1 }
  const spread = kind === 'Spearman' ? (1 + (r * r) / 2) / left : 1 / left
  const reach = normalQuantile(0.5 + level / 2) * Math.sqrt(spread)
  // atanh(+-1) is infinite and stays so.
  const z = (log1p(r) - log1p(-r)) / 2
  return { ...common, low: tanh(z - reach), high: tanh(z + reach) }
}

function tanh(z: number): number {
  const shrunk = exp(-2 * Math.abs(z))
  return (Math.sign(z) * (1 - shrunk)) / (1 + shrunk)
}

/** The correlation coefficient of two columns; NaN when one does not vary. */
function coefficient(x: readonly number[], y: readonly number[]): number {
  const [centreX, centreY] = [mean(x), mean(y)]
  let [xx, yy, xy] = [0, 0, 0]
  for (let i = 0; i < x.length; i += 1) {
    const [dx, dy] = [entry(x, i) - centreX, entry(y, i) - centreY]
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  return clamp(xy / Math.sqrt(xx * yy))
}

/** Rounding may lift a perfect correlation above one. */
function clamp(r: number): number {
  return Math.max(-1, Math.min(1, r))
}

function checkPairs(x: readonly number[], y: readonly number[], level: number): void {
  checkSample(x, level)
  if (x.length !== y.length)
    throw new RangeError(`pairs need equal lengths, found ${x.length} and ${y.length}`)
}
