import type { TestResult } from '../comparison/test-result.ts'
import { exp } from '../elementary.ts'
import { entry } from '../entry.ts'
import { logGamma } from '../special-functions.ts'
import type { Count } from './proportions.ts'

/** Exact tests of two shares. */

/** Relative slack when probabilities are compared [1]; chosen: as R, far above rounding and below any real difference. */
const slack = 1e-7

/**
 * Fisher's test that two independent groups have the same share; the statistic is the sample's odds ratio. p is the sum of
 * the probabilities of all tables with these margins that are no likelier than the one found: R. A. Fisher, J. R. Statist.
 * Soc. 85 (1922), doi:10.2307/2340521. Throws a RangeError unless counts are whole and within their totals.
 */
export function fisherExact(a: Count, b: Count): TestResult {
  checkCount(a)
  checkCount(b)
  const marked = a.count + b.count
  const n = a.of + b.of
  const first = Math.max(0, marked - b.of)
  const last = Math.min(a.of, marked)
  const logChance = (k: number): number =>
    logChoose(a.of, k) + logChoose(b.of, marked - k) - logChoose(n, marked)
  const chances = Array.from({ length: last - first + 1 }, (_, i) => exp(logChance(first + i)))
  const bound = entry(chances, a.count - first) * (1 + slack)
  const total = chances.reduce((sum, chance) => sum + chance, 0)
  const p = chances.reduce((sum, chance) => sum + (chance <= bound ? chance : 0), 0) / total
  const statistic = (a.count * (b.of - b.count)) / (b.count * (a.of - a.count))
  return { statistic, p: Math.min(1, p), n, method: 'Fisher exact' }
}

/**
 * McNemar's test that a mark is as frequent in a as in b over pairs a [n], b [n], such as twins: only pairs that differ
 * count, and among them either direction should be as likely. p is exact, by the binomial distribution: Q. McNemar,
 * Psychometrika 12 (1947), doi:10.1007/BF02295996. The statistic is the odds ratio of the pairs that differ.
 */
export function mcnemarTest(a: readonly boolean[], b: readonly boolean[]): TestResult {
  if (a.length !== b.length)
    throw new RangeError(`pairs need equal lengths, found ${a.length} and ${b.length}`)
  const onlyA = a.filter((value, i) => value && b[i] === false).length
  const onlyB = a.filter((value, i) => !value && b[i] === true).length
  const different = onlyA + onlyB
  let tail = 0
  for (let k = 0; k <= Math.min(onlyA, onlyB); k += 1)
    tail += exp(logChoose(different, k) - different * Math.LN2)
  return { statistic: onlyA / onlyB, p: Math.min(1, 2 * tail), n: a.length, method: 'McNemar, exact' }
}

/** ln of n over k. */
function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}

function checkCount({ count, of }: Count): void {
  const whole = Number.isInteger(count) && Number.isInteger(of)
  if (!(whole && count >= 0 && count <= of)) throw new RangeError(`${count} of ${of} is no count`)
}
