import type { MaybeNumber } from '../analysis/summary-results.ts'
import { tickText } from './axes.ts'
import { colourMapHex } from './colour-map.ts'
import { contrastRatio, hexFromLch } from './colour-space.ts'
import { figureHeading } from './marks.ts'
import { formatTogether, noNumber } from './number-format.ts'
import { element, svgDocument, textElement } from './svg.ts'
import { textWidth } from './text-layout.ts'
import type { FigureContext, Theme } from './theme.ts'

/** A grid of values over two things that vary. */
export interface HeatMap {
  readonly heading: string
  readonly second: string
  readonly x: { readonly name: string; readonly labels: readonly string[] }
  readonly y: { readonly name: string; readonly labels: readonly string[] }
  /** [y][x], the first row at the bottom. */
  readonly values: readonly (readonly MaybeNumber[])[]
  /** From least to most; `diverging` runs as far below zero as above it. */
  readonly map: 'sequential' | 'diverging'
  /** The ends of a scale that several maps share; absent: those of these values. */
  readonly ends?: readonly [low: number, high: number]
  /** For readers who cannot see it. */
  readonly title: string
}

const top = 34
const cellHeight = 24
/** Ink on light cells and on dark ones: of black and white one has a contrast of at least 4.5 with every colour. */
const inks = ['#000000', '#ffffff'] as const

/** The ink that reads better on a colour. */
export function inkOn(fill: string): string {
  const [dark, white] = inks
  return contrastRatio(fill, white) >= contrastRatio(fill, dark) ? white : dark
}

/** Draw a grid of values: each cell with its number, a bar that says what the colours mean. */
export function heatMap(map: HeatMap, context: FigureContext, width = 250): string {
  const { theme } = context
  const left = Math.max(0, ...map.y.labels.map((label) => textWidth(label, theme.smallSize))) + 18
  const cellWidth = (width - left - barRoom) / Math.max(1, map.x.labels.length)
  const bottom = top + map.y.labels.length * cellHeight
  const ends = map.ends ?? endsOf(map.values, map.map)
  const texts = formatTogether(map.values.flat())
  const fits = texts.every((text) => textWidth(text, theme.smallSize) < cellWidth - 2)
  const cells = map.values.flatMap((row, y) =>
    row.map((value, x) => {
      const place = { x: left + x * cellWidth, y: bottom - (y + 1) * cellHeight, width: cellWidth }
      const text = fits ? (texts[y * (map.values[0]?.length ?? 0) + x] ?? '') : ''
      return cell(place, value === null ? undefined : colourOf(value, ends, map.map), text, theme)
    }),
  )
  const content = [
    figureHeading(map.heading, map.second, width, theme),
    ...cells,
    axisLabels(map, left, cellWidth, bottom, theme),
    colourBar(map, ends, [width - barRoom + 12, bottom], theme),
  ]
  return svgDocument({ width, height: bottom + 27, title: map.title }, theme, content.join(''))
}

/** Room at the right for the bar and its numbers [pt]. */
const barRoom = 46

/** Ends of a scale over all values; of a diverging one, as far on both sides. */
export function endsOf(
  values: readonly (readonly MaybeNumber[])[],
  map: HeatMap['map'],
): readonly [number, number] {
  const numbers = values.flat().filter((value) => value !== null)
  if (numbers.length === 0) return map === 'diverging' ? [-1, 1] : [0, 1]
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1
  if (map === 'diverging') return [-reach, reach]
  return low === high ? [Math.min(0, low), Math.max(0, high) || 1] : [low, high]
}

/** Neutral at 0, blue below, orange above; `share` from -1 to 1. Blue and orange differ for every kind of colour vision. */
export function divergingHex(share: number): string {
  const size = Math.min(1, Math.abs(share))
  return hexFromLch(0.96 - 0.46 * size, 0.005 + 0.125 * size, share < 0 ? 250 : 48)
}

function colourOf(value: number, [low, high]: readonly [number, number], map: HeatMap['map']): string {
  const share = (value - low) / (high - low || 1)
  return map === 'diverging' ? divergingHex(2 * share - 1) : sequentialHex(share)
}

function sequentialHex(share: number): string {
  return colourMapHex('cividis', Math.round(255 * Math.min(1, Math.max(0, share))))
}

/** A cell; one without a value is empty with a dash. */
function cell(
  place: { readonly x: number; readonly y: number; readonly width: number },
  fill: string | undefined,
  text: string,
  theme: Theme,
): string {
  const box = { ...place, height: cellHeight, fill: fill ?? 'none', stroke: theme.paper, 'stroke-width': 1 }
  const ink = fill === undefined ? theme.muted : inkOn(fill)
  const label = textElement(fill === undefined ? noNumber : text, {
    x: place.x + place.width / 2,
    y: place.y + cellHeight / 2 + 2.6,
    ...tickText(theme, 'middle'),
    fill: ink,
    'data-ground': fill,
  })
  return element('rect', box) + (text === '' && fill !== undefined ? '' : label)
}

function axisLabels(map: HeatMap, left: number, cellWidth: number, bottom: number, theme: Theme): string {
  const columns = map.x.labels.map((label, index) =>
    textElement(label, { x: left + (index + 0.5) * cellWidth, y: bottom + 11, ...tickText(theme, 'middle') }),
  )
  const rows = map.y.labels.map((label, index) => {
    const y = bottom - (index + 0.5) * cellHeight + 2.6
    return textElement(label, { x: left - 5, y, ...tickText(theme, 'end') })
  })
  const middle = (top + bottom) / 2
  const names = [
    textElement(map.x.name, {
      x: left + (map.x.labels.length * cellWidth) / 2,
      y: bottom + 22,
      ...tickText(theme, 'middle'),
    }),
    textElement(map.y.name, {
      x: 7,
      y: middle,
      ...tickText(theme, 'middle'),
      transform: `rotate(-90 7 ${middle})`,
    }),
  ]
  return [...columns, ...rows, ...names].join('')
}

const barSteps = 24

/** A bar of the map's colours with the values at its ends, and zero where the map turns. */
function colourBar(
  { map }: HeatMap,
  ends: readonly [number, number],
  [x, bottom]: readonly [number, number],
  theme: Theme,
): string {
  const [low, high] = ends
  const height = bottom - top
  const parts = Array.from({ length: barSteps }, (_, step) => {
    const value = low + ((step + 0.5) / barSteps) * (high - low)
    const y = bottom - ((step + 1) / barSteps) * height
    const size = { x, y, width: 6, height: height / barSteps + 0.3 }
    return element('rect', { ...size, fill: colourOf(value, ends, map) })
  })
  const marks = map === 'diverging' ? [low, 0, high] : [low, high]
  const texts = formatTogether(marks, map === 'diverging')
  const labels = marks.map((value, index) =>
    textElement(texts[index] ?? '', {
      x: x + 9,
      y: bottom - ((value - low) / (high - low)) * (height - 7) - 1,
      ...tickText(theme, 'start'),
      'font-size': theme.smallSize - 0.5,
    }),
  )
  return parts.join('') + labels.join('')
}
