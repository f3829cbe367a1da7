import { type ColumnGroup, ELEMENT_BYTES } from './columns.ts'
import { ROOM } from './create-world.ts'
import { gridColumns } from './neighbour-grid.ts'
import type { Program } from './program.ts'

/** Bytes of a program's world when it begins, without lists of neighbours. */
export function startBytes(program: Program): number {
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
