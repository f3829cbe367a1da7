import { bootstrapBca, type BootstrapOptions } from '../bootstrap.ts'
import { createDraws, permutation } from '../draws.ts'
import type { UnitDesign } from '../sampling/design.ts'
import { mean, standardDeviation, type Interval } from '../statistics.ts'

/**
 * Screening by elementary effects: M. D. Morris, "Factorial sampling plans for preliminary computational experiments",
 * Technometrics 33 (1991), doi:10.1080/00401706.1991.10484804.
 *
 * A trajectory starts somewhere on a grid of `levels` values per factor and changes one factor after the other, each once, by half
 * the grid. An elementary effect is the change of the output over that step; over trajectories
 *
 *     mu = mean(d)       mu* = mean(|d|)       sigma = standard deviation(d)
 *
 * mu* ranks factors (F. Campolongo, J. Cariboni and A. Saltelli, Environ. Model. Softw. 22 (2007),
 * doi:10.1016/j.envsoft.2006.10.004); a sigma of the size of mu* tells of curvature or of interactions.
 */
export interface MorrisOptions {
  /** Trajectories [1]; 10 to 50 are usual. Their number times (factors + 1) points are evaluated. */
  readonly trajectories: number
  /** Factors [1]. */
  readonly dimensions: number
  /** Seed [1], an integer from 0 to 2^53 - 1. */
  readonly seed: number
  /** Levels of each factor [1], an even number; 4 by default, as in the paper. */
  readonly levels?: number
  /**
   * Puts the outermost levels at 0 and 1, as in the paper, instead of in the middle of their share of the axis. Quantiles of
   * unbounded distributions are infinite there.
   */
  readonly reachesEnds?: boolean
}

/** Points to evaluate, and what changes between them. */
export interface MorrisDesign {
  readonly dimensions: number
  /** [trajectories * (dimensions + 1)][dimensions]: one trajectory after the other. */
  readonly points: UnitDesign
  /** [trajectories][dimensions]: the factor that changes in each step. */
  readonly orders: readonly (readonly number[])[]
}

/** What screening says of one factor, per unit of the unit cube, in the unit of the output. */
export interface MorrisIndices {
  readonly mu: Interval
  readonly muStar: Interval
  readonly sigma: Interval
}

/** Fourth counter word of the design's random numbers [1]; chosen: keeps them apart from other uses. */
const domain = 0x30221500

/** First counter words: what a draw is for. */
const use = { order: 0, start: 1, direction: 2 } as const

/** Returns trajectories for screening. */
export function morrisDesign(options: MorrisOptions): MorrisDesign {
  const { trajectories, dimensions, seed, levels = 4, reachesEnds = false } = options
  if (!Number.isInteger(levels) || levels < 2 || levels % 2 !== 0)
    throw new RangeError(`levels must be an even number, found ${levels}`)
  if (![trajectories, dimensions].every((value) => Number.isInteger(value) && value > 0))
    throw new RangeError(`trajectories and dimensions must be whole, found ${trajectories} and ${dimensions}`)
  const draws = createDraws(seed, domain)
  const place = (level: number): number => (reachesEnds ? level / (levels - 1) : (level + 0.5) / levels)
  const half = levels / 2
  const orders = Array.from({ length: trajectories }, (_, t) => permutation(dimensions, draws, use.order, t))
  const points = orders.flatMap((order, t) => {
    const low = order.map((_, d) => draws.below(half, use.start, t, d))
    const isHigh = order.map((_, d) => draws.below(2, use.direction, t, d) === 1)
    const point = (): readonly number[] =>
      low.map((level, d) => place(level + (isHigh[d] === true ? half : 0)))
    const first = point()
    const others = order.map((factor) => {
      isHigh[factor] = isHigh[factor] !== true
      return point()
    })
    return [first, ...others]
  })
  return { dimensions, points, orders }
}

/**
 * Returns the elementary effects [dimensions][up to trajectories] for outputs [points]: change of the output over change of the
 * coordinate. Steps to or from a point without a finite output are left out.
 */
export function elementaryEffects(
  design: MorrisDesign,
  outputs: readonly number[],
): readonly (readonly number[])[] {
  const { dimensions, points, orders } = design
  if (outputs.length !== points.length)
    throw new RangeError(`screening needs an output per point, found ${outputs.length} for ${points.length}`)
  const effects: number[][] = Array.from({ length: dimensions }, () => [])
  for (const [t, order] of orders.entries())
    for (const [step, factor] of order.entries()) {
      const at = t * (dimensions + 1) + step
      const distance = (points[at + 1]?.[factor] ?? 0) - (points[at]?.[factor] ?? 0)
      const effect = ((outputs[at + 1] ?? Number.NaN) - (outputs[at] ?? Number.NaN)) / distance
      if (Number.isFinite(effect)) effects[factor]?.push(effect)
    }
  return effects
}

/** Returns mu, mu* and sigma of every factor [dimensions] with bootstrap intervals over trajectories, from outputs [points]. */
export function morrisIndices(
  design: MorrisDesign,
  outputs: readonly number[],
  options: BootstrapOptions,
): readonly MorrisIndices[] {
  return elementaryEffects(design, outputs).map((effects) => ({
    mu: bootstrapBca(effects, mean, options),
    muStar: bootstrapBca(effects, meanSize, options),
    sigma: bootstrapBca(effects, standardDeviation, options),
  }))
}

function meanSize(effects: readonly number[]): number {
  return mean(effects.map(Math.abs))
}
