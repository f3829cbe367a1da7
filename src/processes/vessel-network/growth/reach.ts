import { NODE_ABSENT, NODE_TIP, NODE_WALL, NODE_HELD, NO_NODE } from '../../../engine/vessel-points.ts'
import { addSegment } from '../graph.ts'
import { intoSpace, shortest } from './sample.ts'
import { type Growth, come, neighboursOf } from './state.ts'

/** Where a face leaves less than this share of the way into it, the tip is at the face: it does not slide along. Chosen. */
const LEAST_WAY = 0.25

/** Sine of the angle to a face below which a way counts as along it. Chosen: 6 degrees. */
const ALONG_FACE = 0.1

/** What became of a node that reached out: the row of the new tip, or one of these. */
export const JOINED = -1
export const STOPPED = -2
export const WAITS = -3

/**
 * Reaches out from node `origin` along the unit vector `direction`, by the distance between nodes: fuses with whatever vessel is near that
 * way, or becomes the wall behind a new tip; basement membrane ahead stops it. Says what came of it.
 */
export function reachOut(growth: Growth, origin: number, direction: Float64Array): number {
  const { graph, tables } = growth
  if (!graph.first.includes(NO_NODE)) {
    graph.waits[0] = (graph.waits[0] ?? 0) + 1
    return WAITS
  }
  const goal = goalOf(growth, origin, direction)
  const [x = 0, y = 0, z = 0] = goal.point
  if (growth.isBarred?.(x, y, z) === true) return STOPPED
  const found = nearestOnWay(growth, origin, goal)
  if (found >= 0) {
    connect(growth, origin, found)
    if (graph.kind[found] === NODE_TIP) graph.kind[found] = NODE_WALL
    return JOINED
  }
  if (isAtFace(goal, direction, tables.spacing)) return STOPPED
  const tip = come(growth, { x, y, z, kind: NODE_TIP })
  if (tip < 0) return WAITS
  connect(growth, origin, tip)
  growth.tips?.direction.forEach((column, axis) => (column[tip] = direction[axis] ?? 0))
  return tip
}

/** The segment between two nodes; its first node stops being a tip. */
function connect({ graph, tables }: Growth, origin: number, other: number): void {
  addSegment(graph, { first: origin, second: other, radius: tables.sprouting?.radius ?? 0 })
  if (graph.kind[origin] === NODE_TIP) graph.kind[origin] = NODE_WALL
}

interface Goal {
  /** [um], in the domain. */
  readonly point: Float64Array
  /** Vector from the origin [um], and its length. */
  readonly step: Float64Array
  readonly way: number
}

/** Where the way of one distance between nodes ends; it stops at closed faces. */
function goalOf({ graph, space, tables }: Growth, origin: number, direction: Float64Array): Goal {
  const start = [graph.x[origin] ?? 0, graph.y[origin] ?? 0, graph.z[origin] ?? 0]
  const point = Float64Array.from(start, (value, axis) => value + tables.spacing * (direction[axis] ?? 0))
  intoSpace(space, point)
  const step = Float64Array.from(
    point,
    (value, axis) => shortest(space, axis as 0 | 1 | 2, value - (start[axis] ?? 0)), // an index of three
  )
  const [x = 0, y = 0, z = 0] = step
  return { point, step, way: Math.sqrt(x * x + y * y + z * z) }
}

/** Whether a closed face takes away what a tip would go along some axis; ways nearly along the face do not count. */
function isAtFace({ step, way }: Goal, direction: Float64Array, spacing: number): boolean {
  if (way < LEAST_WAY * spacing) return true
  return direction.some(
    (part, axis) =>
      Math.abs(part) > ALONG_FACE && Math.abs(step[axis] ?? 0) < LEAST_WAY * spacing * Math.abs(part),
  )
}

/** The nearest node that is ahead, no kin, and within `joins` of the way; the lowest row of several; -1 where there is none. */
function nearestOnWay(growth: Growth, origin: number, { step, way }: Goal): number {
  const { graph, tables, space } = growth
  const joins = tables.sprouting?.joins ?? 0
  let [best, nearest] = [-1, joins]
  let kin: ReadonlySet<number> | undefined
  const rows = graph.nodes[0] ?? 0
  for (let row = 0; row < rows; row++) {
    if (graph.kind[row] === NODE_ABSENT || row === origin) continue
    const x = shortest(space, 0, (graph.x[row] ?? 0) - (graph.x[origin] ?? 0))
    const y = shortest(space, 1, (graph.y[row] ?? 0) - (graph.y[origin] ?? 0))
    const z = shortest(space, 2, (graph.z[row] ?? 0) - (graph.z[origin] ?? 0))
    const distance = distanceToWay(x, y, z, step, way)
    if (distance > nearest || (best >= 0 && distance === nearest)) continue
    kin ??= kinOf(growth, origin)
    if (kin.has(row)) continue
    best = row
    nearest = distance
  }
  return best
}

/** Distance [um] of a point from the way, both seen from where it begins; infinite for what lies behind. */
function distanceToWay(x: number, y: number, z: number, step: Float64Array, way: number): number {
  const [sx = 0, sy = 0, sz = 0] = step
  const along = x * sx + y * sy + z * sz
  if (along <= 0 || way === 0) return Infinity
  const share = Math.min(along / (way * way), 1)
  const [dx, dy, dz] = [x - share * sx, y - share * sy, z - share * sz]
  return Math.sqrt(dx * dx + dy * dy + dz * dz)
}

/** Nodes that so few segments away lie within reach for being its own: a sprout does not fuse with what it has just left. */
function kinOf(growth: Growth, origin: number): ReadonlySet<number> {
  const { spacing, sprouting } = growth.tables
  const hops = Math.ceil((sprouting?.joins ?? 0) / spacing) + 2
  const kin = new Set([origin])
  let edge = [origin]
  for (let hop = 0; hop < hops; hop++) {
    edge = edge.flatMap((row) => neighboursOf(growth, row)).filter((row) => !kin.has(row))
    for (const row of edge) kin.add(row)
  }
  return kin
}

/** Whether a node is wall from which a tip can come: held nodes are vessels too, and junctions have enough. */
export function canSprout({ graph }: Growth, row: number, degree: number): boolean {
  return graph.kind[row] === NODE_HELD || (graph.kind[row] === NODE_WALL && degree < 3)
}
