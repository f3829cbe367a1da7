import type { World } from '../../engine/world.ts'
import type { VesselNetworkTables } from './compile.ts'
import { addNode, addSegment, graphOf } from './graph.ts'
import { startGrowth } from './growth/step.ts'

/** Builds the network as it is at the start. */
export function startVesselNetwork(world: World, tables: VesselNetworkTables): void {
  const graph = graphOf(world)
  const plan = tables.plan(world.program.vessels)
  for (const node of plan.nodes) addNode(graph, node)
  for (const segment of plan.segments) addSegment(graph, segment)
  if (tables.growth !== undefined) startGrowth(world, tables.growth)
}
