import type { InteractionGraph } from '../analysis/evidence/graph.ts'
import type { MechanismEvidence, ModelClaim, ModelEvidence } from '../analysis/evidence/model-evidence.ts'
import type { CellTypeSummary, SourceSummary } from '../analysis/summary.ts'
import { claimAnchor, claimColumns, claimRow } from './claim-cells.ts'
import { kindCell, slug, sourceCell } from './evidence-cells.ts'
import { paragraph, reference, section, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { interactionTable, networkDrawing } from './network-section.ts'
import { renderPage } from './page.ts'

/** What a page about the evidence of a model is made from. */
export interface EvidencePageInput {
  readonly evidence: ModelEvidence
  readonly graph: InteractionGraph
  readonly cellTypes: readonly Pick<CellTypeSummary, 'name' | 'colour' | 'lineage'>[]
  /** That the model cites. */
  readonly sources: readonly SourceSummary[]
  /** Of the model. */
  readonly file: string
  readonly version: string
}

/** One self-contained page: the picture, claims with what shows them, mechanisms, interactions. */
export function evidencePage(input: EvidencePageInput): string {
  const { evidence, graph, cellTypes, sources, file, version } = input
  const here = evidence.claims.filter(({ isHere }) => isHere)
  const rest = evidence.claims.filter(({ isHere }) => !isHere)
  return renderPage({
    question: evidence.title,
    above: `Evidence in ${file}`,
    version,
    armColours: ['', ''],
    main: [
      section(
        'network',
        'Who acts on whom',
        paragraph(
          'A line leads to the sentence of the model that says so, and that to its source. What cells merely consume, and how drugs pass vessels, stands in the table alone.',
          'quiet',
        ),
        networkDrawing(graph, cellTypes),
      ),
      section('claims', 'Claims that this model carries', ...claimsOf(here, rest)),
      section('mechanisms', 'Mechanisms', ...evidence.mechanisms.map(mechanismMarkup)),
      section(
        'interactions',
        'Interactions',
        interactionTable(graph, (key) => sourceCell(key, input)),
      ),
      section('sources', 'Sources', sourceList(sources)),
    ].join(''),
  })
}

function sourceList(sources: readonly SourceSummary[]): Markup {
  if (sources.length === 0) return paragraph('The model cites no sources.')
  const items = sources.map(({ key, text: said, note }) => {
    const more = note === undefined ? '' : ` <small>${text(note)}</small>`
    return `<li id="source-${slug(key)}"><b>${text(key)}</b> ${reference(said)}${more}</li>`
  })
  return `<ul class="sources">${items.join('')}</ul>`
}

function claimsOf(here: readonly ModelClaim[], rest: readonly ModelClaim[]): readonly Markup[] {
  const own =
    here.length === 0
      ? paragraph('The ledger names no element of this model.')
      : table(claimColumns, here.map(claimRow))
  const others = `<details><summary>${rest.length} more statements of the ledger</summary>${table(
    [{ head: 'status', whole: true }, ...claimColumns],
    rest.map((claim) => [text(claim.state), ...claimRow(claim)]),
  )}</details>`
  return rest.length === 0 ? [own] : [own, others]
}

function mechanismMarkup({ mechanism, name, sentences, parts, numbers, claims }: MechanismEvidence): Markup {
  const counts = (['measured', 'fitted', 'assumed'] as const)
    .filter((kind) => numbers[kind] > 0)
    .map((kind) => `${kindCell(kind)} ${numbers[kind]}`)
  const sections = [...new Set(parts.map((part) => part.section))].map((each) => {
    const subjects = parts.filter((part) => part.section === each).map(({ subject }) => subject)
    return `<li>${text(each)}: ${text([...new Set(subjects)].join(', '))}</li>`
  })
  // Where a mechanism is only the form of a sentence, the sentence stands under what it changes.
  const isForm = (own: readonly string[]): boolean => own[0] === mechanism && own.length > 1
  const others = sentences.filter((sentence) => isForm(sentence.mechanisms)).length
  const said = sentences
    .filter((sentence) => !isForm(sentence.mechanisms))
    .map(({ subject, text: words }) => `<li>${text(`${subject}: ${words}`)}</li>`)
  const links = claims.map((claim) => `<a href="#${claimAnchor(claim)}">${text(claim)}</a>`)
  return [
    `<h3>${text(`${mechanism} ${name}`)}</h3>`,
    `<p class="quiet">${counts.length === 0 ? 'no numbers' : counts.join(' \u00b7 ')}${links.length === 0 ? '' : ` \u00b7 carries ${links.join(', ')}`}</p>`,
    `<ul>${others === 0 ? '' : `<li>${others} rules, listed where they act</li>`}${[...sections, ...said].join('')}</ul>`,
  ].join('')
}
