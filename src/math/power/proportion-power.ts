import { normalCdf, normalQuantile } from '../distributions.ts'
import { checkProbability, reach } from './search.ts'

/**
 * Power of the two-sided comparison of two independent shares, by the normal approximation with a pooled variance under the
 * null hypothesis; both tails count, as in R's power.prop.test with strict = TRUE. Fair when all expected counts exceed
 * about five. Sizes are not rounded; round them up.
 */
export interface ProportionDesign {
  /** True shares [1] of the two groups. */
  readonly first: number
  readonly second: number
  /** Two-sided bound on p, e.g. 0.05. */
  readonly significance: number
}

/** Returns the power [1] with n subjects per group. */
export function proportionPower({ first, second, significance }: ProportionDesign, n: number): number {
  checkProbability('first', first)
  checkProbability('second', second)
  checkProbability('significance', significance)
  const pooled = (first + second) / 2
  const bound = -normalQuantile(significance / 2) * Math.sqrt(2 * pooled * (1 - pooled))
  const scatter = Math.sqrt(first * (1 - first) + second * (1 - second))
  const distance = Math.sqrt(n) * Math.abs(first - second)
  return normalCdf((distance - bound) / scatter) + normalCdf((-distance - bound) / scatter)
}

/** Returns the subjects per group for a wanted power [1]; Infinity when shares are equal. */
export function proportionSize(design: ProportionDesign, power: number): number {
  checkProbability('power', power)
  if (design.first === design.second) return Infinity
  return reach((n) => proportionPower(design, n), power, 1)
}
