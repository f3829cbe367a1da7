import { type GridShape, gridShape } from './neighbour-grid.ts'
import { periods } from './space.ts'
import type { World } from './world.ts'

/** The fastest cell of a type shall use up its margin in about so many steps. Chosen by measurement of the benchmark's scenes. */
const LASTING_STEPS = 6
/** Largest margin, relative to the smallest; chosen: a cell's diameter, above which lists grow too long. */
const LARGEST_MARGIN = 8

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

/** Makes the lists anew if cells came or went, or if one has moved or grown by more than its margin. */
export function rebuildNeighbours(world: World): void {
  const { kernels, pool, count } = world
  if (!world.neighboursAreStale) {
    world.neighbourUses += 1
    if (excessDrift(world) <= 0 && !hasOutlived(world)) return
    learnPaces(world)
  }
  setMargins(world)
  const cells = [...positionPointers(world), world.pointer('neighbour.margin')]
  const [x = 0, y = 0, z = 0, reach = 0, margin = 0] = cells
  setGeometry(world, gridShape(world.program))
  const start = world.pointer('grid.start')
  const sorted = world.pointer('grid.sorted')
  const counts = world.pointer('neighbour.count')
  const firsts = world.pointer('neighbour.first')
  kernels.call('grid_sort', [x, y, z, start, sorted, world.pointer('grid.home'), count])
  const largest = kernels.call('neighbour_largest_reach', [reach, margin, count])
  pool.run('neighbours_bound', [...cells, start, counts, largest], count)
  const total = kernels.call('neighbours_prefix', [counts, firsts, count])
  const lists = world.scratch(total * 4)
  pool.run('neighbours_fill', [...cells, start, sorted, firsts, lists, counts, largest], count)
  for (const column of ['x', 'y', 'z', 'reach']) {
    world.f64(`neighbour.${column}`).set(world.f64(`cell.${column}`).subarray(0, count))
  }
  world.neighboursAreStale = false
  world.neighbourUses = 0
}

/** True when large margins lasted far longer than meant: cells have calmed down, and shorter lists would do. */
function hasOutlived(world: World): boolean {
  const longest = LASTING_STEPS * world.paces.reduce((most, pace) => Math.max(most, pace), 0)
  return world.neighbourUses > 2 * LASTING_STEPS && longest > world.skin / 2
}

function excessDrift(world: World): number {
  const columns = ['x', 'y', 'z', 'reach', 'margin', 'drift'].map((column) =>
    world.pointer(`neighbour.${column}`),
  )
  setGeometry(world, gridShape(world.program))
  return world.kernels.call('neighbour_drift', [...positionPointers(world), ...columns, world.count])
}

/** Takes from the drifts how fast the fastest cell of each type is; they tell as long as rows are where they were. */
function learnPaces(world: World): void {
  const types = world.u16('cell.type')
  const drifts = world.f64('neighbour.drift')
  world.paces.fill(0)
  for (let slot = 0; slot < world.count; slot++) {
    const type = types[slot] ?? 0
    const pace = (drifts[slot] ?? 0) / world.neighbourUses
    if (pace > (world.paces[type] ?? 0)) world.paces[type] = pace
  }
}

/** Gives each cell the margin of its type. */
function setMargins(world: World): void {
  const types = world.u16('cell.type')
  const margins = world.f64('neighbour.margin')
  const smallest = world.skin / 2
  const ofTypes = world.paces.map((pace) =>
    Math.min(Math.max(LASTING_STEPS * pace, smallest), LARGEST_MARGIN * smallest),
  )
  for (let slot = 0; slot < world.count; slot++) margins[slot] = ofTypes[types[slot] ?? 0] ?? smallest
}

/** Sorts the cells into the voxels of the mesh, if they moved since. */
export function rebuildBins(world: World): void {
  if (!world.binsAreStale) return
  const { space } = world.program
  setGeometry(world, { edge: space.voxel, shape: space.shape, cells: 0 })
  const [x, y, z] = positionPointers(world)
  const columns = ['cell.voxel', 'voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel'].map((name) =>
    world.pointer(name),
  )
  world.kernels.call('voxels_sort', [x, y, z, ...columns, world.count])
  world.binsAreStale = false
  world.binsVersion += 1
}

function positionPointers(world: World): readonly [number, number, number, number] {
  return [
    world.pointer('cell.x'),
    world.pointer('cell.y'),
    world.pointer('cell.z'),
    world.pointer('cell.reach'),
  ]
}

function setGeometry(world: World, grid: GridShape): void {
  const { corner } = world.program.space
  world.kernels.call('grid_geometry', [...corner, grid.edge, ...grid.shape, ...periods(world.program.space)])
}
