import type { Pairing } from '../bootstrap-groups.ts'
import { welchError } from '../comparison/student-tests.ts'
import { studentQuantile } from '../distributions.ts'
import { entry } from '../entry.ts'
import { checkSample, mean, variance, type Interval } from '../statistics.ts'

/**
 * Fieller's interval of a ratio of means: all ratios r that a t test of mean(a) - r mean(b) = 0 does not reject. E. C.
 * Fieller, J. R. Statist. Soc. B 16 (1954), doi:10.1111/j.2517-6161.1954.tb00159.x; V. H. Franz, arXiv:0710.2024.
 *
 * While the denominator differs from zero significantly this is an interval. When it does not, arbitrarily large ratios of
 * either sign fit: the set is then all numbers except an interval, or all numbers.
 */
export interface RatioInterval extends Interval {
  /** `interval`: low to high. `outside`: below `gap[0]` or above `gap[1]`. `everything`: the data exclude no ratio. */
  readonly kind: 'interval' | 'outside' | 'everything'
  /** Ratios that are excluded between two rays; with `outside` only. Low and high are then infinite. */
  readonly gap?: readonly [number, number]
}

/** Returns mean(a)/mean(b) of replicates a [n], b [m] with Fieller's set; independent groups as by Welch. */
export function fiellerRatio(
  a: readonly number[],
  b: readonly number[],
  pairing: Pairing,
  level: number,
): RatioInterval {
  checkSample(a, level)
  checkSample(b, level)
  const isPaired = pairing === 'twins'
  if (isPaired && a.length !== b.length)
    throw new RangeError(`pairs need equal lengths, found ${a.length} and ${b.length}`)
  const [x, y] = [mean(a), mean(b)]
  const [xx, yy] = [variance(a) / a.length, variance(b) / b.length]
  const xy = isPaired ? covariance(a, b) / a.length : 0
  const estimate = x / y
  const freedom = isPaired
    ? a.length - 1
    : welchError(xx, estimate * estimate * yy, a.length, b.length).freedom
  const n = isPaired ? a.length : a.length + b.length
  const common = { estimate, n, level, method: isPaired ? 'Fieller, paired' : 'Fieller' }
  const t = studentQuantile(0.5 + level / 2, freedom)
  return { ...common, ...solutions(y * y - t * t * yy, x * y - t * t * xy, x * x - t * t * xx) }
}

type Solutions = Pick<RatioInterval, 'kind' | 'low' | 'high' | 'gap'>

/** The r with A r^2 - 2 B r + C <= 0. */
function solutions(a: number, b: number, c: number): Solutions {
  const root = Math.sqrt(b * b - a * c)
  const everything = { kind: 'everything', low: -Infinity, high: Infinity } as const
  // Not a number without scatter in either, and where the parabola has no zero.
  if (Number.isNaN(a) || a === 0) return everything
  // The estimate itself always solves it, so that a negative discriminant here is rounding of a single solution.
  if (a > 0) return { kind: 'interval', low: (b - (root || 0)) / a, high: (b + (root || 0)) / a }
  if (Number.isNaN(root)) return everything
  return { ...everything, kind: 'outside', gap: [(b + root) / a, (b - root) / a] }
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [mean(a), mean(b)]
  const products = a.map((value, i) => (value - x) * (entry(b, i) - y))
  return products.reduce((sum, value) => sum + value, 0) / (a.length - 1)
}
