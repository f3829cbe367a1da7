import type { SeriesSummary, TrialSummary } from '../analysis/summary.ts'
import { formatNumber, formatTime } from '../figures/number-format.ts'
import type { Series } from '../store/run-tables.ts'
import type { Terminal } from './terminal.ts'

export interface BranchPoint {
  /** The series of the run that was branched. */
  readonly original: Series
  /** [min] */
  readonly from: number
}

/** What each branch came to: every measure where they parted, at the end of the run that was branched, and of each branch. */
export function branchTable(
  summary: TrialSummary,
  { original, from }: BranchPoint,
  terminal: Terminal,
): string {
  const end = summary.series[0]?.times.at(-1) ?? from
  const reached = Math.min(end, original.times.at(-1) ?? from)
  const names = summary.arms.map(({ name }) => name)
  const time = (at: number): string => formatTime(at, summary.duration)
  // A run that ended where the branches begin has nothing to be held against.
  const originals = reached > from ? [reached === end ? 'original' : `original, ${time(reached)}`] : []
  const head = ['', time(from), ...originals, ...names]
  const rows = summary.series.map((series) => [
    label(series),
    show(valueAt(original, series.measure, from)),
    ...originals.map(() => show(valueAt(original, series.measure, reached))),
    ...names.map((name) => show(series.values[name]?.[0]?.at(-1))),
  ])
  const widths = head.map((_, k) => Math.max(...[head, ...rows].map((row) => row[k]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0))).join('   ')}`.trimEnd()
  const title = `  at ${time(end)}:`
  return [title, '', terminal.colours.bold(line(head)), ...rows.map(line)].join('\n')
}

function label({ label: name, unit }: SeriesSummary): string {
  return unit === '1' || unit === 'cells' ? name : `${name} [${unit}]`
}

function show(value: number | null | undefined): string {
  return value === null || value === undefined ? 'none' : formatNumber(value)
}

/** The last value at or before a time. */
function valueAt({ times, values }: Series, measure: string, at: number): number | undefined {
  return values.get(measure)?.[times.findLastIndex((time) => time <= at)]
}
