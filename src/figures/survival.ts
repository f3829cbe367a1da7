import type { TrialSummary } from '../analysis/summary.ts'
import type { SurvivalCurve, SurvivalSummary } from '../analysis/summary-results.ts'
import { tickRoom, tickText, timeAxis, verticalAxis } from './axes.ts'
import type { PlotArea } from './axes.ts'
import { stepBandPath, stepPath } from './curve-path.ts'
import { endLabels, figureHeading, labelRoom, lineMark } from './marks.ts'
import { formatNumber, formatTogether, timeUnit } from './number-format.ts'
import { exactScale, timeTicks } from './scale.ts'
import type { Scale } from './scale.ts'
import { element, round, svgDocument, textElement } from './svg.ts'
import { cutText } from './text-layout.ts'
import { armStyle } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Choices of a figure of times to an event. */
export interface SurvivalOptions {
  /** [pt] */
  readonly width?: number
  /** Height of the curves, without the table beneath [pt]. */
  readonly height?: number
}

interface Arm {
  readonly name: string
  readonly curve: SurvivalCurve
}

interface Plot {
  readonly area: PlotArea
  readonly x: Scale
  readonly y: Scale
  readonly context: FigureContext
  /** Of the figure [pt]. */
  readonly width: number
  /** Curves rise when the event is what one hopes for. */
  readonly isGood: boolean
}

/** Height of a row of numbers at risk [pt]. */
const riskRow = 11

/** Half the height of a censoring tick [pt]. */
const tickReach = 3

/** Draw times to an event: steps with bands, ticks where subjects were censored, medians, and who was at risk when. */
export function survivalFigure(
  summary: Pick<TrialSummary, 'arms'>,
  survival: SurvivalSummary,
  context: FigureContext,
  options: SurvivalOptions = {},
): string {
  const { width = 330, height = 200 } = options
  const arms = summary.arms.flatMap((arm): Arm[] => {
    const curve = survival.arms[arm.name]
    return curve === undefined ? [] : [{ name: arm.name, curve }]
  })
  const plot = layOut(survival, arms, width, height, context)
  const ticks = survival.riskTimes.length > 1 ? survival.riskTimes : timeTicks(plot.x.domain[1], 1)
  const content = [
    figureHeading(headingOf(survival), survival.text, width, context.theme),
    verticalAxis(plot.y, plot.area, context.theme),
    halfLine(plot),
    ...arms.map((arm) => band(arm, plot)),
    ...arms.map((arm) => steps(arm, plot)),
    ...medianMarks(arms, plot),
    endLabels(armLabels(arms, plot), plot.area, width, context),
    timeAxis(plot.x, ticks, plot.area, context),
    riskTable(survival, arms, plot, height),
  ]
  const title = `${headingOf(survival)} over time in ${arms.map(({ name }) => name).join(', ')}, with numbers at risk`
  const total = height + 14 + arms.length * riskRow
  return svgDocument({ width, height: total, title }, context.theme, content.join(''))
}

/** "without progression (%)", "with clearance (%)". */
function headingOf({ isGood, name }: SurvivalSummary): string {
  return `Share ${isGood ? 'with' : 'without'} ${name} (%)`
}

function layOut(
  survival: SurvivalSummary,
  arms: readonly Arm[],
  width: number,
  height: number,
  context: FigureContext,
): Plot {
  const { theme } = context
  const [top, bottom] = [34, height - 26]
  const y = exactScale(0, 100, [bottom, top], 5)
  const labels = arms.map(({ name, curve }) => ({ name, note: medianText(curve, context) }))
  const left = Math.max(tickRoom(y.ticks, theme), 34)
  const area = { left, right: width - labelRoom(labels, width, theme, 0.34) - 8, top, bottom }
  const end = Math.max(1, ...survival.riskTimes, ...arms.flatMap(({ curve }) => curve.time))
  return { area, y, x: exactScale(0, end, [left, area.right]), context, width, isGood: survival.isGood }
}

/** What is drawn of a share without the event [%]. */
function shown(share: number, isGood: boolean): number {
  return 100 * (isGood ? 1 - share : share)
}

function band({ name, curve }: Arm, plot: Plot): string {
  const [low, high] = [curve.low, curve.high].map((ends) => ends.map((share) => shown(share, plot.isGood)))
  const { colour } = armStyle(plot.context, name)
  const d = stepBandPath(curve.time, low ?? [], high ?? [], plot)
  return element('path', { d, fill: colour, 'fill-opacity': 0.13 })
}

/** The curve, and ticks across it where subjects left without the event. */
function steps({ name, curve }: Arm, plot: Plot): string {
  const { colour, dash } = armStyle(plot.context, name)
  const shares = curve.share.map((share) => shown(share, plot.isGood))
  const end = curve.time.at(-1) ?? 0
  const ticks = curve.censored
    .map((time) => Math.min(time, end))
    .map((time) => {
      const at = curve.time.findLastIndex((step) => step <= time)
      const y = plot.y.place(shares[Math.max(0, at)] ?? 0)
      return `M${round(plot.x.place(time))} ${round(y - tickReach)}v${2 * tickReach}`
    })
  const stroke = { fill: 'none', stroke: colour }
  return (
    element('path', {
      d: stepPath(curve.time, shares, plot),
      ...stroke,
      'stroke-width': 1.5,
      'stroke-dasharray': dash,
    }) + (ticks.length === 0 ? '' : element('path', { d: ticks.join(''), ...stroke, 'stroke-width': 0.9 }))
  )
}

function halfLine({ area, y, context }: Plot): string {
  const at = y.place(50)
  return lineMark([area.left, at], [area.right, at], context.theme.line, 0.6, '1.5 2')
}

/** Medians whose intervals overlap stand beneath each other. */
function medianMarks(arms: readonly Arm[], plot: Plot): string[] {
  const reached = arms
    .filter(({ curve }) => curve.median !== null)
    .toSorted((a, b) => (a.curve.median ?? 0) - (b.curve.median ?? 0))
  const ends: number[] = []
  const lanes = reached.map(({ curve }) => {
    const from = curve.medianLow ?? 0
    const free = ends.findIndex((end) => end < from)
    const lane = free < 0 ? ends.length : free
    ends[lane] = curve.medianHigh ?? Infinity
    return lane
  })
  return reached.map((arm, index) => medianMark(arm, ((lanes[index] ?? 0) - (ends.length - 1) / 2) * 5, plot))
}

/** The median with its interval along the line of one half; an end that was not reached runs to the edge with an arrow. */
function medianMark({ name, curve }: Arm, shift: number, plot: Plot): string {
  if (curve.median === null) return ''
  const { colour } = armStyle(plot.context, name)
  const y = plot.y.place(50) + shift
  const from = plot.x.place(curve.medianLow ?? 0)
  const to = curve.medianHigh === null ? plot.area.right : plot.x.place(curve.medianHigh)
  const arrow =
    curve.medianHigh === null
      ? element('path', { d: `M${round(to)} ${round(y)}l-4 -2.2v4.4z`, fill: colour })
      : ''
  const mark = { cx: plot.x.place(curve.median), cy: y, r: 2.5, fill: colour }
  return (
    lineMark([from, y], [to, y], colour, 1.1) +
    arrow +
    element('circle', { ...mark, stroke: plot.context.theme.paper, 'stroke-width': 0.8 })
  )
}

function armLabels(arms: readonly Arm[], plot: Plot) {
  return arms.map(({ name, curve }) => ({
    name,
    note: medianText(curve, plot.context),
    colour: armStyle(plot.context, name).colour,
    place: plot.y.place(shown(curve.share.at(-1) ?? 1, plot.isGood)),
  }))
}

/** "median day 4.2"; what its interval is stands in the table beside. */
function medianText(curve: SurvivalCurve, context: FigureContext): string {
  const unit = timeUnit(context.duration)
  if (curve.median === null) return 'median not reached'
  const [middle = ''] = formatTogether([curve.median / unit.minutes])
  return `median ${unit.name === 'day' ? `day ${middle}` : `${middle} ${unit.name}`}`
}

/** Who was still watched and without the event, beneath the times they were counted at. */
function riskTable(survival: SurvivalSummary, arms: readonly Arm[], plot: Plot, top: number): string {
  const { theme } = plot.context
  const heading = textElement('at risk', { x: 0, y: top + 5, ...tickText(theme, 'start') })
  const rows = arms.map(({ name, curve }, row) => {
    const { colour } = armStyle(plot.context, name)
    const y = top + 5 + (row + 1) * riskRow
    const numbers = survival.riskTimes.map((time, index) =>
      textElement(formatNumber(curve.atRisk[index] ?? null), {
        x: plot.x.place(time),
        y,
        ...tickText(theme, 'middle'),
        fill: colour,
      }),
    )
    const key = lineMark([2, y - 2.5], [16, y - 2.5], colour, 1.5, armStyle(plot.context, name).dash)
    const room = plot.width - plot.area.right - 16
    const label = { x: plot.area.right + 16, y, ...tickText(theme, 'start'), fill: colour }
    return key + numbers.join('') + textElement(cutText(name, room, theme.smallSize), label)
  })
  return heading + rows.join('')
}
