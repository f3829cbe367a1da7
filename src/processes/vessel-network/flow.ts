import { NODE_HELD, NODE_WALL, NETWORK_REVISION, NO_NODE } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { NETWORK_SOLVED } from './columns.ts'
import type { VesselNetworkTables } from './compile.ts'
import { type Core, createCore, findCore } from './core.ts'
import { type Graph, graphOf, segmentLength } from './graph.ts'
import { type Incidence, bindIncidence, otherEnd } from './incidence.ts'
import { type PressureRoom, createPressureRoom, solvePressures } from './pressures.ts'
import { PLASMA_VISCOSITY, conductance, relativeViscosity } from './rheology.ts'
import { bindSqueeze } from './squeeze.ts'

/** A tube that is narrower than this share of its radius is closed. Chosen: it would carry 6 parts in a million. */
const CLOSED = 0.05
/** Shortest tube that counts [um]. Chosen: below any spacing of nodes, so that no conductance is infinite. */
const SHORTEST = 0.1
/** Differences of pressure below this share of the highest one are rounding. Chosen: a thousand times the residual of the solver. */
const NO_DIFFERENCE = 1e-9

/** Binds the flow of blood: solved when the graph has changed or vessels were squeezed. */
export function bindFlow(world: World, tables: VesselNetworkTables): () => void {
  const graph = graphOf(world)
  const squeeze = bindSqueeze(world, tables, graph)
  const solve = bindSolve(world, tables, graph)
  const solved = world.u32(NETWORK_SOLVED)
  return () => {
    const isChanged = squeeze()
    if (isChanged || solved[0] !== (graph.version[0] ?? 0) + 1) solve()
  }
}

/** Binds one solution: pressures, flows and what nodes carry, from the graph as it is. */
export function bindSolve(world: World, tables: VesselNetworkTables, graph: Graph): () => void {
  const [nodes, segments] = [graph.kind.length, graph.first.length]
  const core = createCore(nodes, segments)
  const room = createPressureRoom(nodes)
  const incidence = bindIncidence(graph)
  const [solved, revision] = [world.u32(NETWORK_SOLVED), world.u32(NETWORK_REVISION)]
  const isFlat = world.program.space.dimensions === 2
  const open = world.has('vessel.open') ? world.u8('vessel.open') : undefined
  return () => {
    const around = incidence()
    setConductances(graph, tables, core, open)
    solveFlow(graph, around, core, room)
    carry(graph, around, isFlat)
    solved[0] = (graph.version[0] ?? 0) + 1
    revision[0] = (revision[0] ?? 0) + 1
  }
}

/** Tubes that are closed, tied or absent conduct nothing. */
function setConductances(
  graph: Graph,
  { viscosity, haematocrit }: VesselNetworkTables,
  core: Core,
  isOpen: Uint8Array | undefined,
): void {
  const rows = graph.segments[0] ?? 0
  core.conductance.fill(0)
  for (let s = 0; s < rows; s++) {
    const [first, second] = [graph.first[s] ?? NO_NODE, graph.second[s] ?? NO_NODE]
    if (first === NO_NODE || (graph.open[s] ?? 0) < CLOSED) continue
    if (isOpen !== undefined && (isOpen[first] === 0 || isOpen[second] === 0)) continue
    const radius = (graph.radius[s] ?? 0) * (graph.open[s] ?? 0)
    const thickness = viscosity ?? PLASMA_VISCOSITY * relativeViscosity(2 * radius, haematocrit)
    core.conductance[s] = conductance(radius, Math.max(segmentLength(graph, s), SHORTEST), thickness)
  }
}

/** Pressures and flows of the graph with the conductances of `core`. */
export function solveFlow(graph: Graph, incidence: Incidence, core: Core, room: PressureRoom): void {
  findCore(graph, incidence, core)
  solvePressures(graph, core, room)
  graph.flow.fill(0)
  const least = NO_DIFFERENCE * highestPressure(graph)
  for (let c = 0; c < core.chains; c++) flowAlong(graph, core, c, least)
  settleRest(graph, core)
}

function highestPressure({ nodes, kind, pressure }: Graph): number {
  let highest = 0
  const rows = nodes[0] ?? 0
  for (let n = 0; n < rows; n++)
    if (kind[n] === NODE_HELD) highest = Math.max(highest, Math.abs(pressure[n] ?? 0))
  return highest
}

/** One flow through all tubes of a chain, and the pressures between them. */
function flowAlong(graph: Graph, core: Core, chain: number, least: number): void {
  const [from, to] = [core.from[chain] ?? 0, core.to[chain] ?? 0]
  const difference = (graph.pressure[from] ?? 0) - (graph.pressure[to] ?? 0)
  const flow = Math.abs(difference) <= least ? 0 : (core.chainConductance[chain] ?? 0) * difference
  const last = (core.start[chain + 1] ?? 0) - 1
  let node = from
  for (let k = core.start[chain] ?? 0; k <= last; k++) {
    const segment = core.links[k] ?? 0
    const next = otherEnd(graph, segment, node)
    graph.flow[segment] = graph.first[segment] === node ? flow : -flow
    if (k < last) graph.pressure[next] = (graph.pressure[node] ?? 0) - flow / (core.conductance[segment] ?? 1)
    node = next
  }
}

/** Dead ends have the pressure of where they branch off; what is connected to no held node has none. */
function settleRest(graph: Graph, core: Core): void {
  for (let k = core.cuts - 1; k >= 0; k--) {
    const node = core.cut[k] ?? 0
    graph.pressure[node] = graph.pressure[otherEnd(graph, core.cutSegment[k] ?? 0, node)] ?? 0
  }
  const rows = graph.nodes[0] ?? 0
  for (let n = 0; n < rows; n++) if (core.isFed[n] === 0) graph.pressure[n] = 0
}

/** What goes through each node, and the share of its wall that is served. */
function carry(graph: Graph, { from, segments }: Incidence, isFlat: boolean): void {
  const rows = graph.nodes[0] ?? 0
  for (let node = 0; node < rows; node++) {
    const [begin, end] = [from[node] ?? 0, from[node + 1] ?? 0]
    let [sum, net, open] = [0, 0, 0]
    for (let k = begin; k < end; k++) {
      const segment = segments[k] ?? 0
      const flow = graph.flow[segment] ?? 0
      sum += Math.abs(flow)
      net += graph.first[segment] === node ? flow : -flow
      if (flow !== 0) open += graph.open[segment] ?? 0
    }
    // What comes from outside goes through a held node, too; at all others the net is rounding.
    const isHeld = graph.kind[node] === NODE_HELD
    graph.through[node] = (sum + (isHeld ? Math.abs(net) : 0)) / 2
    const isCrossing = isHeld && (isFlat || begin === end)
    const tubes = isHeld ? open : open / 2
    if (isCrossing) graph.carries[node] = graph.squeezed[node] ?? 1
    else graph.carries[node] = isHeld || graph.kind[node] === NODE_WALL ? Math.min(1, tubes) : 0
  }
}
