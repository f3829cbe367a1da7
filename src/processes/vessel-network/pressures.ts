import type { Core } from './core.ts'
import { type Graph, isHeld } from './graph.ts'

/*
 * Conjugate gradients, preconditioned by the diagonal, for the pressures at junctions: the flows of all chains at each free one sum to 0.
 * Sums run in the order of rows on one thread, so that the bits are the same everywhere.
 */

/** Residual at which the solution is good, relative to the right side, both weighted by the diagonal. */
const TOLERANCE = 1e-12
/** Iterations per unknown, and beside them, after which it is left. Chosen: in exact arithmetic one per unknown is enough. */
const PATIENCE = 10
const MOST_EXTRA = 100

/** Vectors with one entry per node, made once. */
export interface PressureRoom {
  readonly diagonal: Float64Array
  readonly residual: Float64Array
  readonly direction: Float64Array
  readonly image: Float64Array
  /** Rows of the unknowns. */
  readonly unknown: Uint32Array
}

/** Room for a graph with so many nodes. */
export function createPressureRoom(nodes: number): PressureRoom {
  const vector = (): Float64Array => new Float64Array(nodes)
  return {
    diagonal: vector(),
    residual: vector(),
    direction: vector(),
    image: vector(),
    unknown: new Uint32Array(nodes),
  }
}

/** Solves for the pressures [mmHg] of free junctions, beginning with those that are there; returns the iterations. */
export function solvePressures(graph: Graph, core: Core, room: PressureRoom): number {
  const count = findUnknowns(graph, core, room)
  if (count === 0) return 0
  const { diagonal, residual, direction, image } = room
  const { pressure } = graph
  const target = TOLERANCE * TOLERANCE * startResidual(graph, core, room, count)
  let old = weighted(room, residual, count)
  let weight = 0
  let iterations = 0
  for (; iterations < PATIENCE * count + MOST_EXTRA && old > target; iterations++) {
    for (let k = 0; k < count; k++) {
      const n = room.unknown[k] ?? 0
      direction[n] = (residual[n] ?? 0) / (diagonal[n] ?? 1) + weight * (direction[n] ?? 0)
    }
    applyMatrix(core, room)
    let along = 0
    for (let k = 0; k < count; k++) along += product(direction, image, room.unknown[k] ?? 0)
    const step = old / along
    for (let k = 0; k < count; k++) {
      const n = room.unknown[k] ?? 0
      pressure[n] = (pressure[n] ?? 0) + step * (direction[n] ?? 0)
      residual[n] = (residual[n] ?? 0) - step * (image[n] ?? 0)
    }
    const next = weighted(room, residual, count)
    weight = next / old
    old = next
  }
  return iterations
}

function product(a: Float64Array, b: Float64Array, n: number): number {
  return (a[n] ?? 0) * (b[n] ?? 0)
}

/** Lists free junctions and their diagonals. */
function findUnknowns(graph: Graph, core: Core, { diagonal, unknown, direction }: PressureRoom): number {
  diagonal.fill(0)
  direction.fill(0)
  for (let c = 0; c < core.chains; c++) {
    const [a, b] = [core.from[c] ?? 0, core.to[c] ?? 0]
    if (a === b) continue
    diagonal[a] = (diagonal[a] ?? 0) + (core.chainConductance[c] ?? 0)
    diagonal[b] = (diagonal[b] ?? 0) + (core.chainConductance[c] ?? 0)
  }
  const rows = graph.nodes[0] ?? 0
  let count = 0
  for (let n = 0; n < rows; n++) if ((diagonal[n] ?? 0) > 0 && !isHeld(graph, n)) unknown[count++] = n
  return count
}

/** Sets the residual of the pressures that are there; returns the weighted size of the right side: what held nodes push in. */
function startResidual(graph: Graph, core: Core, room: PressureRoom, count: number): number {
  const { residual, image } = room
  residual.fill(0)
  image.fill(0)
  for (let c = 0; c < core.chains; c++) {
    const [a, b] = [core.from[c] ?? 0, core.to[c] ?? 0]
    const g = core.chainConductance[c] ?? 0
    const flow = g * ((graph.pressure[a] ?? 0) - (graph.pressure[b] ?? 0))
    residual[a] = (residual[a] ?? 0) - flow
    residual[b] = (residual[b] ?? 0) + flow
    if (isHeld(graph, a)) image[b] = (image[b] ?? 0) + g * (graph.pressure[a] ?? 0)
    if (isHeld(graph, b)) image[a] = (image[a] ?? 0) + g * (graph.pressure[b] ?? 0)
  }
  return weighted(room, image, count)
}

function weighted({ unknown, diagonal }: PressureRoom, vector: Float64Array, count: number): number {
  let sum = 0
  for (let k = 0; k < count; k++) {
    const n = unknown[k] ?? 0
    const value = vector[n] ?? 0
    sum += (value * value) / (diagonal[n] ?? 1)
  }
  return sum
}

/** image = A direction; entries of held nodes are 0 in and do not count out. */
function applyMatrix(core: Core, { direction, image }: PressureRoom): void {
  image.fill(0)
  for (let c = 0; c < core.chains; c++) {
    const [a, b] = [core.from[c] ?? 0, core.to[c] ?? 0]
    const flow = (core.chainConductance[c] ?? 0) * ((direction[a] ?? 0) - (direction[b] ?? 0))
    image[a] = (image[a] ?? 0) + flow
    image[b] = (image[b] ?? 0) - flow
  }
}
