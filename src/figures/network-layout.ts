import { Graph, layout } from '@dagrejs/dagre'
import type { GraphEdge, GraphNode, InteractionGraph } from '../analysis/evidence/interaction-graph.ts'
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
  readonly width: number
  readonly height: number
  readonly groups: readonly PlacedGroup[]
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

/** Sizes [pt]; chosen: type of 8 pt with air around it, and room for arrow heads between layers. */
const NODE_HEIGHT = 17
const NODE_PADDING = 8
const LAYER_GAP = 34
const NODE_GAP = 13
const EDGE_GAP = 6
/** Strip above a group for its name. */
export const GROUP_HEAD = 13
const GROUP_PADDING = 5
const MARGIN = 4

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
    ranksep: LAYER_GAP,
    nodesep: NODE_GAP,
    edgesep: EDGE_GAP,
    marginx: MARGIN,
    marginy: MARGIN + GROUP_HEAD,
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
  const placed = nodes.map((node) => ({ ...box(node.id), node }))
  return {
    ...extent(drawn.graph() as { width?: number; height?: number }), // dagre adds the size
    groups: groups.map((name) => groupBox(name, placed)),
    nodes: placed,
    edges: shown.map(({ edge, index }) => {
      const { points = [] } = drawn.edge(edge.from, edge.to, String(index)) as Pick<
        Partial<PlacedEdge>,
        'points'
      > // dagre adds them
      return { edge, index, points }
    }),
  }
}

function extent({ width = 0, height = 0 }: { width?: number; height?: number }): {
  width: number
  height: number
} {
  return { width: width + MARGIN, height: height + MARGIN }
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
