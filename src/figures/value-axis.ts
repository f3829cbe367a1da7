import { tickText } from './axes.ts'
import type { PlotArea } from './axes.ts'
import { formatTicks } from './number-format.ts'
import type { Scale } from './scale.ts'
import { element, textElement } from './svg.ts'
import type { Theme } from './theme.ts'

/** A horizontal axis of values beneath a plot: vertical guides, ticks, values, and what is measured in which unit. */
export function valueAxis(scale: Scale, area: PlotArea, name: string, theme: Theme, isGuided = true): string {
  const labels = formatTicks(scale.ticks)
  const { top, bottom } = area
  const marks = scale.ticks.map((tick, index) => {
    const x = scale.place(tick)
    const guide = { x1: x, x2: x, y1: isGuided ? top : bottom, y2: bottom + (isGuided ? 0 : 3) }
    const stroke = tick === 0 || !isGuided ? theme.line : theme.faint
    return (
      element('line', { ...guide, stroke, 'stroke-width': tick === 0 ? 0.8 : 0.6 }) +
      textElement(labels[index] ?? '', { x, y: bottom + 11, ...tickText(theme, 'middle') })
    )
  })
  const line = isGuided
    ? ''
    : element('line', {
        x1: area.left,
        x2: area.right,
        y1: bottom,
        y2: bottom,
        stroke: theme.line,
        'stroke-width': 0.8,
      })
  const title = textElement(name, {
    x: (area.left + area.right) / 2,
    y: bottom + 21,
    ...tickText(theme, 'middle'),
  })
  return line + marks.join('') + (name === '' ? '' : title)
}
