import { normalQuantile } from '../distributions.ts'
import { checkSample, type Interval } from '../statistics.ts'

/** Intervals for shares of subjects, good for small numbers and near 0 and 1, where estimate +- z error is not. */

/** How many of how many. */
export interface Count {
  readonly count: number
  readonly of: number
}

/**
 * Returns the share count/of [1] with the score interval of E. B. Wilson, J. Am. Stat. Assoc. 22 (1927),
 * doi:10.1080/01621459.1927.10502953. Throws a RangeError unless 0 <= count <= of and of > 0.
 */
export function proportion({ count, of }: Count, level: number): Interval {
  checkSample([0], level)
  if (!(of > 0 && count >= 0 && count <= of)) throw new RangeError(`${count} of ${of} is no share`)
  const z = normalQuantile(0.5 + level / 2)
  const share = count / of
  const centre = (count + (z * z) / 2) / (of + z * z)
  const reach = (z * Math.sqrt(of * share * (1 - share) + (z * z) / 4)) / (of + z * z)
  // At the ends centre and reach are equal up to rounding.
  const low = count === 0 ? 0 : centre - reach
  const high = count === of ? 1 : centre + reach
  return { estimate: share, low, high, n: of, level, method: 'Wilson' }
}

/**
 * Returns the difference of the shares of independent groups, a - b, by combining their Wilson intervals: method 10 of
 * R. G. Newcombe, Stat. Med. 17 (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
 */
export function proportionDifference(a: Count, b: Count, level: number): Interval {
  const [p, q] = [proportion(a, level), proportion(b, level)]
  const estimate = p.estimate - q.estimate
  const low = estimate - length(p.estimate - p.low, q.high - q.estimate)
  const high = estimate + length(p.high - p.estimate, q.estimate - q.low)
  return { estimate, low, high, n: a.of + b.of, level, method: 'Newcombe' }
}

function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y)
}
