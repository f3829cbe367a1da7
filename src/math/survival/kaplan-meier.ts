import { normalQuantile } from '../distributions.ts'
import { exp, log } from '../elementary.ts'
import { entry } from '../entry.ts'
import { checkSample, type Interval } from '../statistics.ts'
import { riskTable, type RiskTable, type SurvivalData } from './survival-data.ts'

/**
 * Kaplan-Meier estimate of survival: S(t) = prod (1 - d/n) over event times up to t, with d events among n at risk.
 * E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958), doi:10.1080/01621459.1958.10501452.
 *
 * Greenwood's variance of S is S^2 sum d/(n (n - d)). Bands are pointwise, on the scale ln(-ln S), so that they stay
 * within 0 and 1 and hold at small n. They are undefined (NaN) where S is 0; before the first event they are 1.
 */
export interface SurvivalCurve extends RiskTable {
  /** S just after each time [k]. */
  readonly survival: readonly number[]
  /** Greenwood's standard error of S [k]; NaN where S is 0. */
  readonly errors: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
  readonly level: number
  /** Subjects. */
  readonly n: number
}

/** Returns the survival curve of the data with bands at `level`; throws a RangeError without subjects. */
export function kaplanMeier(data: SurvivalData, level: number): SurvivalCurve {
  checkSample(data.times, level)
  const table = riskTable(data)
  const z = normalQuantile(0.5 + level / 2)
  const [survival, errors, low, high]: [number[], number[], number[], number[]] = [[], [], [], []]
  let current = 1
  let hazard = 0
  for (const [k, n] of table.atRisk.entries()) {
    const d = entry(table.events, k)
    current = d === n ? 0 : current * (1 - d / n)
    hazard += d === 0 ? 0 : d / (n * (n - d))
    survival.push(current)
    errors.push(current === 0 ? Number.NaN : current * Math.sqrt(hazard))
    const [lower, upper] = band(current, Math.sqrt(hazard), z)
    low.push(lower)
    high.push(upper)
  }
  return { ...table, survival, errors, low, high, level, n: data.times.length }
}

/** S^exp(+-z se), with se the standard error of ln(-ln S). */
function band(survival: number, logError: number, z: number): [number, number] {
  if (survival === 1) return [1, 1]
  if (survival === 0) return [Number.NaN, Number.NaN]
  const logSurvival = log(survival)
  const reach = (z * logError) / -logSurvival
  return [exp(logSurvival * exp(reach)), exp(logSurvival * exp(-reach))]
}

/** Returns the value of S, or of a band of the same curve, at any time: steps hold until the next one. */
export function valueAt(curve: SurvivalCurve, values: readonly number[], time: number): number {
  let value = 1
  for (const [k, step] of curve.times.entries()) {
    if (step > time) break
    value = entry(values, k)
  }
  return value
}

/**
 * Returns the median time to the event with the interval of R. Brookmeyer and J. Crowley, Biometrics 38 (1982),
 * doi:10.2307/2530286: the times at which 1/2 lies within the band. Infinity where a curve or band does not come down to
 * 1/2, that is, when too few events were seen. If S is 1/2 over a stretch, the median is its middle, as in R.
 */
export function medianSurvival(curve: SurvivalCurve): Interval {
  return survivalQuantile(curve, 0.5)
}

/** As `medianSurvival`, for the time by which a share p [1] of the subjects have had the event, 0 < p < 1. */
export function survivalQuantile(curve: SurvivalCurve, p: number): Interval {
  if (!(p > 0 && p < 1)) throw new RangeError(`a share lies between 0 and 1, found ${p}`)
  const { n, level } = curve
  const estimate = crossing(curve, curve.survival, 1 - p)
  const low = crossing(curve, curve.low, 1 - p)
  const high = crossing(curve, curve.high, 1 - p)
  return { estimate, low, high, n, level, method: 'Kaplan-Meier, Brookmeyer-Crowley (log-log)' }
}

/** Products of shares are equal to a round number only up to rounding [1]; chosen: a few hundred roundings. */
const roundingOfShares = 1e-13

/** The first time at which the steps are below the target, or the middle of the stretch on which they equal it. */
function crossing(curve: SurvivalCurve, values: readonly number[], target: number): number {
  const reached = values.findIndex((value) => value <= target + roundingOfShares)
  if (reached < 0) return Infinity
  const time = entry(curve.times, reached)
  if (entry(values, reached) < target - roundingOfShares) return time
  const below = values.findIndex((value, k) => k > reached && !(value >= target - roundingOfShares))
  return below < 0 ? time : (time + entry(curve.times, below)) / 2
}
