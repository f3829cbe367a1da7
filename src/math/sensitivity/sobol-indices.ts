import { bootstrapBca, type BootstrapOptions } from '../bootstrap.ts'
import { randomDesign, type UnitDesign } from '../sampling/design.ts'
import { sobolSequence } from '../sampling/sobol-sequence.ts'
import { mean, type Interval } from '../statistics.ts'
import { crossProduct, seedNoise, type SeedNoise } from './seed-noise.ts'

/**
 * Shares of an output's variance that factors explain: alone (first order) and with all their interactions (total order).
 *
 *     V_i  = mean f(B) (f(AB_i) - f(A))        A. Saltelli et al., Comput. Phys. Commun. 181 (2010), doi:10.1016/j.cpc.2009.09.018
 *     V_Ti = mean (f(A) - f(AB_i))^2 / 2       M. J. W. Jansen, Comput. Phys. Commun. 117 (1999), doi:10.1016/S0010-4655(98)00154-4
 *
 * A and B are two independent samples of points; AB_i is A with coordinate i from B. Outputs are centred first, which lowers the
 * scatter of the first estimator. Where the model is stochastic, `seed-noise.ts` says what replicates do.
 */
export interface SaltelliOptions {
  /** Base samples n [1]; a power of two is best. n (dimensions + 2) points are evaluated. */
  readonly samples: number
  /** Factors [1]; a Sobol design holds up to 64. */
  readonly dimensions: number
  /** Seed [1], an integer from 0 to 2^53 - 1. */
  readonly seed: number
  readonly kind?: 'sobol' | 'random'
}

/** Points to evaluate: for each base sample A, B, AB_1 ... AB_k, so that the first samples are a smaller design. */
export interface SaltelliDesign {
  readonly dimensions: number
  /** [samples * (dimensions + 2)][dimensions] */
  readonly points: UnitDesign
}

/** How to estimate. */
export interface SobolIndexOptions extends BootstrapOptions {
  /** First order by the formula above, or by V - mean (f(B) - f(AB_i))^2 / 2, which scatters less when indices are large. */
  readonly firstOrder?: 'saltelli' | 'jansen'
}

/** Shares of the variance of the expected response, and what seeds add to it. */
export interface SobolIndices {
  /** [dimensions]; NaN without ends where the response does not vary. */
  readonly first: readonly Interval[]
  /** [dimensions] */
  readonly total: readonly Interval[]
  /** Variance of the expected response over the factors [unit of the output, squared]. */
  readonly variance: number
  /** Present with two or more replicates. */
  readonly noise?: SeedNoise
  /** Base samples used; those with an output that is not finite are left out. */
  readonly samples: number
}

/** Returns the points that first and total order indices need. */
export function saltelliDesign({
  samples,
  dimensions,
  seed,
  kind = 'sobol',
}: SaltelliOptions): SaltelliDesign {
  const options = { points: samples, dimensions: 2 * dimensions, seed }
  const base = kind === 'sobol' ? sobolSequence(options) : randomDesign(options)
  const points = base.flatMap((row) => {
    const [a, b] = [row.slice(0, dimensions), row.slice(dimensions)]
    return [a, b, ...a.map((_, i) => a.with(i, b[i] ?? Number.NaN))]
  })
  return { dimensions, points }
}

/** Returns first and total order indices from outputs [points][replicates], with bootstrap intervals over base samples. */
export function sobolIndices(
  design: SaltelliDesign,
  outputs: readonly (readonly number[])[],
  options: SobolIndexOptions,
): SobolIndices {
  const { dimensions } = design
  const complete = completeBlocks(design, outputs)
  const blocks = centred(complete)
  const factors = Array.from({ length: dimensions }, (_, i) => i)
  const firstTerms = factors.map((i) => blocks.map((block) => firstOrderTerm(block, i, options.firstOrder)))
  const totalTerms = factors.map((i) => blocks.map((block) => totalOrderTerm(block, i)))
  const noise = seedNoise(complete.flatMap(([a = [], b = []]) => [a, b]))
  return {
    first: firstTerms.map((terms) => shareInterval(terms, options)),
    total: totalTerms.map((terms) => shareInterval(terms, options)),
    variance: varianceOf(firstTerms[0] ?? []),
    samples: blocks.length,
    ...(noise === undefined ? {} : { noise }),
  }
}

/** Outputs of one base sample: rows A, B, AB_1 ... AB_k of replicates. */
type Block = readonly (readonly number[])[]

function completeBlocks({ dimensions, points }: SaltelliDesign, outputs: Block): readonly Block[] {
  if (outputs.length !== points.length)
    throw new RangeError(`indices need outputs for every point, found ${outputs.length} for ${points.length}`)
  const replicates = outputs[0]?.length ?? 0
  if (replicates === 0 || outputs.some((row) => row.length !== replicates))
    throw new RangeError('every point needs the same number of replicates, at least one')
  const size = dimensions + 2
  const blocks = Array.from({ length: points.length / size }, (_, j) =>
    outputs.slice(j * size, (j + 1) * size),
  )
  const complete = blocks.filter((block) => block.every((row) => row.every(Number.isFinite)))
  if (complete.length < 2)
    throw new RangeError(`indices need two complete base samples, found ${complete.length}`)
  return complete
}

/** Subtracts from each replicate its mean over A and B: what a seed shifts everywhere alike says nothing of factors. */
function centred(blocks: readonly Block[]): readonly Block[] {
  const replicates = blocks[0]?.[0]?.length ?? 0
  const centres = Array.from({ length: replicates }, (_, r) =>
    mean(blocks.flatMap(([a, b]) => [a?.[r] ?? Number.NaN, b?.[r] ?? Number.NaN])),
  )
  return blocks.map((block) => block.map((row) => row.map((value, r) => value - (centres[r] ?? 0))))
}

/** What one base sample adds to the numerator and to the variance below it. */
interface Term {
  readonly numerator: number
  readonly square: number
  readonly centre: number
}

function firstOrderTerm(block: Block, factor: number, estimator: 'saltelli' | 'jansen' = 'saltelli'): Term {
  const [a = [], b = []] = block
  const mixed = block[factor + 2] ?? []
  const common = varianceTerm(a, b)
  if (estimator === 'saltelli') return { ...common, numerator: crossProduct(b, difference(mixed, a)) }
  const apart = difference(b, mixed)
  return { ...common, numerator: common.square - crossProduct(apart, apart) / 2 }
}

function totalOrderTerm(block: Block, factor: number): Term {
  const [a = [], b = []] = block
  const apart = difference(a, block[factor + 2] ?? [])
  return { ...varianceTerm(a, b), numerator: crossProduct(apart, apart) / 2 }
}

function varianceTerm(a: readonly number[], b: readonly number[]): Pick<Term, 'square' | 'centre'> {
  return { square: (crossProduct(a, a) + crossProduct(b, b)) / 2, centre: (mean(a) + mean(b)) / 2 }
}

function difference(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((value, r) => value - (b[r] ?? Number.NaN))
}

function shareInterval(terms: readonly Term[], options: BootstrapOptions): Interval {
  const estimate = shareOf(terms)
  if (Number.isFinite(estimate)) return bootstrapBca(terms, shareOf, options)
  const { level } = options
  return {
    estimate: Number.NaN,
    low: -Infinity,
    high: Infinity,
    n: terms.length,
    level,
    method: 'BCa bootstrap',
  }
}

function shareOf(terms: readonly Term[]): number {
  let sum = 0
  for (const { numerator } of terms) sum += numerator
  const variance = varianceOf(terms)
  // Below zero the replicates disagree so much that no response is left to share out.
  return variance > 0 ? sum / terms.length / variance : Number.NaN
}

function varianceOf(terms: readonly Term[]): number {
  let squares = 0
  let centres = 0
  for (const { square, centre } of terms) {
    squares += square
    centres += centre
  }
  const n = terms.length
  return squares / n - (centres / n) * (centres / n)
}
