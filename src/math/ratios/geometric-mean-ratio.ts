import type { Pairing } from '../bootstrap-groups.ts'
import { pairedTest, welchTest, type StudentTest } from '../comparison/student-tests.ts'
import { exp, log } from '../elementary.ts'

/**
 * Returns the ratio of geometric means of positive replicates a [n], b [m] with its interval: t tests of logarithms, paired
 * or Welch's, turned back. It is the measure for values that scatter by factors, such as counts of growing cells; for
 * lognormal values it is the ratio of medians. Throws a RangeError for values that are not positive.
 */
export function geometricMeanRatio(
  a: readonly number[],
  b: readonly number[],
  pairing: Pairing,
  level: number,
): StudentTest {
  const [x, y] = [logarithms(a), logarithms(b)]
  const test = pairing === 'twins' ? pairedTest(x, y, level) : welchTest(x, y, level)
  const { estimate, low, high, n } = test.interval
  const method = `geometric means, ${test.method} of logarithms`
  return {
    ...test,
    method,
    interval: { estimate: exp(estimate), low: exp(low), high: exp(high), n, level, method },
  }
}

function logarithms(values: readonly number[]): readonly number[] {
  if (!values.every((value) => value > 0)) throw new RangeError('geometric means need positive values')
  return values.map(log)
}
