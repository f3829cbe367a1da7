import type { SeriesSummary } from '../analysis/summary.ts'
import type { MaybeNumber } from '../analysis/summary-results.ts'

/** Median and band of the replicates at each time. */
export interface Band {
  readonly median: readonly MaybeNumber[]
  readonly low: readonly MaybeNumber[]
  readonly high: readonly MaybeNumber[]
}

/** Fewer replicates than this show their whole range; chosen: 5 % tails need about twenty runs to mean anything. */
const enoughForTails = 20

/** Summarise runs [replicate][time] at each of `count` times. */
export function bandOf(runs: readonly (readonly MaybeNumber[])[], count: number): Band {
  const tail = runs.length < enoughForTails ? 0 : 0.05
  const columns = Array.from({ length: count }, (_, time) => sortedAt(runs, time))
  return {
    median: columns.map((column) => quantile(column, 0.5)),
    low: columns.map((column) => quantile(column, tail)),
    high: columns.map((column) => quantile(column, 1 - tail)),
  }
}

/** Subjects that the bands of a series are over; 0 where it has none. */
function bandSubjects(series: SeriesSummary): number {
  return Math.max(0, ...Object.values(series.bands ?? {}).flatMap(({ n }) => n))
}

/** Whether a series' own bands are drawn: over few subjects the range of the runs says more than tails. */
export function hasBands(series: SeriesSummary): boolean {
  return bandSubjects(series) >= enoughForTails
}

/** Median and band of one arm: over all subjects where the series has that, else over the runs it lists. */
export function armBand(series: SeriesSummary, arm: string): Band {
  const band = hasBands(series) ? series.bands?.[arm] : undefined
  return band ?? bandOf(series.values[arm] ?? [], series.times.length)
}

/** Say what the bands of a series are. */
export function seriesBandName(series: SeriesSummary): string {
  if (hasBands(series)) return `middle 95\u00a0% of ${bandSubjects(series)} subjects per arm`
  return bandName(Math.max(0, ...Object.values(series.values).map((runs) => runs.length)))
}

/** Say what the band of `replicates` runs is. */
export function bandName(replicates: number): string {
  if (replicates < 2) return 'one run, no band'
  const runs = `${replicates} replicates`
  return replicates < enoughForTails ? `range of ${runs}` : `middle 90\u00a0% of ${runs}`
}

/** The numbers of a list, ascending; what could not be computed is left out. */
export function sortedNumbers(values: readonly (MaybeNumber | undefined)[]): number[] {
  return values
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
    .toSorted((a, b) => a - b)
}

/** Subjects of an arm that a figure shows one by one; chosen: beyond these the picture stays the same and the page grows. */
export const mostPoints = 240

/** Of a sorted list at most `mostPoints`, evenly spaced by rank, both ends included: its distribution looks the same. */
export function thinned<T>(sorted: readonly T[]): readonly T[] {
  if (sorted.length <= mostPoints) return sorted
  const step = (sorted.length - 1) / (mostPoints - 1)
  return Array.from({ length: mostPoints }, (_, rank) => sorted[Math.round(rank * step)]).filter(
    (value) => value !== undefined,
  )
}

/** Quantile of ascending values by linear interpolation (Hyndman and Fan's type 7); `null` of none. */
export function quantile(sorted: readonly number[], share: number): MaybeNumber {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)]
  const above = sorted[Math.ceil(place)]
  if (below === undefined || above === undefined) return null
  return below + (above - below) * (place - Math.floor(place))
}

function sortedAt(runs: readonly (readonly MaybeNumber[])[], time: number): number[] {
  return sortedNumbers(runs.map((run) => run[time]))
}
