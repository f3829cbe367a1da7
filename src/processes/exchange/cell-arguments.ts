import type { World } from '../../engine/world.ts'
import { exchangeBehaviours } from './compile.ts'

/** Voxels per block; chosen: ten microseconds of work or more, so that sharing it out pays. */
export const VOXEL_BLOCK = 8192

const COLUMNS = ['voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel', 'cell.class', 'cell.volume']

/** Where kernels find the cells of each voxel and how they exchange a substrate: columns, then behaviours (pointer, perCell). */
export function cellArguments(world: World, substrate: string): readonly number[] {
  const behaviours = exchangeBehaviours(substrate).flatMap((behaviour) => {
    const { pointer, perCell } = world.behaviour(behaviour)
    return [pointer, perCell]
  })
  return [...COLUMNS.map((column) => world.pointer(column)), ...behaviours]
}
