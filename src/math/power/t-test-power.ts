import { normalCdf, normalQuantile, studentQuantile } from '../distributions.ts'
import { noncentralStudentCdf } from '../noncentral-student.ts'
import { checkProbability, reach } from './search.ts'

/**
 * Power of two-sided t tests: the chance of p below `significance` when there is a difference, from the noncentral t. Both
 * tails count, as in R's power.t.test with strict = TRUE. Sizes are not rounded; round them up.
 */
export interface TTestDesign {
  /** Two groups of n each, or n pairs (also: n values against a fixed one). */
  readonly kind: 'two-sample' | 'paired'
  /** True difference of means [unit of the values]. */
  readonly difference: number
  /** Standard deviation within a group, or of the differences within pairs [unit of the values]. */
  readonly deviation: number
  /** Two-sided bound on p, e.g. 0.05. */
  readonly significance: number
}

/** Degrees of freedom beyond which t is taken as normal [1]; the error is about 1/freedom. */
const normalFrom = 4e5

/** Returns the power [1] with n values per group, or n pairs; n >= 2 need not be whole. */
export function tTestPower(design: TTestDesign, n: number): number {
  checkDesign(design)
  if (!(n >= 2)) throw new RangeError(`a t test needs two values per group, found ${n}`)
  const isPaired = design.kind === 'paired'
  const freedom = isPaired ? n - 1 : 2 * (n - 1)
  const shift = (Math.abs(design.difference) / design.deviation) * Math.sqrt(isPaired ? n : n / 2)
  if (freedom > normalFrom) {
    const z = normalQuantile(design.significance / 2)
    return normalCdf(z + shift) + normalCdf(z - shift)
  }
  const t = studentQuantile(1 - design.significance / 2, freedom)
  // By symmetry, so that each tail is a small lower one.
  return noncentralStudentCdf(-t, freedom, -shift) + noncentralStudentCdf(-t, freedom, shift)
}

/** Returns the values per group, or pairs, for a wanted power [1]; at least 2, Infinity when there is no difference. */
export function tTestSize(design: TTestDesign, power: number): number {
  checkDesign(design)
  checkProbability('power', power)
  if (design.difference === 0) return Infinity
  return reach((n) => tTestPower(design, n), power, 2)
}

/** Returns the smallest difference [unit of the values] that n values per group, or pairs, show with a wanted power. */
export function detectableDifference(
  design: Omit<TTestDesign, 'difference'>,
  n: number,
  power: number,
): number {
  checkProbability('power', power)
  const powerAt = (difference: number): number => tTestPower({ ...design, difference }, n)
  return reach(powerAt, power, 1e-3 * design.deviation)
}

function checkDesign({ deviation, significance }: TTestDesign): void {
  checkProbability('significance', significance)
  if (!(deviation > 0)) throw new RangeError(`a deviation is positive, found ${deviation}`)
}
