import type { TrialSummary } from '../summary.ts'
import { type OutcomeRow, ledgerColumns } from './ledger.ts'

/** What a trial says of each of its expectations, as rows of `outcomes.csv`; `experiment` is its file from the root. */
export function outcomeRows(summary: TrialSummary, experiment: string, date: string): readonly OutcomeRow[] {
  const replicates = String(summary.subjects ?? summary.replicates)
  const common = { experiment, replicates, version: summary.provenance.version, date }
  const events = (summary.survival ?? []).flatMap(({ comparisons }) => comparisons)
  const effects = summary.effects.flatMap(({ expected, estimate, low, high }) =>
    expected === undefined
      ? []
      : [rowOf(expected, { ...common, estimate: digits(estimate), low: digits(low), high: digits(high) })],
  )
  const times = events.flatMap(({ expected }) =>
    expected === undefined ? [] : [rowOf(expected, { ...common, estimate: '', low: '', high: '' })],
  )
  return [...effects, ...times]
}

function rowOf(
  { text, met }: { readonly text: string; readonly met: string },
  rest: Omit<OutcomeRow, 'expectation' | 'outcome'>,
): OutcomeRow {
  return { ...rest, expectation: text, outcome: met }
}

/** Four digits: what an interval from tens of replicates carries. */
function digits(value: number | null): string {
  return value === null ? '' : String(Number(value.toPrecision(4)))
}

/** The table with rows replaced that were computed anew; sorted, so that it changes only where outcomes do. */
export function outcomeTable(before: readonly OutcomeRow[], now: readonly OutcomeRow[]): string {
  const rows = new Map([...before, ...now].map((row) => [`${row.experiment}\n${row.expectation}`, row]))
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const lines = sorted.map(([, row]) => ledgerColumns.outcomes.map((column) => quoted(row[column])).join(','))
  return [ledgerColumns.outcomes.join(','), ...lines, ''].join('\n')
}

function quoted(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
