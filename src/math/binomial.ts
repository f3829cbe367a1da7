import { entry } from './entry.ts'
import { exp, log, log1p } from './elementary.ts'

/*
 * Binomial and multinomial numbers that follow from uniform ones by IEEE 754 operations only: the same bits in every engine.
 *
 * Small means are inverted: one uniform number. For others the transformed rejection of W. Hörmann, "The generation of binomial random
 * variates", J Stat Comput Simul 46 (1993) 101, algorithm BTRS: exact, with 1.2 to 1.5 pairs of uniform numbers on average, whatever n and p.
 * Its test needs ln f(k) - ln f(m), which differences of log-factorials would lose for n above 10^9: it is written with the deviance, as in
 * C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */

/** Uniform numbers in [0, 1) at the addresses 0, 1, 2 ... of one use: the same number each time that it is asked for. */
export type UniformAt = (index: number) => number

/** Below this mean numbers are inverted: BTRS is made for n p of at least 10. */
const LEAST_MEAN = 10
/** The tail beyond is below 10^-60 for a mean of 10: only rounding of the sum gets there. */
const MOST_INVERTED = 110
/** Pairs that are tried: each fails with a probability below 0.35, all of them in one of 10^50 cases. */
const MOST_TRIES = 120

/** Number of successes of `n` [1], a whole number up to 10^12, each with probability `p` [1]. */
export function binomial(n: number, p: number, uniform: UniformAt): number {
  if (!(n > 0) || !(p > 0)) return 0
  if (p >= 1) return n
  // 1 - p is exact for p above one half.
  if (p > 0.5) return n - binomial(n, 1 - p, uniform)
  return n * p < LEAST_MEAN ? inverted(n, p, uniform(0)) : rejected(n, p, uniform)
}

/** Sums probabilities from zero on until they exceed `u`. */
function inverted(n: number, p: number, u: number): number {
  const odds = p / (1 - p)
  let probability = exp(n * log1p(-p))
  let rest = u - probability
  let k = 0
  while (rest >= 0 && k < n && k < MOST_INVERTED) {
    k += 1
    probability *= ((n - k + 1) / k) * odds
    rest -= probability
  }
  return k
}

/** Constants of BTRS are those of the paper. */
function rejected(n: number, p: number, uniform: UniformAt): number {
  const deviation = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const c = n * p + 0.5
  const squeeze = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * deviation
  const mode = Math.floor((n + 1) * p)
  const top = logMass(mode, n, p)
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const v = uniform(2 * attempt)
    const u = uniform(2 * attempt + 1) - 0.5
    const edge = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / edge + b) * u + c)
    if (edge >= 0.07 && v <= squeeze) return k
    if (!(k >= 0 && k <= n)) continue
    if (log((v * alpha) / (a / (edge * edge) + b)) <= logMass(k, n, p) - top) return k
  }
  return mode
}

/** ln of the probability of `k` successes of `n` [1], to some 1e-14 relative to the deviance. */
export function logMass(k: number, n: number, p: number): number {
  if (k === 0) return n * log1p(-p)
  if (k === n) return n * log(p)
  const rest = stirlingError(n) - stirlingError(k) - stirlingError(n - k)
  const deviance = deviationOf(k, n * p) + deviationOf(n - k, n * (1 - p))
  return rest - deviance + 0.5 * log(n / (TWO_PI * k * (n - k)))
}

const TWO_PI = 6.283185307179586

/** Coefficients B(2k)/(2k(2k-1)), k = 1..8, of Stirling's series (NIST DLMF 5.11.1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400]
/** From here on the ninth term is below 2e-17. */
const STIRLING_START = 10

/** ln n! less Stirling's formula without its series [1]. */
function stirlingError(n: number): number {
  if (n < STIRLING_START) return entry(SMALL, n)
  const square = 1 / (n * n)
  let sum = 0
  for (let term = STIRLING.length - 1; term >= 0; term -= 1) sum = entry(STIRLING, term) + square * sum
  return sum / n
}

const SMALL: readonly number[] = Array.from({ length: STIRLING_START }, (_, n) => {
  let factorial = 1
  for (let k = 2; k <= n; k++) factorial *= k
  return n === 0 ? 0 : log(factorial) - (n + 0.5) * log(n) + n - 0.5 * log(TWO_PI)
})

/** Terms of the series for x near the mean: v below 0.1, so that the first that is left out is below 1e-18. */
const DEVIANCE_TERMS = 9

/** x ln(x/mean) + mean - x [1], without losing digits where x is near the mean. */
function deviationOf(x: number, mean: number): number {
  const difference = x - mean
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * log(x / mean) - difference
  const v = difference / (x + mean)
  let [sum, power] = [difference * v, 2 * x * v]
  for (let j = 1; j <= DEVIANCE_TERMS; j++) {
    power *= v * v
    sum += power / (2 * j + 1)
  }
  return sum
}

/**
 * Shares all of `n` [1] out in proportion to `weights`, at least one of which is not zero: `out[i]` gets how many go to outcome i. One conditional
 * binomial number after the other; `uniform(i, index)` has addresses apart for each outcome, so that an outcome takes no draw of another.
 */
export function multinomial(
  n: number,
  weights: Float64Array,
  out: Float64Array,
  uniform: (outcome: number, index: number) => number,
): void {
  let left = n
  let outcome = 0
  const at = (index: number): number => uniform(outcome, index)
  for (; outcome < weights.length; outcome++) {
    const weight = weights[outcome] ?? 0
    // The last outcome has all of what is left: its weight is divided by itself.
    const gone = weight > 0 && left > 0 ? binomial(left, weight / sumFrom(weights, outcome), at) : 0
    out[outcome] = gone
    left -= gone
  }
}

/** Sum of the entries from `first` on, added from the end. */
function sumFrom(values: Float64Array, first: number): number {
  let sum = 0
  for (let k = values.length - 1; k >= first; k--) sum += values[k] ?? 0
  return sum
}
