import type { EvidenceKind, TrialSummary } from '../analysis/summary.ts'
import { formatExact, formatUnit } from '../figures/number-format.ts'
import { evidenceLine, statedParameters } from './answer.ts'
import { kindCell, kindMarks, slug, sourceCell } from './evidence-cells.ts'
import { paragraph, reference, section, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { outcomeMarks } from './method-sections.ts'
import { interactionTable, networkDrawing } from './network-section.ts'

const kinds: readonly EvidenceKind[] = ['measured', 'fitted', 'assumed']

/** Interactions beyond which the picture is folded; chosen: more fill a screen. */
const FOLDED_FROM = 25

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
    claimsMarkup(summary),
    networkMarkup(summary),
    mechanisms.length === 0 ? '' : `<h3>Mechanisms, as the model states them</h3>${table(columns, rows)}`,
    sources.length === 0
      ? paragraph('No sources are cited.')
      : `<h3>Sources</h3><ul class="sources">${sources.join('')}</ul>`,
  )
}

/** Statements of the literature that this trial's expectations show. */
function claimsMarkup({ claims = [] }: TrialSummary): Markup {
  if (claims.length === 0) return ''
  const rows = claims.map(({ claim, statement, citation, expectation, met }) => [
    text(claim),
    text(statement),
    text(expectation),
    met === undefined ? 'not read' : `<b class="outcome">${outcomeMarks[met]}</b> ${text(met)}`,
    reference(citation),
  ])
  const columns = [
    { head: 'claim', whole: true },
    { head: 'what the literature says' },
    { head: 'shown by' },
    { head: 'here', whole: true },
    { head: 'citation' },
  ]
  return `<h3>Claims that this trial puts to the test</h3>${table(columns, rows)}`
}

/** Who acts on whom, folded where it is large, with its table folded beneath. */
function networkMarkup(summary: TrialSummary): Markup {
  const { network } = summary
  if (network === undefined || network.edges.every(({ isMinor }) => isMinor === true)) return ''
  const drawing = networkDrawing(network, summary.cellTypes)
  const picture =
    network.edges.length > FOLDED_FROM
      ? `<details><summary>The picture, with ${network.edges.length} interactions</summary>${drawing}</details>`
      : drawing
  const rows = interactionTable(network, (key) => sourceCell(key, summary))
  return `<h3>Who acts on whom</h3>${picture}<details><summary>Every interaction, as the model says it</summary>${rows}</details>`
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
