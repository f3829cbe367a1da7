import type { ArmSummary, SeriesSummary, TrialSummary } from '../analysis/summary.ts'
import type { MaybeNumber } from '../analysis/summary-results.ts'
import { tickRoom, timeAxis, verticalAxis } from './axes.ts'
import type { PlotArea } from './axes.ts'
import { armBand, hasBands, seriesBandName, sortedNumbers } from './band.ts'
import type { Band } from './band.ts'
import { bandPath, curvePath } from './curve-path.ts'
import { endLabels, labelRoom } from './marks.ts'
import { formatUnit, timeUnit } from './number-format.ts'
import { exactScale, niceScale, timeTicks } from './scale.ts'
import type { Scale } from './scale.ts'
import { element, round, svgDocument, textElement } from './svg.ts'
import { boldShare, cutText } from './text-layout.ts'
import { armStyle, columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Choices of a time course. */
export interface TimeCourseOptions {
  /** [pt] */
  readonly width?: number
  /** [pt] */
  readonly height?: number
  /** Draw runs as thin lines as well: all of few subjects, a few of many. */
  readonly runs?: boolean
}

/** A measure on its scales. */
export interface CoursePlot {
  readonly area: PlotArea
  readonly x: Scale
  readonly y: Scale
  readonly context: FigureContext
}

/** Height of one row of dose marks [pt]. */
const doseRow = 8

/** Runs of an arm that are drawn as examples beside a band of many; chosen: more would hide the band. */
const mostExamples = 5

/** Draw one measure over time: median line and band of each arm, its name at its end, doses on the time axis. */
export function timeCourse(
  summary: Pick<TrialSummary, 'arms' | 'replicates'>,
  series: SeriesSummary,
  context: FigureContext,
  options: TimeCourseOptions = {},
): string {
  const { width = columnWidth.one, height = 170, runs = false } = options
  const arms = summary.arms.filter((arm) => series.values[arm.name] !== undefined)
  const dosed = arms.filter((arm) => arm.doses.length > 0)
  const plot = layOut(series, arms, { width, height, doseRows: dosed.length, context })
  const bands = arms.map((arm) => armBand(series, arm.name))
  const content = [
    heading(series, width, context),
    verticalAxis(plot.y, plot.area, context.theme),
    ...arms.map((arm, index) => bandShape(series, bands[index], arm, plot)),
    ...(runs ? arms.map((arm) => runLines(series, arm, plot)) : []),
    ...arms.map((arm, index) => medianLine(series, bands[index], arm, plot)),
    armNames(labelled(arms), bands, plot, width),
    timeAxis(
      plot.x,
      timeTicks(plot.x.domain[1], timeUnit(context.duration).minutes),
      plot.area,
      context,
      dosed.length * doseRow,
    ),
    ...dosed.map((arm, row) => doseMarks(arm, row, plot, width)),
  ]
  const shown = summary.replicates < 2 ? 'one run' : `median and ${seriesBandName(series)}`
  const title = `${series.label} over time: ${shown} in ${arms.map((arm) => arm.name).join(', ')}`
  return svgDocument({ width, height, title }, context.theme, content.join(''))
}

interface Layout {
  /** Room above the plot [pt]. */
  readonly top?: number
  /** No room at the right for names. */
  readonly isNameless?: boolean
  readonly width: number
  readonly height: number
  readonly doseRows: number
  readonly context: FigureContext
}

/** Where a measure is drawn: its scales hold every arm. */
export function layOut(series: SeriesSummary, arms: readonly ArmSummary[], layout: Layout): CoursePlot {
  const { width, height, doseRows, context } = layout
  const { theme } = context
  const { top = 26 } = layout
  const bottom = height - 26 - doseRows * doseRow
  const [low, high] = extent(arms.flatMap((arm) => shownValues(series, arm)))
  const y = niceScale(low, high, [bottom, top])
  const isNamed = arms.length > 1 && layout.isNameless !== true
  const names = isNamed ? labelRoom(labelled(arms), width, theme) : 0
  const area = {
    left: tickRoom(y.ticks, theme),
    right: width - Math.max(isNamed ? 24 : 0, names) - 8,
    top,
    bottom,
  }
  const end = Math.max(
    series.times.at(-1) ?? 0,
    Math.min(context.duration, series.times.at(-1) ?? context.duration),
  )
  return { area, y, x: exactScale(0, end, [area.left, area.right]), context }
}

/** Arms whose name stands at the end of their line: a single one needs no telling apart. */
function labelled(arms: readonly ArmSummary[]): readonly ArmSummary[] {
  return arms.length > 1 ? arms : []
}

/** Every value that an arm's curves can take: the runs that are listed, and the ends of a band over all. */
function shownValues(series: SeriesSummary, arm: ArmSummary): readonly MaybeNumber[] {
  const band = hasBands(series) ? series.bands?.[arm.name] : undefined
  return band === undefined
    ? (series.values[arm.name] ?? []).flat()
    : [...band.low, ...band.high, ...exampleRuns(series, arm).flat()]
}

function exampleRuns(series: SeriesSummary, arm: ArmSummary): readonly (readonly MaybeNumber[])[] {
  const runs = series.values[arm.name] ?? []
  return hasBands(series) ? runs.slice(0, mostExamples) : runs
}

/** Include zero unless the values lie far from it; then the axis shows its own ends. */
function extent(values: readonly MaybeNumber[]): [number, number] {
  const sorted = sortedNumbers(values)
  const low = sorted[0] ?? 0
  const high = sorted.at(-1) ?? 1
  if (low >= 0 && low < 0.7 * high) return [0, high]
  if (high <= 0 && high > 0.7 * low) return [low, 0]
  return [low, high]
}

/** Name and unit of a measure. */
export function heading(series: SeriesSummary, width: number, context: FigureContext): string {
  const { theme } = context
  // "tumour cells (cells)" says it twice.
  const isSaid = ['', '1'].includes(series.unit) || series.label.endsWith(series.unit)
  const unit = isSaid ? '' : ` (${formatUnit(series.unit)})`
  const size = theme.fontSize + 0.5
  return textElement(cutText(`${series.label}${unit}`, width / boldShare, size), {
    x: 0,
    y: 11,
    'font-size': size,
    'font-weight': 600,
  })
}

/** The band of an arm; none of a single run. */
export function bandShape(
  series: SeriesSummary,
  band: Band | undefined,
  arm: ArmSummary,
  plot: CoursePlot,
): string {
  if (band === undefined || (series.values[arm.name]?.length ?? 0) < 2) return ''
  const { colour } = armStyle(plot.context, arm.name)
  const d = bandPath(series.times, band.low, band.high, plot)
  return element('path', { d, fill: colour, 'fill-opacity': 0.16 })
}

/** The median of an arm over time. */
export function medianLine(
  series: SeriesSummary,
  band: Band | undefined,
  arm: ArmSummary,
  plot: CoursePlot,
): string {
  if (band === undefined) return ''
  const { colour, dash } = armStyle(plot.context, arm.name)
  return element('path', {
    d: curvePath(series.times, band.median, plot),
    fill: 'none',
    stroke: colour,
    'stroke-width': 1.5,
    'stroke-dasharray': dash,
    'stroke-linejoin': 'round',
    'stroke-linecap': dash === '' ? 'round' : 'butt',
  })
}

function runLines(series: SeriesSummary, arm: ArmSummary, plot: CoursePlot): string {
  const d = exampleRuns(series, arm)
    .map((run) => curvePath(series.times, run, plot))
    .join('')
  const stroke = armStyle(plot.context, arm.name).colour
  return element('path', { d, fill: 'none', stroke, 'stroke-width': 0.5, 'stroke-opacity': 0.55 })
}

function armNames(
  arms: readonly ArmSummary[],
  bands: readonly Band[],
  plot: CoursePlot,
  width: number,
): string {
  const labels = arms.map((arm, index) => ({
    name: arm.name,
    colour: armStyle(plot.context, arm.name).colour,
    place: plot.y.place(bands[index]?.median.findLast((value) => value !== null) ?? 0),
  }))
  return endLabels(labels, plot.area, width, plot.context)
}

/** Triangles under the axis at each dose, and what the dose is where it fits. */
export function doseMarks(arm: ArmSummary, row: number, plot: CoursePlot, width: number): string {
  const { area, x, context } = plot
  const { colour } = armStyle(context, arm.name)
  const y = area.bottom + 4 + row * doseRow
  const shown = arm.doses.filter((dose) => dose.time >= 0 && dose.time <= x.domain[1])
  const marks = shown.map((dose) => {
    const at = x.place(dose.time)
    return `M${round(at)} ${round(y)}l2.6 4.8h-5.2z`
  })
  const last = shown.at(-1)
  if (last === undefined) return ''
  const from = x.place(last.time) + 5
  const size = context.theme.smallSize - 0.5
  const label = textElement(cutText(last.label, width - from, size), {
    x: from,
    y: y + 4.9,
    'font-size': size,
    fill: colour,
  })
  return element('path', { d: marks.join(''), fill: colour }) + label
}
