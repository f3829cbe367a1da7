import { createDraws, type Draws } from '../draws.ts'
import { perturbationKernel, type Particle, type PerturbationKernel } from './abc-kernel.ts'
import {
  checkPrior,
  createBatch,
  seedOfWords,
  valuesOfLatent,
  type Batch,
  type Prior,
  type Proposal,
  type Proposer,
} from './proposals.ts'
import { effectiveSampleSize, weightedQuantile } from './weighted.ts'

/**
 * Approximate Bayesian computation by a sequence of populations: T. Toni et al., J. R. Soc. Interface 6 (2009),
 * doi:10.1098/rsif.2008.0172, with tolerances that follow from the population before, as in P. Del Moral, A. Doucet and A. Jasra,
 * Stat. Comput. 22 (2012), doi:10.1007/s11222-011-9271-y.
 *
 *     population 0    points of the prior, whatever their distance, if their run did not fail
 *     population t    propose a particle of t - 1, moved by the kernel; accept if distance <= tolerance(t)
 *                     tolerance(t) = a quantile of the distances of t - 1
 *
 * All moves happen in coordinates that are standard normal under the prior (z = Phi^-1 of the prior's cdf): no proposal falls outside
 * of the prior, scales of parameters do not matter, and correlations of the prior come along.
 *
 * Order does not matter: a proposal's point and seed are looked up by its index, a batch is judged when all of it is in, and the
 * first acceptable ones by index make the population, so that fast runs gain nothing.
 */
export interface AbcSmcOptions {
  readonly prior: Prior
  /** Seed [1], an integer from 0 to 2^53 - 1. */
  readonly seed: number
  /** Particles of a population [1]. */
  readonly population: number
  /** Most proposals that may be made [1]. */
  readonly budget: number
  /** Which quantile of the distances becomes the next tolerance [1]; 0.5 by default. */
  readonly quantile?: number
  /** Ends the search when fewer than this share of proposals is accepted [1]; 0.01 by default. */
  readonly minimumAcceptance?: number
  /** Ends the search when the tolerance has come down to this [unit of distances]; 0 by default. */
  readonly tolerance?: number
  /** Most populations after the first [1]; without limit by default. */
  readonly generations?: number
  /** Least number of proposals in a batch [1]; the population by default. Results depend on it, but not on workers. */
  readonly batch?: number
}

/** A population: an approximate posterior. */
export interface Population {
  readonly generation: number
  /** Largest distance accepted [unit of distances]; Infinity in population 0. */
  readonly tolerance: number
  readonly particles: readonly Particle[]
  /** Equal weights that would be as good [1]. */
  readonly effectiveSampleSize: number
  /** Accepted per proposed [1]. */
  readonly acceptance: number
  /** Proposals made up to here, all populations together [1]. */
  readonly proposals: number
}

/** Why a search ended. */
export type AbcStop =
  | 'tolerance reached'
  | 'few accepted'
  | 'budget spent'
  | 'generations done'
  | 'tolerance stalled'

/** A search for an approximate posterior. */
export interface AbcSmc extends Proposer {
  /** Returns all complete populations; the last is the answer, which is none when the budget ended before the first. */
  readonly populations: () => readonly Population[]
  /** Returns why the search ended; undefined while it goes on. */
  readonly stopped: () => AbcStop | undefined
  /** Returns the largest distance that the population in the making accepts [unit of distances]. */
  readonly tolerance: () => number
}

type Settings = Required<AbcSmcOptions>

/** The population in the making. */
interface Generation {
  readonly number: number
  readonly tolerance: number
  /** Absent in population 0, which comes from the prior. */
  readonly kernel?: PerturbationKernel
  /** Index of its first proposal. */
  readonly start: number
  readonly accepted: readonly Omit<Particle, 'weight'>[]
}

/** Fourth counter word of the search's random numbers [1]; chosen: keeps them apart from other uses. */
const domain = 0xabc50000

/** Second counter words of draws, beside those of the kernel. */
const use = { prior: 2, seed: 3 } as const

/** Starts a search; `propose` and `tell` carry it on. */
export function createAbcSmc(options: AbcSmcOptions): AbcSmc {
  const settings = settingsOf(options)
  const draws = createDraws(settings.seed, domain)
  const populations: Population[] = []
  let proposed = 0
  let generation: Generation = { number: 0, tolerance: Infinity, start: 0, accepted: [] }
  let stopped: AbcStop | undefined
  let latents: readonly (readonly number[])[] = []
  let batch: Batch = createBatch([])

  const nextBatch = (): void => {
    const size = batchSize(generation, proposed, settings)
    if (size <= 0) stopped = proposed >= settings.budget ? 'budget spent' : 'few accepted'
    const indices = Array.from({ length: Math.max(size, 0) }, (_, i) => proposed + i)
    latents = indices.map((index) => latentAt(generation, draws, index, settings.prior.distributions.length))
    batch = createBatch(indices.map((index, i) => proposalAt(settings.prior, draws, index, latents[i] ?? [])))
    proposed += indices.length
  }
  const complete = (): void => {
    populations.push(populationOf(generation, settings))
    const next = nextGeneration(populations, proposed, settings)
    if (typeof next === 'string') stopped = next
    else generation = next
  }
  const judge = (): void => {
    const first = proposed - latents.length
    generation = withAccepted(generation, settings.prior, batch.distances(), latents, first)
    latents = []
    batch = createBatch([])
    if (generation.accepted.length >= settings.population) complete()
    if (stopped === undefined) nextBatch()
  }
  nextBatch()
  return {
    propose: () => batch.outstanding(),
    tell: (results) => {
      if (batch.take(results) && stopped === undefined) judge()
    },
    populations: () => populations,
    stopped: () => stopped,
    tolerance: () => generation.tolerance,
  }
}

function settingsOf(options: AbcSmcOptions): Settings {
  const { population } = options
  const defaults = {
    quantile: 0.5,
    minimumAcceptance: 0.01,
    tolerance: 0,
    generations: Infinity,
    batch: population,
  }
  const settings = { ...defaults, ...options }
  checkPrior(settings.prior)
  const least = settings.prior.distributions.length + 2
  if (!(Number.isInteger(population) && population >= least))
    throw new RangeError(`the population must be at least ${least} for this prior, found ${population}`)
  if (!(settings.quantile > 0 && settings.quantile < 1 && settings.minimumAcceptance > 0))
    throw new RangeError('quantile must lie between 0 and 1, and the least acceptance above 0')
  if (!(settings.batch >= 1 && settings.budget >= 1))
    throw new RangeError('batch and budget must be at least 1')
  return settings
}

/** As many proposals as will probably complete the population, within budget and least acceptance. */
function batchSize(generation: Generation, proposed: number, settings: Settings): number {
  const { population, minimumAcceptance, budget, batch } = settings
  const made = proposed - generation.start
  const missing = population - generation.accepted.length
  const rate = Math.max(generation.accepted.length / Math.max(made, 1), minimumAcceptance)
  const wanted = made === 0 ? batch : Math.max(Math.ceil(missing / rate), batch)
  const allowed = Math.min(Math.ceil(population / minimumAcceptance) - made, budget - proposed)
  return Math.min(wanted, allowed)
}

function latentAt(
  { kernel }: Generation,
  draws: Draws,
  index: number,
  dimensions: number,
): readonly number[] {
  if (kernel !== undefined) return kernel.propose(draws, index)
  return Array.from({ length: dimensions }, (_, d) => draws.normal(index, use.prior, d))
}

function proposalAt(prior: Prior, draws: Draws, index: number, latent: readonly number[]): Proposal {
  const seed = seedOfWords(draws.word(index, use.seed, 0), draws.word(index, use.seed, 1))
  return { index, values: valuesOfLatent(prior, latent), seed }
}

/** Adds the acceptable proposals of a batch, whose first index is `first`, in the order of their indices. */
function withAccepted(
  generation: Generation,
  prior: Prior,
  distances: readonly number[],
  latents: readonly (readonly number[])[],
  first: number,
): Generation {
  const found = distances.flatMap((distance, i) => {
    if (distance === Infinity || distance > generation.tolerance) return []
    const latent = latents[i] ?? []
    return [{ index: first + i, values: valuesOfLatent(prior, latent), latent, distance }]
  })
  return { ...generation, accepted: [...generation.accepted, ...found] }
}

function populationOf(generation: Generation, { population }: Settings): Population {
  const chosen = generation.accepted.slice(0, population)
  const last = chosen.at(-1)?.index ?? 0
  const weights =
    generation.kernel?.weights(chosen.map(({ latent }) => latent)) ?? chosen.map(() => 1 / population)
  return {
    generation: generation.number,
    tolerance: generation.tolerance,
    particles: chosen.map((particle, i) => ({ ...particle, weight: weights[i] ?? Number.NaN })),
    effectiveSampleSize: effectiveSampleSize(weights),
    acceptance: population / (last + 1 - generation.start),
    proposals: last + 1,
  }
}

function nextGeneration(
  populations: readonly Population[],
  proposed: number,
  settings: Settings,
): Generation | AbcStop {
  const last = populations.at(-1)
  if (last === undefined) return 'few accepted'
  if (last.tolerance <= settings.tolerance) return 'tolerance reached'
  if (last.generation >= settings.generations) return 'generations done'
  if (last.acceptance < settings.minimumAcceptance) return 'few accepted'
  const { particles } = last
  const distances = particles.map(({ distance }) => distance)
  const weights = particles.map(({ weight }) => weight)
  const tolerance = Math.max(weightedQuantile(distances, weights, settings.quantile), settings.tolerance)
  if (!(tolerance < last.tolerance)) return 'tolerance stalled'
  return {
    number: last.generation + 1,
    tolerance,
    kernel: perturbationKernel(particles),
    start: proposed,
    accepted: [],
  }
}
