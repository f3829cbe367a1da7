import type { EvidenceKind, TrialSummary } from '../analysis/summary.ts'
import { formatExact, formatUnit } from '../figures/number-format.ts'
import { evidenceLine, statedParameters } from './answer.ts'
import { kindCell, kindMarks, slug, sourceCell } from './evidence-cells.ts'
import { paragraph, reference, section, table, text } from './html.ts'
import type { Markup } from './html.ts'

const kinds: readonly EvidenceKind[] = ['measured', 'fitted', 'assumed']

/** How well the model is known: shares, mechanisms, references. */
export function evidenceSection(summary: TrialSummary): Markup {
  const mechanisms = summary.mechanisms ?? []
  const hasSubjects = mechanisms.some((mechanism) => mechanism.subject !== undefined)
  const columns = [
    ...(hasSubjects ? [{ head: 'of', whole: true }] : []),
    { head: 'mechanism' },
    { head: 'kind', whole: true },
    { head: 'source' },
  ]
  const rows = mechanisms.map(({ subject = '', ...mechanism }, index) => [
    ...(hasSubjects ? [subject === mechanisms[index - 1]?.subject ? '' : `<b>${text(subject)}</b>`] : []),
    mechanismText(mechanism.text),
    kindCell(mechanism.kind),
    sourceCell(mechanism.source, summary),
  ])
  const sources = summary.sources.map((source) => {
    const note = source.note === undefined ? '' : ` <small>${text(source.note)}</small>`
    return `<li id="source-${slug(source.key)}"><b>${text(source.key)}</b> ${reference(source.text)}${note}</li>`
  })
  return section(
    'evidence',
    'Evidence and assumptions',
    paragraph(evidenceLine(summary)),
    shareBar(summary),
    mechanisms.length === 0 ? '' : `<h3>Mechanisms, as the model states them</h3>${table(columns, rows)}`,
    sources.length === 0
      ? paragraph('No sources are cited.')
      : `<h3>Sources</h3><ul class="sources">${sources.join('')}</ul>`,
  )
}

function shareBar(summary: TrialSummary): Markup {
  const stated = statedParameters(summary)
  const total = stated.length
  if (total === 0) return ''
  const parts = kinds.map((kind) => {
    const count = stated.filter((parameter) => parameter.kind === kind).length
    const words = count / total < 0.14 ? '' : `${kind} `
    const label = count / total < 0.04 ? '' : `${kindMarks[kind]} ${words}${formatExact(count)}`
    return count === 0 ? '' : `<span class="${kind}" style="flex-grow:${count}">${label}</span>`
  })
  return `<div class="shares" role="img" aria-label="${text(evidenceLine(summary))}">${parts.join('')}</div>`
}

/** The claim, and under it the numbers of its curve. */
function mechanismText(value: string): Markup {
  const [claim = '', ...curve] = value.split(/(?<=.), (?=half at )/)
  const numbers =
    curve.length === 0 ? '' : `, <small class="curve">${text(formatUnit(curve.join(', ')))}</small>`
  return text(formatUnit(claim)) + numbers
}
