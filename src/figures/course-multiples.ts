import type { ArmSummary, SeriesSummary, TrialSummary } from '../analysis/summary.ts'
import { timeAxis, verticalAxis } from './axes.ts'
import { type Band, armBand } from './band.ts'
import { curvePath } from './curve-path.ts'
import { timeUnit } from './number-format.ts'
import { timeTicks } from './scale.ts'
import { element, svgDocument, textElement, translated } from './svg.ts'
import { boldShare, wrapText } from './text-layout.ts'
import { armStyle, columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'
import { type CoursePlot, bandShape, doseMarks, heading, layOut, medianLine } from './time-course.ts'

/** Arms up to which their curves share a plot; chosen: more cannot be told apart by colour. */
const mostTogether = 6

/** Size of one arm's panel [pt]. */
const panelSize = { width: 148, height: 122 } as const

/** Whether arms are drawn in panels of their own. */
export function isInPanels({ arms }: Pick<TrialSummary, 'arms'>): boolean {
  return arms.length > mostTogether
}

/** Draw one measure over time, a panel for each arm beside the control, the others faint behind it; all on the same scales. */
export function coursePanels(
  summary: Pick<TrialSummary, 'arms'>,
  series: SeriesSummary,
  context: FigureContext,
): string[] {
  return panelsOf(summary, series, context).map(({ arm, content }) =>
    svgDocument({ ...panelSize, title: `${series.label} over time in ${arm}` }, context.theme, content),
  )
}

/** The same panels in one figure for paper. */
export function courseGrid(
  summary: Pick<TrialSummary, 'arms'>,
  series: SeriesSummary,
  context: FigureContext,
): string {
  const gap = 12
  const columns = Math.max(1, Math.floor((columnWidth.two + gap) / (panelSize.width + gap)))
  const panels = panelsOf(summary, series, context)
  const placed = panels.map(({ content }, index) =>
    translated(
      (index % columns) * (panelSize.width + gap),
      20 + Math.floor(index / columns) * (panelSize.height + gap),
      content,
    ),
  )
  const height = 20 + Math.ceil(panels.length / columns) * (panelSize.height + gap)
  const width = columnWidth.two
  const title = `${series.label} over time in ${panels.map(({ arm }) => arm).join(', ')}`
  return svgDocument(
    { width, height, title },
    context.theme,
    heading(series, width, context) + placed.join(''),
  )
}

function panelsOf(
  summary: Pick<TrialSummary, 'arms'>,
  series: SeriesSummary,
  context: FigureContext,
): { readonly arm: string; readonly content: string }[] {
  const arms = summary.arms.filter((arm) => series.values[arm.name] !== undefined)
  const control = arms.find(({ role }) => role === 'control') ?? arms[0]
  const isDosed = arms.some(({ doses }) => doses.length > 0)
  const layout = { ...panelSize, doseRows: isDosed ? 1 : 0, context, top: 28, isNameless: true }
  const plot = layOut(series, arms, layout)
  const bands = new Map(arms.map((arm) => [arm.name, armBand(series, arm.name)]))
  const shown = arms.filter((arm) => arm !== control || arms.length === 1)
  return shown.map((arm) => {
    const others = arms.filter((other) => other !== arm && other !== control)
    const content = [
      panelName(arm, context),
      verticalAxis(plot.y, plot.area, context.theme),
      ...others.map((other) => faintLine(series, bands.get(other.name), plot)),
      control === undefined || control === arm
        ? ''
        : medianLine(series, bands.get(control.name), control, plot),
      bandShape(series, bands.get(arm.name), arm, plot),
      medianLine(series, bands.get(arm.name), arm, plot),
      timeAxis(
        plot.x,
        timeTicks(plot.x.domain[1], timeUnit(context.duration).minutes, 4),
        plot.area,
        context,
        isDosed ? 8 : 0,
      ),
      arm.doses.length > 0 ? doseMarks(arm, 0, plot, panelSize.width) : '',
    ].join('')
    return { arm: arm.name, content }
  })
}

/** The arm's name in its colour, on at most two lines. */
function panelName(arm: ArmSummary, context: FigureContext): string {
  const { fontSize } = context.theme
  const fill = armStyle(context, arm.name).colour
  return wrapText(arm.name, panelSize.width / boldShare, fontSize, 2)
    .map((line, row) => textElement(line, { x: 0, y: 9 + row * (fontSize + 1), 'font-weight': 600, fill }))
    .join('')
}

/** Another arm, there only to show where this one stands among all. */
function faintLine(series: SeriesSummary, band: Band | undefined, plot: CoursePlot): string {
  if (band === undefined) return ''
  return element('path', {
    d: curvePath(series.times, band.median, plot),
    fill: 'none',
    stroke: plot.context.theme.line,
    'stroke-width': 0.6,
    'stroke-opacity': 0.55,
  })
}
