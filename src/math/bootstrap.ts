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
  if (n === 1) return openInterval(estimate, n, options)
  const statistics = Array.from({ length: resamples }, (_, i) => statistic(resample(values, i, options.seed)))
  return bcaInterval(
    { estimate, statistics, acceleration: jackknifeAcceleration(values, statistic), n },
    options,
  )
}

/** What a BCa interval is made from. */
export interface BcaParts {
  readonly estimate: number
  /** The statistic of every resample. */
  readonly statistics: readonly number[]
  readonly acceleration: number
  readonly n: number
}

/**
 * Returns the BCa interval from resampled statistics. Undefined ones (NaN) count as largest, so that an end is NaN when more
 * resamples are undefined than lie beyond it.
 */
export function bcaInterval(parts: BcaParts, { level, resamples }: BootstrapOptions): BootstrapInterval {
  const { estimate, acceleration, n } = parts
  const sorted = parts.statistics.toSorted(ascending)
  const bias = medianBias(sorted, estimate)
  const end = (alpha: number): number => quantileOfSorted(sorted, corrected(alpha, bias, acceleration))
  const [low, high] = [end((1 - level) / 2), end((1 + level) / 2)]
  return { estimate, n, level, method, resamples, low, high, bias, acceleration }
}

/** Returns an interval without ends, for data that say nothing about scatter. */
export function openInterval(
  estimate: number,
  n: number,
  { level, resamples }: BootstrapOptions,
): BootstrapInterval {
  const ends = { low: -Infinity, high: Infinity }
  return { estimate, n, level, method, resamples, ...ends, bias: 0, acceleration: 0 }
}

/** Throws a RangeError for nonsensical options. */
export function checkOptions({ resamples, seed }: BootstrapOptions): void {
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`resamples must be a positive whole number, found ${resamples}`)
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`a seed is a whole number from 0 to 2^53 - 1, found ${seed}`)
}

/**
 * Returns n of n values drawn with replacement. Draw `i` of resample `index` is addressed, not taken from a stream; groups
 * [0, 2^32) that are resampled side by side draw from separate numbers.
 */
export function resample<T>(values: readonly T[], index: number, seed: number, group = 0): readonly T[] {
  const words = new Uint32Array(4)
  const key = [seed % 4294967296, Math.floor(seed / 4294967296)] as const
  const sample: T[] = []
  for (let i = 0; i < values.length; i += 1) {
    if (i % 4 === 0) philox4x32([i / 4, index, group, domain], key, words)
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
  // Where leaving one out makes the statistic undefined or infinite, the interval goes without this correction.
  return squares > 0 && squares < Infinity ? cubes / (6 * squares * Math.sqrt(squares)) : 0
}

/** Returns the probability at which to read the sorted resamples instead of alpha. */
function corrected(alpha: number, bias: number, acceleration: number): number {
  const shifted = bias + normalQuantile(alpha)
  const scale = 1 - acceleration * shifted
  // Beyond its pole the formula turns round; the honest end there is the most extreme resample.
  if (scale <= 0) return shifted > 0 ? 1 : 0
  return normalCdf(bias + shifted / scale)
}
