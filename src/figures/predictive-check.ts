import type { CalibrationCheck, CalibrationGeneration } from '../analysis/calibration/summary.ts'
import { tickRoom, timeAxis, verticalAxis } from './axes.ts'
import { sortedNumbers } from './band.ts'
import { bandPath, curvePath } from './curve-path.ts'
import { figureHeading, lineMark, pointMark } from './marks.ts'
import { formatUnit, timeUnit } from './number-format.ts'
import { exactScale, niceScale, ratioScale, timeTicks } from './scale.ts'
import { element, svgDocument } from './svg.ts'
import type { FigureContext } from './theme.ts'
import { valueAxis } from './value-axis.ts'

/**
 * Draw measurements against what the posterior predicts: filled points were fitted, hollow ones held back. `peers` are the
 * checks that share its vertical axis.
 */
export function predictiveCheck(
  check: CalibrationCheck,
  context: FigureContext,
  peers: readonly CalibrationCheck[] = [check],
  width = 250,
): string {
  const { theme } = context
  const { observed, predicted, times, isHeldBack } = check
  const height = 165
  const sorted = sortedNumbers(peers.flatMap(shownValues))
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 1]
  const y = niceScale(least >= 0 && least < 0.7 * most ? 0 : least, most, [height - 26, 34])
  const area = { left: tickRoom(y.ticks, theme), right: width - 8, top: 34, bottom: height - 26 }
  const end = Math.max(1, ...times, ...observed.map(({ time }) => time))
  const x = exactScale(0, end, [area.left, area.right])
  const plane = { x, y }
  const line = { fill: 'none', stroke: theme.accent, 'stroke-width': 1.4 }
  const dash = isHeldBack ? '4 2.5' : ''
  const unit = check.unit === '' || check.unit === '1' ? '' : ` (${formatUnit(check.unit)})`
  const second = `${check.condition}: ${isHeldBack ? 'held back, not fitted' : 'fitted'}`
  const band = bandPath(times, predicted.low, predicted.high, plane)
  const content = [
    figureHeading(`${check.quantity}${unit}`, second, width, theme),
    verticalAxis(y, area, theme),
    element('path', { d: band, fill: theme.accent, 'fill-opacity': isHeldBack ? 0.1 : 0.18 }),
    element('path', { d: curvePath(times, predicted.median, plane), ...line, 'stroke-dasharray': dash }),
    ...observed.map(({ time, value, low, high }) => {
      const at = x.place(time)
      const interval =
        low === undefined || high === undefined
          ? ''
          : lineMark([at, y.place(low)], [at, y.place(high)], theme.ink, 0.9)
      return interval + pointMark(at, y.place(value), theme.ink, theme, isHeldBack)
    }),
    timeAxis(x, timeTicks(end, timeUnit(context.duration).minutes), area, context),
  ]
  const title = `${check.quantity} in ${check.condition}: measurements (${second}) against the posterior's prediction`
  return svgDocument({ width, height, title }, theme, content.join(''))
}

function shownValues({ observed, predicted }: CalibrationCheck): (number | null)[] {
  const measured = observed.flatMap(({ value, low = value, high = value }) => [value, low, high])
  return [...measured, ...predicted.low, ...predicted.high, ...predicted.median]
}

/** Draw how the tolerance of ABC-SMC fell from generation to generation. */
export function toleranceFigure(
  generations: readonly CalibrationGeneration[],
  context: FigureContext,
  width = 250,
): string {
  const { theme } = context
  const height = 150
  const values = generations.map(({ tolerance }) => tolerance)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const range = [height - 26, 34] as const
  // Tolerances fall by shares, so that on a logarithmic axis steady progress is a straight line.
  const y = low > 0 && high / low >= 4 ? ratioScale(low * 0.9, high * 1.1, range) : niceScale(0, high, range)
  const area = { left: tickRoom(y.ticks, theme), right: width - 8, top: 34, bottom: height - 26 }
  const count = generations.length
  const x = exactScale(1, Math.max(2, count), [area.left + 6, area.right - 6], Math.min(8, count))
  const whole = { ...x, ticks: x.ticks.filter(Number.isInteger) }
  const xs = values.map((_, index) => index + 1)
  const line = { fill: 'none', stroke: theme.accent, 'stroke-width': 1.4 }
  const content = [
    figureHeading('Tolerance', 'largest distance between run and data that was taken', width, theme),
    verticalAxis(y, area, theme),
    element('path', { d: curvePath(xs, values, { x, y }), ...line }),
    ...values.map((value, index) => pointMark(x.place(index + 1), y.place(value), theme.accent, theme)),
    valueAxis(whole, area, 'generation', theme, false),
  ]
  const title = `Tolerance of ABC-SMC in ${count} generations`
  return svgDocument({ width, height, title }, theme, content.join(''))
}
