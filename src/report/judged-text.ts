import type { ExpectedOutcome } from '../analysis/summary-results.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { formatTogether, withUnit } from '../figures/number-format.ts'

/** What an expectation was judged by: "rho 0.41 [0.18 to 0.60], Spearman over 60 patients"; empty where nothing is kept of it. */
export function judgedText(outcome: Pick<ExpectedOutcome, 'judgedBy'>): string {
  const { judgedBy } = outcome
  if (judgedBy === undefined || judgedBy.estimate === null) return estimateText(outcome)
  const { method, note } = judgedBy
  return `${estimateText(outcome)}, ${method}${note === undefined ? '' : `; ${note}`}`
}

/** The number alone with its interval: "rho 0.41 [0.18 to 0.60]". */
export function estimateText({ judgedBy }: Pick<ExpectedOutcome, 'judgedBy'>): string {
  if (judgedBy === undefined) return ''
  const { statistic, estimate, low, high, unit, note } = judgedBy
  if (estimate === null) return `${statistic}: ${note ?? 'could not be computed'}`
  const isBounded = low !== null || high !== null
  const [middle = '', from = '', to = ''] = formatTogether([estimate, low, high])
  const ends = `${low === null ? 'no bound' : from} to ${high === null ? 'no bound' : to}`
  const interval = isBounded ? ` [${ends}]` : ' [no interval]'
  return `${statistic} ${withUnit(`${middle}${interval}`, unit)}`
}

/** Expectations about more than the difference of two arms, a clause for each. */
export function relationFindings({ relations = [] }: Pick<TrialSummary, 'relations'>): string[] {
  return relations.map((outcome) => {
    const met =
      outcome.met === 'unsettled' ? 'Unsettled' : outcome.met === 'met' ? 'As expected' : 'Not as expected'
    const judged = judgedText(outcome)
    return `${met}: ${outcome.text}${judged === '' ? '' : ` (${judged})`}`
  })
}
