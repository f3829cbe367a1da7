import { ELEMENT_BYTES } from './columns.ts'
import { ROOM } from './create-world.ts'
import { gridColumns } from './neighbour-grid.ts'
import type { Program } from './program.ts'

/** Bytes of a program's world when it begins, without lists of neighbours. */
export function startBytes(program: Program): number {
  const { shape } = program.space
  const voxels = shape[0] * shape[1] * shape[2]
  const cells = Math.ceil(ROOM * program.initialCells.length)
  return [...program.columns, ...gridColumns(program)].reduce((sum, { group, width = 1, type }) => {
    const rows = group === 'cell' ? cells : group === 'voxel' ? voxels : 0
    return sum + rows * width * ELEMENT_BYTES[type]
  }, 0)
}
