import { NODE_LIKE } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { NETWORK_SOLVED } from './columns.ts'
import type { VesselNetworkTables } from './compile.ts'
import { bindSolve } from './flow.ts'
import { addNode, addSegment, graphOf } from './graph.ts'
import { startGrowth } from './growth/step.ts'

/** Builds the network as it is at the start, with its flow. */
export function startVesselNetwork(world: World, tables: VesselNetworkTables): void {
  const graph = graphOf(world)
  const plan = tables.plan(world.program.vessels)
  for (const node of plan.nodes) addNode(graph, node)
  for (const segment of plan.segments) addSegment(graph, segment)
  if (plan.alike !== undefined && world.has(NODE_LIKE)) {
    const like = world.u32(NODE_LIKE)
    for (const alike of plan.alike) like[alike.cut] = alike.like
  }
  if (tables.growth !== undefined) startGrowth(world, tables.growth)
  bindSolve(world, tables, graph)()
}

/** Flow is solved anew where a changed model says something else of blood or of what closes vessels. */
export function carryVesselNetwork(
  world: World,
  tables: VesselNetworkTables,
  before: VesselNetworkTables,
): void {
  if (JSON.stringify(tables) !== JSON.stringify(before)) world.u32(NETWORK_SOLVED)[0] = 0
}
