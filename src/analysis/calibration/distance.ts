import type { Comparison, Target } from '../../experiment/calibration-targets.ts'
import { log } from '../../math/elementary.ts'
import { requireUnit } from '../../units/unit.ts'

/** What a run of a calibration recorded. */
export interface RunSeries {
  /** [min] */
  readonly times: readonly number[]
  readonly values: ReadonlyMap<string, readonly number[]>
  /** Units of the measures. */
  readonly units: Readonly<Record<string, string>>
}

/** Returns what a run says of a target, in what is compared; NaN where it says nothing. */
export function predictionOf(target: Target, comparison: Comparison, run: RunSeries): number {
  const { measure, dataUnit, scale } = comparison
  const series = run.values.get(measure) ?? []
  const value = interpolated(run.times, series, target.time)
  const isRelative = target.startTime !== undefined
  const reference = isRelative
    ? interpolated(run.times, series, target.startTime ?? 0)
    : dataUnit.factor / requireUnit(run.units[measure] ?? '').factor
  const compared = value / reference
  if (!Number.isFinite(compared)) return Number.NaN
  if (scale === 'linear') return compared
  return compared > 0 ? log(compared) : Number.NaN
}

/** Returns the value at a time [min] by linear interpolation between recorded ones; NaN beyond them. */
function interpolated(times: readonly number[], values: readonly number[], time: number): number {
  const after = times.findIndex((recorded) => recorded >= time)
  if (after < 0) return Number.NaN
  const [above, at] = [values[after] ?? Number.NaN, times[after] ?? Number.NaN]
  if (at === time || after === 0) return at === time ? above : Number.NaN
  const [below, from] = [values[after - 1] ?? Number.NaN, times[after - 1] ?? Number.NaN]
  return below + ((time - from) / (at - from)) * (above - below)
}

/**
 * Returns how far predictions [n] lie from targets [n], in standard deviations of a single measurement: over quantities the weighted
 * mean, within a quantity the mean over its targets, of squares (and then the root) or of absolute values. Infinity when a
 * prediction is missing.
 */
export function distanceOf(
  targets: readonly Target[],
  predictions: readonly number[],
  comparisons: readonly Comparison[],
  isRobust: boolean,
): number {
  let sum = 0
  let weights = 0
  for (const { name, weight } of comparisons) {
    let own = 0
    let count = 0
    for (const [i, { quantity, mean, sd }] of targets.entries()) {
      if (quantity !== name) continue
      const residual = Math.abs((predictions[i] ?? Number.NaN) - mean) / sd
      own += isRobust ? residual : residual * residual
      count += 1
    }
    if (count === 0) continue
    sum += weight.value * (own / count)
    weights += weight.value
  }
  const average = sum / weights
  const distance = isRobust ? average : Math.sqrt(average)
  return Number.isFinite(distance) ? distance : Infinity
}
