import type { PlotArea } from './axes.ts'
import { tickText } from './axes.ts'
import { element, textElement } from './svg.ts'
import { boldShare, cutInside, cutText, spreadLabels, textWidth, wrapText } from './text-layout.ts'
import type { FigureContext, Theme } from './theme.ts'

/** The name of a figure in bold and, under it, what it needs to be read; both cut to `width` [pt]. */
export function figureHeading(name: string, second: string, width: number, theme: Theme): string {
  const size = theme.fontSize + 0.5
  const first = textElement(cutText(name, width / boldShare, size), {
    x: 0,
    y: 11,
    'font-size': size,
    'font-weight': 600,
  })
  if (second === '') return first
  const below = cutText(second, width, theme.smallSize)
  return first + textElement(below, { x: 0, y: 22, ...tickText(theme, 'start') })
}

/** A point: filled, or hollow so that shape tells what colour does. */
export function pointMark(x: number, y: number, colour: string, theme: Theme, isHollow = false): string {
  return element('circle', {
    cx: x,
    cy: y,
    r: 2.7,
    fill: isHollow ? theme.paper : colour,
    stroke: isHollow ? colour : theme.paper,
    'stroke-width': isHollow ? 1.3 : 0.7,
  })
}

/** A diamond: a second quantity on the same row. */
export function diamondMark(x: number, y: number, colour: string, theme: Theme): string {
  const d = `M${x.toFixed(2)} ${(y - 3.6).toFixed(2)}l3.6 3.6l-3.6 3.6l-3.6 -3.6z`
  return element('path', { d, fill: theme.paper, stroke: colour, 'stroke-width': 1.3 })
}

/** A straight line. */
export function lineMark(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  stroke: string,
  width: number,
  dash = '',
): string {
  return element('line', { x1, y1, x2, y2, stroke, 'stroke-width': width, 'stroke-dasharray': dash })
}

/** A name that stands at the right of a plot, at the height of what it names. */
export interface EndLabel {
  readonly name: string
  /** A quieter line under the name. */
  readonly note?: string
  readonly colour: string
  /** Where what it names ends [pt]. */
  readonly place: number
}

/** Room that labels take at the right of a plot, at most `share` of `width` [pt]. */
export function labelRoom(
  labels: readonly Pick<EndLabel, 'name' | 'note'>[],
  width: number,
  theme: Theme,
  share = 0.27,
): number {
  const rooms = labels.map(({ name, note = '' }) =>
    Math.max(textWidth(name, theme.fontSize) * boldShare, textWidth(note, theme.smallSize)),
  )
  return Math.min(Math.max(0, ...rooms), width * share)
}

/** Direct labels instead of a legend: names at the right of the plot, moved apart where they would overlap. */
export function endLabels(
  labels: readonly EndLabel[],
  area: PlotArea,
  width: number,
  context: FigureContext,
): string {
  const { theme } = context
  const size = theme.fontSize
  const room = width - area.right - 6
  const notes = labels.map(({ note }) => (note === undefined ? [] : wrapText(note, room, theme.smallSize, 3)))
  const wrapped = (most: number): string[][] =>
    labels.map(({ name }) =>
      most === 1 ? [cutInside(name, room / boldShare, size)] : wrapText(name, room / boldShare, size, most),
    )
  const heightsOf = (lists: readonly (readonly string[])[]): number[] =>
    lists.map((list, index) => (list.length + (notes[index]?.length ?? 0)) * (size + 1) + 2.5)
  const fits = (lists: readonly (readonly string[])[]): boolean =>
    heightsOf(lists).reduce((sum, height) => sum + height, 0) <= area.bottom - area.top + 9
  // Names of many arms take fewer lines, so that they stay beside the plot.
  const names = [3, 2].map(wrapped).find(fits) ?? wrapped(1)
  const heights = heightsOf(names)
  const places = spreadLabels(
    labels.map(({ place }) => place),
    heights,
    [area.top - 6, area.bottom + 3],
  )
  return labels
    .flatMap((label, index) => {
      const own = names[index] ?? []
      const lines = [...own, ...(notes[index] ?? [])]
      return lines.map((line, row) =>
        textElement(line, {
          x: area.right + 6,
          y: (places[index] ?? 0) + size * 0.35 + (row - (lines.length - 1) / 2) * (size + 1),
          ...(row < own.length ? { fill: label.colour, 'font-weight': 600 } : tickText(theme, 'start')),
        }),
      )
    })
    .join('')
}
