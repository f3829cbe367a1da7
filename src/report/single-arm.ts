import type { ArmSummary, SeriesSummary, TrialSummary } from '../analysis/summary.ts'
import type { MaybeNumber } from '../analysis/summary-results.ts'
import { quantile, sortedNumbers } from '../figures/band.ts'
import { formatDuration, formatNumber, formatTogether, withUnit } from '../figures/number-format.ts'
import { constantOf } from './constant-series.ts'

/** Findings beside the first that the answer of a single arm lists; chosen: what the eye takes in at once. */
const mostFindings = 8

/** The arm of a trial that has no other to compare it with; undefined where there are several. */
export function singleArm(summary: Pick<TrialSummary, 'arms'>): ArmSummary | undefined {
  return summary.arms.length === 1 ? summary.arms[0] : undefined
}

/** The series that tells most: the first count of a cell type of the tumour lineage, else the first there is. */
export function mainSeries(summary: Pick<TrialSummary, 'series' | 'cellTypes'>): SeriesSummary | undefined {
  const tumours = summary.cellTypes
    .filter((type) => type.lineage === 'tumour')
    .map((type) => `${type.name} cells`)
  return summary.series.find((series) => tumours.includes(series.measure)) ?? summary.series[0]
}

/** What happened in a single arm: how its main series went. */
export function whatHappened(summary: TrialSummary, arm: ArmSummary): string {
  const series = mainSeries(summary)
  const change = series === undefined ? undefined : changeOf(series, arm)
  if (series === undefined || change === undefined)
    return 'This run recorded no series, so there is nothing to tell.'
  const { first, last, until } = change
  const [from = '', to = ''] = formatTogether([first, last])
  const verb = last > first ? 'rose' : last < first ? 'fell' : undefined
  const where =
    summary.replicates > 1 ? `In the median of ${formatNumber(summary.replicates)} runs` : 'In this run'
  const after = formatDuration(until)
  if (verb === undefined)
    return `${where}, ${series.label} stood at ${withUnit(to, series.unit)} after ${after} as at the start.`
  return `${where}, ${series.label} ${verb} from ${from} to ${unitText(to, series)} in ${after}${timesText(first, last)}.`
}

/** First and last value of the other series that change, a clause each. */
export function otherChanges(summary: TrialSummary, arm: ArmSummary): string[] {
  const main = mainSeries(summary)
  const clauses = summary.series
    .filter((series) => series !== main && constantOf(series) === undefined)
    .flatMap((series) => {
      const change = changeOf(series, arm)
      if (change === undefined) return []
      const [from = '', to = ''] = formatTogether([change.first, change.last])
      return [`${series.label}: ${from} \u2192 ${unitText(to, series)}`]
    })
  const more = clauses.length - mostFindings
  return more > 0 ? [...clauses.slice(0, mostFindings), `and ${more} more under Time courses`] : clauses
}

interface Change {
  readonly first: number
  readonly last: number
  /** Time of the last value [min]. */
  readonly until: number
}

/** First and last median that could be computed; undefined when none could. */
function changeOf(series: SeriesSummary, arm: ArmSummary): Change | undefined {
  const runs = series.values[arm.name] ?? []
  const medians = series.times.map((_, time): MaybeNumber =>
    quantile(sortedNumbers(runs.map((run) => run[time])), 0.5),
  )
  const first = medians.find((value) => value !== null)
  const end = medians.findLastIndex((value) => value !== null)
  const last = medians[end]
  if (first === undefined || first === null || last === undefined || last === null) return undefined
  return { first, last, until: series.times[end] ?? 0 }
}

/** "(5.9 times)" where a growth is large, "(to a third)" never: a share of what was there instead. */
function timesText(first: number, last: number): string {
  if (!(first > 0)) return ''
  const ratio = last / first
  if (ratio >= 2) return ` (${formatTogether([ratio, ratio * 2])[0] ?? ''} times)`
  return ` (${ratio > 1 ? '+' : '\u2212'}${Math.round(Math.abs(ratio - 1) * 100)}\u00a0%)`
}

/** A value with its unit, unless the series' name says it: "tumour cells ... 325", not "325 cells". */
function unitText(value: string, series: SeriesSummary): string {
  return series.unit === 'cells' && series.label.endsWith('cells') ? value : withUnit(value, series.unit)
}
