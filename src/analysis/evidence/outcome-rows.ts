import { type OutcomeRow, ledgerColumns } from './ledger-columns.ts'
import { csvField } from '../../store/run-tables.ts'
import type { ExpectedOutcome } from '../summary-results.ts'

/** What the rows of one trial share. */
export type RecordedTrial = Pick<OutcomeRow, 'experiment' | 'split' | 'replicates' | 'version' | 'date'>

/**
 * What a trial says of each of its expectations, as rows of `outcomes.csv`. Of an expectation that was judged at several
 * times the last counts.
 */
export function outcomeRows(
  outcomes: readonly ExpectedOutcome[],
  trial: RecordedTrial,
): readonly OutcomeRow[] {
  return [...new Map(outcomes.map((outcome) => [outcome.text, rowOf(outcome, trial)])).values()]
}

function rowOf({ text, met, judgedBy }: ExpectedOutcome, trial: RecordedTrial): OutcomeRow {
  const { statistic = '', estimate = null, low = null, high = null, unit = '' } = judgedBy ?? {}
  return {
    ...trial,
    expectation: text,
    outcome: met,
    statistic,
    estimate: digits(estimate),
    low: digits(low),
    high: digits(high),
    unit: unit === '1' ? '' : unit,
  }
}

/** Four digits: what an interval from tens of replicates carries. */
function digits(value: number | null): string {
  return value === null ? '' : String(Number(value.toPrecision(4)))
}

/** `ratio 2.1 [1.8 to 2.4]`, with the unit; empty where nothing could be estimated. */
export function outcomeText({ statistic, estimate, low, high, unit }: OutcomeRow): string {
  if (estimate === '') return ''
  const ends = [low, high].map((end) => (end === '' ? 'no bound' : end)).join(' to ')
  const interval = low === '' && high === '' ? 'no interval' : ends
  return [statistic, estimate, `[${interval}]`, unit].filter((word) => word !== '').join(' ')
}

/** The table with rows replaced that were computed anew; sorted, so that it changes only where outcomes do. */
export function outcomeTable(before: readonly OutcomeRow[], now: readonly OutcomeRow[]): string {
  // What an experiment no longer expects goes with its other rows.
  const anew = new Set(now.map(({ experiment }) => experiment))
  const kept = before.filter(({ experiment }) => !anew.has(experiment))
  const keyOf = ({ experiment, expectation }: OutcomeRow): string => `${experiment}\n${expectation}`
  const sorted = [...kept, ...now].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const lines = sorted.map((row) => ledgerColumns.outcomes.map((column) => csvField(row[column])).join(','))
  return [ledgerColumns.outcomes.join(','), ...lines, ''].join('\n')
}
