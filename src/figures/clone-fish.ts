import type { CloneSummary } from '../analysis/clone-pictures.ts'
import { type CloneNode, type CloneTree, childrenOf, largestClones, peak } from '../analysis/clone-tree.ts'
import { type PlotArea, tickRoom, tickText, timeAxis, verticalAxis } from './axes.ts'
import { cloneKeyColour } from './clone-colour.ts'
import { bandPath } from './curve-path.ts'
import { figureHeading } from './marks.ts'
import { formatNumber, timeUnit } from './number-format.ts'
import { exactScale, niceScale, timeTicks } from './scale.ts'
import { element, svgDocument, textElement } from './svg.ts'
import { spreadLabels, textWidth } from './text-layout.ts'
import { columnWidth } from './theme.ts'
import type { FigureContext, Theme } from './theme.ts'

/** Clones that pictures tell apart; chosen: more colours and names would not be. */
export const MOST_CLONES = 12

/** A layer of the picture: a clone, or half of one whose children lie inside of it. */
interface Layer {
  readonly key: string
  /** Thickness at each time [cells]. */
  readonly sizes: readonly number[]
}

/** Names of the drawn clones: numbered by the most cells that they ever had. */
export function cloneNames({ nodes }: CloneTree): ReadonlyMap<string, string> {
  const ranked = nodes.toSorted((a, b) => peak(b.sizes) - peak(a.sizes) || (a.key < b.key ? -1 : 1))
  return new Map(ranked.map(({ key }, rank) => [key, `clone ${rank + 1}`]))
}

/** What a picture shows of the clones, in words; `what` became of those that it leaves out. */
export function restText(left: number, what: string): string {
  if (left === 0) return 'all clones'
  return `the ${MOST_CLONES} largest clones; ${formatNumber(left)} smaller ${left === 1 ? 'one' : 'ones'} ${what}`
}

/** Draw the live cells of clones over time, each subclone as it grows out of the middle of its parent. */
export function cloneFish(
  { tree, arm }: CloneSummary,
  context: FigureContext,
  width: number = columnWidth.one,
  height = 190,
): string {
  const { theme } = context
  const shown = largestClones(tree, MOST_CLONES)
  const times = momentsOf(shown.tree)
  const rest = { key: '', sizes: between(shown.tree.times, shown.rest, times) }
  const layers = stacked([...layersOf(shown.tree, times), rest])
  const top = Math.max(1, ...layers.map(({ high }) => Math.max(...high)))
  const y = niceScale(0, top, [height - 26, 30])
  const names = cloneNames(shown.tree)
  const labels = labelsOf(layers, names, (value) => y.place(value), theme)
  const right = width - labelRoom(labels, theme) - 6
  const area = { left: tickRoom(y.ticks, theme), right, top: 30, bottom: height - 26 }
  const x = exactScale(tree.times[0] ?? 0, tree.times.at(-1) ?? 1, [area.left, area.right])
  const said = restText(shown.left, 'together in grey')
  const bands = layers.map(({ key, low, high }) =>
    element('path', {
      d: bandPath(times, low, high, { x, y }),
      fill: colourOf(key, theme),
      stroke: theme.paper,
      'stroke-width': 0.4,
    }),
  )
  const ticks = timeTicks(x.domain[1], timeUnit(context.duration).minutes).filter(
    (tick) => tick >= x.domain[0],
  )
  const content = [
    figureHeading('Clones', `live cells of ${said}`, width, theme),
    verticalAxis(y, area, theme),
    ...bands,
    labelColumn(labels, area, theme),
    timeAxis(x, ticks, area, context),
  ]
  const title = `Live cells over time in ${arm} of ${said}`
  return svgDocument({ width, height, title }, theme, content.join(''))
}

/** Times at which a thickness may change its slope: those of the tree, and those at which clones begin. */
function momentsOf({ times, nodes }: CloneTree): readonly number[] {
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  const births = nodes.map(({ since }) => since).filter((since) => since > first && since < last)
  return [...new Set([...times, ...births])].toSorted((a, b) => a - b)
}

/** Values at `moments`, straight between those that are known at `times`, and nothing before `since`. */
function between(
  times: readonly number[],
  values: readonly number[],
  moments: readonly number[],
  since = Number.NEGATIVE_INFINITY,
): readonly number[] {
  return moments.map((moment) => {
    const next = times.findIndex((time) => time >= moment)
    if (times[next] === moment) return values[next] ?? 0
    const before = times[next - 1] ?? moment
    const [from, start] = since > before ? [since, 0] : [before, values[next - 1] ?? 0]
    if (moment <= from) return start
    return start + (((values[next] ?? 0) - start) * (moment - from)) / ((times[next] ?? moment) - from)
  })
}

/** Layers from the bottom: half of a clone, its children, its other half. */
function layersOf({ times, nodes }: CloneTree, moments: readonly number[]): readonly Layer[] {
  const children = childrenOf(nodes)
  const layersIn = (node: CloneNode): readonly Layer[] => {
    const own = between(times, node.sizes, moments, node.since)
    const within = children.get(node.key) ?? []
    if (within.length === 0) return [{ key: node.key, sizes: own }]
    const half = { key: node.key, sizes: own.map((size) => size / 2) }
    return [half, ...within.flatMap(layersIn), half]
  }
  return (children.get(undefined) ?? []).flatMap(layersIn)
}

interface StackedLayer {
  readonly key: string
  readonly low: readonly number[]
  readonly high: readonly number[]
}

function stacked(layers: readonly Layer[]): readonly StackedLayer[] {
  let low: readonly number[] = layers[0]?.sizes.map(() => 0) ?? []
  return layers.map(({ key, sizes }) => {
    const high = sizes.map((size, at) => size + (low[at] ?? 0))
    const layer = { key, low, high }
    low = high
    return layer
  })
}

/** A name beside the end of a layer, with a patch of its colour. */
interface LayerLabel {
  readonly name: string
  readonly colour: string
  /** Middle of the layer at the end [pt]. */
  readonly place: number
}

/** Names at the end, for those that still have cells then: at the middle of a clone, or of its upper half. */
function labelsOf(
  layers: readonly StackedLayer[],
  names: ReadonlyMap<string, string>,
  place: (value: number) => number,
  theme: Theme,
): readonly LayerLabel[] {
  const lastOf = new Map(layers.map((layer) => [layer.key, layer]))
  return [...lastOf.values()].flatMap(({ key, low, high }) => {
    const [from, to] = [low.at(-1) ?? 0, high.at(-1) ?? 0]
    if (to <= from) return []
    const label = { name: names.get(key) ?? 'others', colour: colourOf(key, theme) }
    return [{ ...label, place: place((from + to) / 2) }]
  })
}

function colourOf(key: string, theme: Theme): string {
  return key === '' ? theme.faint : cloneKeyColour(key)
}

/** Side of a patch of colour, and its distance from what stands beside it [pt]. */
const PATCH = 5
const GAP = 4

function labelRoom(labels: readonly LayerLabel[], theme: Theme): number {
  return Math.max(0, ...labels.map(({ name }) => textWidth(name, theme.smallSize))) + PATCH + 2 * GAP
}

/** The names, moved apart where they would overlap. */
function labelColumn(labels: readonly LayerLabel[], area: PlotArea, theme: Theme): string {
  const places = spreadLabels(
    labels.map(({ place }) => place),
    labels.map(() => theme.smallSize + 2),
    [area.top - 6, area.bottom + 3],
  )
  return labels
    .map(({ name, colour }, index) => {
      const [x, y] = [area.right + GAP, places[index] ?? 0]
      const patch = { x, y: y - PATCH / 2, width: PATCH, height: PATCH, fill: colour }
      const text = { x: x + PATCH + GAP, y: y + theme.smallSize * 0.35, ...tickText(theme, 'start') }
      return element('rect', patch) + textElement(name, text)
    })
    .join('')
}
