import { inOrder } from '../../../engine/in-order.ts'
import { NODE_ABSENT } from '../../../engine/vessel-points.ts'
import type { World } from '../../../engine/world.ts'
import { graphOf } from '../graph.ts'
import type { GrowthTables } from './compile.ts'
import { bindSecretion, bindSecretionSources } from './secretion.ts'
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

/** What a network compiled; absent parts do nothing. */
interface Network {
  readonly growth?: GrowthTables
}

const nothing = (): void => undefined

/** Binds growth where the network grows. */
export function bindGrowthStep(world: World, { growth }: Network, dt: number): () => void {
  return growth === undefined ? nothing : bindGrowth(world, growth, dt)
}

/** Binds the sources of what walls secrete. */
export function bindGrowthSources(world: World, { growth }: Network): () => void {
  return growth === undefined ? nothing : bindSecretionSources(world, growth)
}

/** Binds what walls secrete where it is a step of its own. */
export function bindGrowthSecretion(world: World, { growth }: Network, dt: number): () => void {
  return growth === undefined ? nothing : bindSecretion(world, growth, dt)
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
