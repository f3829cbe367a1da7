import type { TrialSummary } from '../analysis/summary.ts'
import type { SynergySummary } from '../analysis/summary-results.ts'
import { noNumber } from '../figures/number-format.ts'
import type { FigureContext } from '../figures/theme.ts'
import { endpointOf, excessDrawings, gridDrawings } from './drawings.ts'
import { figure, paragraph, section, single, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { pointsText, synergyVerdict } from './synergy-text.ts'

/** Width below which the names of combinations would be too small to read [px]. */
const leastWidth = 330

/** The same with several combinations, whose names are longer [px]. */
const wideWidth = 570

/** Whether treatments together do more than what each alone lets expect. */
export function synergySection(summary: TrialSummary, context: FigureContext): Markup {
  const synergies = summary.synergy ?? []
  if (synergies.length === 0) return ''
  const labelOf = (name: string): string => endpointOf(name, summary).label
  // Names of several combinations want the whole width.
  const isWide = new Set(synergies.map(({ a, b }) => `${a}\n${b}`)).size > 1
  const plots = excessDrawings(summary, context).map(
    ({ svg }) => `<div>${single(svg, isWide ? wideWidth : leastWidth)}</div>`,
  )
  const grids = gridDrawings(summary, context).map(({ svg }) => `<div>${svg}</div>`)
  const caption =
    'Points: inhibition beyond what is expected if the treatments did not help each other; lines: 95\u00a0% CI. A hollow point: the interval holds zero.'
  return section(
    'synergy',
    'Synergy',
    figure(`<div class="${isWide ? 'stack' : 'courses'}">${plots.join('')}</div>`, caption),
    grids.length === 0
      ? ''
      : figure(
          `<div class="courses">${grids.join('')}</div>`,
          'Inhibition at each pair of doses, and how far it is beyond what is expected; single cells carry no interval.',
        ),
    table(
      columns,
      synergies.map((synergy) => rowOf(synergy, labelOf)),
    ),
    ...notesOf(synergies).map((note) => paragraph(note, 'caption')),
  )
}

const columns = [
  { head: 'endpoint' },
  { head: 'treatments' },
  { head: 'expected by' },
  { head: 'beyond it (95\u00a0% CI)<br><small>percentage points of inhibition</small>', numeric: true },
  { head: 'n', numeric: true },
  { head: 'verdict' },
]

function rowOf(synergy: SynergySummary, labelOf: (name: string) => string): Markup[] {
  const [middle = noNumber, low = noNumber, high = noNumber] = pointsText(synergy)
  const interval =
    synergy.low === null || synergy.high === null
      ? ''
      : `<br><small class="whole">[${low} to ${high}]</small>`
  return [
    text(labelOf(synergy.endpoint)),
    text(`${synergy.a} + ${synergy.b}`),
    text(synergy.model),
    `${middle}${interval}`,
    String(synergy.n),
    `<b>${synergyVerdict(synergy)}</b>`,
  ]
}

function notesOf(synergies: readonly SynergySummary[]): string[] {
  const methods = `Intervals: 95\u00a0% CI, ${[...new Set(synergies.map(({ method }) => method))].join('; ')}.`
  return [methods, ...new Set(synergies.flatMap(({ note }) => (note === undefined ? [] : [note])))]
}
