import { normalCdf, normalQuantile } from './distributions.ts'
import { multiplyHigh, philox4x32 } from './philox.ts'
import { ascending, checkSample, mean, quantileOfSorted, type Interval } from './statistics.ts'

/**
 * Bias-corrected and accelerated (BCa) bootstrap intervals.
 *
 * Resample the data with replacement, compute the statistic each time, and read the interval off the sorted results at
 *
 *     alpha' = Phi(z0 + (z0 + z)/(1 - a (z0 + z)))        z = Phi^-1(alpha)
 *
 * instead of at alpha: z0 corrects for the median bias of the statistic, a (from the jackknife) for a scatter that
 * changes with the statistic's value. B. Efron, "Better bootstrap confidence intervals", J. Am. Stat. Assoc. 82 (1987),
 * doi:10.1080/01621459.1987.10478410.
 *
 * With fewer than about ten values any bootstrap is too narrow, since it can only draw what it has seen: prefer
 * `meanInterval` or `pairedDifference` for means of few runs.
 */
export interface BootstrapOptions {
  /** Confidence level, e.g. 0.95. */
  readonly level: number
  /** Resamples [1]; 2000 put the ends of a 95 % interval within a few per cent of its width. */
  readonly resamples: number
  /** Seed [1], an integer from 0 to 2^53 - 1; the same seed gives the same interval everywhere. */
  readonly seed: number
}

/** A BCa interval with the two corrections behind it. */
export interface BootstrapInterval extends Interval {
  /** z0 [standard deviations]: median bias of the statistic. */
  readonly bias: number
  /** a [1]: rate of change of the statistic's scatter with its value. */
  readonly acceleration: number
  readonly resamples: number
}

const method = 'BCa bootstrap'

/** Second key word of the bootstrap's random numbers [1]; chosen: keeps them apart from those of simulations. */
const domain = 0x0b007000

/** Returns the statistic of values [n] with its BCa interval; values may be pairs or records, resampled whole. */
export function bootstrapBca<T>(
  values: readonly T[],
  statistic: (sample: readonly T[]) => number,
  options: BootstrapOptions,
): BootstrapInterval {
  const { level, resamples } = options
  checkSample(values, level)
  checkOptions(options)
  const n = values.length
  const estimate = statistic(values)
  const common = { estimate, n, level, method, resamples }
  if (n === 1) return { ...common, low: -Infinity, high: Infinity, bias: 0, acceleration: 0 }
  const sorted = resampledStatistics(values, statistic, options)
  const bias = medianBias(sorted, estimate)
  const acceleration = jackknifeAcceleration(values, statistic)
  const end = (alpha: number): number => quantileOfSorted(sorted, corrected(alpha, bias, acceleration))
  return { ...common, low: end((1 - level) / 2), high: end((1 + level) / 2), bias, acceleration }
}

function checkOptions({ resamples, seed }: BootstrapOptions): void {
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`resamples must be a positive whole number, found ${resamples}`)
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`a seed is a whole number from 0 to 2^53 - 1, found ${seed}`)
}

/** Computes the statistic of every resample, in ascending order. */
function resampledStatistics<T>(
  values: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { resamples, seed }: BootstrapOptions,
): readonly number[] {
  const statistics = Array.from({ length: resamples }, (_, i) => statistic(resample(values, i, seed)))
  return statistics.toSorted(ascending)
}

/** Draws n of n values with replacement; draw `i` of resample `index` is addressed, not taken from a stream. */
function resample<T>(values: readonly T[], index: number, seed: number): readonly T[] {
  const words = new Uint32Array(4)
  const key = [seed % 4294967296, Math.floor(seed / 4294967296)] as const
  const sample: T[] = []
  for (let i = 0; i < values.length; i += 1) {
    if (i % 4 === 0) philox4x32([i / 4, index, 0, domain], key, words)
    // floor(n * word/2^32): uneven by at most n/2^32, far below what any number of resamples could show.
    const picked = multiplyHigh(words[i % 4] ?? 0, values.length)
    // A cast, since an index below the length is always present.
    sample.push(values[picked] as T)
  }
  return sample
}

/** z0 = Phi^-1(share of resamples below the estimate), ties counting half. */
function medianBias(sorted: readonly number[], estimate: number): number {
  let below = 0
  for (const value of sorted) below += value < estimate ? 1 : value === estimate ? 0.5 : 0
  // Half a resample from either end keeps z0 finite for a statistic at its extreme, such as a maximum.
  const share = Math.min(Math.max(below, 0.5), sorted.length - 0.5) / sorted.length
  return normalQuantile(share)
}

/** a = sum(d^3) / (6 sum(d^2)^(3/2)), with d the mean jackknife value minus each one. */
function jackknifeAcceleration<T>(values: readonly T[], statistic: (sample: readonly T[]) => number): number {
  const left = values.map((_, i) => statistic(values.toSpliced(i, 1)))
  const centre = mean(left)
  let squares = 0
  let cubes = 0
  for (const value of left) {
    const d = centre - value
    squares += d * d
    cubes += d * d * d
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares))
}

/** Returns the probability at which to read the sorted resamples instead of alpha. */
function corrected(alpha: number, bias: number, acceleration: number): number {
  const shifted = bias + normalQuantile(alpha)
  const scale = 1 - acceleration * shifted
  // Beyond its pole the formula turns round; the honest end there is the most extreme resample.
  if (scale <= 0) return shifted > 0 ? 1 : 0
  return normalCdf(bias + shifted / scale)
}
