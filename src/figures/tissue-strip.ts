import type { FieldSummary, TissueSummary, TrialSummary } from '../analysis/summary.ts'
import { tickText } from './axes.ts'
import { formatExact, formatTime, formatUnit } from './number-format.ts'
import { element, svgDocument, textElement, translated } from './svg.ts'
import { boldShare, textWidth, wrapText } from './text-layout.ts'
import { armStyle, columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'
import { tissueLegend } from './tissue-legend.ts'
import type { Legend } from './tissue-legend.ts'
import { colourBar, groundOf, panelHeight, panelLabel, scaleBar, tissuePanel } from './tissue.ts'
import type { PanelBox, TissueLayer } from './tissue.ts'

/** Pictures of one run per arm, in a grid. */
interface Grid {
  readonly arms: readonly string[]
  readonly times: readonly number[]
  /** [arm][time]; a gap where a run has no picture. */
  readonly pictures: readonly (readonly (TissueSummary | undefined)[])[]
}

/** At most this many columns, spread over the times there are; chosen: legible on a two-column figure. */
const mostColumns = 5
const gap = 6

/** Draw the tissue of each arm over time: one row per arm, shared colours, one scale bar, one legend. */
export function tissueStrip(
  summary: TrialSummary,
  context: FigureContext,
  width: number = columnWidth.two,
  shown?: readonly string[],
): string {
  const grid = gridOf(summary, shown)
  const room = width - labelRoom(grid.arms, context)
  const legend = tissueLegend(grid.pictures.flat().filter(isPresent), summary.cellTypes, room, context.theme)
  return strip(summary, grid, { layer: { kind: 'cells' }, legend, what: 'Tissue' }, context, width)
}

/** Draw one field of each arm over time, all on the same scale. */
export function fieldStrip(
  summary: TrialSummary,
  substrate: string,
  context: FigureContext,
  width: number = columnWidth.two,
  shown?: readonly string[],
): string {
  const grid = gridOf(summary, shown)
  // One scale for all arms, whichever of them are shown.
  const fields = gridOf(summary)
    .pictures.flat()
    .flatMap((picture) => picture?.fields ?? [])
    .filter((field) => field.substrate === substrate)
  const range = rangeOf(fields)
  const layer: TissueLayer = { kind: 'field', substrate, range }
  return strip(
    summary,
    grid,
    { layer, legend: fieldLegend(fields[0], range, context), what: substrate },
    context,
    width,
  )
}

/** Draw the cells of each arm over time, coloured by what they sense or carry, all on the same scale. */
export function signalStrip(
  summary: TrialSummary,
  context: FigureContext,
  width: number = columnWidth.two,
  shown?: readonly string[],
): string {
  const pictures = gridOf(summary).pictures.flat().filter(isPresent)
  const signal = pictures.find((picture) => picture.signal !== undefined)?.signal
  const carriers = new Set(
    pictures.flatMap(({ cells, signal: own }) =>
      cells.type.filter((_, cell) => (own?.values[cell] ?? 0) !== 0),
    ),
  )
  const values = pictures.flatMap(({ cells, signal: own }) =>
    (own?.values ?? []).filter((_, cell) => carriers.has(cells.type[cell] ?? -1)),
  )
  const range = rangeOf([{ values }])
  const what = signal?.name ?? 'signal'
  const legend = barLegend(what, signal?.unit ?? '1', undefined, range, context)
  const layer: TissueLayer = { kind: 'signal', range, carriers }
  return strip(summary, gridOf(summary, shown), { layer, legend, what: `Cells by ${what}` }, context, width)
}

/** Draw one picture alone with its legend. */
export function tissueFigure(
  summary: TrialSummary,
  tissue: TissueSummary,
  context: FigureContext,
  options: { readonly width?: number; readonly legend?: boolean; readonly heading?: string } = {},
): string {
  const { width = columnWidth.one, legend: withLegend = true, heading } = options
  const { theme } = context
  const ground = groundOf(summary.domain)
  const box = { x: 0, y: 16, width, height: panelHeight(ground, width) }
  const legend = withLegend
    ? tissueLegend([tissue], summary.cellTypes, width, theme)
    : { content: '', height: 0 }
  const when = formatTime(tissue.time, summary.duration)
  const content = [
    textElement(heading ?? tissue.arm, {
      x: 0,
      y: 10,
      'font-weight': 600,
      fill: heading === undefined ? armStyle(context, tissue.arm).colour : undefined,
    }),
    tissuePanel(tissue, summary.cellTypes, ground, box),
    panelLabel(when, box, theme),
    scaleBar(ground, box, theme),
    translated(0, box.y + box.height + 7, legend.content),
  ]
  const height = box.y + box.height + (legend.height > 0 ? legend.height + 7 : 0)
  const title = `Tissue of ${tissue.arm} at ${when}, ${tissue.cells.x.length} cells`
  return svgDocument({ width, height, title }, theme, content.join(''))
}

/** The range that all pictures of a field share. */
export function rangeOf(fields: readonly Pick<FieldSummary, 'values'>[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const field of fields) {
    for (const value of field.values) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  if (!(low <= high)) return [0, 1]
  return low >= 0 && low < 0.5 * high ? [0, high] : [low, high]
}

interface StripContent {
  readonly layer: TissueLayer
  readonly legend: Legend
  readonly what: string
}

function strip(
  summary: TrialSummary,
  grid: Grid,
  { layer, legend, what }: StripContent,
  context: FigureContext,
  width: number,
): string {
  const { theme } = context
  const ground = groundOf(summary.domain)
  const label = labelRoom(grid.arms, context)
  const panelWidth = (width - label - gap * (grid.times.length - 1)) / Math.max(1, grid.times.length)
  const height = panelHeight(ground, panelWidth)
  const boxAt = (row: number, column: number): PanelBox => ({
    x: label + column * (panelWidth + gap),
    y: 16 + row * (height + gap),
    width: panelWidth,
    height,
  })
  const panels = grid.pictures.flatMap((row, arm) =>
    row.map((picture, column) =>
      picture === undefined
        ? missing(boxAt(arm, column), context)
        : tissuePanel(picture, summary.cellTypes, ground, boxAt(arm, column), layer),
    ),
  )
  const bottom = 16 + grid.arms.length * (height + gap)
  const content = [
    ...grid.times.map((time, column) => columnHead(time, boxAt(0, column), context)),
    ...grid.arms.map((arm, row) => rowLabel(arm, boxAt(row, 0), label, context)),
    ...panels,
    scaleBar(ground, boxAt(grid.arms.length - 1, grid.times.length - 1), theme),
    translated(label, bottom + 2, legend.content),
  ]
  const title = `${what} in ${grid.arms.join(', ')} at ${grid.times.map((time) => formatTime(time, summary.duration)).join(', ')}`
  return svgDocument({ width, height: bottom + legend.height + 4, title }, theme, content.join(''))
}

/** The replicate that strips show: the first that has pictures, the same in every arm. */
export function shownReplicate(summary: Pick<TrialSummary, 'tissue'>): number {
  return summary.tissue.reduce(
    (least, tissue) => Math.min(least, tissue.replicate),
    summary.tissue[0]?.replicate ?? 0,
  )
}

/** All arms, or those that are named. */
function gridOf(summary: TrialSummary, only?: readonly string[]): Grid {
  const replicate = shownReplicate(summary)
  const shown = summary.tissue.filter((tissue) => tissue.replicate === replicate)
  const arms = summary.arms
    .map((arm) => arm.name)
    .filter((arm) => only?.includes(arm) ?? true)
    .filter((arm) => shown.some((tissue) => tissue.arm === arm))
  const all = [...new Set(shown.map((tissue) => tissue.time))].toSorted((a, b) => a - b)
  const times = spread(all, mostColumns)
  const pictures = arms.map((arm) =>
    times.map((time) => shown.find((tissue) => tissue.arm === arm && tissue.time === time)),
  )
  return { arms, times, pictures }
}

/** At most `most` of a list: the first, the last, and evenly between. */
function spread(values: readonly number[], most: number): number[] {
  if (values.length <= most) return [...values]
  const at = (index: number): number => values[Math.round((index * (values.length - 1)) / (most - 1))] ?? 0
  return Array.from({ length: most }, (_, index) => at(index))
}

function columnHead(time: number, box: PanelBox, context: FigureContext): string {
  return textElement(formatTime(time, context.duration), {
    x: box.x,
    y: 10,
    ...tickText(context.theme, 'start'),
  })
}

function rowLabel(arm: string, box: PanelBox, room: number, context: FigureContext): string {
  if (room === 0) return ''
  const size = context.theme.fontSize
  return wrapText(arm, (room - 6) / boldShare, size, 3)
    .map((line, index) =>
      textElement(line, {
        x: 0,
        y: box.y + 9 + index * (size + 1.5),
        'font-weight': 600,
        fill: armStyle(context, arm).colour,
      }),
    )
    .join('')
}

/** Width of the column of arm names [pt]; a single arm needs none. */
function labelRoom(arms: readonly string[], context: FigureContext): number {
  if (arms.length < 2) return 0
  const widest = Math.max(0, ...arms.map((arm) => textWidth(arm, context.theme.fontSize)))
  return Math.min(84, widest * boldShare + 8)
}

function missing(box: PanelBox, context: FigureContext): string {
  const { theme } = context
  const label = { x: box.x + box.width / 2, y: box.y + box.height / 2, ...tickText(theme, 'middle') }
  return element('rect', { ...box, fill: 'none', stroke: theme.faint }) + textElement('no picture', label)
}

function fieldLegend(
  field: FieldSummary | undefined,
  range: readonly [number, number],
  context: FigureContext,
): Legend {
  if (field === undefined) return { content: '', height: 0 }
  return barLegend(field.substrate, field.unit, field.class, range, context)
}

/** A colour bar with its name and unit. */
function barLegend(
  what: string,
  unit: string,
  kind: FieldSummary['class'],
  range: readonly [number, number],
  context: FigureContext,
): Legend {
  const name = ['', '1'].includes(unit) ? what : `${what} (${formatUnit(unit)})`
  const ends = [formatEnd(range[0]), formatEnd(range[1])] as const
  const bar = kind === undefined ? {} : { class: kind }
  return { content: colourBar(bar, ends, name, 110, context.theme), height: 12 }
}

/** An end of a colour bar with three significant digits, no more. */
function formatEnd(value: number): string {
  return formatExact(Number(value.toPrecision(3)))
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined
}
