import { voxelAt } from '../../engine/space.ts'
import { NODE_ABSENT, NO_NODE } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { exp, log } from '../../math/elementary.ts'
import type { CompiledSqueeze, VesselNetworkTables } from './compile.ts'
import { type Graph } from './graph.ts'
import { type Surroundings, bindSurroundings } from './surroundings.ts'

/** Changes smaller than this wait, so that flow is not solved anew for nothing. Chosen: 1 % of the radius is 4 % of the flow. */
const NOTICED = 0.01

/** What is left of the radius under a load: 1 / (1 + (load / half)^hill). */
export function openShare(load: number, { half, hill }: CompiledSqueeze): number {
  return load > 0 ? 1 / (1 + exp(hill * log(load / half))) : 1
}

/** Binds what closes vessels from outside; the call says whether any of them changed. */
export function bindSqueeze(world: World, tables: VesselNetworkTables, graph: Graph): () => boolean {
  const { byPressure, byMatrix } = tables
  const loads: ((node: number) => number)[] = []
  if (byPressure !== undefined && world.has('mechanics.pressure')) {
    const surroundings: Surroundings = bindSurroundings(world)
    loads.push((node) => openShare(surroundings.pressureAt(graph, node), byPressure))
  }
  if (byMatrix !== undefined && world.has('matrix.density')) {
    const density = world.view('matrix.density')
    const { space } = world.program
    const at = (node: number): number =>
      voxelAt(space, graph.x[node] ?? 0, graph.y[node] ?? 0, graph.z[node] ?? 0)
    loads.push((node) => openShare(density[at(node)] ?? 0, byMatrix))
  }
  if (loads.length === 0) return () => false
  return () => {
    const isChanged = squeezeNodes(graph, loads)
    if (isChanged) squeezeSegments(graph)
    return isChanged
  }
}

function squeezeNodes(graph: Graph, loads: readonly ((node: number) => number)[]): boolean {
  const rows = graph.nodes[0] ?? 0
  let isChanged = false
  for (let node = 0; node < rows; node++) {
    if (graph.kind[node] === NODE_ABSENT) continue
    let open = 1
    for (let k = 0; k < loads.length; k++) open *= loads[k]?.(node) ?? 1
    if (Math.abs(open - (graph.squeezed[node] ?? 1)) < NOTICED) continue
    graph.squeezed[node] = open
    isChanged = true
  }
  return isChanged
}

/** A tube is as narrow as its narrower end. */
function squeezeSegments({ segments, first, second, squeezed, open }: Graph): void {
  const rows = segments[0] ?? 0
  for (let s = 0; s < rows; s++) {
    if (first[s] === NO_NODE) continue
    open[s] = Math.min(squeezed[first[s] ?? 0] ?? 1, squeezed[second[s] ?? 0] ?? 1)
  }
}
