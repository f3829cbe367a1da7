import { type ColumnGroup, ELEMENT_BYTES } from '../engine/columns.ts'
import type { World } from '../engine/world.ts'
import type { Quantity } from './result.ts'

/** What a world stores per cell, neighbour lists included, and per voxel. */
export function memoryOf(world: World): readonly Quantity[] {
  return [
    { name: 'memory per cell', unit: 'byte', median: bytesPerRow(world, 'cell') + listBytes(world) },
    { name: 'memory per voxel', unit: 'byte', median: bytesPerRow(world, 'voxel') },
  ]
}

/** Bytes that the columns of a group take per row: all of them, or those with the names that are wanted. */
export function bytesPerRow(
  world: World,
  group: ColumnGroup,
  isWanted: (name: string) => boolean = () => true,
): number {
  return [...world.layout.columns]
    .filter(([name, { declaration }]) => declaration.group === group && isWanted(name))
    .reduce((sum, [, { declaration }]) => sum + (declaration.width ?? 1) * ELEMENT_BYTES[declaration.type], 0)
}

/** Bytes of neighbour lists per cell, room that the search sets aside included. */
function listBytes(world: World): number {
  const last = world.count - 1
  const end = (world.u32('neighbour.first')[last] ?? 0) + (world.u32('neighbour.count')[last] ?? 0)
  return world.count === 0 ? 0 : (4 * end) / world.count
}
