import { formatTicks, timeUnit } from './number-format.ts'
import type { Scale } from './scale.ts'
import { element, textElement } from './svg.ts'
import { textWidth } from './text-layout.ts'
import type { FigureContext, Theme } from './theme.ts'

/** The rectangle that data are drawn in [pt]. */
export interface PlotArea {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Room that the tick labels of a vertical scale need, with their gap [pt]. */
export function tickRoom(ticks: readonly number[], theme: Theme): number {
  return Math.max(...formatTicks(ticks).map((text) => textWidth(text, theme.smallSize))) + 6
}

/** Horizontal grid lines with their values at the left; the line of zero is the firmest. */
export function verticalAxis(scale: Scale, area: PlotArea, theme: Theme): string {
  const labels = formatTicks(scale.ticks)
  return scale.ticks
    .map((tick, index) => {
      const y = scale.place(tick)
      const stroke = tick === 0 ? theme.line : theme.faint
      return (
        element('line', { x1: area.left, x2: area.right, y1: y, y2: y, stroke, 'stroke-width': 0.6 }) +
        textElement(labels[index] ?? '', {
          x: area.left - 5,
          y: y + theme.smallSize * 0.35,
          ...tickText(theme, 'end'),
        })
      )
    })
    .join('')
}

/** The time axis: line, ticks, values and, at its end, the unit; `drop` lowers the labels below dose marks [pt]. */
export function timeAxis(
  scale: Scale,
  ticks: readonly number[],
  area: PlotArea,
  context: FigureContext,
  drop = 0,
): string {
  const { theme, duration } = context
  const unit = timeUnit(duration)
  const labels = formatTicks(ticks.map((tick) => tick / unit.minutes))
  const y = area.bottom
  const marks = ticks.map((tick, index) => {
    const x = scale.place(tick)
    return (
      element('line', { x1: x, x2: x, y1: y, y2: y + 3, stroke: theme.line, 'stroke-width': 0.6 }) +
      textElement(labels[index] ?? '', { x, y: y + drop + 11, ...tickText(theme, 'middle') })
    )
  })
  const line = element('line', {
    x1: area.left,
    x2: area.right,
    y1: y,
    y2: y,
    stroke: theme.line,
    'stroke-width': 0.8,
  })
  const name = textElement(`time (${unit.name})`, {
    x: (area.left + area.right) / 2,
    y: y + drop + 21,
    ...tickText(theme, 'middle'),
  })
  return line + marks.join('') + name
}

/** Attributes of small grey text with digits of one width. */
export function tickText(theme: Theme, anchor: 'start' | 'middle' | 'end'): Record<string, string | number> {
  return {
    'font-size': theme.smallSize,
    fill: theme.muted,
    'text-anchor': anchor,
    style: 'font-variant-numeric:tabular-nums',
  }
}
