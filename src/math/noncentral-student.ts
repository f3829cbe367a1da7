import { normalCdf } from './distributions.ts'
import { exp, log } from './elementary.ts'
import { logGamma, regularisedBetaOf } from './special-functions.ts'

/**
 * Noncentral t distribution: (Z + shift)/sqrt(chi-square/freedom), the law of the t statistic when there is an effect.
 *
 *     F(t) = Phi(-d) + 1/2 sum_j [ p_j I_x(j + 1/2, v/2) + q_j I_x(j + 1, v/2) ]      t >= 0, x = t^2/(v + t^2)
 *     p_j = e^(-d^2/2) (d^2/2)^j / j!        q_j = d e^(-d^2/2) (d^2/2)^j / (sqrt(2) Gamma(j + 3/2))
 *
 * R. V. Lenth, Algorithm AS 243, Applied Statistics 38 (1989), doi:10.2307/2347693. The sum starts at its largest
 * weights, near j = d^2/2, so that a large shift does not underflow. It takes some 10 d terms; beyond `longestShift` the
 * normal approximation of Abramowitz and Stegun 26.7.10 stands in, good to a few digits where F is neither 0 nor 1.
 */

/** Largest shift [1] for which the series is summed; chosen: a few milliseconds. */
const longestShift = 100

/** Weights below this part of one are left out [1]; chosen: with about 100 terms the rest stays below 1e-16. */
const smallestWeight = 1e-19

/** Returns the probability that the noncentral t with `freedom` and noncentrality `shift` [1] is below t. */
export function noncentralStudentCdf(t: number, freedom: number, shift: number): number {
  if (Number.isNaN(t) || !(freedom > 0) || !Number.isFinite(shift)) return Number.NaN
  if (t === Infinity || t === -Infinity) return t > 0 ? 1 : 0
  if (Math.abs(shift) > longestShift) return roughCdf(t, freedom, shift)
  if (t < 0) return 1 - positiveCdf(-t, freedom, -shift)
  return positiveCdf(t, freedom, shift)
}

function roughCdf(t: number, freedom: number, shift: number): number {
  const part = 1 / (4 * freedom)
  return normalCdf((t * (1 - part) - shift) / Math.sqrt(1 + 2 * t * t * part))
}

function positiveCdf(t: number, freedom: number, shift: number): number {
  const half = (shift * shift) / 2
  const x = (t * t) / (freedom + t * t)
  const y = freedom / (freedom + t * t)
  const start = Math.floor(half)
  let sum = 0
  for (let j = start; ; j += 1) {
    const weight = evenWeight(j, half)
    sum += termOf(j, weight, { x, y, freedom, shift, half })
    if (weight < smallestWeight) break
  }
  for (let j = start - 1; j >= 0; j -= 1) {
    const weight = evenWeight(j, half)
    sum += termOf(j, weight, { x, y, freedom, shift, half })
    if (weight < smallestWeight) break
  }
  return Math.min(Math.max(normalCdf(-shift) + sum / 2, 0), 1)
}

interface Place {
  readonly x: number
  readonly y: number
  readonly freedom: number
  readonly shift: number
  /** shift^2/2 [1]. */
  readonly half: number
}

function termOf(j: number, weight: number, { x, y, freedom, shift, half }: Place): number {
  const even = weight * regularisedBetaOf(x, y, j + 0.5, freedom / 2)
  return even + oddWeight(j, shift, half) * regularisedBetaOf(x, y, j + 1, freedom / 2)
}

/** p_j, a Poisson probability. */
function evenWeight(j: number, half: number): number {
  if (half === 0) return j === 0 ? 1 : 0
  return exp(j * log(half) - half - logGamma(j + 1))
}

/** q_j; the sign is that of the shift. */
function oddWeight(j: number, shift: number, half: number): number {
  if (half === 0) return 0
  return shift * exp(j * log(half) - half - logGamma(j + 1.5)) * Math.SQRT1_2
}
