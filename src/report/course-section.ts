import type { SeriesSummary, TrialSummary } from '../analysis/summary.ts'
import { hasBands, seriesBandName } from '../figures/band.ts'
import { coursePanels, isInPanels } from '../figures/course-multiples.ts'
import { formatNumber, formatUnit, withUnit } from '../figures/number-format.ts'
import type { FigureContext } from '../figures/theme.ts'
import { timeCourse } from '../figures/time-course.ts'
import { constantOf } from './constant-series.ts'
import { figure, paragraph, section, text } from './html.ts'
import type { Markup } from './html.ts'
import { pageColumn } from './page-widths.ts'
import { singleArm } from './single-arm.ts'

/** Every recorded series. */
export function timeCourseSection(summary: TrialSummary, context: FigureContext): Markup {
  if (summary.series.length === 0)
    return section('courses', 'Time courses', paragraph('No series were recorded.'))
  // The key figure of a single arm shows its main series already.
  if (singleArm(summary) !== undefined && summary.effects.length === 0 && summary.series.length === 1)
    return ''
  const plots = inOrderOfQuestion(summary)
    .filter((series) => constantOf(series) === undefined)
    .map((series) => courseOf(series, summary, context))
  const constants = summary.series.flatMap((series) => {
    const value = constantOf(series)
    return value === undefined ? [] : [`${series.label} ${withUnit(formatNumber(value), series.unit)}`]
  })
  const rest = constants.length === 0 ? '' : `Constant in every run: ${constants.join('; ')}.`
  const doses = summary.arms.some((arm) => arm.doses.length > 0) ? ' Triangles: doses.' : ''
  const caption = `${linesText(summary)}${doses}`
  const drawn =
    plots.length === 0
      ? ''
      : figure(
          `<div class="${isInPanels(summary) ? 'all-courses' : 'courses'}">${plots.join('')}</div>`,
          caption,
        )
  return section('courses', 'Time courses', drawn, rest === '' ? '' : paragraph(rest, 'caption'))
}

/** Height of a plot with the names of many arms beside it [pt]; of few the default does. */
const manyHeight = 205

/** One series: all arms in a plot, or where there are many a panel each. */
function courseOf(series: SeriesSummary, summary: TrialSummary, context: FigureContext): Markup {
  if (!isInPanels(summary)) {
    const height = summary.arms.length > 4 ? { height: manyHeight } : {}
    const options = { width: pageColumn, runs: hasBands(series), ...height }
    return `<div>${timeCourse(summary, series, context, options)}</div>`
  }
  const isSaid = ['', '1'].includes(series.unit) || series.label.endsWith(series.unit)
  const name = `<h3>${text(series.label)}${isSaid ? '' : ` <small>${text(formatUnit(series.unit))}</small>`}</h3>`
  const panels = coursePanels(summary, series, context).map((panel) => `<div>${panel}</div>`)
  return `<div>${name}<div class="panels">${panels.join('')}</div></div>`
}

/** What lines and bands are, the same in all plots. */
function linesText({ arms, series }: TrialSummary): string {
  const [first] = series
  const most = Math.max(0, ...Object.values(first?.values ?? {}).map((runs) => runs.length))
  if (first === undefined || most < 2)
    return arms.length > 1 ? 'Line: the one run of each arm.' : 'Line: the run.'
  if (isInPanels({ arms }))
    return `Coloured line: median of the arm; band: ${seriesBandName(first)}. Grey: median of ${control(arms)}. Faint: the other arms. All panels of a measure share their scales.`
  const examples = hasBands(first) ? ' Thin lines: the first few subjects of each arm.' : ''
  return `Line: median. Band: ${seriesBandName(first)}.${examples}`
}

function control(arms: TrialSummary['arms']): string {
  return (arms.find(({ role }) => role === 'control') ?? arms[0])?.name ?? 'the control'
}

/** Series that endpoints read come first, in the order of the endpoints. */
function inOrderOfQuestion(summary: TrialSummary): readonly SeriesSummary[] {
  const measures = summary.endpoints.map((endpoint) => endpoint.measure)
  const rank = (series: SeriesSummary): number => {
    const place = measures.indexOf(series.measure)
    return place < 0 ? measures.length : place
  }
  return summary.series.toSorted((a, b) => rank(a) - rank(b))
}
