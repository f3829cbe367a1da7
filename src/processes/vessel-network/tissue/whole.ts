import { NODE_HELD, NODE_WALL } from '../../../engine/vessel-points.ts'
import { createCore } from '../core.ts'
import { solveFlow } from '../flow.ts'
import type { Graph } from '../graph.ts'
import { bindIncidence } from '../incidence.ts'
import { createPressureRoom } from '../pressures.ts'
import type { Drawing } from './drawing.ts'
import type { Spot } from './lattice.ts'

/**
 * Pressures at all spots of a drawing [mmHg], from those that are held. Conductances are in proportion to radius^4 / length: of the
 * viscosity, which is nearly the same in all tubes, pressures do not depend.
 */
export function pressuresOf(drawing: Drawing): Float64Array {
  const graph = graphOfDrawing(drawing)
  const [nodes, segments] = [drawing.spots.length, drawing.tubes.length]
  const core = createCore(nodes, segments)
  drawing.tubes.forEach(({ first, second, radius }, row) => {
    const length = Math.max(distance(drawing.spots[first], drawing.spots[second]), SHORTEST)
    core.conductance[row] = (radius * radius * radius * radius) / length
  })
  solveFlow(graph, bindIncidence(graph)(), core, createPressureRoom(nodes))
  return graph.pressure
}

/** Shortest tube that counts [um]. Chosen: as in flow.ts. */
const SHORTEST = 0.1

function distance(a: Spot | undefined, b: Spot | undefined): number {
  const [dx, dy] = [(a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0)]
  return Math.sqrt(dx * dx + dy * dy)
}

function graphOfDrawing({ spots, tubes, held }: Drawing): Graph {
  const row = (): Float64Array => new Float64Array(spots.length)
  const graph: Graph = {
    x: Float64Array.from(spots, ({ x }) => x),
    y: Float64Array.from(spots, ({ y }) => y),
    z: row(),
    kind: Uint8Array.from(spots, (_, k) => (held.has(k) ? NODE_HELD : NODE_WALL)),
    pressure: Float64Array.from(spots, (_, k) => held.get(k) ?? 0),
    through: row(),
    carries: row(),
    squeezed: row(),
    pericytes: row(),
    leak: row(),
    age: row(),
    first: Uint32Array.from(tubes, ({ first }) => first),
    second: Uint32Array.from(tubes, ({ second }) => second),
    radius: Float64Array.from(tubes, ({ radius }) => radius),
    open: new Float64Array(tubes.length).fill(1),
    flow: new Float64Array(tubes.length),
    nodes: Uint32Array.of(spots.length),
    segments: Uint32Array.of(tubes.length),
    version: Uint32Array.of(0),
    waits: Uint32Array.of(0),
    period: [0, 0, 0],
    corner: [0, 0, 0],
  }
  return graph
}
