import {
  NETWORK_NODES,
  NETWORK_SEGMENTS,
  NETWORK_VERSION,
  NODE_ABSENT,
  NODE_HELD,
  NODE_WALL,
  NO_NODE,
} from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { NETWORK_WAITS } from './columns.ts'

/*
 * The graph of vessels in the columns of a world. All changes go through the functions below: rows that are free are taken lowest first,
 * so that the graph follows from what was asked for and in which order, and each change adds 1 to `network.version`.
 */

/** A point [um]. */
export interface Point {
  readonly x: number
  readonly y: number
  readonly z: number
}

/** Views of the graph; they hold until the layout of the world changes. */
export interface Graph {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  /** `NODE_*` of engine/vessel-points.ts. */
  readonly kind: Uint8Array
  /** [mmHg] */
  readonly pressure: Float64Array
  /** [um^3/min] */
  readonly through: Float64Array
  readonly carries: Float64Array
  readonly squeezed: Float64Array
  readonly pericytes: Float64Array
  readonly leak: Float64Array
  /** [min] */
  readonly age: Float64Array
  /** `NO_NODE` where there is no segment. */
  readonly first: Uint32Array
  readonly second: Uint32Array
  /** [um] */
  readonly radius: Float64Array
  readonly open: Float64Array
  /** [um^3/min] from first to second */
  readonly flow: Float64Array
  /** One number each: rows that may be in use, changes, and requests that found no row. */
  readonly nodes: Uint32Array
  readonly segments: Uint32Array
  readonly version: Uint32Array
  readonly waits: Uint32Array
  /** Periods of the domain [um], 0 where closed, and its lowest corner [um]. */
  readonly period: readonly [number, number, number]
  readonly corner: readonly [number, number, number]
}

/** What a new node is; what is not said is that of a mature wall. */
export interface NewNode extends Point {
  readonly kind: number
  /** [mmHg] */
  readonly pressure?: number
  readonly pericytes?: number
  readonly leak?: number
}

/** What a new segment is. */
export interface NewSegment {
  readonly first: number
  readonly second: number
  /** [um] */
  readonly radius: number
}

/** The graph of a world. */
export function graphOf(world: World): Graph {
  const { size, boundary, corner } = world.program.space
  const period = (axis: 0 | 1 | 2): number => (boundary[axis] === 'periodic' ? size[axis] : 0)
  return {
    x: world.f64('vessel.x'),
    y: world.f64('vessel.y'),
    z: world.f64('vessel.z'),
    kind: world.u8('vessel.kind'),
    pressure: world.f64('vessel.pressure'),
    through: world.f64('vessel.flow'),
    carries: world.f64('vessel.carries'),
    squeezed: world.f64('vessel.squeezed'),
    pericytes: world.f64('vessel.pericytes'),
    leak: world.f64('vessel.leak'),
    age: world.f64('vessel.age'),
    first: world.u32('segment.first'),
    second: world.u32('segment.second'),
    radius: world.f64('segment.radius'),
    open: world.f64('segment.open'),
    flow: world.f64('segment.flow'),
    nodes: world.u32(NETWORK_NODES),
    segments: world.u32(NETWORK_SEGMENTS),
    version: world.u32(NETWORK_VERSION),
    waits: world.u32(NETWORK_WAITS),
    period: [period(0), period(1), period(2)],
    corner,
  }
}

/** Says that the graph has changed, so that who reads it looks again. */
export function touch({ version }: Graph): void {
  version[0] = (version[0] ?? 0) + 1
}

/** Notes that something found no free row; it waits. */
function wait({ waits }: Graph): -1 {
  waits[0] = (waits[0] ?? 0) + 1
  return -1
}

/** Adds a node in the lowest free row; returns the row, or -1 where there is no room. */
export function addNode(graph: Graph, node: NewNode): number {
  const row = graph.kind.indexOf(NODE_ABSENT)
  if (row < 0) return wait(graph)
  const { x, y, z, kind, pressure = 0, pericytes = 1, leak = 1 } = node
  graph.x[row] = x
  graph.y[row] = y
  graph.z[row] = z
  graph.kind[row] = kind
  graph.pressure[row] = pressure
  graph.through[row] = 0
  graph.carries[row] = 0
  graph.squeezed[row] = 1
  graph.pericytes[row] = pericytes
  graph.leak[row] = leak
  graph.age[row] = 0
  graph.nodes[0] = Math.max(graph.nodes[0] ?? 0, row + 1)
  touch(graph)
  return row
}

/** Adds a segment in the lowest free row; returns the row, or -1 where there is no room. */
export function addSegment(graph: Graph, { first, second, radius }: NewSegment): number {
  const row = graph.first.indexOf(NO_NODE)
  if (row < 0) return wait(graph)
  graph.first[row] = first
  graph.second[row] = second
  graph.radius[row] = radius
  graph.open[row] = 1
  graph.flow[row] = 0
  graph.segments[0] = Math.max(graph.segments[0] ?? 0, row + 1)
  touch(graph)
  return row
}

/** Takes a segment out; its nodes stay. */
export function removeSegment(graph: Graph, segment: number): void {
  graph.first[segment] = NO_NODE
  graph.second[segment] = NO_NODE
  for (const column of [graph.radius, graph.open, graph.flow]) column[segment] = 0
  let used = graph.segments[0] ?? 0
  while (used > 0 && graph.first[used - 1] === NO_NODE) used -= 1
  graph.segments[0] = used
  touch(graph)
}

/** Takes a node out, with all segments that end there. */
export function removeNode(graph: Graph, node: number): void {
  const used = graph.segments[0] ?? 0
  for (let s = 0; s < used; s++) {
    if (graph.first[s] === node || graph.second[s] === node) removeSegment(graph, s)
  }
  graph.kind[node] = NODE_ABSENT
  const { x, y, z, pressure, through, carries, squeezed, pericytes, leak, age } = graph
  for (const column of [x, y, z, pressure, through, carries, squeezed, pericytes, leak, age]) column[node] = 0
  let rows = graph.nodes[0] ?? 0
  while (rows > 0 && graph.kind[rows - 1] === NODE_ABSENT) rows -= 1
  graph.nodes[0] = rows
  touch(graph)
}

/**
 * Puts a node into a segment at `share` of its length from the first node, with the wall of its neighbours; returns the node, or -1 where
 * there is no room. The segment becomes the part before it; the part behind it is a new one.
 */
export function splitSegment(graph: Graph, segment: number, share: number): number {
  const hasRoom = graph.kind.includes(NODE_ABSENT) && graph.first.includes(NO_NODE)
  if (!hasRoom) return wait(graph)
  const [first, second] = [graph.first[segment] ?? 0, graph.second[segment] ?? 0]
  const between = (column: Float64Array): number =>
    (1 - share) * (column[first] ?? 0) + share * (column[second] ?? 0)
  const node = addNode(graph, {
    ...alongSegment(graph, segment, share),
    kind: NODE_WALL,
    pressure: between(graph.pressure),
    pericytes: between(graph.pericytes),
    leak: between(graph.leak),
  })
  for (const column of [graph.squeezed, graph.age, graph.carries]) column[node] = between(column)
  const behind = addSegment(graph, { first: node, second, radius: graph.radius[segment] ?? 0 })
  graph.second[segment] = node
  graph.open[behind] = graph.open[segment] ?? 1
  graph.flow[behind] = graph.flow[segment] ?? 0
  graph.through[node] = Math.abs(graph.flow[segment] ?? 0)
  return node
}

/** The point at `share` of a segment's length from its first node [um]. */
export function alongSegment(graph: Graph, segment: number, share: number): Point {
  const [first, second] = [graph.first[segment] ?? 0, graph.second[segment] ?? 0]
  const at = (column: Float64Array, axis: 0 | 1 | 2): number => {
    const way = nearest(graph, axis, (column[second] ?? 0) - (column[first] ?? 0))
    return wrapped(graph, axis, (column[first] ?? 0) + share * way)
  }
  return { x: at(graph.x, 0), y: at(graph.y, 1), z: at(graph.z, 2) }
}

/** The place of a coordinate in a periodic domain [um]. */
export function wrapped({ period, corner }: Graph, axis: 0 | 1 | 2, position: number): number {
  const extent = period[axis]
  return extent === 0 ? position : position - extent * Math.floor((position - corner[axis]) / extent)
}

/** The shortest way along an axis [um]: across a periodic face where that is shorter. */
function nearest({ period }: Graph, axis: 0 | 1 | 2, distance: number): number {
  const extent = period[axis]
  return extent === 0 ? distance : distance - extent * Math.round(distance / extent)
}

/** Distance between two nodes [um]. */
export function distanceBetween(graph: Graph, a: number, b: number): number {
  const x = nearest(graph, 0, (graph.x[b] ?? 0) - (graph.x[a] ?? 0))
  const y = nearest(graph, 1, (graph.y[b] ?? 0) - (graph.y[a] ?? 0))
  const z = nearest(graph, 2, (graph.z[b] ?? 0) - (graph.z[a] ?? 0))
  return Math.sqrt(x * x + y * y + z * z)
}

/** Length of a segment [um]. */
export function segmentLength(graph: Graph, segment: number): number {
  return distanceBetween(graph, graph.first[segment] ?? 0, graph.second[segment] ?? 0)
}

/** Whether blood from outside stands at a node. */
export function isHeld({ kind }: Graph, node: number): boolean {
  return kind[node] === NODE_HELD
}
