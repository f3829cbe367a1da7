import { quantileOfSorted } from '../math/statistics.ts'
import type { RunsBySlot } from './endpoint-values.ts'
import type { SeriesBand, SeriesSummary } from './summary.ts'
import type { MaybeNumber } from './summary-results.ts'
import type { AnalysedRun } from './trial-runs.ts'
import { finite } from './finite.ts'

/** Subjects whose own curves a summary keeps; chosen: more lines than these nobody tells apart. */
export const EXAMPLES = 32

/** Ends of a band: it holds 95 % of the subjects. */
const BAND = [0.025, 0.975] as const

/** Every measure over time: the first subjects as examples, and quantiles over all of them. */
export function seriesSummaries(
  slots: RunsBySlot,
  units: Readonly<Record<string, string>>,
): readonly SeriesSummary[] {
  const runs = [...slots.values()].flatMap((own) => own.filter((run) => run !== undefined))
  const times = longestTimes(runs)
  const measures = [...new Set(runs.flatMap((run) => [...run.values.keys()]))]
  const hasBands = [...slots.values()].some((own) => own.filter((run) => run !== undefined).length > 1)
  return measures.map((measure) => ({
    measure,
    // "plasma cell cells" is a measure, not English.
    label: measure,
    unit: units[measure] ?? '1',
    times: [...times],
    values: perArm(slots, (own) => own.slice(0, EXAMPLES).map((run) => seriesAt(run, measure, times))),
    ...(hasBands ? { bands: perArm(slots, (own) => bandOf(own, measure, times)) } : {}),
  }))
}

/** The times of the run that recorded longest [min]. */
export function longestTimes(runs: readonly AnalysedRun[]): Float64Array {
  let longest: Float64Array = new Float64Array(0)
  for (const { times } of runs) if (times.length > longest.length) longest = times
  return longest
}

function perArm<T>(slots: RunsBySlot, read: (runs: readonly AnalysedRun[]) => T): Record<string, T> {
  return Object.fromEntries(
    [...slots].map(([arm, own]) => [arm, read(own.filter((run) => run !== undefined))]),
  )
}

function seriesAt(run: AnalysedRun, measure: string, times: Float64Array): readonly MaybeNumber[] {
  const place = placesIn(run, times)
  const values = run.values.get(measure)
  return Array.from(times, (_, k) => {
    const value = values?.[place(k)] ?? Number.NaN
    return finite(value)
  })
}

/** Where in a run's own records the value at each of `times` stands: the last at or before it, -1 after its end. */
function placesIn(run: AnalysedRun, times: Float64Array): (k: number) => number {
  if (run.times === times) return (k) => k
  let own = -1
  const last = run.times.at(-1) ?? -1
  const places = Int32Array.from(times, (time) => {
    while ((run.times[own + 1] ?? Number.POSITIVE_INFINITY) <= time) own++
    return time > last ? -1 : own
  })
  return (k) => places[k] ?? -1
}

function bandOf(runs: readonly AnalysedRun[], measure: string, times: Float64Array): SeriesBand {
  const columns = runs.map((run) => ({ values: run.values.get(measure), place: placesIn(run, times) }))
  const band = {
    median: [] as MaybeNumber[],
    low: [] as MaybeNumber[],
    high: [] as MaybeNumber[],
    n: [] as number[],
  }
  const found = new Float64Array(runs.length)
  for (let k = 0; k < times.length; k++) {
    let n = 0
    for (const { values, place } of columns) {
      const value = values?.[place(k)] ?? Number.NaN
      if (Number.isFinite(value)) found[n++] = value
    }
    // Numbers sort without a comparison only in a typed array; a plain one is what quantiles are read from.
    const sorted = Array.from(found.subarray(0, n).toSorted())
    const at = (p: number): MaybeNumber => (n === 0 ? null : quantileOfSorted(sorted, p))
    band.median.push(at(0.5))
    band.low.push(at(BAND[0]))
    band.high.push(at(BAND[1]))
    band.n.push(n)
  }
  return band
}
