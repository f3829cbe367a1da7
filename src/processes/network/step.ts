import type { PopulationHooks } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { LANES, type NetworkTables, listLength, nodeColumn } from './compile.ts'
import { MOST_HALVINGS, doubledBy, relaxations } from './kernels.ts'
import type { Variable } from './plan.ts'
import { TABLES } from './tables.ts'

/** Cells per block. Chosen: a cell takes a microsecond or more, so that threads share those of a thousand cells. */
const BLOCK = 128

/** Binds the advance of all networks by `dt` [min]; each call leaves the levels at the end of the step in their columns. */
export function bindNetworks(world: World, tables: NetworkTables, dt: number): () => void {
  const variables = tables.plans.flatMap((plan) => plan?.variables ?? [])
  world.u32('network.columns').set(variables.map((variable) => addressOf(world, variable)))
  world.u32('network.signals').set(tables.signalColumns.map((column) => world.pointer(column)))
  world.u32('network.addresses').set(TABLES.map((name) => world.pointer(`network.${name}`)))
  world.u32('network.lanes').fill(0)
  world.f64('network.steps').set(stepTable(world, tables, dt))
  const pointers = (names: readonly string[]): readonly number[] =>
    names.map((name) => world.pointer(`network.${name}`))
  const args = argumentList([
    world.pointer('cell.class'),
    world.pointer('cell.type'),
    world.program.cellTypes.length,
    dt,
    ...pointers(['addresses', 'types', 'slowest', 'work']),
    8 * listLength(tables.levels),
    world.pointer('network.lanes'),
    LANES,
    tables.doublings,
    16 * variables.length,
    ...pointers(['isNew', 'trouble']),
  ])
  return () => world.pool.run('network_advance', args, world.count, BLOCK)
}

function addressOf(world: World, { node, stage }: Variable): number {
  return node === undefined ? world.pointer('network.stages', stage) : world.pointer(nodeColumn(node))
}

/** Relaxations for every length of step, from the longest; within a length, variable by variable. */
function stepTable(world: World, { plans, doublings }: NetworkTables, dt: number): readonly number[] {
  const special = specialFunctions(world.kernels)
  const lengths = Array.from({ length: doublings + 1 + MOST_HALVINGS }, (_, k) =>
    doubledBy(dt, doublings - k),
  )
  return lengths.flatMap((length) =>
    plans.flatMap((plan) =>
      plan === undefined
        ? []
        : relaxations(plan, length, special).flatMap(({ share, second }) => [share, second]),
    ),
  )
}

/** Cells that change type begin the network of the new one; arrivals are new by the initial value of their column. */
export function networkHooks(world: World, { nodes }: NetworkTables): PopulationHooks {
  return {
    changedType: (slot) => {
      for (const node of nodes) world.f64(nodeColumn(node))[slot] = 0
      world.u8('network.isNew')[slot] = 1
    },
  }
}
