import type { TrialSummary } from '../analysis/summary.ts'
import type { ResponseSummary, SubjectResponse } from '../analysis/summary-results.ts'
import { mostPoints, quantile, sortedNumbers } from '../figures/band.ts'
import { formatExact, formatTogether } from '../figures/number-format.ts'
import { mostShown, spiderFigure, waterfallChange, waterfallFigure } from '../figures/responses.ts'
import type { FigureContext } from '../figures/theme.ts'
import { armHead } from './effects-section.ts'
import { figure, paragraph, section, single, table, text } from './html.ts'
import type { Markup } from './html.ts'

/** Arms whose names fit under bars in half a page; those of more take the whole width, one figure under the other. */
const mostBeside = 4

/** Sizes of waterfall and spider beside each other [pt]. */
const pairSizes = [
  { width: 330, height: 200 },
  { width: 290, height: 200 },
] as const

/** Sizes of waterfall and spider under each other [pt]. */
function manySizes(arms: number) {
  return [
    { width: 110 + arms * 72, height: 210 },
    { width: 480, height: 240 },
  ] as const
}

/** How much every subject changed: a bar each, a line each, and how many grew or shrank by how much. */
export function responsesSection(summary: TrialSummary, context: FigureContext): Markup {
  const responses = summary.responses ?? []
  if (responses.length === 0) return ''
  const parts = responses.map((response) => {
    const isMany = summary.arms.length > mostBeside
    const sizes = isMany ? manySizes(summary.arms.length) : pairSizes
    const drawings = [
      waterfallFigure(summary, response, context, sizes[0]),
      spiderFigure(summary, response, context, sizes[1]),
    ]
    const panels = drawings
      .map(
        (drawing, index) =>
          `<div>${isMany ? single(drawing, Math.round(sizes[index]?.width ?? 0)) : drawing}</div>`,
      )
      .join('')
    return [
      figure(`<div class="${isMany ? 'stack' : 'pair'}">${panels}</div>`, captionOf(response, isMany)),
      table(columnsOf(response), rowsOf(response, summary, context)),
      paragraph(
        'Changes in percent of the value at the start; [ ]: middle 50\u00a0% of the subjects.',
        'caption',
      ),
    ].join('\n')
  })
  return section('responses', 'Responses', ...parts)
}

function captionOf(response: ResponseSummary, isStacked: boolean): string {
  const [one, other] = isStacked ? ['Above', 'Below'] : ['Left', 'Right']
  const all = Object.values(response.arms).flat()
  const drawn = all.filter(({ change }) => change.length > 0).length
  const bars = `${one}: ${waterfallChange(response) === 'best' ? 'the lowest change' : 'the change at the end'} of every subject, each arm from the greatest growth to the greatest decrease.`
  const most = Math.max(...Object.values(response.arms).map((subjects) => subjects.length))
  const thin =
    most > mostPoints
      ? ` Of arms with more than ${mostPoints} subjects, as many are shown, evenly spaced by rank.`
      : ''
  const lines = ` ${other}: change over time${drawn < all.length ? ` of ${drawn} of the ${all.length} subjects` : ' of every subject'}; points: the last value.`
  const isCut = all.some(({ best, last }) => Math.max(best ?? 0, last ?? 0) > mostShown)
  return `${bars}${thin}${lines}${isCut ? ` Growth beyond ${mostShown}\u00a0% is cut, and notched in the bars.` : ''}`
}

function columnsOf({ progressionAbove, responseBelow }: ResponseSummary) {
  const signed = (value: number): string =>
    `${value > 0 ? '+' : '\u2212'}${formatExact(Math.abs(value))}\u00a0%`
  return [
    { head: 'arm' },
    { head: 'subjects', numeric: true },
    { head: 'median change at the end', numeric: true },
    { head: 'median lowest change', numeric: true },
    ...(progressionAbove === undefined
      ? []
      : [
          {
            head: `progressing<br><small>above ${signed(progressionAbove)} at the end</small>`,
            numeric: true,
          },
        ]),
    ...(responseBelow === undefined
      ? []
      : [
          { head: `responding<br><small>below ${signed(responseBelow)} at some time</small>`, numeric: true },
        ]),
  ]
}

function rowsOf(response: ResponseSummary, summary: TrialSummary, context: FigureContext): Markup[][] {
  const { progressionAbove: above, responseBelow: below } = response
  return summary.arms.flatMap(({ name }) => {
    const subjects = response.arms[name]
    if (subjects === undefined) return []
    const count = (holds: (subject: SubjectResponse) => boolean): string =>
      `${subjects.filter(holds).length} of ${subjects.length}`
    return [
      [
        armHead(name, context),
        String(subjects.length),
        middle(subjects.map(({ last }) => last)),
        middle(subjects.map(({ best }) => best)),
        ...(above === undefined ? [] : [count(({ last }) => last !== null && last > above)]),
        ...(below === undefined ? [] : [count(({ best }) => best !== null && best < below)]),
      ],
    ]
  })
}

function middle(values: readonly (number | null)[]): Markup {
  const sorted = sortedNumbers(values)
  const [median = '', low = '', high = ''] = formatTogether(
    [0.5, 0.25, 0.75].map((share) => quantile(sorted, share)),
    true,
  )
  return `${text(median)}\u00a0%<br><small class="whole">[${text(low)} to ${text(high)}]</small>`
}
