import { exp, log, log1p } from './elementary.ts'

/**
 * Gamma and beta functions for the statistics of reports. Not for state: kernels have their own.
 * They use the portable `exp` and `log`, so that a report shows the same interval in every browser.
 */

/** ln sqrt(2 pi) [1]. */
const logRootTwoPi = 0.9189385332046728

/** Coefficients B(2k)/(2k(2k-1)), k = 1..8, of Stirling's series (NIST DLMF 5.11.1). */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400]

/** From here Stirling's series with eight terms is exact to rounding: the ninth term is below 2e-17. */
const stirlingStart = 10

/** Returns ln Gamma(x) [1] for x > 0, to about 1e-14 absolute or relative, whichever is larger. */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN
  // Gamma(x) = Gamma(x + n) / (x (x + 1) ... (x + n - 1)) lifts a small argument to where the series holds.
  let product = 1
  let raised = x
  while (raised < stirlingStart) {
    product *= raised
    raised += 1
  }
  return (raised - 0.5) * log(raised) - raised + logRootTwoPi + stirlingRest(raised) - log(product)
}

/** Returns ln B(a, b) [1] for a, b > 0 without the cancellation of three large log-gammas. */
export function logBeta(a: number, b: number): number {
  const large = Math.max(a, b)
  const small = Math.min(a, b)
  if (large < stirlingStart) return logGamma(a) + logGamma(b) - logGamma(a + b)
  const rest = stirlingRest(large) - stirlingRest(large + small)
  // ln Gamma(large) - ln Gamma(large + small) by Stirling, with the leading terms combined by hand.
  const ratio = (large - 0.5) * log1p(-small / (large + small)) - small * log(large + small) + small + rest
  return logGamma(small) + ratio
}

/** Returns the regularised incomplete beta function I_x(a, b) [1] for 0 <= x <= 1 and a, b > 0 (NIST DLMF 8.17). */
export function regularisedBeta(x: number, a: number, b: number): number {
  return regularisedBetaOf(x, 1 - x, a, b)
}

/** As `regularisedBeta`, for callers that know y = 1 - x more accurately than the subtraction gives it. */
export function regularisedBetaOf(x: number, y: number, a: number, b: number): number {
  if (!(x >= 0 && y >= 0 && a > 0 && b > 0)) return Number.NaN
  if (x === 0 || y === 0) return x === 0 ? 0 : 1
  // The fraction converges fast below the mean of the distribution; above it, use I_x(a, b) = 1 - I_y(b, a).
  if (x > (a + 1) / (a + b + 2)) return 1 - betaTail(y, x, b, a)
  return betaTail(x, y, a, b)
}

function betaTail(x: number, y: number, a: number, b: number): number {
  const logX = x > 0.7 ? log1p(-y) : log(x)
  const logY = y > 0.7 ? log1p(-x) : log(y)
  return (exp(a * logX + b * logY - logBeta(a, b)) / a) * betaFraction(x, a, b)
}

/** Most terms of the continued fraction; it needs about sqrt(max(a, b)) of them. */
const mostTerms = 100_000

/** Stop when a step changes the fraction by less than this [1]; chosen: one rounding error. */
const tolerance = 2.3e-16

/** Stands in for a vanishing denominator in Lentz's method [1]; chosen: far below any real one. */
const tiny = 1e-300

/** Evaluates the continued fraction of DLMF 8.17.22 by the modified Lentz method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < mostTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    fraction *= c * d
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    fraction *= c * d
    if (Math.abs(c * d - 1) < tolerance) return fraction
  }
  return Number.NaN
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/** The part of Stirling's series beyond its leading terms. */
function stirlingRest(x: number): number {
  const inverseSquare = 1 / (x * x)
  let sum = 0
  for (let k = stirling.length - 1; k >= 0; k -= 1) sum = sum * inverseSquare + (stirling[k] ?? 0)
  return sum / x
}
