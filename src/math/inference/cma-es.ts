import { createDraws, type Draws } from '../draws.ts'
import { log } from '../elementary.ts'
import {
  checkPrior,
  createBatch,
  seedOfWords,
  valuesOfCube,
  type Prior,
  type Proposal,
  type Proposer,
} from './proposals.ts'
import {
  cmaConstants,
  nextState,
  startOfCma,
  stepOf,
  type CmaConstants,
  type CmaState,
} from './cma-strategy.ts'

/**
 * CMA-ES for a point estimate: minimises a function of parameters whose priors say where they may lie. The search runs in the unit
 * cube of the priors' quantiles, so that scales of parameters do not matter; a point beyond a face is reflected at it.
 *
 * Noise: points of one generation share one seed, so that they are compared as twins, and every generation has another, so that the
 * search does not fit the luck of one. With noise that twins do not share the best value is the luckiest, and the mean of the
 * distribution is the better estimate; a larger population averages more. `isOneSeed` makes a stochastic model a fixed function.
 */
export interface CmaEsOptions {
  readonly prior: Prior
  /** Seed [1], an integer from 0 to 2^53 - 1. */
  readonly seed: number
  /** Most proposals that may be made [1]. */
  readonly budget: number
  /** Points per generation [1]; 4 + floor(3 ln n) by default. */
  readonly population?: number
  /** Where to start in the unit cube [n]; its middle by default. */
  readonly start?: readonly number[]
  /** First standard deviation in the unit cube [1]; 0.25 by default. */
  readonly stepSize?: number
  /** Ends the search when all standard deviations have come down to this [1]; 1e-9 by default. */
  readonly smallestStep?: number
  /** Ends the search when a value comes down to this; never by default. */
  readonly goal?: number
  /** Starts anew from a random point with twice the population when a search has converged, so many times [1]; 0 by default. */
  readonly restarts?: number
  readonly isOneSeed?: boolean
}

/** The best point that was evaluated. */
export interface BestPoint extends Proposal {
  /** What was told of it. */
  readonly distance: number
}

/** Why a search ended. */
export type CmaStop = 'goal reached' | 'converged' | 'budget spent' | 'ill-conditioned' | 'flat'

/** A search for the smallest value. */
export interface CmaEs extends Proposer {
  /** Returns the best point so far; undefined until a run succeeded. */
  readonly best: () => BestPoint | undefined
  /** Returns the values of the parameters [n] in the middle of the current distribution: the estimate under noise. */
  readonly mean: () => readonly number[]
  readonly state: () => CmaState
  /** Returns why the search ended; undefined while it goes on. */
  readonly stopped: () => CmaStop | undefined
}

type Settings = Required<CmaEsOptions>

/** Fourth counter word of the search's random numbers [1]; chosen: keeps them apart from other uses. */
const domain = 0xc3ae5000

/** Second counter words of draws: what they are for. */
const use = { step: 0, start: 1, seed: 2 } as const

/** First standard deviation where nothing is known [1]; chosen: the cube is two of them to each side of its middle. */
const broadStep = 0.25

/** Ratio of variances beyond which the covariance has lost its digits [1]: Hansen's tutorial, appendix B.3. */
const mostCondition = 1e14

/** Starts a search; `propose` and `tell` carry it on. A result of Infinity marks a failed run and ranks last. */
export function createCmaEs(options: CmaEsOptions): CmaEs {
  const settings = settingsOf(options)
  const draws = createDraws(settings.seed, domain)
  const n = settings.prior.distributions.length
  let constants = cmaConstants(n, settings.population)
  let state = startOfCma(settings.start, settings.stepSize)
  let restarts = 0
  let proposed = 0
  let generations = 0
  let best: BestPoint | undefined
  let stopped: CmaStop | undefined
  let history: readonly number[] = []
  let steps: readonly (readonly number[])[] = []
  let proposals: readonly Proposal[] = []
  let batch = createBatch([])

  const nextGeneration = (): void => {
    if (stopped === undefined && proposed + constants.population > settings.budget) stopped = 'budget spent'
    const count = stopped === undefined ? constants.population : 0
    const indices = Array.from({ length: count }, (_, i) => proposed + i)
    steps = indices.map((index) => stepOf(state, normals(draws, index, n)))
    const seed = seedAt(draws, settings.isOneSeed ? 0 : generations)
    proposals = indices.map((index, i) => ({
      index,
      values: valuesAt(settings.prior, state, steps[i] ?? []),
      seed,
    }))
    batch = createBatch(proposals)
    proposed += count
    generations += 1
  }
  const restart = (): void => {
    restarts += 1
    const from = settings.start.map((_, d) => draws.uniform(restarts, use.start, d))
    constants = cmaConstants(n, settings.population * 2 ** restarts)
    // A small first step belongs to a good guess, which a random point is not.
    state = startOfCma(from, Math.max(settings.stepSize, broadStep))
    history = []
  }
  const judge = (): void => {
    const distances = batch.distances()
    const order = rankOf(distances)
    const first = order[0] ?? 0
    const least = distances[first] ?? Infinity
    const winner = proposals[first]
    if (winner !== undefined && least < (best?.distance ?? Infinity)) best = { ...winner, distance: least }
    history = [...history, least]
    // Nothing can be learnt from a generation in which every run failed: draw another around the same point.
    if (least < Infinity)
      state = nextState(
        state,
        constants,
        order.map((i) => steps[i] ?? []),
      )
    const reason = reasonToStop(state, constants, history, settings)
    if (reason !== undefined && reason !== 'goal reached' && restarts < settings.restarts) restart()
    else stopped = reason
    nextGeneration()
  }
  nextGeneration()
  return {
    propose: () => batch.outstanding(),
    tell: (results) => {
      if (batch.take(results) && stopped === undefined) judge()
    },
    best: () => best,
    mean: () => valuesOfCube(settings.prior, state.mean.map(reflected)),
    state: () => state,
    stopped: () => stopped,
  }
}

function settingsOf(options: CmaEsOptions): Settings {
  checkPrior(options.prior)
  const n = options.prior.distributions.length
  const start = Array.from({ length: n }, () => 0.5)
  const population = 4 + Math.floor(3 * log(n))
  const defaults = {
    population,
    start,
    stepSize: broadStep,
    smallestStep: 1e-9,
    goal: -Infinity,
    restarts: 0,
    isOneSeed: false,
  }
  const settings = { ...defaults, ...options }
  if (!(Number.isInteger(settings.population) && settings.population >= 4))
    throw new RangeError(`the population must be at least 4, found ${settings.population}`)
  if (settings.start.length !== n)
    throw new RangeError(`the start needs ${n} coordinates, found ${settings.start.length}`)
  if (!(settings.stepSize > 0 && settings.budget > 0))
    throw new RangeError('step size and budget must be above 0')
  return settings
}

function normals(draws: Draws, index: number, n: number): readonly number[] {
  return Array.from({ length: n }, (_, d) => draws.normal(index, use.step, d))
}

function seedAt(draws: Draws, generation: number): number {
  return seedOfWords(draws.word(generation, use.seed, 0), draws.word(generation, use.seed, 1))
}

function valuesAt(prior: Prior, state: CmaState, step: readonly number[]): readonly number[] {
  return valuesOfCube(
    prior,
    state.mean.map((value, d) => reflected(value + state.stepSize * (step[d] ?? 0))),
  )
}

/** Returns x reflected at 0 and 1 until it lies between them. */
export function reflected(x: number): number {
  const turn = Math.abs(x) % 2
  return turn > 1 ? 2 - turn : turn
}

/** Places in ascending order of distance; equal ones by their index, so that the order is always the same. */
function rankOf(distances: readonly number[]): readonly number[] {
  // Differences of infinite distances are not numbers, so compare.
  const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)
  return distances.map((_, i) => i).toSorted((i, j) => compare(distances[i] ?? 0, distances[j] ?? 0) || i - j)
}

function reasonToStop(
  state: CmaState,
  constants: CmaConstants,
  history: readonly number[],
  settings: Settings,
): CmaStop | undefined {
  const { smallestStep, goal } = settings
  if ((history.at(-1) ?? Infinity) <= goal) return 'goal reached'
  const [largest = 0, smallest = 0] = [state.scales[0], state.scales.at(-1)]
  if (!(largest * largest <= mostCondition * smallest * smallest)) return 'ill-conditioned'
  if (state.stepSize * largest <= smallestStep) return 'converged'
  // Appendix B.3: no change of the best value over this many generations.
  const span = 10 + Math.ceil((30 * state.mean.length) / constants.population)
  const last = history.slice(-span)
  return last.length === span && last.every((value) => value === last[0]) ? 'flat' : undefined
}
