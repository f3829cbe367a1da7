import type { MaybeNumber } from '../analysis/summary-results.ts'
import { tickText } from './axes.ts'
import { diamondMark, figureHeading, lineMark, pointMark } from './marks.ts'
import { formatTogether, noNumber } from './number-format.ts'
import { exactScale } from './scale.ts'
import type { Scale } from './scale.ts'
import { element, svgDocument, textElement } from './svg.ts'
import { cutInside, textWidth } from './text-layout.ts'
import { columnWidth } from './theme.ts'
import type { FigureContext, Theme } from './theme.ts'
import { valueAxis } from './value-axis.ts'

/** One estimate on a row. */
export interface RankedMark {
  readonly value: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  readonly colour: string
  /** `point`: filled where the interval excludes zero, hollow where not; the others always look the same. */
  readonly shape: 'point' | 'solid' | 'hollow' | 'diamond'
  /** What it is, where a row has several: "first order"; legends show it. */
  readonly name?: string
}

/** A row: what is ranked, a tag that stands beside its name, and its estimates, one line each. */
export interface RankedRow {
  readonly name: string
  readonly tag?: string
  readonly marks: readonly RankedMark[]
}

/** What a ranked plot shows beside its rows. */
export interface RankedPlot {
  readonly heading: string
  /** What is needed to read it. */
  readonly second: string
  /** What colours and shapes are, where rows have several marks. */
  readonly legend?: readonly Pick<RankedMark, 'name' | 'colour' | 'shape'>[]
  /** Of the axis. */
  readonly axis: string
  /** The axis reaches at least this far, both sides of zero where it is negative. */
  readonly least?: readonly [low: number, high: number]
  readonly rows: readonly RankedRow[]
  /** For readers who cannot see it. */
  readonly title: string
}

/** Height of one estimate's line, and what a row adds around them [pt]. */
const lineHeight = 9
const rowGap = 7
const legendHeight = 12

/** Share of the width that names take at most; what does not fit is cut. */
const NAMES_SHARE = 0.52

/** Room that the names of rows want [pt]. */
function namesRoom(rows: readonly RankedRow[], theme: Theme): number {
  return Math.max(30, ...rows.map((row) => rowRoom(row, theme))) + 10
}

/** The width at which names of rows stand whole: `narrow`, or else that of two columns [pt]. */
export function rankedWidth(rows: readonly RankedRow[], theme: Theme, narrow: number): number {
  return namesRoom(rows, theme) > NAMES_SHARE * narrow ? columnWidth.two : narrow
}

/** Draw rows of estimates with intervals on one axis, in the order given, each with its numbers at the right. */
export function rankedDots(plot: RankedPlot, context: FigureContext, width = 300): string {
  const { theme } = context
  const values = plot.rows.map((row) => row.marks.map(numbersOf))
  const right = width - Math.max(20, ...values.flat().map((text) => textWidth(text, theme.smallSize))) - 8
  const left = Math.min(width * NAMES_SHARE, namesRoom(plot.rows, theme))
  const head = plot.second === '' ? 20 : 30
  const legend = plot.legend ?? []
  const top = head + (legend.length === 0 ? 0 : legendHeight)
  const heights = plot.rows.map(({ marks }) => marks.length * lineHeight + rowGap)
  const bottom = top + heights.reduce((sum, each) => sum + each, 0)
  const scale = scaleOf(plot, [left + 4, right - 4])
  const tops = heights.map((_, index) => top + heights.slice(0, index).reduce((sum, each) => sum + each, 0))
  const rows = plot.rows.map((row, index) => {
    const middle = (tops[index] ?? top) + (heights[index] ?? 0) / 2
    const marks = row.marks.map((mark, line) => {
      const y = middle + (line - (row.marks.length - 1) / 2) * lineHeight
      const numbers = { x: right + 6, y: y + 2.5, ...tickText(theme, 'start') }
      return drawMark(mark, scale, y, theme) + textElement(values[index]?.[line] ?? '', numbers)
    })
    return rowName(row, middle, left, theme) + marks.join('')
  })
  const axis = valueAxis(scale, { left, right, top, bottom }, plot.axis, theme)
  const content = [
    figureHeading(plot.heading, plot.second, width, theme),
    legendLine(legend, head, theme),
    axis,
    ...rows,
  ]
  return svgDocument({ width, height: bottom + 25, title: plot.title }, theme, content.join(''))
}

/** The marks with their names, one after the other. */
function legendLine(legend: NonNullable<RankedPlot['legend']>, top: number, theme: Theme): string {
  let x = 4
  return legend
    .map(({ name = '', colour, shape }) => {
      const y = top + 1
      const mark =
        shape === 'diamond'
          ? diamondMark(x, y, colour, theme)
          : pointMark(x, y, colour, theme, shape === 'hollow')
      const text = textElement(name, { x: x + 7, y: y + 2.6, ...tickText(theme, 'start'), fill: colour })
      x += textWidth(name, theme.smallSize) + 22
      return mark + text
    })
    .join('')
}

function scaleOf({ rows, least = [0, 0] }: RankedPlot, range: readonly [number, number]): Scale {
  const ends = rows.flatMap(({ marks }) => marks.flatMap(({ value, low, high }) => [value, low, high]))
  const numbers = ends.filter((end): end is number => end !== null && Number.isFinite(end))
  return exactScale(Math.min(...least, ...numbers), Math.max(...least, ...numbers), range)
}

/** "0.42 [0.31 to 0.55]". */
function numbersOf({ value, low, high }: RankedMark): string {
  const [middle = noNumber, from = noNumber, to = noNumber] = formatTogether([value, low, high])
  return low === null || high === null ? middle : `${middle} [${from} to ${to}]`
}

function rowRoom({ name, tag = '' }: RankedRow, theme: Theme): number {
  return textWidth(name, theme.fontSize) + (tag === '' ? 0 : tagWidth(tag, theme) + 5)
}

function tagWidth(tag: string, theme: Theme): number {
  return textWidth(tag, theme.smallSize - 0.5) + 6
}

/** The name, ending where the plot begins, and its tag in a frame before it. */
function rowName({ name, tag = '' }: RankedRow, y: number, left: number, theme: Theme): string {
  const room = left - 10 - (tag === '' ? 0 : tagWidth(tag, theme) + 5)
  const own = cutInside(name, room, theme.fontSize)
  const label = textElement(own, { x: 0, y: y + theme.fontSize * 0.35 })
  if (tag === '') return label
  const box = { x: left - 8 - tagWidth(tag, theme), y: y - 5, width: tagWidth(tag, theme), height: 10, rx: 2 }
  const text = { x: box.x + 3, y: y + 2.4, ...tickText(theme, 'start'), 'font-size': theme.smallSize - 0.5 }
  return (
    label +
    element('rect', { ...box, fill: 'none', stroke: theme.line, 'stroke-width': 0.6 }) +
    textElement(tag, text)
  )
}

function drawMark({ value, low, high, colour, shape }: RankedMark, scale: Scale, y: number, theme: Theme) {
  const line =
    low === null || high === null ? '' : lineMark([scale.place(low), y], [scale.place(high), y], colour, 1.4)
  if (value === null) return line
  const x = scale.place(value)
  if (shape === 'diamond') return line + diamondMark(x, y, colour, theme)
  const isUnclear = low === null || high === null || (low <= 0 && high >= 0)
  return line + pointMark(x, y, colour, theme, shape === 'hollow' || (shape === 'point' && isUnclear))
}
