import { createDraws } from '../draws.ts'

/*
 * Multilevel splitting with a fixed effort. An event that is too rare to be seen by running a process often is split into steps that are not: a trial that has come one step further is
 * stored, and the next step is tried again and again from what is stored. M. J. J. Garvels, The splitting method in rare event simulation (thesis, University of Twente, 2000).
 */

/** A process that has to pass some levels, one after the other, before a rare event. */
export interface Splitting<State> {
  /** Levels up to the event [1]: it has happened when the last one is passed. */
  readonly levels: number
  /** Trials at every level [1]. */
  readonly trials: number
  /** Estimates of the probability that are made, each by itself [1], at least 2: their scatter is the error. */
  readonly repeats: number
  /** Seed [1] of which stored state a trial begins with, an integer from 0 to 2^53 - 1. */
  readonly seed: number
  /**
   * Runs one trial from a state that has just passed level `level - 1` (none at level 0) until it passes `level`, and returns the state at that moment; undefined when it no longer can. It must leave
   * the state that it is given as it is, and draw its luck from `trial` [1], which is another number for every trial.
   */
  readonly advance: (from: State | undefined, level: number, trial: number) => State | undefined
}

/** A probability, and how far it may be off. */
export interface SplitProbability {
  /** Mean of the repeats [1]; its expectation is the probability of the event, whatever the levels are. */
  readonly probability: number
  /** Standard error of it [1], from the scatter of the repeats. */
  readonly standardError: number
  /** Share of the trials that passed each level, over all repeats [1]. */
  readonly passed: readonly number[]
  /**
   * Variance of one repeat over the squared probability [1] where all states at a level have the same chance to go on: the product of 1 + (1 - p)/(n p) over the levels, less one, with n trials of
   * chance p. States that differ add to it; then the standard error tells.
   */
  readonly relativeVariance: number
}

/** Fourth counter word of the draws; chosen: keeps them apart from other uses. */
const DOMAIN = 0x5b117000

/** Estimates the probability of a rare event. */
export function splitProbability<State>(splitting: Splitting<State>): SplitProbability {
  const { levels, trials, repeats } = splitting
  if (!(levels >= 1 && trials >= 1 && repeats >= 2))
    throw new RangeError(
      `levels and trials must be at least 1 and repeats 2, found ${levels}, ${trials} and ${repeats}`,
    )
  const passes = Array.from({ length: levels }, () => 0)
  const tried = Array.from({ length: levels }, () => 0)
  const estimates = Array.from({ length: repeats }, (_, repeat) => once(splitting, repeat, passes, tried))
  const probability = estimates.reduce((sum, value) => sum + value, 0) / repeats
  const squares = estimates.reduce((sum, value) => sum + (value - probability) ** 2, 0)
  // A level that nobody came to was not tried: its share is not known, and neither is the variance.
  const passed = passes.map((count, level) => count / (tried[level] ?? 0))
  return {
    probability,
    standardError: Math.sqrt(squares / (repeats - 1) / repeats),
    passed,
    relativeVariance: passed.reduce((product, p) => product * (1 + (1 - p) / (trials * p)), 1) - 1,
  }
}

/** One estimate: the product of the shares that passed. */
function once<State>(
  { levels, trials, seed, advance }: Splitting<State>,
  repeat: number,
  passes: number[],
  tried: number[],
): number {
  const draws = createDraws(seed, DOMAIN)
  let stored: readonly (State | undefined)[] = [undefined]
  let product = 1
  for (let level = 0; level < levels; level++) {
    const next: State[] = []
    for (let k = 0; k < trials; k++) {
      const from = stored[Math.floor(draws.uniform(repeat, level, k) * stored.length)]
      const state = advance(from, level, (repeat * levels + level) * trials + k)
      if (state !== undefined) next.push(state)
    }
    passes[level] = (passes[level] ?? 0) + next.length
    tried[level] = (tried[level] ?? 0) + trials
    product *= next.length / trials
    if (next.length === 0) return 0
    stored = next
  }
  return product
}
