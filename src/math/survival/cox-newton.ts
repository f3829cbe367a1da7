import { entry } from '../entry.ts'
import { dot, solve } from '../linear-algebra.ts'
import { coxDerivatives, type CoxDerivatives, type CoxProblem } from './cox-likelihood.ts'

/** Newton's method on the partial likelihood, which is concave; it tells why there is no maximum where there is none. */

/** Most steps; a likelihood with a maximum needs fewer than ten. */
const mostSteps = 60

/**
 * Below this expected gain in log-likelihood [1], which is 1e-5 standard errors away, one more step is the last: it squares
 * the error. Chosen; likelihoods of many subjects are not known better than the rounding of their sums.
 */
const smallestGain = 1e-10
const roundingOfSums = 1e-14

/** Halvings of a step that overshoots. */
const mostHalvings = 40

/** Spread of linear predictors [1] from which on a search is suspected to run away: a hazard ratio of 1e5. */
const suspiciousSpread = 12

/** The outcome of a search. */
export type CoxMaximum =
  | { readonly kind: 'maximum'; readonly b: readonly number[]; readonly at: CoxDerivatives }
  /** The likelihood grows without end along `direction` [p]. */
  | { readonly kind: 'monotone'; readonly direction: readonly number[] }
  /** Some combination of covariates does not differ within any risk set. */
  | { readonly kind: 'singular' }
  | { readonly kind: 'not converged' }

/** Maximises the likelihood over the coefficients `free`, starting from b [p], whose others stay as they are. */
export function maximise(problem: CoxProblem, b: readonly number[], free: readonly number[]): CoxMaximum {
  let current = b
  let at = coxDerivatives(problem, current)
  let last = b.map(() => 0)
  for (let step = 0; step < mostSteps; step += 1) {
    const move = newtonStep(at, free, b.length)
    if (move === undefined && step === 0) return { kind: 'singular' }
    if (runsAway(problem, current, move ?? last)) return { kind: 'monotone', direction: move ?? last }
    if (move === undefined) return { kind: 'not converged' }
    if (dot(at.score, move) / 2 < smallestGain + roundingOfSums * Math.abs(at.logLikelihood)) {
      const end = plus(current, move, 1)
      return { kind: 'maximum', b: end, at: coxDerivatives(problem, end) }
    }
    const next = climb(problem, current, at.logLikelihood, move)
    if (next === undefined) return { kind: 'maximum', b: current, at }
    current = next.b
    at = next.at
    last = Array.from(move)
  }
  return { kind: 'not converged' }
}

/** Whether coefficients have become suspiciously large and the next step cannot ever be too long. */
function runsAway(problem: CoxProblem, b: readonly number[], move: readonly number[]): boolean {
  return spreadOf(problem, b) > suspiciousSpread && separates(problem, move)
}

function newtonStep(at: CoxDerivatives, free: readonly number[], p: number): readonly number[] | undefined {
  const information = free.map((i) => free.map((j) => entry(at.information[i] ?? [], j)))
  const solved = solve(
    information,
    free.map((i) => entry(at.score, i)),
  )
  if (solved === undefined) return undefined
  const move = Array.from({ length: p }, () => 0)
  for (const [k, i] of free.entries()) move[i] = entry(solved, k)
  return move
}

/** The first of b + move, b + move/2, ... that is not lower. */
function climb(
  problem: CoxProblem,
  b: readonly number[],
  before: number,
  move: readonly number[],
): { b: readonly number[]; at: CoxDerivatives } | undefined {
  for (let halving = 0, size = 1; halving < mostHalvings; halving += 1, size /= 2) {
    const next = plus(b, move, size)
    const at = coxDerivatives(problem, next)
    if (at.logLikelihood >= before) return { b: next, at }
  }
  return undefined
}

/**
 * Whether the likelihood cannot fall along a direction: at every event the one concerned has the largest predictor of
 * all at risk. Only then is there no maximum. Rounding of the search is allowed for relative to the largest spread.
 */
function separates(problem: CoxProblem, direction: readonly number[]): boolean {
  if (direction.every((value) => value === 0)) return false
  const slack = 1e-6 * spreadOf(problem, direction)
  return problem.strata.every(({ times, events, rows }) => {
    const predictors = rows.map((row) => dot(row, direction))
    let largest = -Infinity
    let k = 0
    return times.every((time, i) => {
      for (; k < times.length && entry(times, k) >= time; k += 1)
        largest = Math.max(largest, entry(predictors, k))
      return events[i] !== true || entry(predictors, i) >= largest - slack
    })
  })
}

/** Largest minus smallest linear predictor of all subjects. */
function spreadOf(problem: CoxProblem, b: readonly number[]): number {
  let low = Infinity
  let high = -Infinity
  for (const { rows } of problem.strata)
    for (const row of rows) {
      const predictor = dot(row, b)
      low = Math.min(low, predictor)
      high = Math.max(high, predictor)
    }
  return high - low
}

/** a + factor b */
function plus(a: readonly number[], b: readonly number[], factor: number): readonly number[] {
  return a.map((value, i) => value + factor * entry(b, i))
}
