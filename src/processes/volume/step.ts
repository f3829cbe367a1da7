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
export function volumeHooks(world: World, { resting }: VolumeTables): PopulationHooks {
  const { cells } = world
  const fluid = world.f64('volume.fluid')
  const nuclearSolid = world.f64('volume.nuclearSolid')
  const cytoplasmicSolid = world.f64('volume.cytoplasmicSolid')
  const nuclear = world.f64('volume.nuclear')
  const target = world.f64('volume.nuclearSolidTarget')
  /** Sets the target of the nuclear solids to that of a resting cell of the type. */
  const aim = (slot: number, type: number): void => {
    target[slot] = (resting[type]?.nuclearSolid ?? 0) * (world.program.volumes[type] ?? 0)
  }
  return {
    arrived: (slot) => {
      const type = cells.type[slot] ?? 0
      const volume = cells.volume[slot] ?? 0
      const parts = resting[type]
      fluid[slot] = (parts?.fluid ?? 0) * volume
      nuclearSolid[slot] = (parts?.nuclearSolid ?? 0) * volume
      cytoplasmicSolid[slot] = (parts?.cytoplasmicSolid ?? 0) * volume
      nuclear[slot] = (parts?.nuclear ?? 0) * volume
      aim(slot, type)
    },
    born: (mother, daughter) => {
      setVolume(world, mother, cells.volume[mother] ?? 0)
      setVolume(world, daughter, cells.volume[daughter] ?? 0)
    },
    died: (slot) => {
      target[slot] = 0
    },
    changedType: (slot) => {
      // The dead have no target to adopt.
      if (cells.state[slot] === LIVE) aim(slot, cells.type[slot] ?? 0)
    },
  }
}

/** Living cells of a type whose size has changed strive for the new one; whoever grows to divide goes on to twice that. */
export function carryTargets(world: World, { nuclearSolids }: VolumeTables, before: VolumeTables): void {
  const { state, type } = world.cells
  const target = world.f64('volume.nuclearSolidTarget')
  for (let slot = 0; slot < world.count; slot++) {
    const [old, now] = [before.nuclearSolids[type[slot] ?? 0] ?? 0, nuclearSolids[type[slot] ?? 0] ?? 0]
    if (state[slot] === LIVE && old !== now && old > 0) target[slot] = (target[slot] ?? 0) * (now / old)
  }
}
