import type { ColumnDeclaration } from './columns.ts'
import type { Program } from './program.ts'
import type { Space } from './space.ts'
import type { World } from './world.ts'

/**
 * Lists are made for this much more than the reach [um], and kept until some cell has used half of it up.
 * Chosen: about a tenth of a cell's diameter; results do not depend on it, only speed does.
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
  scratch('neighbour.x', 'cell', 'f64', 'x when the list was made'),
  scratch('neighbour.y', 'cell', 'f64', 'y when the list was made'),
  scratch('neighbour.z', 'cell', 'f64', 'z when the list was made'),
  scratch('neighbour.reach', 'cell', 'f64', 'reach when the list was made'),
  scratch('voxel.firstCell', 'voxel', 'u32', 'first entry of the voxel in cell.byVoxel'),
  scratch('voxel.cellCount', 'voxel', 'u32', 'cells in the voxel'),
  scratch('cell.byVoxel', 'cell', 'u32', 'slots, voxel by voxel'),
]

interface GridShape {
  /** [um] */
  readonly edge: number
  readonly shape: readonly [number, number, number]
  readonly cells: number
}

/** The grid for a program: cells about as wide as the longest usual contact. */
export function gridShape(program: Program): GridShape {
  const contacts = program.volumes.map((volume, type) => 2 * (program.reaches[type] ?? 1) * sphereRadius(volume))
  const edge = Math.max(...contacts, 1) + DEFAULT_SKIN
  const along = (axis: 0 | 1 | 2): number => Math.max(1, Math.ceil(program.space.size[axis] / edge))
  const shape = [along(0), along(1), along(2)] as const
  return { edge, shape, cells: shape[0] * shape[1] * shape[2] }
}

/** Radius [um] of a sphere of `volume` [um^3], for set-up only: state uses the kernels' function. */
function sphereRadius(volume: number): number {
  return Math.cbrt((3 * volume) / (4 * Math.PI))
}

/** Period of each axis [um], 0 where closed: what `minimumImage` of the kernels expects. */
export function periods(space: Space): readonly [number, number, number] {
  const along = (axis: 0 | 1 | 2): number => (space.boundary[axis] === 'periodic' ? space.size[axis] : 0)
  return [along(0), along(1), along(2)]
}

/** Where pair kernels find the lists: entry k of cell i is `lists[first[i] + k]`, k < count[i]. */
export interface NeighbourPointers {
  readonly count: number
  readonly first: number
  readonly lists: number
}

/** Pointers to the neighbour lists; `lists` is constant within a layout. */
export function neighbourPointers(world: World): NeighbourPointers {
  return {
    count: world.pointer('neighbour.count'),
    first: world.pointer('neighbour.first'),
    lists: world.layout.end,
  }
}

/** Makes the lists anew if cells came or went, or if one has moved or grown by half the skin. */
export function rebuildNeighbours(world: World): void {
  const { kernels, pool, count, skin } = world
  if (!world.neighboursAreStale && drift(world) <= skin / 2) return
  const [x, y, z, reach] = positionPointers(world)
  setGeometry(world, gridShape(world.program))
  const start = world.pointer('grid.start')
  const sorted = world.pointer('grid.sorted')
  const counts = world.pointer('neighbour.count')
  const firsts = world.pointer('neighbour.first')
  kernels.call('grid_sort', [x, y, z, start, sorted, world.pointer('grid.home'), count])
  const largest = kernels.call('neighbour_largest_reach', [reach, count])
  pool.run('neighbours_bound', [x, y, z, reach, start, counts, largest, skin], count)
  const total = kernels.call('neighbours_prefix', [counts, firsts, count])
  const lists = world.scratch(total * 4)
  pool.run('neighbours_fill', [x, y, z, reach, start, sorted, firsts, lists, counts, largest, skin], count)
  for (const column of ['x', 'y', 'z', 'reach']) {
    world.f64(`neighbour.${column}`).set(world.f64(`cell.${column}`).subarray(0, count))
  }
  world.neighboursAreStale = false
}

function drift(world: World): number {
  const before = ['x', 'y', 'z', 'reach'].map((column) => world.pointer(`neighbour.${column}`))
  setGeometry(world, gridShape(world.program))
  return world.kernels.call('neighbour_drift', [...positionPointers(world), ...before, world.count])
}

/** Sorts the cells into the voxels of the mesh, if they moved since. */
export function rebuildBins(world: World): void {
  if (!world.binsAreStale) return
  const { space } = world.program
  setGeometry(world, { edge: space.voxel, shape: space.shape, cells: 0 })
  const [x, y, z] = positionPointers(world)
  const columns = ['cell.voxel', 'voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel'].map((name) => world.pointer(name))
  world.kernels.call('voxels_sort', [x, y, z, ...columns, world.count])
  world.binsAreStale = false
  world.binsVersion += 1
}

function positionPointers(world: World): readonly [number, number, number, number] {
  return [world.pointer('cell.x'), world.pointer('cell.y'), world.pointer('cell.z'), world.pointer('cell.reach')]
}

function setGeometry(world: World, grid: GridShape): void {
  const { corner } = world.program.space
  world.kernels.call('grid_geometry', [...corner, grid.edge, ...grid.shape, ...periods(world.program.space)])
}
