import { argumentList } from '../../kernels/kernels.ts'
import { LYSED, NECROTIC } from '../../engine/columns.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { DEAD_COLUMN, type DeathTables } from './compile.ts'

const ONSET = stream('death.onset')
const REMOVAL = stream('death.removal')

const COLUMNS = [
  'cell.state',
  'cell.type',
  'cell.class',
  'cell.volume',
  'cell.request',
  'world.pending',
  'death.elapsed',
  'death.burstVolume',
  'cell.lineageLow',
  'cell.lineageHigh',
  'death.apoptosisDuration',
  'death.apoptosisIsFixed',
  'death.clearance',
]

/** Binds the step of all deaths by `dt` [min]. */
export function bindDeath(world: World, _tables: DeathTables, dt: number): () => void {
  const pointers = COLUMNS.map((name) => world.pointer(name))
  const rates = ['apoptosis', 'necrosis'].flatMap((name) => {
    const { pointer, perCell } = world.behaviour(name)
    return [pointer, perCell]
  })
  const [seedLow = 0, seedHigh = 0] = world.u32('world.seed')
  const args = argumentList([...pointers, ...rates, seedLow, seedHigh, 0, ONSET, REMOVAL, dt])
  const tickAt = pointers.length + rates.length + 2
  return () => {
    args[tickAt] = world.tick
    world.pool.run('death_step', args, world.count)
  }
}

/** Binds the signal 'dead', where something listens. */
export function bindDeadSignal(world: World, tables: DeathTables): () => void {
  if (!tables.hasSignal) return () => undefined
  const args = [world.pointer('cell.state'), world.pointer(DEAD_COLUMN)]
  return () => world.pool.run('death_sense', args, world.count)
}

/** Whoever killed the cell: necrosis notes the volume at which it bursts, lysis starts the clock of clearance. */
export function deathHooks(world: World, tables: DeathTables): PopulationHooks {
  const { cells } = world
  const elapsed = world.f64('death.elapsed')
  const burstVolume = world.f64('death.burstVolume')
  return {
    died: (slot, state) => {
      if (state === LYSED) elapsed[slot] = 0
      if (state !== NECROTIC) return
      burstVolume[slot] = (tables.burstsAt[cells.type[slot] ?? 0] ?? 1) * (cells.volume[slot] ?? 0)
    },
  }
}
