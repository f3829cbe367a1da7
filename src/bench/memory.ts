import { type ColumnGroup, ELEMENT_BYTES } from '../engine/columns.ts'
import { listedNeighbours } from '../engine/neighbours.ts'
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

/** Bytes of neighbour lists per cell. */
function listBytes(world: World): number {
  return (4 * listedNeighbours(world)) / Math.max(world.count, 1)
}
