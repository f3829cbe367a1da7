import type { TrialSummary } from '../analysis/summary.ts'
import { formatNumber } from '../figures/number-format.ts'
import {
  answerSentences,
  evidenceLine,
  expectationLine,
  furtherFindings,
  primaryFindings,
  trialLine,
} from './answer.ts'
import { eventFindings, incompleteLines, synergyFindings } from './findings.ts'
import { paragraph, text } from './html.ts'
import type { Markup } from './html.ts'
import { relationFindings } from './judged-text.ts'
import { isLarge } from './large-trial.ts'
import { sensitivityLine } from './sensitivity-line.ts'

/** The answer in sentences, what else was found, and how much to trust it. */
export function answerSection(summary: TrialSummary): Markup {
  const answers = answerSentences(summary)
  const sentences = answers.map((sentence) =>
    paragraph(sentence, answers.length > 1 ? 'answer several' : 'answer'),
  )
  const findings = findingsOf(summary).map((clause) => `<li>${text(clause)}</li>`)
  const list = findings.length === 0 ? '' : `<ul class="findings">${findings.join('')}</ul>`
  // In a large trial it is part of the answer.
  const expected = isLarge(summary) ? '' : expectationLine(summary)
  const trust = [expected, evidenceLine(summary), sensitivityLine(summary)]
    .filter((line) => line !== '')
    .join(' ')
  return `<section id="answer"><h2>Answer</h2>\n${sentences.join('\n')}${list}\n${incompleteNote(summary)}${paragraph(trust)}\n${paragraph(trialLine(summary), 'quiet')}</section>\n`
}

/** What else was found; of a large trial only the primary endpoint and synergies, since tables list the rest. */
function findingsOf(summary: TrialSummary): string[] {
  if (isLarge(summary)) return [...primaryFindings(summary), ...synergyFindings(summary)]
  return [
    ...furtherFindings(summary),
    ...eventFindings(summary),
    ...synergyFindings(summary),
    ...relationFindings(summary),
  ]
}

/** Failed runs that are listed at once; chosen: more stand behind a click. */
const mostOpen = 4

/** Runs that gave no result, said before anything else is believed; nothing when all are there. */
function incompleteNote(summary: TrialSummary): Markup {
  const { runs } = summary
  const [line] = incompleteLines(summary)
  if (runs === undefined || line === undefined) return ''
  const named = runs.failed.map(
    ({ arm, replicate, point, error }) =>
      `<li>${text(arm)}, replicate ${replicate + 1}${point === undefined ? '' : `, point ${point + 1}`}: ${text(error)}</li>`,
  )
  const further = runs.failures - runs.failed.length
  if (further > 0 && named.length > 0) named.push(`<li>and ${formatNumber(further)} more</li>`)
  const list =
    named.length === 0
      ? ''
      : `<details${named.length > mostOpen ? '' : ' open'}><summary>Which runs failed, and why</summary><ul>${named.join('')}</ul></details>`
  return `<div class="incomplete" role="note"><p><b>Not complete.</b> ${text(line)}</p>${list}</div>\n`
}
