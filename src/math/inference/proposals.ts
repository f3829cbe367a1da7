import { normalQuantile } from '../distributions.ts'
import { times } from '../linear-algebra.ts'
import { openNormalCdf, type Copula } from '../sampling/copula.ts'
import { distributionProblem, quantileOf, type Distribution } from '../sampling/distribution.ts'

/** A point that somebody else evaluates, when and where it suits. */
export interface Proposal {
  /** Counts proposals from 0 [1]; a result names it, so that results may come in any order. */
  readonly index: number
  /** Values of the parameters [n], each in its own unit. */
  readonly values: readonly number[]
  /** Seed [1] for a simulator that draws random numbers. */
  readonly seed: number
}

/** What came of a proposal. */
export interface Result {
  readonly index: number
  /** Distance from the data, or the value to make small; Infinity for a run that failed. */
  readonly distance: number
}

/**
 * Proposes points and is told what came of them. What it proposes depends on its options and on the results by index, never on
 * their order or on how many come at once.
 */
export interface Proposer {
  /** Returns every proposal that waits for its result; none when the search is over. */
  readonly propose: () => readonly Proposal[]
  /** Takes results of proposals that wait; throws a RangeError for any other. */
  readonly tell: (results: readonly Result[]) => void
}

/** What is believed of parameters before seeing data. */
export interface Prior {
  /** [n] */
  readonly distributions: readonly Distribution[]
  /** How the parameters go together; independent without. */
  readonly copula?: Copula
}

/** Proposals that are out, and the results that came back for them. */
export interface Batch {
  readonly outstanding: () => readonly Proposal[]
  /** Takes results; returns whether all are in. */
  readonly take: (results: readonly Result[]) => boolean
  /** Distances in the order of proposals; NaN counts as failed. */
  readonly distances: () => readonly number[]
}

/** Makes a batch of proposals, in ascending order of their index. */
export function createBatch(proposals: readonly Proposal[]): Batch {
  const waiting = new Map(proposals.map((proposal) => [proposal.index, proposal]))
  const found = new Map<number, number>()
  const take = (results: readonly Result[]): boolean => {
    const unknown = results.find(({ index }) => !waiting.has(index))
    if (unknown !== undefined) throw new RangeError(`proposal ${unknown.index} waits for no result`)
    for (const { index, distance } of results) {
      waiting.delete(index)
      found.set(index, Number.isNaN(distance) ? Infinity : distance)
    }
    return waiting.size === 0
  }
  return {
    outstanding: () => [...waiting.values()],
    take,
    distances: () => proposals.map(({ index }) => found.get(index) ?? Infinity),
  }
}

/** Takes a search as far as known results [index -> distance] reach; what it proposes after that is new. */
export function replay(proposer: Proposer, known: ReadonlyMap<number, number>): void {
  for (;;) {
    const results = proposer.propose().flatMap(({ index }) => {
      const distance = known.get(index)
      return distance === undefined ? [] : [{ index, distance }]
    })
    if (results.length === 0) return
    proposer.tell(results)
  }
}

/** Returns the parameters [n] at a point [n] whose coordinates are standard normal and independent under the prior. */
export function valuesOfLatent(prior: Prior, latent: readonly number[]): readonly number[] {
  const mixed = prior.copula === undefined ? latent : times(prior.copula.factor, latent)
  return prior.distributions.map((distribution, d) =>
    quantileOf(distribution, openNormalCdf(mixed[d] ?? Number.NaN)),
  )
}

/** Returns the parameters [n] at a point [n] of the unit cube, whose coordinates are uniform and independent under the prior. */
export function valuesOfCube(prior: Prior, point: readonly number[]): readonly number[] {
  const inside = point.map((u) => Math.min(Math.max(u, smallestShare), 1 - smallestShare))
  if (prior.copula !== undefined) return valuesOfLatent(prior, inside.map(normalQuantile))
  return prior.distributions.map((distribution, d) => quantileOf(distribution, inside[d] ?? Number.NaN))
}

/** Distance that points keep from the faces of the cube [1]; chosen: 6 standard deviations, where quantiles are still finite. */
const smallestShare = 1e-9

/** Throws a RangeError unless every distribution of the prior makes sense. */
export function checkPrior({ distributions, copula }: Prior): void {
  if (distributions.length === 0) throw new RangeError('a search needs at least one parameter')
  for (const [d, distribution] of distributions.entries()) {
    const problem = distributionProblem(distribution)
    if (problem !== undefined) throw new RangeError(`the prior of parameter ${d + 1} ${problem}`)
  }
  if (copula !== undefined && copula.factor.length !== distributions.length)
    throw new RangeError(
      `correlations are given for ${copula.factor.length} of ${distributions.length} parameters`,
    )
}

/** Returns a seed [1], an integer from 0 to 2^53 - 1, from two random words. */
export function seedOfWords(high: number, low: number): number {
  return (high >>> 11) * 4294967296 + low
}
