import type { ColumnDeclaration } from './columns.ts'
import type { Program } from './program.ts'

/**
 * Lists are made for this much more than two reaches [um], and kept until some cell has used up its half: its margin.
 * Types that move fast get a larger margin, since one of their cells would make all lists fall in every step.
 * Chosen: a quarter of a cell's diameter; results do not depend on it, only speed does.
 */
export const DEFAULT_SKIN = 4
const scratch = (
  name: string,
  group: 'cell' | 'grid' | 'voxel',
  type: 'u32' | 'f64',
  doc: string,
): ColumnDeclaration => ({ name, group, type, doc, unit: type === 'f64' ? 'um' : '1', isScratch: true })

/** Working memory of the neighbour search; none of it is state. */
export const gridColumns: readonly ColumnDeclaration[] = [
  scratch('grid.start', 'grid', 'u32', 'first entry of each grid cell in grid.sorted'),
  scratch('grid.sorted', 'cell', 'u32', 'slots, grid cell by grid cell'),
  scratch('grid.home', 'cell', 'u32', 'grid cell of each slot'),
  scratch('neighbour.count', 'cell', 'u32', 'length of the list'),
  scratch('neighbour.first', 'cell', 'u32', 'first entry of the list'),
  scratch('neighbour.margin', 'cell', 'f64', 'how far the cell may drift before lists are made anew'),
  scratch('neighbour.drift', 'cell', 'f64', 'how far it moved and grew since'),
  scratch('neighbour.x', 'cell', 'f64', 'x when the list was made'),
  scratch('neighbour.y', 'cell', 'f64', 'y when the list was made'),
  scratch('neighbour.z', 'cell', 'f64', 'z when the list was made'),
  scratch('neighbour.reach', 'cell', 'f64', 'reach when the list was made'),
  scratch('voxel.firstCell', 'voxel', 'u32', 'first entry of the voxel in cell.byVoxel'),
  scratch('voxel.cellCount', 'voxel', 'u32', 'cells in the voxel'),
  scratch('cell.byVoxel', 'cell', 'u32', 'slots, voxel by voxel'),
]

/** The uniform grid of the search. */
export interface GridShape {
  /** [um] */
  readonly edge: number
  readonly shape: readonly [number, number, number]
  readonly cells: number
}

/** The grid for a program: cells about as wide as the longest usual contact. */
export function gridShape(program: Program): GridShape {
  const contacts = program.volumes.map(
    (volume, type) => 2 * (program.reaches[type] ?? 1) * sphereRadius(volume),
  )
  const edge = Math.max(...contacts, 1) + DEFAULT_SKIN
  const along = (axis: 0 | 1 | 2): number => Math.max(1, Math.ceil(program.space.size[axis] / edge))
  const shape = [along(0), along(1), along(2)] as const
  return { edge, shape, cells: shape[0] * shape[1] * shape[2] }
}

/** Radius [um] of a sphere of `volume` [um^3], for set-up only: state uses the kernels' function. */
function sphereRadius(volume: number): number {
  return Math.cbrt((3 * volume) / (4 * Math.PI))
}
