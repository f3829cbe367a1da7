import type { ColumnDeclaration } from './columns.ts'
import type { Program } from './program.ts'
import { type Space, periods, voxelCount } from './space.ts'

/**
 * Lists are made for this much more than two reaches [um], and kept until some cell has used up its half: its margin.
 * Types that move fast get a larger margin, since one of their cells would make all lists fall in every step.
 * Measured: from 2.5 to 4 um all are within 3 % of the best; results do not depend on it, only speed does.
 */
export const DEFAULT_SKIN = 3
/** Numbers of 8 bytes in a row of the packed copy; `packed.lib.as.ts` says what is where. */
const ROW_WORDS = 6
/** Words of 8 bytes with bits of candidates per cell; `neighbours-runs.lib.as.ts` reads them. */
const HIT_WORDS = 4
/** Voxels per word of 8 bytes with marks. */
const MARKS = 64

const scratch = (
  name: string,
  group: 'cell' | 'grid' | 'voxel',
  type: 'u32' | 'f64',
  doc: string,
  width = 1,
): ColumnDeclaration => ({
  name,
  group,
  type,
  doc,
  unit: type === 'f64' ? 'um' : '1',
  isScratch: true,
  width,
})

const table = (name: string, data: readonly number[], doc: string): ColumnDeclaration => ({
  name,
  group: 'table',
  type: 'f64',
  doc,
  unit: 'um',
  isScratch: true,
  width: data.length,
  data,
})

/** One bit per voxel, in words of 8 bytes. */
function marks(space: Space): ColumnDeclaration {
  return {
    name: 'voxel.marks',
    group: 'table',
    type: 'f64',
    unit: '1',
    doc: 'bits: voxels that hold cells',
    isScratch: true,
    width: Math.ceil(voxelCount(space) / MARKS),
  }
}

/** Working memory of the neighbour search; none of it is state. */
export function gridColumns(program: Program): readonly ColumnDeclaration[] {
  const perType = program.cellTypes.length === 0 ? [0] : program.cellTypes.map(() => 0)
  return [
    table('neighbour.geometry', gridGeometry(program.space, gridShape(program)), 'grid of the search'),
    table('voxel.geometry', gridGeometry(program.space, voxelGrid(program.space)), 'grid of the voxels'),
    table('neighbour.margins', perType, 'how far cells of each type may drift before lists are made anew'),
    table('neighbour.paces', perType, 'largest drift of each type since lists were made'),
    table('neighbour.largest', [0], 'largest reach, margin included'),
    table('neighbour.excess', [0], 'largest drift beyond the margin'),
    scratch('grid.start', 'grid', 'u32', 'place of the first cell of each grid cell'),
    scratch('neighbour.place', 'cell', 'u32', 'place of each slot: its row in neighbour.packed'),
    scratch(
      'neighbour.packed',
      'cell',
      'f64',
      'rows of what pair loops read, in the order of the grid',
      ROW_WORDS,
    ),
    scratch('neighbour.end', 'cell', 'u32', 'end of the list of the cell at each place'),
    scratch(
      'neighbour.hits',
      'cell',
      'f64',
      'bits: which candidates of each place are its neighbours',
      HIT_WORDS,
    ),
    scratch('neighbour.room', 'cell', 'u32', 'room in which lists are sorted'),
    scratch('neighbour.x', 'cell', 'f64', 'x when the list was made'),
    scratch('neighbour.y', 'cell', 'f64', 'y when the list was made'),
    scratch('neighbour.z', 'cell', 'f64', 'z when the list was made'),
    scratch('neighbour.reach', 'cell', 'f64', 'reach when the list was made'),
    marks(program.space),
    scratch('voxel.firstCell', 'voxel', 'u32', 'first entry of the voxel in cell.byVoxel, if it has any'),
    scratch('voxel.cellCount', 'voxel', 'u32', 'cells in the voxel'),
    scratch('cell.byVoxel', 'cell', 'u32', 'slots, voxel by voxel'),
  ]
}

/** A uniform grid over the box. */
export interface GridShape {
  /** Edges of a grid cell along x, y and z [um]. */
  readonly edges: readonly [number, number, number]
  readonly shape: readonly [number, number, number]
  readonly cells: number
}

/** The grid for a program: cells about as wide as the longest usual contact. */
export function gridShape(program: Program): GridShape {
  const contacts = program.volumes.map(
    (volume, type) => 2 * (program.reaches[type] ?? 1) * sphereRadius(volume),
  )
  const { size, boundary } = program.space
  // Where nobody searches there is one grid cell.
  const edge = contacts.length === 0 ? Math.max(...size) : Math.max(...contacts, 1) + DEFAULT_SKIN
  // Around a periodic axis all grid cells have the same width, and none is thinner than `edge` if there is room.
  const along = (axis: 0 | 1 | 2): number =>
    Math.max(1, boundary[axis] === 'periodic' ? Math.floor(size[axis] / edge) : Math.ceil(size[axis] / edge))
  const width = (axis: 0 | 1 | 2): number => (boundary[axis] === 'periodic' ? size[axis] / along(axis) : edge)
  const shape = [along(0), along(1), along(2)] as const
  return { edges: [width(0), width(1), width(2)], shape, cells: shape[0] * shape[1] * shape[2] }
}

/** The voxels of the mesh as a grid. */
function voxelGrid({ voxel, shape }: Space): GridShape {
  return { edges: [voxel, voxel, voxel], shape, cells: shape[0] * shape[1] * shape[2] }
}

/** A grid as kernels read it: corner, edges [um], shape and periods [um], by axis. */
function gridGeometry(space: Space, { edges, shape }: GridShape): readonly number[] {
  return [...space.corner, ...edges, ...shape, ...periods(space)]
}

/** Radius [um] of a sphere of `volume` [um^3], for set-up only: state uses the kernels' function. */
function sphereRadius(volume: number): number {
  return Math.cbrt((3 * volume) / (4 * Math.PI))
}
