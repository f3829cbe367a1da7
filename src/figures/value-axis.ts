import { tickText } from './axes.ts'
import type { PlotArea } from './axes.ts'
import { formatExact, formatTicks } from './number-format.ts'
import type { Scale } from './scale.ts'
import { element, textElement } from './svg.ts'
import { textWidth } from './text-layout.ts'
import type { Theme } from './theme.ts'

/** Texts of the ticks: of a logarithmic axis each as short as it can be; those that would touch the one before are left out. */
function labelsOf(scale: Scale, theme: Theme): string[] {
  const sizes = scale.ticks.map(Math.abs)
  const isWide = Math.min(...sizes) > 0 && Math.max(...sizes) / Math.min(...sizes) >= 30
  const texts = isWide ? scale.ticks.map(formatExact) : formatTicks(scale.ticks)
  let free = -Infinity
  return texts.map((text, index) => {
    const middle = scale.place(scale.ticks[index] ?? 0)
    const half = textWidth(text, theme.smallSize) / 2
    if (middle - half < free) return ''
    free = middle + half + 2
    return text
  })
}

/** A horizontal axis of values beneath a plot: vertical guides, ticks, values, and what is measured in which unit. */
export function valueAxis(scale: Scale, area: PlotArea, name: string, theme: Theme, isGuided = true): string {
  const labels = labelsOf(scale, theme)
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
