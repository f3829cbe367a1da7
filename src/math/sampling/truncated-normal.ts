import { normalCdf, normalQuantile } from '../distributions.ts'
import { exp, log } from '../elementary.ts'

/** A normal distribution between two ends, which may be infinite; all in the unit of the variable. */
export interface TruncatedNormal {
  /** Mean before truncation. */
  readonly mean: number
  /** Standard deviation before truncation. */
  readonly sd: number
  readonly low: number
  readonly high: number
}

/** ln sqrt(2 pi) [1]. */
const logRootTwoPi = 0.9189385332046728

/** Returns the probability [1] that the normal variable has between its two ends. */
export function massBetween(normal: TruncatedNormal): number {
  const [a, b] = standardEnds(normal)
  // Above the mean take the mirror image: differences of numbers near 1 would lose the tail.
  return a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a)
}

/** Returns the value below which the truncated variable falls with probability u [1]. */
export function truncatedQuantile(normal: TruncatedNormal, u: number): number {
  if (u <= 0 || u >= 1) return u <= 0 ? normal.low : normal.high
  const [a, b] = standardEnds(normal)
  const z =
    a > 0
      ? -normalQuantile(mixed(normalCdf(-b), normalCdf(-a), 1 - u))
      : normalQuantile(mixed(normalCdf(a), normalCdf(b), u))
  return Math.min(Math.max(normal.mean + normal.sd * z, normal.low), normal.high)
}

/** Returns the probability [1] that the truncated variable is at most x. */
export function truncatedCdf(normal: TruncatedNormal, x: number): number {
  if (x <= normal.low || x >= normal.high) return x >= normal.high ? 1 : 0
  return massBetween({ ...normal, high: x }) / massBetween(normal)
}

/** Returns the logarithm of the truncated density at x [1/unit of x]. */
export function truncatedLogDensity(normal: TruncatedNormal, x: number): number {
  if (x < normal.low || x > normal.high) return -Infinity
  const z = (x - normal.mean) / normal.sd
  return -0.5 * z * z - logRootTwoPi - log(normal.sd) - log(massBetween(normal))
}

/** Returns the mean of the truncated variable: mean + sd (phi(a) - phi(b)) / mass. */
export function truncatedMean(normal: TruncatedNormal): number {
  const [a, b] = standardEnds(normal)
  const densities = exp(-0.5 * a * a - logRootTwoPi) - exp(-0.5 * b * b - logRootTwoPi)
  return normal.mean + (normal.sd * densities) / massBetween(normal)
}

/** Returns the mean of exp of the truncated variable: exp(mean + sd^2/2) times the mass after a shift by sd^2, over the mass. */
export function truncatedExponentialMean(normal: TruncatedNormal): number {
  const square = normal.sd * normal.sd
  const shifted = massBetween({ ...normal, mean: normal.mean + square })
  return (exp(normal.mean + square / 2) * shifted) / massBetween(normal)
}

function standardEnds({ mean, sd, low, high }: TruncatedNormal): readonly [number, number] {
  return [(low - mean) / sd, (high - mean) / sd]
}

function mixed(from: number, to: number, share: number): number {
  return from + share * (to - from)
}
