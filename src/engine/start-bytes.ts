import { type ColumnGroup, ELEMENT_BYTES } from './columns.ts'
import { ROOM } from './create-world.ts'
import { gridColumns } from './neighbour-grid.ts'
import { innerPrograms, innerWorlds } from './organism.ts'
import type { Program } from './program.ts'
import type { World } from './world.ts'

/** Bytes of a program's world when it begins, and of the worlds that may come to lie in it, without lists of neighbours. */
export function startBytes(program: Program): number {
  return [program, ...innerPrograms(program)].reduce((sum, each) => sum + ownBytes(each), 0)
}

/** Bytes of the memories of a world and of the worlds in it; 0 where there is none. */
export function bytesNow(world: World | undefined): number {
  if (world === undefined) return 0
  const worlds = [world, ...innerWorlds(world).map((inner) => inner.world)]
  return worlds.reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0)
}

function ownBytes(program: Program): number {
  const { shape } = program.space
  const voxels = shape[0] * shape[1] * shape[2]
  const cells = Math.ceil(ROOM * program.initialCells.length)
  const { nodes: vessel = 0, segments: segment = 0 } = program.vesselRoom ?? {}
  const rowsOf: Partial<Record<ColumnGroup, number>> = { cell: cells, voxel: voxels, vessel, segment }
  return [...program.columns, ...gridColumns(program)].reduce((sum, { group, width = 1, type }) => {
    const rows = rowsOf[group] ?? 0
    return sum + rows * width * ELEMENT_BYTES[type]
  }, 0)
}
