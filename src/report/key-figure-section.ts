import type { TissueSummary, TrialSummary } from '../analysis/summary.ts'
import { formatTime } from '../figures/number-format.ts'
import { stripPlot } from '../figures/strip-plot.ts'
import type { FigureContext } from '../figures/theme.ts'
import { timeCourse } from '../figures/time-course.ts'
import { legendEntries } from '../figures/tissue-legend.ts'
import { groundOf, panelHeight } from '../figures/tissue.ts'
import { shownReplicate, tissueFigure } from '../figures/tissue-strip.ts'
import { figure, paragraph, section, text } from './html.ts'
import type { Markup } from './html.ts'
import { keyColumn, pageColumn } from './page-widths.ts'
import { mainSeries, singleArm } from './single-arm.ts'
import { scrollingStrip, stripCaption, stripWidth } from './strip-panels.ts'

/** The tissue of the control and of the first treated arm at the end, beside the primary endpoint. */
export function keyFigureSection(summary: TrialSummary, context: FigureContext): Markup {
  if (singleArm(summary) !== undefined && summary.effects.length === 0)
    return singleKeyFigure(summary, context)
  const endpoint =
    summary.endpoints.find((candidate) => candidate.name === summary.effects[0]?.endpoint) ??
    summary.endpoints[0]
  const pictures = keyPictures(summary)
  const many = summary.arms.length > 3
  const panels = pictures.map((tissue) =>
    tissueFigure(summary, tissue, context, { width: many ? pageColumn : keyColumn, legend: false }),
  )
  const keyHeight =
    pictures.length === 0
      ? 170
      : Math.min(280, Math.max(150, panelHeight(groundOf(summary.domain), keyColumn) + 26))
  const strip =
    endpoint === undefined
      ? []
      : many
        ? [scrollingStrip(summary, endpoint, context, 190)]
        : [
            stripPlot(summary, endpoint, context, {
              width: Math.max(168, stripWidth(summary) - 24),
              height: keyHeight,
            }),
          ]
  if (panels.length + strip.length === 0)
    return section('key', 'Key figure', paragraph('No pictures or endpoints were recorded.'))
  const caption = [
    pictures.length > 0
      ? `Tissue at ${formatTime(pictures[0]?.time ?? 0, summary.duration)}${whichReplicate(summary, pictures[0]?.replicate ?? 0)}.`
      : '',
    strip.length > 0 ? stripCaption(summary) : '',
  ].join(' ')
  const drawings = [...panels, ...strip].map((drawing) => `<div>${drawing}</div>`).join('')
  const grid = `<div class="key panels-${pictures.length}${many ? ' many' : ''}">${drawings}</div>`
  return section('key', 'Key figure', figure(grid + htmlLegend(pictures, summary), caption.trim()))
}

/** The tissue of a single arm at its start and end, beside its main series. */
function singleKeyFigure(summary: TrialSummary, context: FigureContext): Markup {
  const shown = summary.tissue.filter((tissue) => tissue.replicate === shownReplicate(summary))
  const [first, last] = [shown[0], shown.at(-1)]
  const pictures = [first, last === first ? undefined : last].filter((tissue) => tissue !== undefined)
  const headings = ['start', 'end']
  const panels = pictures.map((tissue, index) =>
    tissueFigure(summary, tissue, context, {
      width: keyColumn,
      legend: false,
      heading: headings[index] ?? '',
    }),
  )
  const series = mainSeries(summary)
  const height = Math.max(150, Math.min(240, panelHeight(groundOf(summary.domain), keyColumn) + 26))
  const course = series === undefined ? [] : [timeCourse(summary, series, context, { width: 190, height })]
  const drawings = [...panels, ...course].map((drawing) => `<div>${drawing}</div>`)
  if (drawings.length === 0)
    return section('key', 'Key figure', paragraph('No pictures or series were recorded.'))
  const grid = `<div class="key panels-${pictures.length}">${drawings.join('')}</div>`
  const which = whichReplicate(summary, shownReplicate(summary))
  const times = pictures.map((tissue) => formatTime(tissue.time, summary.duration)).join(' and ')
  const caption = pictures.length === 0 ? '' : `Tissue at ${times}${which}.`
  return section('key', 'Key figure', figure(grid + htmlLegend(pictures, summary), caption))
}

function keyPictures(summary: TrialSummary): TissueSummary[] {
  if (summary.tissue.length === 0) return []
  const replicate = shownReplicate(summary)
  const last = Math.max(...summary.tissue.map((tissue) => tissue.time))
  const effect = summary.effects[0]
  const names =
    effect === undefined ? summary.arms.slice(0, 2).map((arm) => arm.name) : [effect.against, effect.arm]
  return names.flatMap((name) =>
    summary.tissue
      .filter((tissue) => tissue.arm === name && tissue.time === last && tissue.replicate === replicate)
      .slice(0, 1),
  )
}

/** What pictures show, as a list that flows with the page. */
export function htmlLegend(pictures: readonly TissueSummary[], summary: TrialSummary): Markup {
  if (pictures.length === 0) return ''
  const items = legendEntries(pictures, summary.cellTypes).map(
    ({ mark, name }) => `<li><svg viewBox="-0.5 -4.5 9 9" aria-hidden="true">${mark}</svg>${text(name)}</li>`,
  )
  return `<ul class="legend">${items.join('')}</ul>`
}

/** ", replicate 1 of 4"; nothing where there is one. */
function whichReplicate(summary: TrialSummary, replicate: number): string {
  return summary.replicates > 1 ? `, replicate ${replicate + 1} of ${summary.replicates}` : ''
}
