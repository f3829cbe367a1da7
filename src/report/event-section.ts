import type { TrialSummary } from '../analysis/summary.ts'
import type { SurvivalComparison, SurvivalSummary } from '../analysis/summary-results.ts'
import { formatDuration, formatTogether, timeUnit } from '../figures/number-format.ts'
import { survivalFigure } from '../figures/survival.ts'
import type { FigureContext } from '../figures/theme.ts'
import { armHead } from './effects-section.ts'
import { hazardText, hazardVerdict, medianText } from './event-text.ts'
import { figure, paragraph, section, single, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { pText } from './p-text.ts'

/** Width of the curves on the page [pt]. */
const curveWidth = 430

/** How long it took until something happened: curves, medians, hazard ratios and tests. */
export function eventsSection(summary: TrialSummary, context: FigureContext): Markup {
  const events = summary.survival ?? []
  if (events.length === 0) return ''
  const parts = events.map((event) => eventPart(event, summary, context))
  return section('events', 'Times to event', ...parts)
}

function eventPart(event: SurvivalSummary, summary: TrialSummary, context: FigureContext): Markup {
  const drawing = survivalFigure(summary, event, context, { width: curveWidth, height: 230 })
  const caption = `Kaplan\u2013Meier estimate, band: 95\u00a0% CI. Ticks: subjects censored. On the line of 50\u00a0%: median with its 95\u00a0% CI${openEnd(event)}. Beneath: subjects at risk.`
  return [
    `<h3>${text(capital(event.name))}</h3>`,
    figure(single(drawing, 520), caption),
    medians(event, summary, context),
    event.comparisons.length === 0 ? '' : comparisons(event, summary, context),
    paragraph(event.note, 'caption'),
  ].join('\n')
}

function openEnd({ arms }: SurvivalSummary): string {
  const isOpen = Object.values(arms).some(({ median, medianHigh }) => median !== null && medianHigh === null)
  return isOpen ? ', an arrow where its end was not reached' : ''
}

function medians(event: SurvivalSummary, summary: TrialSummary, context: FigureContext): Markup {
  const columns = [
    { head: 'arm' },
    { head: 'subjects', numeric: true },
    { head: 'with the event', numeric: true },
    { head: 'median time (95\u00a0% CI)', numeric: true, whole: true },
  ]
  const rows = summary.arms.flatMap(({ name }) => {
    const curve = event.arms[name]
    if (curve === undefined) return []
    const median = text(medianText(curve, summary.duration))
    return [[armHead(name, context), String(curve.n), String(curve.events), median]]
  })
  return table(columns, rows)
}

function comparisons(event: SurvivalSummary, summary: TrialSummary, context: FigureContext): Markup {
  const hasMeans = event.comparisons.some(({ meanTime }) => meanTime !== undefined)
  const columns = [
    { head: 'comparison' },
    { head: 'hazard ratio (95\u00a0% CI)', numeric: true, whole: true },
    ...(hasMeans ? [{ head: 'mean time without (95\u00a0% CI)', numeric: true }] : []),
    { head: 'test' },
    { head: 'verdict' },
  ]
  const rows = event.comparisons.map((comparison) => [
    `${armHead(comparison.arm, context)}<br><small>against ${text(comparison.against)}</small>`,
    text(hazardText(comparison)),
    ...(hasMeans ? [meanTimeCell(comparison, summary.duration)] : []),
    testCell(comparison),
    verdictCell(comparison),
  ])
  return table(columns, rows)
}

function testCell({ test, chiSquare, p, note }: SurvivalComparison): Markup {
  const [square = ''] = formatTogether([chiSquare])
  const value = p === null ? 'not defined' : `\u03c7\u00b2 = ${square}, ${pText(p)}`
  const more = note === undefined ? '' : `<br><small>${text(note)}</small>`
  return `${text(test)}<br><small>${text(value)}</small>${more}`
}

function verdictCell(comparison: SurvivalComparison): Markup {
  const { expected } = comparison
  const note =
    expected === undefined || expected.met === 'unsettled'
      ? ''
      : `${expected.met === 'met' ? '' : 'not '}as expected`
  return `<b>${hazardVerdict(comparison)}</b>${note === '' ? '' : `<br><small>${note}</small>`}`
}

/** Difference of restricted mean times: the arm's mean time without the event, up to a time that is named. */
function meanTimeCell({ meanTime }: SurvivalComparison, duration: number): Markup {
  if (meanTime === undefined) return ''
  const { name, minutes } = timeUnit(duration)
  const { difference, low, high, upTo } = meanTime
  const [middle = '', from = '', to = ''] = formatTogether(
    [difference, low, high].map((time) => time / minutes),
    true,
  )
  const unit = name === 'day' ? 'days' : name
  return (
    text(`${middle}\u00a0${unit}`) +
    `<br><small>[${from} to ${to}], up to ${text(formatDuration(upTo))}</small>`
  )
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
