import type { CloneSummary } from '../analysis/clone-pictures.ts'
import { type CloneNode, largestClones, peak } from '../analysis/clone-tree.ts'
import { type PlotArea, tickText, timeAxis } from './axes.ts'
import { MOST_CLONES, cloneNames, restText } from './clone-fish.ts'
import { colourMapHex } from './colour-map.ts'
import { figureHeading } from './marks.ts'
import { formatExact, formatNumber, timeUnit } from './number-format.ts'
import { type Scale, exactScale, timeTicks } from './scale.ts'
import { element, svgDocument, textElement, translated } from './svg.ts'
import { textWidth } from './text-layout.ts'
import { columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'
import { colourBar } from './tissue.ts'

/** Height of the row of a clone [pt]. */
const ROW = 13
/** Widest and narrowest line of a clone [pt]; chosen: told apart, and within a row. */
const WIDEST = 8
const NARROWEST = 1

/** A tree on its scales. */
interface TreePlot {
  readonly x: Scale
  readonly rowOf: ReadonlyMap<string, number>
  /** Most live cells of the largest clone. */
  readonly most: number
  readonly colourOf: (node: CloneNode) => string
  readonly context: FigureContext
}

/** Draw who came from whom: a line per clone from its founding to where it was last seen, coloured by a trait, as wide as it was large. */
export function cloneTreeFigure(
  { tree, arm }: CloneSummary,
  trait: string,
  context: FigureContext,
  width: number = columnWidth.one,
): string {
  const { theme } = context
  const shown = largestClones(tree, MOST_CLONES)
  const { nodes, times } = shown.tree
  const said = restText(shown.left, 'not shown')
  const names = cloneNames(shown.tree)
  const labels = nodes.map((node) => labelOf(node, names))
  const room = Math.max(0, ...labels.map((label) => textWidth(label, theme.smallSize)))
  const bottom = 34 + ROW * nodes.length
  const area = { left: 6, right: width - room - 14, top: 34, bottom }
  const range = traitRange(nodes, trait)
  const plot: TreePlot = {
    x: exactScale(times[0] ?? 0, times.at(-1) ?? 1, [area.left, area.right]),
    rowOf: new Map(nodes.map(({ key }, row) => [key, area.top + ROW * (row + 0.5)])),
    most: Math.max(1, ...nodes.map(({ sizes }) => peak(sizes))),
    colourOf: (node) => traitColour(node.traits[trait], range),
    context,
  }
  const ends = [formatEnd(range[0]), formatEnd(range[1])] as const
  const content = [
    figureHeading('Tree of clones', said, width, theme),
    ...nodes.map((node) => descent(node, plot)),
    ...nodes.map((node, row) => cloneLine(node, times, labels[row] ?? '', plot, area)),
    timeAxis(plot.x, ticksOf(plot.x, context), area, context),
    translated(0, bottom + 30, colourBar({}, ends, trait, 90, theme)),
  ]
  const title = `Tree of clones in ${arm}, coloured by ${trait}: ${said}`
  return svgDocument({ width, height: bottom + 40, title }, theme, content.join(''))
}

function ticksOf(x: Scale, context: FigureContext): readonly number[] {
  return timeTicks(x.domain[1], timeUnit(context.duration).minutes).filter((tick) => tick >= x.domain[0])
}

function labelOf({ key, sizes }: CloneNode, names: ReadonlyMap<string, string>): string {
  const last = sizes.at(-1) ?? 0
  return `${names.get(key) ?? ''}: ${last === 0 ? 'gone' : `${formatNumber(last)} ${last === 1 ? 'cell' : 'cells'}`}`
}

/** The upright line from a parent to its child; dashed where clones between them are not drawn or not known. */
function descent({ key, parent, since, hasGap }: CloneNode, { x, rowOf, context }: TreePlot): string {
  const [from, to] = [rowOf.get(parent ?? ''), rowOf.get(key)]
  if (from === undefined || to === undefined) return ''
  const place = placeIn(x, since)
  return element('line', {
    x1: place,
    x2: place,
    y1: from,
    y2: to,
    stroke: context.theme.muted,
    'stroke-width': 0.8,
    'stroke-dasharray': hasGap === true ? '2 2' : undefined,
  })
}

/** The line of a clone with its name; where it was last seen before the end, a bar closes it. */
function cloneLine(
  node: CloneNode,
  times: readonly number[],
  label: string,
  { x, rowOf, most, colourOf, context }: TreePlot,
  area: PlotArea,
): string {
  const { theme } = context
  const y = rowOf.get(node.key) ?? 0
  const seen = node.sizes.findLastIndex((size) => size > 0)
  const [from, to] = [placeIn(x, node.since), placeIn(x, times[seen] ?? node.since)]
  const thickness = Math.max(NARROWEST, WIDEST * Math.sqrt(peak(node.sizes) / most))
  const line = element('rect', {
    x: from,
    y: y - thickness / 2,
    // A clone that was seen once only is a mark.
    width: Math.max(1.5, to - from),
    height: thickness,
    fill: colourOf(node),
    stroke: theme.line,
    'stroke-width': 0.4,
  })
  const isGone = seen < times.length - 1
  const bar = { x1: to, x2: to, y1: y - 4, y2: y + 4, stroke: theme.muted, 'stroke-width': 1 }
  const name = { x: area.right + 8, y: y + theme.smallSize * 0.35, ...tickText(theme, 'start') }
  return line + (isGone ? element('line', bar) : '') + textElement(label, name)
}

function placeIn(x: Scale, time: number): number {
  return x.place(Math.max(x.domain[0], Math.min(x.domain[1], time)))
}

/** Lowest and highest value of the drawn clones. */
function traitRange(nodes: readonly CloneNode[], trait: string): readonly [number, number] {
  const values = nodes.flatMap(({ traits }) => traits[trait] ?? [])
  return values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)]
}

function traitColour(value: number | undefined, [low, high]: readonly [number, number]): string {
  const share = value === undefined || high === low ? 0.5 : (value - low) / (high - low)
  return colourMapHex('viridis', Math.round(255 * share))
}

/** An end of the colour bar with three significant digits. */
function formatEnd(value: number): string {
  return formatExact(Number(value.toPrecision(3)))
}
