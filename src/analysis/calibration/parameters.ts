import { endsOf } from '../../experiment/check-varied.ts'
import type { Varied } from '../../experiment/varied-schema.ts'
import type { Population } from '../../math/inference/abc-smc.ts'
import { kernelDensity, silvermanBandwidth } from '../../math/inference/kernel-density.ts'
import { probabilityTransform } from '../../math/inference/predictive.ts'
import {
  highestDensityInterval,
  weightedCovariance,
  weightedQuantile,
} from '../../math/inference/weighted.ts'
import { type Distribution, densityOf, quantileOf, supportOf } from '../../math/sampling/distribution.ts'
import type { Search } from './search.ts'
import type { CalibratedParameter, DensitySummary } from './summary.ts'

/** Share of the probability that intervals hold. */
export const LEVEL = 0.95

/** Weighted points: the posterior, or the point estimate alone. */
export interface Sample {
  readonly values: readonly (readonly number[])[]
  readonly weights: readonly number[]
}

export function sampleOf({ point }: Search, last: Population | undefined): Sample {
  if (last === undefined) return { values: point === undefined ? [] : [point.values], weights: [1] }
  return {
    values: last.particles.map((particle) => particle.values),
    weights: last.particles.map(({ weight }) => weight),
  }
}

export function calibrated(
  parameter: Varied,
  d: number,
  { values, weights }: Sample,
  search: Search,
): CalibratedParameter {
  const { name, unit, text, distribution, provenance } = parameter
  const own = values.map((point) => point[d] ?? Number.NaN)
  const [low, high] = highestDensityInterval(own, weights, LEVEL)
  const isPosterior = values.length > 1
  const estimate = search.point?.values[d]
  return {
    name,
    unit,
    prior: { text, density: priorDensity(distribution) },
    posterior: {
      density: isPosterior ? posteriorDensity(own, weights, distribution) : { x: [], y: [] },
      median: weightedQuantile(own, weights, 0.5),
      low,
      high,
      shrinkage: isPosterior ? 1 - (high - low) / priorWidth(distribution) : Number.NaN,
    },
    ...(estimate === undefined ? {} : { point: estimate }),
    kind: provenance.kind,
    ...(provenance.key === undefined ? {} : { source: provenance.key }),
  }
}

/** Places at which densities are given; chosen: a smooth line in a small figure. */
const PLACES = 121

function placesBetween(low: number, high: number): readonly number[] {
  return Array.from({ length: PLACES }, (_, i) => low + ((high - low) * i) / (PLACES - 1))
}

function priorDensity(distribution: Distribution): DensitySummary {
  const { low, high } = endsOf(distribution)
  const x = placesBetween(low, high)
  return { x, y: x.map((place) => densityOf(distribution, place)) }
}

function posteriorDensity(
  values: readonly number[],
  weights: readonly number[],
  distribution: Distribution,
): DensitySummary {
  const { low, high } = supportOf(distribution)
  const margin = 3 * silvermanBandwidth(values, weights)
  const x = placesBetween(
    Math.max(low, Math.min(...values) - margin),
    Math.min(high, Math.max(...values) + margin),
  )
  return { x, y: kernelDensity(values, weights, x, { low, high }) }
}

/** Quantiles of a prior that stand for it; chosen: its interval is right to a thousandth. */
const PRIOR_POINTS = 2000

/** Width of the narrowest interval that holds 95 % of a prior, in its unit. */
function priorWidth(distribution: Distribution): number {
  const values = Array.from({ length: PRIOR_POINTS }, (_, i) =>
    quantileOf(distribution, (i + 0.5) / PRIOR_POINTS),
  )
  const [low, high] = highestDensityInterval(
    values,
    values.map(() => 1),
    LEVEL,
  )
  return high - low
}

/** Rank correlations [n][n]: the correlation of where each value lies in its own distribution. */
export function rankCorrelations({ values, weights }: Sample): readonly (readonly number[])[] {
  const parameters = values[0]?.map((_, d) => d) ?? []
  if (values.length < 2) return parameters.map((a) => parameters.map((b) => (a === b ? 1 : 0)))
  const ranks = parameters.map((d) => {
    const own = values.map((point) => point[d] ?? Number.NaN)
    return own.map((observed) => probabilityTransform({ values: own, weights, observed }))
  })
  const covariance = weightedCovariance(
    values.map((_, i) => ranks.map((rank) => rank[i] ?? Number.NaN)),
    weights,
  )
  const sd = (d: number): number => Math.sqrt(covariance[d]?.[d] ?? Number.NaN)
  return covariance.map((row, a) => row.map((value, b) => (a === b ? 1 : value / (sd(a) * sd(b)))))
}
