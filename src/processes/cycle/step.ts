import { argumentList } from '../../kernels/kernels.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { REQUEST_DIVIDE, REQUEST_TYPE } from '../../engine/columns.ts'
import { MAY_DIVIDE } from '../../engine/heredity.ts'
import { nextRequest } from '../../engine/population.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { type CycleTables, exitBehaviour } from './compile.ts'
import { separate } from './division.ts'
import { MOST_PHASES } from './models.ts'

const EXIT = stream('cycle.exit')

const COLUMNS = [
  'cell.state',
  'cell.type',
  'cell.class',
  'cell.request',
  'world.pending',
  'cycle.phase',
  'cycle.elapsed',
  'volume.nuclearSolidTarget',
  'cell.lineageLow',
  'cell.lineageHigh',
  'cycle.next',
  'cycle.flags',
]

/** Binds the step of all cycles by `dt` [min]. */
export function bindCycle(world: World, tables: CycleTables, dt: number): () => void {
  const mayDivide = world.has(MAY_DIVIDE) ? world.pointer(MAY_DIVIDE) : 0
  const pointers = [...COLUMNS.map((name) => world.pointer(name)), ...exitPointers(world, tables), mayDivide]
  const [seedLow = 0, seedHigh = 0] = world.u32('world.seed')
  const args = argumentList([...pointers, seedLow, seedHigh, 0, EXIT, dt])
  const tickAt = pointers.length + 2
  return () => {
    args[tickAt] = world.tick
    world.pool.run('cycle_step', args, world.count)
  }
}

/** Pointer and perCell of each phase's rate; phases that no type has are never read. */
function exitPointers(world: World, tables: CycleTables): readonly number[] {
  return Array.from({ length: MOST_PHASES }, (_, phase) => {
    if (phase >= tables.phases) return [0, 0]
    const { pointer, perCell } = world.behaviour(exitBehaviour(phase))
    return [pointer, perCell]
  }).flat()
}

/** Newborns move apart; a cell that becomes another type begins that type's cycle anew. */
export function cycleHooks(world: World): PopulationHooks {
  const phases = world.u8('cycle.phase')
  const elapsed = world.f64('cycle.elapsed')
  const special = specialFunctions(world.kernels)
  return {
    commit: () => transitionsBeforeDivisions(world),
    born: (mother, daughter) => separate(world, mother, daughter, special),
    changedType: (slot) => {
      phases[slot] = 0
      elapsed[slot] = 0
    },
  }
}

/**
 * A cell that becomes another type in this tick does not divide in it: it has not been through that type's cycle,
 * and its targets are those of a resting cell, which a division would halve.
 */
function transitionsBeforeDivisions(world: World): void {
  const { cells, count } = world
  for (let slot = 0; ; slot++) {
    slot = nextRequest(world, REQUEST_TYPE, slot, count)
    if (slot === count) return
    cells.request[slot] = (cells.request[slot] ?? 0) & ~REQUEST_DIVIDE
  }
}
