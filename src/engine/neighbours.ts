import { gridShape } from './neighbour-grid.ts'
import { periods, voxelCount } from './space.ts'
import type { World } from './world.ts'

/** The fastest cell of a type shall use up its margin in about so many steps. Chosen by measurement of the benchmark's scenes. */
const LASTING_STEPS = 6
/** Largest margin, relative to the smallest; chosen: a cell's diameter, above which lists grow too long. */
const LARGEST_MARGIN = 8

/** Words of 4 bytes in a packed row, and which of them is the slot. */
const ROW_WORDS = 12
const SLOT_WORD = 10

/**
 * Where pair kernels find the packed rows and the lists. The cell at place p has the entries from `ends[p - 1]` (0 for the
 * first) to `ends[p]` of `lists`; entries are places, in the order of their slots. `packed.lib.as.ts` reads rows.
 */
export interface NeighbourPointers {
  readonly packed: number
  readonly ends: number
  readonly lists: number
  /** Place of each slot. */
  readonly places: number
}

/** Pointers to the neighbour lists, constant within a layout. */
export function neighbourPointers(world: World): NeighbourPointers {
  return {
    packed: world.pointer('neighbour.packed'),
    ends: world.pointer('neighbour.end'),
    lists: world.layout.end,
    places: world.pointer('neighbour.place'),
  }
}

/** Entries of all neighbour lists. */
export function listedNeighbours(world: World): number {
  return world.count === 0 ? 0 : (world.u32('neighbour.end')[world.count - 1] ?? 0)
}

/** Slots on the list of the cell in `slot`, ascending; for code that is not hot. */
export function neighboursOf(world: World, slot: number): readonly number[] {
  const place = world.u32('neighbour.place')[slot] ?? 0
  const ends = world.u32('neighbour.end')
  const first = place === 0 ? 0 : (ends[place - 1] ?? 0)
  const { lists, packed } = neighbourPointers(world)
  const list = new Uint32Array(world.memory.buffer, lists + 4 * first, (ends[place] ?? 0) - first)
  const rows = new Uint32Array(world.memory.buffer, packed, ROW_WORDS * world.count)
  return Array.from(list, (other) => rows[ROW_WORDS * other + SLOT_WORD] ?? 0)
}

/**
 * Brings the packed rows up to date, and makes the lists anew if cells came or went, or if one has moved or grown by more
 * than its margin.
 */
export function rebuildNeighbours(world: World): void {
  if (!world.neighboursAreStale) {
    world.neighbourUses += 1
    if (refresh(world) <= 0 && !hasOutlived(world)) return
    learnPaces(world)
  }
  setMargins(world)
  sortAndPack(world)
  makeLists(world)
  // Rows were packed with margins: now with the reaches alone.
  refresh(world)
  world.neighboursAreStale = false
  world.neighbourUses = 0
}

const CELL_COLUMNS = ['x', 'y', 'z', 'reach', 'radius', 'class', 'type'].map((name) => `cell.${name}`)
const MADE_COLUMNS = ['x', 'y', 'z', 'reach'].map((name) => `neighbour.${name}`)

function pointers(world: World, names: readonly string[]): readonly number[] {
  return names.map((name) => world.pointer(name))
}

/** What the two kernels that write packed rows begin with. */
function rowArguments(world: World): readonly number[] {
  const rows = ['neighbour.place', 'neighbour.packed', 'neighbour.margins']
  return pointers(world, [...CELL_COLUMNS, ...rows, ...MADE_COLUMNS])
}

/** Updates the rows; returns the largest drift beyond its margin [um]: above 0 (or no number) the lists no longer hold. */
function refresh(world: World): number {
  const excess = world.f64('neighbour.excess')
  excess[0] = 0
  const args = [...rowArguments(world), world.pointer('neighbour.excess'), ...periods(world.program.space)]
  world.pool.run('neighbours_refresh', args, world.count)
  return excess[0] ?? 0
}

/** True when large margins lasted far longer than meant: cells have calmed down, and shorter lists would do. */
function hasOutlived(world: World): boolean {
  const longest = LASTING_STEPS * world.paces.reduce((most, pace) => Math.max(most, pace), 0)
  return world.neighbourUses > 2 * LASTING_STEPS && longest > world.skin / 2
}

/** Finds out how fast the fastest cell of each type is; drifts tell as long as rows are where they were. */
function learnPaces(world: World): void {
  const drifts = world.f64('neighbour.paces').fill(0)
  const cells = pointers(world, ['cell.x', 'cell.y', 'cell.z', 'cell.reach', ...MADE_COLUMNS])
  const types = pointers(world, ['cell.type', 'neighbour.paces'])
  world.pool.run('neighbours_paces', [...cells, ...types, ...periods(world.program.space)], world.count)
  for (let type = 0; type < world.paces.length; type++) {
    world.paces[type] = (drifts[type] ?? 0) / world.neighbourUses
  }
}

/** Sets the margin of each type. */
function setMargins(world: World): void {
  const smallest = world.skin / 2
  const margins = world.paces.map((pace) =>
    Math.min(Math.max(LASTING_STEPS * pace, smallest), LARGEST_MARGIN * smallest),
  )
  world.f64('neighbour.margins').set(margins)
}

/** Gives each cell its place in the order of the grid, and copies it there. */
function sortAndPack(world: World): void {
  const { kernels, pool, count } = world
  const places = world.pointer('neighbour.place')
  const positions = pointers(world, ['cell.x', 'cell.y', 'cell.z', 'neighbour.geometry'])
  pool.run('grid_homes', [...positions, places], count)
  kernels.call('grid_sort', [world.pointer('grid.start'), places, gridShape(world.program).cells, count])
  world.f64('neighbour.largest')[0] = 0
  pool.run('neighbours_pack', [...rowArguments(world), world.pointer('neighbour.largest')], count)
}

/** Counts neighbours, makes room for exactly as many, and writes them down. */
function makeLists(world: World): void {
  const { kernels, pool, count } = world
  const { packed, ends, places } = neighbourPointers(world)
  const grid = pointers(world, ['neighbour.geometry', 'grid.start', 'neighbour.largest'])
  pool.run('neighbours_count', [packed, ...grid, ends], count)
  const lists = world.scratch(4 * kernels.call('neighbours_ends', [ends, count]))
  const room = world.pointer('neighbour.room')
  pool.run('neighbours_fill', [packed, ...grid, places, ends, lists, room], count)
}

/** Sorts the cells into the voxels of the mesh, if they moved since. */
export function rebuildBins(world: World): void {
  if (!world.binsAreStale) return
  const voxels = world.pointer('cell.voxel')
  const positions = pointers(world, ['cell.x', 'cell.y', 'cell.z', 'voxel.geometry'])
  world.pool.run('grid_homes', [...positions, voxels], world.count)
  const columns = pointers(world, ['voxel.firstCell', 'voxel.cellCount', 'cell.byVoxel'])
  world.kernels.call('voxels_sort', [voxels, ...columns, voxelCount(world.program.space), world.count])
  world.binsAreStale = false
  world.binsVersion += 1
}
