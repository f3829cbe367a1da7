import { exp, log } from '../elementary.ts'
import { effectiveSampleSize, sortedByValue, weightedCovariance, weightedQuantile } from './weighted.ts'

/** A weighted Gaussian kernel density estimate, for plots of posteriors. */
export interface KernelDensityOptions {
  /** Standard deviation of the kernel [unit of the values]; Silverman's rule by default. */
  readonly bandwidth?: number
  /** Ends beyond which nothing is possible: the kernel is reflected there, so that the density does not fall off towards them. */
  readonly low?: number
  readonly high?: number
}

/** 1/sqrt(2 pi) [1]. */
const inverseRootTwoPi = 0.3989422804014327

/** Interquartile range of a standard normal variable [1]. */
const normalInterquartile = 1.3489795003921634

/** Returns the density [1/unit of the values] at places [m] of values [n] with weights [n]. */
export function kernelDensity(
  values: readonly number[],
  weights: readonly number[],
  places: readonly number[],
  options: KernelDensityOptions = {},
): readonly number[] {
  const { low = -Infinity, high = Infinity, bandwidth = silvermanBandwidth(values, weights) } = options
  const sorted = sortedByValue(values, weights)
  return places.map((place) => {
    if (place < low || place > high) return 0
    let sum = 0
    for (const { value, weight } of sorted) {
      const mirrored = [2 * low - value, 2 * high - value].filter(Number.isFinite)
      for (const centre of [value, ...mirrored]) sum += weight * kernel((place - centre) / bandwidth)
    }
    return sum / bandwidth
  })
}

/**
 * Returns B. W. Silverman's rule of thumb [unit of the values]: 0.9 min(sd, interquartile range / 1.349) n^(-1/5), Density Estimation,
 * Chapman and Hall 1986, equation 3.31, with the effective sample size for n.
 */
export function silvermanBandwidth(values: readonly number[], weights: readonly number[]): number {
  const sd = Math.sqrt(
    weightedCovariance(
      values.map((value) => [value]),
      weights,
    )[0]?.[0] ?? Number.NaN,
  )
  const quartiles = [0.25, 0.75].map((p) => weightedQuantile(values, weights, p))
  const robust = ((quartiles[1] ?? 0) - (quartiles[0] ?? 0)) / normalInterquartile
  const spread = robust > 0 ? Math.min(sd, robust) : sd
  return 0.9 * spread * exp(-0.2 * log(effectiveSampleSize(weights)))
}

function kernel(z: number): number {
  return inverseRootTwoPi * exp(-0.5 * z * z)
}
