import type { ExpectedOutcome } from '../analysis/summary-results.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { expectedOutcomes } from './answer.ts'

/** An expected outcome among others on the same subject. */
export interface GroupedOutcome {
  readonly outcome: ExpectedOutcome
  /** What was expected, without the subject that stands above. */
  readonly text: string
}

/** What was expected of one endpoint or event. */
export interface OutcomeGroup {
  /** The endpoint or event; empty for what is about neither. */
  readonly subject: string
  readonly outcomes: readonly GroupedOutcome[]
}

/** Every expected outcome by what it is about, in the order in which subjects are first named. */
export function outcomeGroups(
  summary: Pick<TrialSummary, 'effects' | 'survival' | 'relations' | 'endpoints'>,
): OutcomeGroup[] {
  const subjects = subjectsOf(summary)
  const groups = new Map<string, GroupedOutcome[]>()
  for (const outcome of expectedOutcomes(summary)) {
    const subject = subjects.find((name) => outcome.text.startsWith(`${name} `)) ?? ''
    const text = subject === '' ? outcome.text : outcome.text.slice(subject.length + 1)
    groups.set(subject, [...(groups.get(subject) ?? []), { outcome, text }])
  }
  return [...groups].map(([subject, outcomes]) => ({ subject, outcomes }))
}

/** Names with which an expectation may begin, longer ones first: `CD8 in nests` before `CD8`. */
function subjectsOf({ endpoints, survival = [] }: Pick<TrialSummary, 'endpoints' | 'survival'>): string[] {
  const names = [
    ...endpoints.flatMap(({ name, label }) => [name, label]),
    ...survival.map(({ name }) => name),
  ]
  return [...new Set(names)].toSorted((a, b) => b.length - a.length)
}
