import type { TrialSummary } from '../analysis/summary.ts'
import { expectationLine, expectedOutcomes } from './answer.ts'
import { sourceCell } from './evidence-cells.ts'
import { paragraph, section, text } from './html.ts'
import type { Markup } from './html.ts'
import { judgedText } from './judged-text.ts'
import { outcomeMarks } from './method-sections.ts'
import { type GroupedOutcome, type OutcomeGroup, outcomeGroups } from './outcome-groups.ts'
import { singleArm } from './single-arm.ts'

/** What was expected beforehand, by endpoint, and whether it came. */
export function expectedSection(summary: TrialSummary): Markup {
  if (expectedOutcomes(summary).length === 0)
    return singleArm(summary) === undefined
      ? section('expected', 'Expected outcomes', paragraph('No outcomes were stated beforehand.'))
      : ''
  const groups = outcomeGroups(summary)
  const heads = ['outcome', 'expected', 'judged by', 'source'].map((head) => `<th scope="col">${head}</th>`)
  const bodies = groups.map((group) => groupRows(group, groups.length > 1, summary))
  const table = `<table id="expected-table"><thead><tr>${heads.join('')}</tr></thead>${bodies.join('\n')}</table>`
  return section('expected', 'Expected outcomes', paragraph(expectationLine(summary)), table)
}

/** The outcomes of one subject under its name. */
function groupRows({ subject, outcomes }: OutcomeGroup, isNamed: boolean, summary: TrialSummary): Markup {
  const named = isNamed && subject !== ''
  const head = named
    ? `<tr class="part"><th colspan="4" scope="rowgroup">${text(subject)}${share(outcomes)}</th></tr>`
    : ''
  const rows = outcomes.map(({ outcome, text: shortened }) => {
    const { met } = outcome
    const cells = [
      `<td class="${met === 'not met' ? 'not-met' : met}"><b class="outcome">${outcomeMarks[met]}</b> ${met}</td>`,
      `<td>${text(named ? shortened : outcome.text)}</td>`,
      `<td>${text(judgedText(outcome))}</td>`,
      `<td>${sourceCell(outcome.source, summary)}</td>`,
    ]
    return `<tr>${cells.join('')}</tr>`
  })
  return `<tbody>${head}${rows.join('')}</tbody>`
}

/** How many of several came: " 3 of 7 met". */
function share(outcomes: readonly GroupedOutcome[]): Markup {
  if (outcomes.length < 2) return ''
  const met = outcomes.filter(({ outcome }) => outcome.met === 'met').length
  return ` <small>${met} of ${outcomes.length} met</small>`
}
