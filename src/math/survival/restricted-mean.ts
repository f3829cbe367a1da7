import { normalQuantile } from '../distributions.ts'
import type { TestResult } from '../comparison/test-result.ts'
import { entry } from '../entry.ts'
import { checkSample, type Interval } from '../statistics.ts'
import { twoSidedNormal } from '../test-distributions.ts'
import { kaplanMeier, type SurvivalCurve } from './kaplan-meier.ts'
import type { SurvivalData } from './survival-data.ts'

/**
 * Restricted mean survival time: the mean time free of the event within a horizon, the area under Kaplan-Meier's curve.
 * It needs no proportional hazards. P. Royston and M. K. B. Parmar, BMC Med. Res. Methodol. 13:152 (2013),
 * doi:10.1186/1471-2288-13-152. Its variance is sum A(t)^2 d/(n (n - d)), A(t) the area from t to the horizon.
 */
const method = 'restricted mean survival time'

/** A difference of restricted means with its interval and test. */
export interface RestrictedMeanDifference extends TestResult {
  /** a - b [unit of time]. */
  readonly difference: Interval
}

/** Returns the longest horizon up to which the curve of the data is known; Infinity when the last time is an event. */
export function longestHorizon({ times, events }: SurvivalData): number {
  const last = times.reduce((latest, time) => Math.max(latest, time), -Infinity)
  return times.some((time, i) => time === last && events[i] !== true) ? last : Infinity
}

/** Returns the mean time free of the event up to `horizon` [unit of time]; RangeError beyond `longestHorizon`. */
export function restrictedMean(data: SurvivalData, horizon: number, level: number): Interval {
  checkSample(data.times, level)
  const { area, variance } = areaUnder(data, horizon)
  return normalInterval(area, variance, { n: data.times.length, level })
}

/** Returns the difference a - b of restricted means of two independent groups, with interval and two-sided test. */
export function restrictedMeanDifference(
  a: SurvivalData,
  b: SurvivalData,
  horizon: number,
  level: number,
): RestrictedMeanDifference {
  checkSample(a.times, level)
  checkSample(b.times, level)
  const [first, second] = [areaUnder(a, horizon), areaUnder(b, horizon)]
  const n = a.times.length + b.times.length
  const variance = first.variance + second.variance
  const difference = normalInterval(first.area - second.area, variance, { n, level })
  const statistic = difference.estimate === 0 ? 0 : difference.estimate / Math.sqrt(variance)
  return { statistic, p: twoSidedNormal(statistic), n, method: `difference of ${method}`, difference }
}

function normalInterval(
  estimate: number,
  variance: number,
  { n, level }: { n: number; level: number },
): Interval {
  const reach = normalQuantile(0.5 + level / 2) * Math.sqrt(variance)
  return { estimate, low: estimate - reach, high: estimate + reach, n, level, method }
}

function areaUnder(data: SurvivalData, horizon: number): { area: number; variance: number } {
  const longest = longestHorizon(data)
  if (!(horizon > 0 && horizon <= longest))
    throw new RangeError(
      `the horizon must lie between 0 and ${longest}, where watching ends; found ${horizon}`,
    )
  const curve = kaplanMeier(data, 0.95)
  let variance = 0
  let area = 0
  for (let k = curve.times.length - 1; k >= 0; k -= 1) {
    const start = entry(curve.times, k)
    if (start >= horizon) continue
    area += entry(curve.survival, k) * (Math.min(curve.times[k + 1] ?? horizon, horizon) - start)
    variance += area * area * hazardVariance(curve, k)
  }
  return { area: area + Math.min(curve.times[0] ?? horizon, horizon), variance }
}

function hazardVariance(curve: SurvivalCurve, k: number): number {
  const [d, n] = [entry(curve.events, k), entry(curve.atRisk, k)]
  // Where all that are left have the event, the area beyond is zero and so is its part of the variance.
  return d === 0 || d === n ? 0 : d / (n * (n - d))
}
