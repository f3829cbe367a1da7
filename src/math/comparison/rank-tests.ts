import { entry } from '../entry.ts'
import { twoSidedNormal } from '../test-distributions.ts'
import { rank } from './ranks.ts'
import type { TestResult } from './test-result.ts'

/**
 * Wilcoxon's signed-rank and rank-sum (Mann-Whitney) tests: F. Wilcoxon, Biometrics Bulletin 1 (1945),
 * doi:10.2307/3001968; H. B. Mann and D. R. Whitney, Ann. Math. Statist. 18 (1947), doi:10.1214/aoms/1177730491.
 * Without ties and below 50 values per sample p is exact, by counting; otherwise the normal approximation with
 * continuity and tie correction is used. With few values exact p cannot be small: six pairs reach 1/32 at best.
 */

/** From here the normal approximation is used [values]; chosen: as R does. */
const exactBelow = 50

/**
 * Tests whether differences a - b over pairs a [n], b [n] lie symmetrically about zero; the statistic is the sum of
 * the ranks of positive differences. Differences of zero are left out, after Wilcoxon; n counts the others.
 */
export function signedRankTest(a: readonly number[], b: readonly number[]): TestResult {
  if (a.length !== b.length)
    throw new RangeError(`pairs need equal lengths, found ${a.length} and ${b.length}`)
  const all = a.map((value, i) => value - entry(b, i))
  const differences = all.filter((value) => value !== 0)
  const n = differences.length
  const { ranks, ties } = rank(differences.map(Math.abs))
  const statistic = sumWhere(ranks, (i) => entry(differences, i) > 0)
  if (n === 0) return { statistic, p: 1, n, method: 'Wilcoxon signed rank: no differences' }
  if (n < exactBelow && ties === 0 && n === all.length) {
    const p = twoSided(signedRankCounts(n), statistic)
    return { statistic, p, n, method: 'Wilcoxon signed rank, exact' }
  }
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48
  const p = twoSidedNormal(corrected(statistic - (n * (n + 1)) / 4) / Math.sqrt(variance))
  return { statistic, p, n, method: 'Wilcoxon signed rank, normal approximation' }
}

/**
 * Tests whether values of a [n] tend to exceed those of b [m]; the statistic counts pairs with a > b, ties half.
 * Throws a RangeError when a sample is empty.
 */
export function rankSumTest(a: readonly number[], b: readonly number[]): TestResult {
  const [n, m] = [a.length, b.length]
  if (n === 0 || m === 0) throw new RangeError('a comparison needs at least one value in each sample')
  const { ranks, ties } = rank([...a, ...b])
  const statistic = sumWhere(ranks, (i) => i < n) - (n * (n + 1)) / 2
  const total = n + m
  if (n < exactBelow && m < exactBelow && ties === 0) {
    const p = twoSided(rankSumCounts(n, m), statistic)
    return { statistic, p, n: total, method: 'Mann-Whitney, exact' }
  }
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)))
  const z = variance === 0 ? 0 : corrected(statistic - (n * m) / 2) / Math.sqrt(variance)
  return { statistic, p: twoSidedNormal(z), n: total, method: 'Mann-Whitney, normal approximation' }
}

function sumWhere(ranks: readonly number[], counts: (i: number) => boolean): number {
  return ranks.reduce((sum, value, i) => sum + (counts(i) ? value : 0), 0)
}

/** Continuity correction: half a step towards zero. */
function corrected(distance: number): number {
  return distance - 0.5 * Math.sign(distance)
}

/** Number of subsets of 1..n by their sum, [n(n+1)/2 + 1]. */
function signedRankCounts(n: number): Float64Array {
  const counts = new Float64Array((n * (n + 1)) / 2 + 1)
  counts[0] = 1
  for (let k = 1; k <= n; k += 1)
    for (let s = counts.length - 1; s >= k; s -= 1) counts[s] = entry(counts, s) + entry(counts, s - k)
  return counts
}

/** Number of orders of n and m values by the count of pairs a > b, [nm + 1]: the Gaussian binomial coefficients. */
function rankSumCounts(n: number, m: number): Float64Array {
  const counts = new Float64Array(n * m + 1)
  counts[0] = 1
  // Product over k of (1 - q^(m + k))/(1 - q^k), truncated after q^(nm); every partial product is a polynomial.
  for (let k = 1; k <= n; k += 1) {
    for (let s = n * m; s >= m + k; s -= 1) counts[s] = entry(counts, s) - entry(counts, s - m - k)
    for (let s = k; s <= n * m; s += 1) counts[s] = entry(counts, s) + entry(counts, s - k)
  }
  return counts
}

/** Twice the smaller tail of a distribution given by counts over 0, 1, 2, ..., at most one. */
function twoSided(counts: Float64Array, statistic: number): number {
  const last = counts.length - 1
  // Both distributions are symmetric about the middle.
  const near = Math.min(statistic, last - statistic)
  let tail = 0
  let total = 0
  for (const [s, count] of counts.entries()) {
    if (s <= near) tail += count
    total += count
  }
  return Math.min(1, (2 * tail) / total)
}
