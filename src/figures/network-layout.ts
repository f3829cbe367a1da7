import { Graph, layout } from '@dagrejs/dagre'
import type { GraphEdge, GraphNode, InteractionGraph } from '../analysis/evidence/graph.ts'
import { textWidth } from './text-layout.ts'

/** A box with its centre [pt]. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedNode extends Box {
  readonly node: GraphNode
}

export interface PlacedEdge {
  readonly edge: GraphEdge
  /** Index in the graph's list of edges. */
  readonly index: number
  /** From rim to rim [pt]. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

export interface PlacedGroup extends Box {
  readonly name: string
}

/** Where everything of a picture stands [pt]. */
export interface NetworkLayout {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly groups: readonly PlacedGroup[]
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

/** Sizes [pt]; chosen: type of 8 pt with air around it, and room for arrow heads between layers. */
const NODE_HEIGHT = 17
const NODE_PADDING = 8
const LAYER_GAP = 26
const NODE_GAP = 13
const EDGE_GAP = 6
/** Strip above a group for its name. */
export const GROUP_HEAD = 13
const GROUP_PADDING = 5
const MARGIN = 4
/** Between the boxes of two cells. */
const GROUP_GAP = 8
/** Between a cell's box and a node beside it. */
const CLEARANCE = 3

/** Lays a graph out in layers from left to right, what is in a cell type together; edges that are mere consumption are left out. */
export function layoutNetwork(graph: InteractionGraph, fontSize: number): NetworkLayout {
  const shown = graph.edges
    .map((edge, index) => ({ edge, index }))
    .filter(({ edge }) => edge.isMinor !== true)
  const used = new Set(shown.flatMap(({ edge }) => [edge.from, edge.to]))
  const nodes = graph.nodes.filter(({ id }) => used.has(id))
  const groups = graph.groups.filter((name) => nodes.some(({ group }) => group === name))
  const drawn = new Graph({ directed: true, multigraph: true, compound: true })
  drawn.setGraph({
    rankdir: 'LR',
    // Measured on the shipped models: shorter lines and less width than the default, which breaks loops where it meets them.
    acyclicer: 'greedy',
    ranksep: LAYER_GAP,
    nodesep: NODE_GAP,
    edgesep: EDGE_GAP,
  })
  for (const name of groups) drawn.setNode(`group ${name}`, { width: 0, height: 0 })
  for (const node of nodes) {
    const width = textWidth(node.label, fontSize) + 2 * NODE_PADDING
    drawn.setNode(node.id, { width, height: NODE_HEIGHT })
    if (node.group !== undefined) drawn.setParent(node.id, `group ${node.group}`)
  }
  for (const { edge, index } of shown) drawn.setEdge(edge.from, edge.to, {}, String(index))
  layout(drawn)
  const box = (id: string): Box => {
    const { x = 0, y = 0, width = 0, height = 0 } = drawn.node(id) as Partial<Box> // dagre adds the centre
    return { x, y, width, height }
  }
  const first = nodes.map((node) => ({ ...box(node.id), node }))
  const strips = stripsBetween(groups, first)
  const lower = (y: number): number => y + shiftAt(strips, y)
  const spread = first.map((node) => ({ ...node, y: lower(node.y) }))
  const boxes = groups.map((name) => groupBox(name, spread))
  const placed = spread.map((node) => (node.node.group === undefined ? pushedOut(node, boxes) : node))
  const moved = new Map(placed.map((node, index) => [node.node.id, node.y - (spread[index]?.y ?? node.y)]))
  const edges = shown.map(({ edge, index }) => {
    const { points = [] } = drawn.edge(edge.from, edge.to, String(index)) as Pick<
      Partial<PlacedEdge>,
      'points'
    > // dagre adds them
    const shifted = points.map(({ x, y }, at) => {
      const owner = at === 0 ? edge.from : at === points.length - 1 ? edge.to : ''
      return { x, y: lower(y) + (moved.get(owner) ?? 0) }
    })
    return { edge, index, points: shifted }
  })
  return { ...extent([...boxes, ...placed], edges), groups: boxes, nodes: placed, edges }
}

/** Everything below `from` goes down by `by` [pt]. */
interface Strip {
  readonly from: number
  readonly by: number
}

function shiftAt(strips: readonly Strip[], y: number): number {
  return strips.reduce((sum, { from, by }) => sum + (y >= from ? by : 0), 0)
}

/** Room between cells' boxes that would touch: dagre does not know of the strips with their names. */
function stripsBetween(groups: readonly string[], nodes: readonly PlacedNode[]): readonly Strip[] {
  const boxes = groups.map((name) => groupBox(name, nodes)).toSorted((a, b) => topOf(a) - topOf(b))
  const strips: Strip[] = []
  for (const [index, lower] of boxes.entries()) {
    const above = boxes
      .slice(0, index)
      .filter((upper) => Math.abs(upper.x - lower.x) < (upper.width + lower.width) / 2)
    // What the boxes will be after the strips so far: a strip within a box makes it taller.
    const bottoms = above.map((upper) => bottomOf(upper) + shiftAt(strips, bottomOf(upper) - GROUP_PADDING))
    const from = topOf(lower) + GROUP_HEAD
    const lack = Math.max(0, ...bottoms) + GROUP_GAP - (topOf(lower) + shiftAt(strips, from))
    if (lack > 0 && bottoms.length > 0) strips.push({ from, by: lack })
  }
  return strips
}

function topOf({ y, height }: Box): number {
  return y - height / 2
}

function bottomOf({ y, height }: Box): number {
  return y + height / 2
}

/** A node outside of cells that covers part of a cell's box, moved beside it. */
function pushedOut(node: PlacedNode, groups: readonly PlacedGroup[]): PlacedNode {
  const covered = groups.find(
    (group) =>
      Math.abs(group.x - node.x) < (group.width + node.width) / 2 &&
      Math.abs(group.y - node.y) < (group.height + node.height) / 2,
  )
  if (covered === undefined) return node
  const away = (covered.height + node.height) / 2 + CLEARANCE
  return { ...node, y: covered.y + (node.y < covered.y ? -away : away) }
}

/** The room that everything takes, with a margin. */
function extent(
  boxes: readonly Box[],
  edges: readonly PlacedEdge[],
): Pick<NetworkLayout, 'left' | 'top' | 'width' | 'height'> {
  const points = edges.flatMap((edge) => edge.points)
  const left = Math.min(...boxes.map(({ x, width }) => x - width / 2), ...points.map(({ x }) => x)) - MARGIN
  const right = Math.max(...boxes.map(({ x, width }) => x + width / 2), ...points.map(({ x }) => x)) + MARGIN
  const top = Math.min(...boxes.map(({ y, height }) => y - height / 2), ...points.map(({ y }) => y)) - MARGIN
  const bottom =
    Math.max(...boxes.map(({ y, height }) => y + height / 2), ...points.map(({ y }) => y)) + MARGIN
  if (boxes.length === 0) return { left: 0, top: 0, width: 0, height: 0 }
  return { left, top, width: right - left, height: bottom - top }
}

/** The box around what is in a cell type, with a strip for its name. */
function groupBox(name: string, nodes: readonly PlacedNode[]): PlacedGroup {
  const inside = nodes.filter(({ node }) => node.group === name)
  const left = Math.min(...inside.map(({ x, width }) => x - width / 2)) - GROUP_PADDING
  const right = Math.max(...inside.map(({ x, width }) => x + width / 2)) + GROUP_PADDING
  const top = Math.min(...inside.map(({ y, height }) => y - height / 2)) - GROUP_PADDING - GROUP_HEAD
  const bottom = Math.max(...inside.map(({ y, height }) => y + height / 2)) + GROUP_PADDING
  return { name, x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top }
}
