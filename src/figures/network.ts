import type { GraphNode, InteractionGraph, Sign } from '../analysis/evidence/graph.ts'
import type { CellTypeSummary } from '../analysis/summary.ts'
import {
  GROUP_HEAD,
  type PlacedEdge,
  type PlacedGroup,
  type PlacedNode,
  layoutNetwork,
} from './network-layout.ts'
import { cellTypeColour } from './palette.ts'
import { element, escapeText, round, svgDocument, textElement, translated } from './svg.ts'
import { textWidth } from './text-layout.ts'
import type { Theme } from './theme.ts'

/** What a picture of a network needs beside the network. */
export interface NetworkOptions {
  readonly title: string
  readonly cellTypes: readonly Pick<CellTypeSummary, 'name' | 'colour' | 'lineage'>[]
  readonly theme: Theme
  /** Address of an edge's row by its index, where there is a table. */
  readonly rowOf?: (index: number) => string
  /** Nodes that can be filled: each has a `rect.gauge` as wide as it is full, in a group with `data-gauge` and the node's id. */
  readonly hasGauge?: (node: GraphNode) => boolean
}

/** Orange against the accent's blue: apart for every kind of colour vision; dark enough on paper, light enough at night. */
const INHIBITION = '#c4560f'

/** Length of an arrow head, and half the width of a bar [pt]. */
const HEAD = 5.5
const BAR = 4

/** Of the legend above, with air beneath it [pt]. */
const LEGEND_HEIGHT = 46

/** Who acts on whom: an arrow raises, a bar lowers, a dot carries or makes; layered from left to right, cells as boxes. */
export function networkFigure(graph: InteractionGraph, options: NetworkOptions): string {
  const { theme, title } = options
  const placed = layoutNetwork(graph, theme.fontSize)
  const legend = drawLegend(theme)
  const width = Math.max(placed.width, legend.width)
  const drawn = [
    ...placed.groups.map((group) => drawGroup(group, options)),
    ...placed.edges.map((edge) => drawEdge(edge, options)),
    ...placed.groups.map((group) => drawGroupName(group, options)),
    ...placed.nodes.map((node) => drawNode(node, options)),
  ].join('')
  const content = legend.markup + translated(-placed.left, LEGEND_HEIGHT - placed.top, drawn)
  return svgDocument({ width, height: placed.height + LEGEND_HEIGHT, title }, theme, content)
}

function drawGroup({ name, x, y, width, height }: PlacedGroup, { cellTypes, theme }: NetworkOptions): string {
  const type = cellTypes.find((candidate) => candidate.name === name)
  const colour = type === undefined ? theme.muted : cellTypeColour(type)
  const [left, top] = [x - width / 2, y - height / 2]
  const box = { x: left, y: top, width, height, rx: 6 }
  return element('rect', { ...box, fill: colour, 'fill-opacity': 0.1, stroke: colour, 'stroke-width': 0.8 })
}

/** Above lines, which may run through the box. */
function drawGroupName({ name, x, y, width, height }: PlacedGroup, { theme }: NetworkOptions): string {
  const at = { x: x - width / 2 + 7, y: y - height / 2 + GROUP_HEAD - 2.5 }
  const halo = { stroke: theme.paper, 'stroke-width': 2.5, 'stroke-opacity': 0.7, 'paint-order': 'stroke' }
  return textElement(name, { ...at, ...halo, 'font-weight': 600, 'font-size': theme.fontSize })
}

function drawNode({ node, x, y, width, height }: PlacedNode, options: NetworkOptions): string {
  const { theme } = options
  const box = { x: x - width / 2, y: y - height / 2, width, height }
  const shape = outline(node.kind, box, theme)
  const label = textElement(node.label, { x, y: y + theme.fontSize * 0.35, 'text-anchor': 'middle' })
  const about = `${KINDS[node.kind]}${node.group === undefined ? '' : ` of ${node.group}`}: ${node.label}`
  const title = element('title', {}, escapeText(about))
  if (options.hasGauge?.(node) !== true) return element('g', {}, title + shape + label)
  const gauge = { ...box, class: 'gauge', fill: theme.accent, 'fill-opacity': 0.3, rx: 3 }
  return element('g', { 'data-gauge': node.id }, title + shape + element('rect', gauge) + label)
}

const KINDS: Readonly<Record<GraphNode['kind'], string>> = {
  substrate: 'substance',
  vesicle: 'vesicles',
  drug: 'drug',
  vessel: 'vessels',
  place: 'outside of the tissue',
  cells: 'cells',
  node: 'level inside cells',
  trait: 'trait',
  receptor: 'receptor or marker',
  state: 'state',
  behaviour: 'behaviour',
}

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Shape tells kinds apart: what is outside of cells is round, what is inside has corners, behaviours are open boxes. */
function outline(kind: GraphNode['kind'], box: Rectangle, theme: Theme): string {
  const plain = { fill: theme.paper, stroke: theme.line, 'stroke-width': 0.8 }
  const pill = { ...box, rx: box.height / 2 }
  if (kind === 'substrate') return element('rect', { ...pill, ...plain, stroke: theme.ink })
  if (kind === 'vesicle') {
    const inner = { x: box.x + 2, y: box.y + 2, width: box.width - 4, height: box.height - 4 }
    const rim = element('rect', {
      ...inner,
      rx: inner.height / 2,
      fill: 'none',
      stroke: theme.ink,
      'stroke-width': 0.5,
    })
    return element('rect', { ...pill, ...plain, stroke: theme.ink }) + rim
  }
  if (kind === 'drug')
    return element('rect', { ...pill, ...plain, stroke: theme.ink, 'stroke-dasharray': '3 2' })
  if (kind === 'vessel') return element('rect', { ...pill, ...plain, stroke: '#c50f53' })
  if (kind === 'behaviour')
    return element('rect', { ...box, ...plain, fill: theme.faint, stroke: 'none', rx: 2 })
  if (kind === 'place') return element('rect', { ...pill, ...plain, fill: theme.faint, stroke: '#c50f53' })
  return element('rect', { ...box, ...plain, rx: kind === 'cells' ? 8 : 3, ...dashes(kind) })
}

function dashes(kind: GraphNode['kind']): Readonly<Record<string, string>> {
  return kind === 'trait' || kind === 'state' ? { 'stroke-dasharray': '2 1.5' } : {}
}

function drawEdge({ edge, index, points }: PlacedEdge, { theme, rowOf }: NetworkOptions): string {
  const colour = colourOf(edge.sign, theme)
  const path = smooth(points)
  const [before, end] = [points.at(-2) ?? { x: 0, y: 0 }, points.at(-1) ?? { x: 0, y: 0 }]
  const line = { d: path, fill: 'none', stroke: colour, 'stroke-width': 1.1 }
  const sourced = [edge.kind, edge.source].filter((word) => word !== undefined).join(', ')
  const about = element('title', {}, escapeText(sourced === '' ? edge.text : `${edge.text} [${sourced}]`))
  const drawn = [
    about,
    // A wide stroke that cannot be seen: thin lines are hard to hit.
    element('path', {
      ...line,
      class: 'hit',
      stroke: 'transparent',
      'stroke-width': 7,
      'pointer-events': 'stroke',
    }),
    element('path', {
      ...line,
      class: 'line',
      'stroke-dasharray': edge.sign === 'passes' ? '4 2' : undefined,
    }),
    headOf(edge.sign, before, end, colour),
  ].join('')
  const group = element('g', { class: `edge ${edge.sign}`, 'data-edge': index }, drawn)
  return rowOf === undefined ? group : element('a', { href: rowOf(index) }, group)
}

function colourOf(sign: Sign, theme: Theme): string {
  return { activates: theme.accent, inhibits: INHIBITION, passes: theme.muted }[sign]
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Through the middles of the bends, with the bends as handles: no corner, and no overshoot. */
function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (first === undefined || last === undefined) return ''
  const bends = rest.slice(0, -1).map((bend, index) => {
    const next = rest[index + 1] ?? last
    const isLast = index === rest.length - 2
    const to = isLast ? last : { x: (bend.x + next.x) / 2, y: (bend.y + next.y) / 2 }
    return `Q${pair(bend)} ${pair(to)}`
  })
  return `M${pair(first)}${bends.length === 0 ? `L${pair(last)}` : bends.join('')}`
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`
}

/** An arrow raises, a bar lowers, a dot carries. */
function headOf(sign: Sign, before: Point, end: Point, colour: string): string {
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
  const at = { transform: `translate(${round(end.x)} ${round(end.y)}) rotate(${round(angle)})` }
  const stroke = { fill: 'none', stroke: colour, 'stroke-width': 1.8 }
  if (sign === 'inhibits') return element('path', { ...at, ...stroke, d: `M-1 ${-BAR}V${BAR}` })
  if (sign === 'passes') return element('circle', { ...at, r: 2.2, cx: -2.2, fill: colour })
  return element('path', { ...at, fill: colour, d: `M0 0L${-HEAD} ${-HEAD / 2}V${HEAD / 2}Z` })
}

/** What heads and shapes mean: a row each, narrow enough for a phone. */
function drawLegend(theme: Theme): { readonly markup: string; readonly width: number } {
  const signs: readonly (readonly [Sign, string])[] = [
    ['activates', 'raises'],
    ['inhibits', 'lowers'],
    ['passes', 'carries, makes or becomes'],
  ]
  const shapes: readonly (readonly [GraphNode['kind'], string])[] = [
    ['substrate', 'substance'],
    ['vesicle', 'vesicles'],
    ['drug', 'drug'],
    ['node', 'inside cells'],
    ['state', 'state, trait'],
    ['behaviour', 'behaviour'],
  ]
  let x = 4
  const lines = signs.map(([sign, words]) => {
    const colour = colourOf(sign, theme)
    const dash = sign === 'passes' ? '4 2' : undefined
    const line = { d: `M${x} 8H${x + 24}`, stroke: colour, 'stroke-width': 1.1, 'stroke-dasharray': dash }
    const head = headOf(sign, { x, y: 8 }, { x: x + 24, y: 8 }, colour)
    const label = textElement(words, { x: x + 30, y: 11, fill: theme.muted })
    x += 42 + textWidth(words, theme.fontSize)
    return element('path', line) + head + label
  })
  let left = 4
  const boxes = shapes.map(([kind, words]) => {
    const width = textWidth(words, theme.fontSize) + 12
    const shape = outline(kind, { x: left, y: 20, width, height: 15 }, theme)
    const label = textElement(words, {
      x: left + width / 2,
      y: 30.5,
      'text-anchor': 'middle',
      fill: theme.muted,
    })
    left += width + 7
    return shape + label
  })
  return { markup: [...lines, ...boxes].join(''), width: Math.max(x, left) }
}
