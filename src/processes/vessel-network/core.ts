import { NODE_ABSENT, NO_NODE } from '../../engine/vessel-points.ts'
import { type Graph, isHeld } from './graph.ts'
import { type Incidence, otherEnd } from './incidence.ts'

/*
 * The part of a network that can carry flow: what is connected to held nodes, without dead ends, and with runs of tubes that nothing leaves
 * taken as one (*chains*). Pressures are unknown at the nodes where chains meet only, so that the equations are few and well conditioned;
 * along a chain the same flow goes through every tube, exactly.
 */

/** Room for the core of a network, made once. */
export interface Core {
  /** Conductance of each segment [um^3/(min mmHg)]; 0 where it carries nothing. */
  readonly conductance: Float64Array
  /** Segments at each node that may carry flow. */
  readonly degree: Uint32Array
  /** 1 where a node is connected to a held one. */
  readonly isFed: Uint8Array
  /** 1 for segments that are in no dead end and belong to no chain yet. */
  readonly isLeft: Uint8Array
  /** Nodes of dead ends in the order in which they were cut off, and the segment that held each. */
  readonly cut: Uint32Array
  readonly cutSegment: Uint32Array
  /** Chain c has the segments `links[start[c]]` to `links[start[c + 1] - 1]`, from node `from[c]` to node `to[c]`. */
  readonly links: Uint32Array
  readonly start: Uint32Array
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** Conductance of each chain [um^3/(min mmHg)]. */
  readonly chainConductance: Float64Array
  readonly stack: Uint32Array
  cuts: number
  chains: number
}

/** Room for a graph with so many rows. */
export function createCore(nodes: number, segments: number): Core {
  return {
    conductance: new Float64Array(segments),
    degree: new Uint32Array(nodes),
    isFed: new Uint8Array(nodes),
    isLeft: new Uint8Array(segments),
    cut: new Uint32Array(nodes),
    cutSegment: new Uint32Array(nodes),
    links: new Uint32Array(segments),
    start: new Uint32Array(segments + 1),
    from: new Uint32Array(segments),
    to: new Uint32Array(segments),
    chainConductance: new Float64Array(segments),
    stack: new Uint32Array(nodes),
    cuts: 0,
    chains: 0,
  }
}

/** Finds what is fed, cuts dead ends off and collects chains, all in the order of rows; conductances are given. */
export function findCore(graph: Graph, incidence: Incidence, core: Core): void {
  feed(graph, incidence, core)
  countDegrees(graph, core)
  cutDeadEnds(graph, incidence, core)
  collectChains(graph, incidence, core)
}

/** Marks all nodes that are connected to a held one. */
function feed(graph: Graph, incidence: Incidence, { isFed, conductance, stack }: Core): void {
  const rows = graph.nodes[0] ?? 0
  isFed.fill(0)
  let height = 0
  for (let node = 0; node < rows; node++) {
    if (graph.kind[node] === NODE_ABSENT || !isHeld(graph, node)) continue
    isFed[node] = 1
    stack[height++] = node
  }
  while (height > 0) {
    const node = stack[--height] ?? 0
    const end = incidence.from[node + 1] ?? 0
    for (let k = incidence.from[node] ?? 0; k < end; k++) {
      const segment = incidence.segments[k] ?? 0
      const other = otherEnd(graph, segment, node)
      if (conductance[segment] === 0 || isFed[other] === 1) continue
      isFed[other] = 1
      stack[height++] = other
    }
  }
}

function countDegrees(graph: Graph, { isFed, isLeft, conductance, degree }: Core): void {
  const rows = graph.segments[0] ?? 0
  degree.fill(0)
  isLeft.fill(0)
  for (let s = 0; s < rows; s++) {
    const [first, second] = [graph.first[s] ?? NO_NODE, graph.second[s] ?? NO_NODE]
    if (first === NO_NODE || conductance[s] === 0 || isFed[first] === 0) continue
    isLeft[s] = 1
    degree[first] = (degree[first] ?? 0) + 1
    degree[second] = (degree[second] ?? 0) + 1
  }
}

/** Takes nodes with one segment off, and what that leaves with one. */
function cutDeadEnds(graph: Graph, incidence: Incidence, core: Core): void {
  const rows = graph.nodes[0] ?? 0
  core.cuts = 0
  for (let start = 0; start < rows; start++) {
    for (let node = start; core.degree[node] === 1 && !isHeld(graph, node);) {
      const segment = segmentLeft(incidence, core, node)
      const other = otherEnd(graph, segment, node)
      core.cut[core.cuts] = node
      core.cutSegment[core.cuts] = segment
      core.cuts += 1
      core.isLeft[segment] = 0
      core.degree[node] = 0
      core.degree[other] = (core.degree[other] ?? 0) - 1
      node = other
    }
  }
}

/** The first segment of a node that is left. */
function segmentLeft({ from, segments }: Incidence, { isLeft }: Core, node: number): number {
  const end = from[node + 1] ?? 0
  for (let k = from[node] ?? 0; k < end; k++) {
    const segment = segments[k] ?? 0
    if (isLeft[segment] === 1) return segment
  }
  return -1
}

/** Whether pressure is an unknown of its own, or given, at a node. */
function isJunction(graph: Graph, { degree }: Core, node: number): boolean {
  return isHeld(graph, node) || (degree[node] ?? 0) > 2
}

function collectChains(graph: Graph, incidence: Incidence, core: Core): void {
  const rows = graph.nodes[0] ?? 0
  core.chains = 0
  core.start[0] = 0
  for (let node = 0; node < rows; node++) {
    if ((core.degree[node] ?? 0) === 0 || !isJunction(graph, core, node)) continue
    for (let s = segmentLeft(incidence, core, node); s >= 0; s = segmentLeft(incidence, core, node))
      follow(graph, incidence, core, node, s)
  }
}

/** Follows a chain from a junction to the next one. */
function follow(graph: Graph, incidence: Incidence, core: Core, from: number, first: number): void {
  let end = core.start[core.chains] ?? 0
  let resistance = 0
  let [node, segment] = [from, first]
  do {
    core.isLeft[segment] = 0
    core.links[end++] = segment
    resistance += 1 / (core.conductance[segment] ?? 0)
    node = otherEnd(graph, segment, node)
    segment = isJunction(graph, core, node) ? -1 : segmentLeft(incidence, core, node)
  } while (segment >= 0)
  core.from[core.chains] = from
  core.to[core.chains] = node
  core.chainConductance[core.chains] = 1 / resistance
  core.chains += 1
  core.start[core.chains] = end
}
