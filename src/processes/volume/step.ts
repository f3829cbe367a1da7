import { argumentList } from '../../kernels/kernels.ts'
import { LIVE } from '../../engine/columns.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { setVolume } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import type { VolumeTables } from './compile.ts'

const CELL_ARGUMENTS = [
  'cell.volume',
  'cell.radius',
  'volume.fluid',
  'volume.nuclearSolid',
  'volume.cytoplasmicSolid',
  'volume.nuclear',
  'volume.calcified',
  'volume.nuclearSolidTarget',
  'cell.type',
  'cell.class',
  'volume.fluidRate',
  'volume.nuclearRate',
  'volume.cytoplasmicRate',
  'volume.calcificationRate',
  'volume.fluidTarget',
  'volume.cytoplasmToNucleus',
]

/** Binds the step of all volumes by `dt` [min]. */
export function bindVolume(world: World, _tables: VolumeTables, dt: number): () => void {
  const args = argumentList([...CELL_ARGUMENTS.map((name) => world.pointer(name)), dt])
  return () => world.pool.run('volume_step', args, world.count)
}

/** Newcomers have the composition of their type; the dying lose their targets; daughters get the radius of a half. */
export function volumeHooks(world: World, tables: VolumeTables): PopulationHooks {
  return {
    arrived: (slot) => setComposition(world, tables, slot),
    born: (mother, daughter) => {
      for (const slot of [mother, daughter]) setVolume(world, slot, world.f64('cell.volume')[slot] ?? 0)
    },
    died: (slot) => {
      world.f64('volume.nuclearSolidTarget')[slot] = 0
    },
    changedType: (slot) => {
      // The dead have no target to adopt.
      if (world.u8('cell.state')[slot] !== LIVE) return
      const nuclear = tables.resting[world.u16('cell.type')[slot] ?? 0]?.nuclearSolid ?? 0
      world.f64('volume.nuclearSolidTarget')[slot] = nuclear * restingVolume(world, slot)
    },
  }
}

function setComposition(world: World, tables: VolumeTables, slot: number): void {
  const volume = world.f64('cell.volume')[slot] ?? 0
  const resting = tables.resting[world.u16('cell.type')[slot] ?? 0]
  world.f64('volume.fluid')[slot] = (resting?.fluid ?? 0) * volume
  world.f64('volume.nuclearSolid')[slot] = (resting?.nuclearSolid ?? 0) * volume
  world.f64('volume.cytoplasmicSolid')[slot] = (resting?.cytoplasmicSolid ?? 0) * volume
  world.f64('volume.nuclear')[slot] = (resting?.nuclear ?? 0) * volume
  world.f64('volume.nuclearSolidTarget')[slot] = (resting?.nuclearSolid ?? 0) * restingVolume(world, slot)
}

/** Resting volume of the cell's type [um^3]. */
function restingVolume(world: World, slot: number): number {
  return world.program.volumes[world.u16('cell.type')[slot] ?? 0] ?? 0
}
