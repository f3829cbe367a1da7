import { inOrder } from '../../../engine/in-order.ts'
import { NODE_ABSENT } from '../../../engine/vessel-points.ts'
import type { World } from '../../../engine/world.ts'
import { graphOf } from '../graph.ts'
import type { GrowthTables } from './compile.ts'
import { bindLeak, bindPericytes } from './maturation.ts'
import { bindRegression } from './regression.ts'
import { bindSelection } from './selection.ts'
import { bindSenses } from './senses.ts'
import { growthOf } from './state.ts'
import { bindTips } from './tips.ts'

/**
 * Binds one step of growth over `dt` [min], on one thread: what walls feel, their coat and leak, walls that vanish, tips that advance,
 * tips that come.
 */
export function bindGrowth(world: World, tables: GrowthTables, dt: number): () => void {
  const growth = growthOf(world, tables, dt)
  return inOrder([
    bindSenses(growth),
    bindPericytes(growth),
    bindLeak(growth),
    bindRegression(growth),
    bindTips(growth),
    bindSelection(growth),
  ])
}

/** Coats the vessels of the start. */
export function startGrowth(world: World, { pericytes, leak }: GrowthTables): void {
  const graph = graphOf(world)
  for (let row = 0; row < (graph.nodes[0] ?? 0); row++) {
    if (graph.kind[row] === NODE_ABSENT) continue
    if (pericytes !== undefined) graph.pericytes[row] = pericytes.start
    if (leak !== undefined) graph.leak[row] = 1 + (leak.bare - 1) * (1 - (graph.pericytes[row] ?? 0))
  }
}
