import { type CloneNode, type CloneTree, keepClones, largestClones } from '../analysis/clone-tree.ts'
import type { LesionSummary, SeedingSummary } from '../analysis/organism/organism-summary.ts'
import { type PlotArea, tickText, timeAxis } from './axes.ts'
import { cloneKeyColour } from './clone-colour.ts'
import { cloneNames } from './clone-fish.ts'
import { formatCount } from './count-text.ts'
import { figureHeading } from './marks.ts'
import { formatNumber, formatTime, timeUnit } from './number-format.ts'
import { type Scale, exactScale, timeTicks } from './scale.ts'
import { element, svgDocument, textElement } from './svg.ts'
import { cutText, textWidth } from './text-layout.ts'
import { columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Height of a row [pt]. */
const ROW = 12
/** Clones without a lesion that are drawn beside those with one; chosen: they say from how many could have been seeded. */
const MOST_OTHERS = 4
/** Share of the width that names may take. */
const MOST_ROOM = 0.6
/** Radius of the largest mark of a lesion and of the smallest [pt]. */
const LARGEST = 4.6
const SMALLEST = 1.6

/** A row of the tree: a clone, a lesion beneath the clone that seeded it, or how many more there are. */
type Row =
  | { readonly kind: 'clone'; readonly node: CloneNode }
  | { readonly kind: 'lesion'; readonly lesion: LesionSummary; readonly from: number }
  | { readonly kind: 'rest'; readonly text: string }

interface Plot {
  readonly x: Scale
  readonly area: PlotArea
  readonly rows: readonly Row[]
  readonly rowOf: ReadonlyMap<string, number>
  readonly names: ReadonlyMap<string, string>
  /** Cells of the largest lesion. */
  readonly most: number
  readonly context: FigureContext
}

/**
 * Draw which clone seeded which lesion: a line per clone from its founding on, in the clone's colour, and beneath it its lesions from
 * the day on which they began, with organ, day and cells. Lesions that are only numbers stand at the end.
 */
export function seedingTree(
  seeding: SeedingSummary,
  context: FigureContext,
  width: number = columnWidth.one,
  heading = 'Who seeded what',
): string {
  const { theme, duration } = context
  const tree = shownTree(seeding)
  const rows = [...rowsOf(tree, shownLesions(seeding)), ...restOf(seeding)]
  const names = cloneNames(tree)
  const labels = rows.map((row) => labelOf(row, names, duration))
  const room = Math.min(
    width * MOST_ROOM,
    Math.max(0, ...labels.map((label) => textWidth(label, theme.smallSize))),
  )
  const bottom = 34 + ROW * Math.max(1, rows.length)
  const area = { left: 6, right: width - room - 16, top: 34, bottom }
  const y = (row: number): number => area.top + ROW * (row + 0.5)
  const plot: Plot = {
    x: exactScale(0, duration, [area.left, area.right]),
    area,
    rows,
    rowOf: new Map(rows.flatMap((row, k) => (row.kind === 'clone' ? [[row.node.key, y(k)]] : []))),
    names,
    most: Math.max(1, ...seeding.lesions.map(({ cells }) => cells ?? 0)),
    context,
  }
  const content = [
    figureHeading(heading, headingOf(seeding), width, theme),
    ...rows.map((row, k) => (row.kind === 'clone' ? cloneMark(row.node, y(k), plot) : '')),
    // From below, so that a mark lies over the stems of those beneath it.
    ...rows
      .map((row, k) => (row.kind === 'lesion' ? lesionMark(row, y(k), y(row.from), plot) : ''))
      .toReversed(),
    ...labels.map((label, k) =>
      textElement(cutText(label, room + 4, theme.smallSize), {
        x: area.right + 10,
        y: y(k) + theme.smallSize * 0.35,
        ...labelStyle(rows[k], plot),
      }),
    ),
    timeAxis(plot.x, timeTicks(duration, timeUnit(duration).minutes), area, context),
  ]
  const title = `Who seeded what in ${seeding.arm}: ${labels.join('; ')}`
  return svgDocument({ width, height: bottom + 26, title }, theme, content.join(''))
}

/** Lesions of a kind that are drawn; chosen: a figure that is read at a glance. */
const MOST_LESIONS = 12

/** The largest lesions in tissues, and the largest that are numbers. */
function shownLesions({ lesions }: SeedingSummary): readonly LesionSummary[] {
  const inTissue = lesions.filter(({ kind }) => kind === 'tissue')
  const counted = lesions.filter(({ kind }) => kind !== 'tissue')
  return [...inTissue.slice(0, MOST_LESIONS), ...counted.slice(0, MOST_LESIONS)]
}

/** What is not drawn, a row for each place and kind. */
function restOf(seeding: SeedingSummary): readonly Row[] {
  const shown = shownLesions(seeding)
  return seeding.counts.flatMap(({ place, kind, count }): readonly Row[] => {
    const drawn = shown.filter((lesion) => lesion.place === place && lesion.kind === kind)
    const left = count - drawn.reduce((sum, lesion) => sum + lesion.count, 0)
    return left > 0
      ? [{ kind: 'rest', text: `${place}, ${formatNumber(left)} more ${kindText(kind, left)}` }]
      : []
  })
}

/** What lesions of a kind are called. */
function kindText(kind: LesionSummary['kind'], count: number): string {
  if (kind === 'tissue') return 'in its tissue'
  return count === 1 ? kind.replace(/es$/, 'is') : kind
}

function headingOf(seeding: SeedingSummary): string {
  const sum = (all: readonly { readonly count: number }[]): number =>
    all.reduce((total, { count }) => total + count, 0)
  const [all, shown] = [sum(seeding.counts), sum(shownLesions(seeding))]
  const text = `${formatNumber(all)} ${all === 1 ? 'lesion' : 'lesions'}`
  return all === shown ? text : `${text}, ${formatNumber(shown)} of them shown`
}

/** Names of the clones of a tree of seeding, as it calls them. */
export function seedingNames(seeding: SeedingSummary): ReadonlyMap<string, string> {
  return cloneNames(shownTree(seeding))
}

/** Clones that seeded something, and the largest others. */
function shownTree(seeding: SeedingSummary): CloneTree {
  const { tree } = seeding
  if (tree === undefined) return { times: [], nodes: [] }
  const seeders = shownLesions(seeding).flatMap(({ clone }) => (clone === undefined ? [] : [clone]))
  const largest = largestClones(tree, MOST_OTHERS).tree.nodes.map(({ key }) => key)
  return keepClones(tree, new Set([...seeders, ...largest]))
}

/** Clones in the order of the tree, each with its lesions; those of nobody known come last. */
function rowsOf({ nodes }: CloneTree, lesions: readonly LesionSummary[]): readonly Row[] {
  const rows: Row[] = []
  const add = (own: readonly LesionSummary[], from: number): void => {
    const ordered = own.toSorted((a, b) => (a.begun ?? Infinity) - (b.begun ?? Infinity))
    rows.push(...ordered.map((lesion): Row => ({ kind: 'lesion', lesion, from })))
  }
  for (const node of nodes) {
    rows.push({ kind: 'clone', node })
    add(
      lesions.filter(({ clone }) => clone === node.key),
      rows.length - 1,
    )
  }
  const known = new Set(nodes.map(({ key }) => key))
  add(
    lesions.filter(({ clone }) => clone === undefined || !known.has(clone)),
    -1,
  )
  return rows
}

function labelOf(row: Row, names: ReadonlyMap<string, string>, duration: number): string {
  if (row.kind === 'clone') return names.get(row.node.key) ?? ''
  if (row.kind === 'rest') return row.text
  const { place, begun, cells, count, kind } = row.lesion
  const when = begun === null ? '' : `, ${formatTime(begun, duration)}`
  const what = kind === 'tissue' ? '' : `, ${formatNumber(count)} ${kindText(kind, count)}`
  const size =
    cells === null
      ? ''
      : cells === 0
        ? ': gone'
        : `: ${formatCount(Math.round(cells))} ${Math.round(cells) === 1 ? 'cell' : 'cells'}`
  return `${place}${when}${what}${size}`
}

function labelStyle(row: Row | undefined, { context: { theme } }: Plot) {
  const style = tickText(theme, 'start')
  return row?.kind === 'clone' ? { ...style, fill: theme.ink, 'font-weight': 600 } : style
}

function cloneMark({ key, parent, since, hasGap }: CloneNode, y: number, plot: Plot): string {
  const { x, area, rowOf, context } = plot
  const from = x.place(Math.max(0, since))
  const above = rowOf.get(parent ?? '')
  const dash = hasGap === true ? '2 2' : undefined
  const descent =
    above === undefined
      ? ''
      : element('line', {
          x1: from,
          x2: from,
          y1: above,
          y2: y,
          stroke: context.theme.muted,
          'stroke-width': 0.8,
          'stroke-dasharray': dash,
        })
  const line = { x: from, y: y - 1.6, width: Math.max(2, area.right - from), height: 3.2, rx: 1.6 }
  return descent + element('rect', { ...line, fill: cloneKeyColour(key) })
}

/**
 * A branch from the line of the clone to a mark whose area goes with the cells; hollow where they are only numbers, a cross where none is
 * left. Lesions of which nobody knows the day hang from the end of the line.
 */
function lesionMark(
  { lesion }: Extract<Row, { kind: 'lesion' }>,
  y: number,
  above: number,
  plot: Plot,
): string {
  const { x, area, rowOf, most, context } = plot
  const { theme } = context
  const { clone, begun, cells, kind } = lesion
  const colour = clone === undefined ? theme.muted : cloneKeyColour(clone)
  const from = begun === null ? area.right : x.place(begun)
  const top = clone !== undefined && rowOf.has(clone) ? above : y
  const stem = { fill: 'none', stroke: colour, 'stroke-width': 1 }
  const branch = element('path', {
    d: `M${from.toFixed(2)} ${top.toFixed(2)}V${y.toFixed(2)}H${area.right.toFixed(2)}`,
    ...stem,
  })
  if (cells === 0) {
    const d = `M${(area.right - 2).toFixed(2)} ${(y - 2).toFixed(2)}l4 4m0 -4l-4 4`
    return branch + element('path', { d, ...stem, stroke: theme.muted, 'stroke-width': 1.2 })
  }
  const radius = Math.max(SMALLEST, LARGEST * Math.sqrt((cells ?? 0) / most))
  const isLived = kind === 'tissue'
  const mark = {
    cx: area.right,
    cy: y,
    r: radius,
    fill: isLived ? colour : theme.paper,
    stroke: isLived ? theme.paper : colour,
  }
  return branch + element('circle', { ...mark, 'stroke-width': isLived ? 0.6 : 1.2 })
}
