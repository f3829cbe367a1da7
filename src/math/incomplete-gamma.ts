import { exp, log } from './elementary.ts'
import { logGamma } from './special-functions.ts'

/** Regularised incomplete gamma functions, behind the chi-square distribution. */

/** Most terms of the series or fraction; they need a few times sqrt(a). */
const mostTerms = 100_000

/** Stop when a term changes the sum by less than this [1]; chosen: one rounding error. */
const tolerance = 1.2e-16

/** Stands in for a vanishing denominator in Lentz's method [1]; chosen: far below any real one. */
const tiny = 1e-300

/** Returns the lower regularised incomplete gamma function P(a, x) [1] for a > 0 and x >= 0 (NIST DLMF 8.2.4). */
export function regularisedGamma(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN
  if (x === 0) return 0
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x)
}

/** Returns the upper regularised incomplete gamma function Q(a, x) = 1 - P(a, x) [1], accurate where it is small. */
export function regularisedGammaTail(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN
  if (x === 0) return 1
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
}

/** x^a e^-x / Gamma(a), the factor in front of both expansions. */
function prefactor(a: number, x: number): number {
  return exp(a * log(x) - x - logGamma(a))
}

/** P(a, x) = prefactor sum x^k / (a (a + 1) ... (a + k)), all terms of one sign (DLMF 8.11.4). */
function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let k = 1; k < mostTerms; k += 1) {
    term *= x / (a + k)
    sum += term
    if (term < tolerance * sum) return prefactor(a, x) * sum
  }
  return Number.NaN
}

/** Q(a, x) by the even part of the continued fraction of DLMF 8.9.2, with the modified Lentz method. */
function gammaFraction(a: number, x: number): number {
  if (x === Infinity) return 0
  let denominator = x + 1 - a
  let c = 1 / tiny
  let d = 1 / denominator
  let fraction = d
  for (let k = 1; k < mostTerms; k += 1) {
    const numerator = k * (a - k)
    denominator += 2
    d = 1 / nonZero(denominator + numerator * d)
    c = nonZero(denominator + numerator / c)
    fraction *= c * d
    if (Math.abs(c * d - 1) < 2 * tolerance) return prefactor(a, x) * fraction
  }
  return Number.NaN
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
