import { exp, log, log1p } from '../elementary.ts'
import {
  massBetween,
  truncatedCdf,
  truncatedExponentialMean,
  truncatedLogDensity,
  truncatedMean,
  truncatedQuantile,
  type TruncatedNormal,
} from './truncated-normal.ts'

/** What is known about a number before looking: plain JSON, all values in the unit of the variable. */
export type Distribution =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  /** Uniform in the logarithm: every factor is as likely as any other. */
  | { readonly kind: 'log-uniform'; readonly low: number; readonly high: number }
  /** Mean and standard deviation are those before truncation. */
  | {
      readonly kind: 'normal'
      readonly mean: number
      readonly sd: number
      readonly low?: number
      readonly high?: number
    }
  /** cv [1]: standard deviation over mean, before truncation: sigma^2 = ln(1 + cv^2). */
  | {
      readonly kind: 'lognormal'
      readonly median: number
      readonly cv: number
      readonly low?: number
      readonly high?: number
    }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  /** Weights [n] need not sum to one; without them all values are equally likely. */
  | { readonly kind: 'values'; readonly values: readonly number[]; readonly weights?: readonly number[] }

/** Two ends that hold every possible value; infinite where there is no end. */
export interface Support {
  readonly low: number
  readonly high: number
}

/** Says what is wrong with a distribution, in words that follow its name; undefined when nothing is. */
export function distributionProblem(distribution: Distribution): string | undefined {
  switch (distribution.kind) {
    case 'uniform':
      return orderProblem(distribution.low, distribution.high)
    case 'log-uniform':
      return distribution.low > 0 ? orderProblem(distribution.low, distribution.high) : 'needs low above 0'
    case 'normal':
      return distribution.sd > 0
        ? truncationProblem(distribution, normalOf(distribution))
        : 'needs sd above 0'
    case 'lognormal':
      if (!(distribution.median > 0 && distribution.cv > 0)) return 'needs median and cv above 0'
      return truncationProblem(distribution, logNormalOf(distribution))
    case 'triangular':
      if (!(distribution.low <= distribution.mode && distribution.mode <= distribution.high))
        return 'needs mode between low and high'
      return orderProblem(distribution.low, distribution.high)
    default:
      return valuesProblem(distribution.values, distribution.weights)
  }
}

/** Returns the value below which the variable falls with probability u [1]: the smallest x with cdf(x) >= u. */
export function quantileOf(distribution: Distribution, u: number): number {
  if (!(u >= 0 && u <= 1)) return Number.NaN
  if (u === 0 || u === 1) return u === 0 ? supportOf(distribution).low : supportOf(distribution).high
  switch (distribution.kind) {
    case 'uniform':
      return clamped(distribution.low + u * (distribution.high - distribution.low), distribution)
    case 'log-uniform': {
      const { low, high } = distribution
      return clamped(exp(log(low) + u * log(high / low)), distribution)
    }
    case 'normal':
      return truncatedQuantile(normalOf(distribution), u)
    case 'lognormal':
      return clamped(exp(truncatedQuantile(logNormalOf(distribution), u)), supportOf(distribution))
    case 'triangular':
      return triangularQuantile(distribution, u)
    default:
      return weighted(distribution).find(({ upTo }) => upTo >= u)?.value ?? supportOf(distribution).high
  }
}

/** Returns the probability [1] that the variable is at most x. */
export function cdfOf(distribution: Distribution, x: number): number {
  const { low, high } = supportOf(distribution)
  if (x < low) return 0
  if (x >= high) return 1
  switch (distribution.kind) {
    case 'uniform':
      return (x - low) / (high - low)
    case 'log-uniform':
      return log(x / low) / log(high / low)
    case 'normal':
      return truncatedCdf(normalOf(distribution), x)
    case 'lognormal':
      return truncatedCdf(logNormalOf(distribution), log(x))
    case 'triangular': {
      const { mode } = distribution
      if (x < mode) return ((x - low) / (high - low)) * ((x - low) / (mode - low))
      return 1 - ((high - x) / (high - low)) * ((high - x) / (high - mode))
    }
    default:
      return weighted(distribution).findLast(({ value }) => value <= x)?.upTo ?? 0
  }
}

/** Returns the density at x [1/unit of x]; for a list of values the probability of x [1]. */
export function densityOf(distribution: Distribution, x: number): number {
  if (distribution.kind === 'triangular') return triangularDensity(distribution, x)
  if (distribution.kind === 'values')
    return weighted(distribution).reduce((sum, { value, share }) => sum + (value === x ? share : 0), 0)
  return exp(logDensityOf(distribution, x))
}

/** Returns the logarithm of `densityOf`; -Infinity where x is impossible. */
export function logDensityOf(distribution: Distribution, x: number): number {
  const { low, high } = supportOf(distribution)
  if (x < low || x > high) return -Infinity
  switch (distribution.kind) {
    case 'uniform':
      return -log(high - low)
    case 'log-uniform':
      return -log(x) - log(log(high / low))
    case 'normal':
      return truncatedLogDensity(normalOf(distribution), x)
    case 'lognormal':
      return x > 0 ? truncatedLogDensity(logNormalOf(distribution), log(x)) - log(x) : -Infinity
    default:
      return log(densityOf(distribution, x))
  }
}

/** Returns the two ends of what is possible. */
export function supportOf(distribution: Distribution): Support {
  switch (distribution.kind) {
    case 'values': {
      const possible = weighted(distribution).map(({ value }) => value)
      return { low: Math.min(...possible), high: Math.max(...possible) }
    }
    case 'lognormal':
      return { low: Math.max(distribution.low ?? 0, 0), high: distribution.high ?? Infinity }
    default:
      return { low: distribution.low ?? -Infinity, high: distribution.high ?? Infinity }
  }
}

/** Returns the mean of the variable, after truncation. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'uniform':
      return (distribution.low + distribution.high) / 2
    case 'log-uniform':
      return (distribution.high - distribution.low) / log(distribution.high / distribution.low)
    case 'normal':
      return truncatedMean(normalOf(distribution))
    case 'lognormal':
      return truncatedExponentialMean(logNormalOf(distribution))
    case 'triangular':
      return (distribution.low + distribution.mode + distribution.high) / 3
    default:
      return weighted(distribution).reduce((sum, { value, share }) => sum + share * value, 0)
  }
}

type Of<Kind extends Distribution['kind']> = Extract<Distribution, { readonly kind: Kind }>

function normalOf({ mean, sd, low = -Infinity, high = Infinity }: Of<'normal'>): TruncatedNormal {
  return { mean, sd, low, high }
}

/** The normal distribution of the logarithm. */
function logNormalOf({ median, cv, low = 0, high = Infinity }: Of<'lognormal'>): TruncatedNormal {
  const ends = { low: low > 0 ? log(low) : -Infinity, high: log(high) }
  return { mean: log(median), sd: Math.sqrt(log1p(cv * cv)), ...ends }
}

function triangularQuantile({ low, mode, high }: Of<'triangular'>, u: number): number {
  const isBelow = u * (high - low) < mode - low
  if (isBelow) return low + Math.sqrt(u * (high - low) * (mode - low))
  return high - Math.sqrt((1 - u) * (high - low) * (high - mode))
}

function triangularDensity({ low, mode, high }: Of<'triangular'>, x: number): number {
  if (x < low || x > high) return 0
  const peak = 2 / (high - low)
  if (x === mode) return peak
  return x < mode ? (peak * (x - low)) / (mode - low) : (peak * (high - x)) / (high - mode)
}

interface Weighted {
  readonly value: number
  /** Probability of the value [1]. */
  readonly share: number
  /** Probability of this value and all smaller ones [1]. */
  readonly upTo: number
}

/** The possible values in ascending order with their probabilities. */
function weighted({ values, weights }: Of<'values'>): readonly Weighted[] {
  const pairs = values.map((value, i) => ({ value, weight: weights?.[i] ?? (weights === undefined ? 1 : 0) }))
  const possible = pairs.filter(({ weight }) => weight > 0).toSorted((a, b) => a.value - b.value)
  const total = possible.reduce((sum, { weight }) => sum + weight, 0)
  let below = 0
  return possible.map(({ value, weight }) => {
    below += weight
    return { value, share: weight / total, upTo: below / total }
  })
}

function clamped(x: number, { low, high }: Support): number {
  return Math.min(Math.max(x, low), high)
}

function orderProblem(low: number, high: number): string | undefined {
  return Number.isFinite(low) && Number.isFinite(high) && low < high
    ? undefined
    : 'needs low below high, both finite'
}

function truncationProblem(ends: Partial<Support>, normal: TruncatedNormal): string | undefined {
  if (!((ends.low ?? -Infinity) < (ends.high ?? Infinity))) return 'needs low below high'
  return massBetween(normal) > 0 ? undefined : 'has no probability between low and high'
}

function valuesProblem(values: readonly number[], weights?: readonly number[]): string | undefined {
  if (values.length === 0 || values.some((value) => !Number.isFinite(value)))
    return 'needs values, all finite'
  if (weights === undefined) return undefined
  if (weights.length !== values.length)
    return `needs a weight per value, found ${weights.length} for ${values.length}`
  const isProper =
    weights.every((weight) => weight >= 0 && weight < Infinity) && weights.some((weight) => weight > 0)
  return isProper ? undefined : 'needs weights that are finite, not negative and not all 0'
}
