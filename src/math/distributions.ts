import { exp, log, log1p } from './elementary.ts'
import { logBeta, regularisedBetaOf } from './special-functions.ts'

/** Normal and Student's t distributions, for intervals in reports. */

/** 1/sqrt(2 pi) [1]. */
const inverseRootTwoPi = 0.3989422804014327

/** Where the series for the normal integral hands over to the continued fraction [standard deviations]. */
const seriesEnd = 3

/** Levels of the continued fraction; chosen: at x = 3 it has converged to rounding after 90. */
const fractionLevels = 120

/** Most steps of a root search; chosen: bisection alone would need fewer. */
const mostSteps = 200

/** Returns the standard normal density at x [1]. */
export function normalDensity(x: number): number {
  return inverseRootTwoPi * exp(-0.5 * x * x)
}

/** Returns the probability that a standard normal variable is below x, with relative accuracy in the lower tail. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > seriesEnd) return 1 - upperNormalTail(x)
  if (x < -seriesEnd) return upperNormalTail(-x)
  // Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...): NIST DLMF 7.6.2, all terms of one sign.
  let term = x
  let sum = x
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (x * x) / n
    sum += term
  }
  return 0.5 + normalDensity(x) * sum
}

/** 1 - Phi(x) = phi(x) / (x + 1/(x + 2/(x + 3/(x + ...)))), NIST DLMF 7.9.1. */
function upperNormalTail(x: number): number {
  let fraction = x
  for (let level = fractionLevels; level >= 1; level -= 1) fraction = x + level / fraction
  return normalDensity(x) / fraction
}

/** Returns the x below which a standard normal variable falls with probability p. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (p > 0.5) return 0 - normalQuantile(1 - p)
  let x = roughNormalQuantile(p)
  // Newton on ln Phi, which is nearly quadratic in the tail; each step squares the error, from 4.5e-4.
  for (let i = 0; i < 4; i += 1) {
    const tail = normalCdf(x)
    x -= (log(tail / p) * tail) / normalDensity(x)
  }
  return p === 0.5 ? 0 : x
}

/** Abramowitz and Stegun 26.2.23, good to 4.5e-4, for p <= 1/2. */
function roughNormalQuantile(p: number): number {
  const t = Math.sqrt(-2 * log(p))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  return above / below - t
}

/** Returns the probability that Student's t with `freedom` degrees of freedom [1] is below t. */
export function studentCdf(t: number, freedom: number): number {
  const tail = studentTail(Math.abs(t), freedom)
  return t > 0 ? 1 - tail : tail
}

/** Returns the t below which Student's t with `freedom` degrees of freedom [1] falls with probability p. */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p >= 0 && p <= 1 && freedom > 0)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (p === 0.5) return 0
  return p < 0.5 ? -upperStudentQuantile(p, freedom) : upperStudentQuantile(1 - p, freedom)
}

/** Probability above t >= 0: half of I_x(freedom/2, 1/2) with x = freedom/(freedom + t^2). */
function studentTail(t: number, freedom: number): number {
  if (t === Infinity) return 0
  const sum = freedom + t * t
  return 0.5 * regularisedBetaOf(freedom / sum, (t * t) / sum, freedom / 2, 0.5)
}

function studentDensity(t: number, freedom: number): number {
  const power = -0.5 * (freedom + 1) * log1p((t * t) / freedom)
  return exp(power - logBeta(freedom / 2, 0.5) - 0.5 * log(freedom))
}

/** Solves studentTail(t) = tail for t > 0: Newton on the logarithm, kept inside a shrinking bracket. */
function upperStudentQuantile(tail: number, freedom: number): number {
  let high = 1
  while (studentTail(high, freedom) > tail) high *= 2
  let low = high === 1 ? 0 : high / 2
  let t = (low + high) / 2
  for (let step = 0; step < mostSteps; step += 1) {
    const current = studentTail(t, freedom)
    if (current > tail) low = t
    else high = t
    const newton = t + (log(current / tail) * current) / studentDensity(t, freedom)
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - t) <= 2e-16 * t) return next
    t = next
  }
  return t
}
