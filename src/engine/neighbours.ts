import { LIGHT_BLOCK } from '../parallel/pool.ts'
import { neighbourCalls, neighbourPointers } from './neighbour-calls.ts'
import type { World } from './world.ts'

/** The fastest cell of a type shall use up its margin in about so many steps. Chosen by measurement of the benchmark's scenes. */
const LASTING_STEPS = 8
/** Largest margin, relative to the smallest; chosen: a cell's diameter, above which lists grow too long. */
const LARGEST_MARGIN = 10

/** Lists that would not last so many steps are made short instead; chosen: below, every step makes them. */
const WORTHWHILE_STEPS = 2

/**
 * Places per block of the two passes of the search. Chosen: some 20 us, so that threads share the search of a thousand cells;
 * the lists of a block are ordered in the room of its own cells.
 */
const SEARCH_BLOCK = 128

/** Words of 4 bytes in a packed row, and which of them is the slot. */
const ROW_WORDS = 12
const SLOT_WORD = 10

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

/** Updates the rows; returns the largest drift beyond its margin [um]: above 0 (or no number) the lists no longer hold. */
function refresh(world: World): number {
  const excess = world.f64('neighbour.excess')
  excess[0] = 0
  world.pool.run('neighbours_refresh', neighbourCalls(world).refresh, world.count, LIGHT_BLOCK)
  return excess[0] ?? 0
}

/** True when large margins lasted far longer than meant: cells have calmed down, and shorter lists would do. */
function hasOutlived(world: World): boolean {
  if (world.neighbourUses <= 2 * LASTING_STEPS) return false
  return LASTING_STEPS * fastestPace(world) > world.skin / 2
}

/** Finds out how fast the fastest cell of each type is; drifts tell as long as rows are where they were. */
function learnPaces(world: World): void {
  const drifts = world.f64('neighbour.paces').fill(0)
  world.pool.run('neighbours_paces', neighbourCalls(world).paces, world.count, LIGHT_BLOCK)
  for (let type = 0; type < world.paces.length; type++) {
    world.paces[type] = (drifts[type] ?? 0) / world.neighbourUses
  }
}

/**
 * Sets the margin of each type: for as many steps as the fastest cell leaves the lists, since slower ones need none beyond. Where the
 * largest margin would not last two steps lists are made in each step anyway, and short ones are cheaper.
 */
function setMargins(world: World): void {
  const smallest = world.skin / 2
  const largest = LARGEST_MARGIN * smallest
  const margins = world.f64('neighbour.margins')
  const lasting = Math.min(LASTING_STEPS, largest / Math.max(fastestPace(world), Number.MIN_VALUE))
  const steps = lasting < WORTHWHILE_STEPS ? 0 : lasting
  for (let type = 0; type < world.paces.length; type++) {
    margins[type] = Math.min(Math.max(steps * (world.paces[type] ?? 0), smallest), largest)
  }
}

/** Largest drift per step of any cell when lists were last made [um]. */
function fastestPace({ paces }: World): number {
  let fastest = 0
  for (let type = 0; type < paces.length; type++) fastest = Math.max(fastest, paces[type] ?? 0)
  return fastest
}

/** Gives each cell its place in the order of the grid, and copies it there. */
function sortAndPack(world: World): void {
  const { kernels, pool, count } = world
  const calls = neighbourCalls(world)
  pool.run('grid_homes', calls.homes, count, LIGHT_BLOCK)
  kernels.call('grid_sort', withCount(calls.sort, count))
  world.f64('neighbour.largest')[0] = 0
  pool.run('neighbours_pack', calls.pack, count, LIGHT_BLOCK)
}

/** Counts neighbours, makes room for exactly as many, and writes them down. */
function makeLists(world: World): void {
  const { kernels, pool, count } = world
  const calls = neighbourCalls(world)
  pool.run('neighbours_count', calls.count, count, SEARCH_BLOCK)
  world.scratch(4 * kernels.call('neighbours_ends', withCount(calls.ends, count)))
  pool.run('neighbours_fill', calls.fill, count, SEARCH_BLOCK)
  if (calls.part === undefined || calls.close === undefined) return
  pool.run('neighbours_part', calls.part, count, SEARCH_BLOCK)
  kernels.call('neighbours_close', withCount(calls.close, count))
}

/** Sorts the cells into the voxels of the mesh, if they moved since. */
export function rebuildBins(world: World): void {
  if (!world.binsAreStale) return
  const { kernels, pool, count } = world
  const calls = neighbourCalls(world)
  pool.run('grid_homes', calls.voxelHomes, count, LIGHT_BLOCK)
  // While lists stand, counts are those of the last time; else nothing that lies in working memory is relied on.
  if (world.neighboursAreStale) {
    world.u32('voxel.cellCount').fill(0)
    world.f64('voxel.marks').fill(0)
  }
  kernels.call('voxels_sort', withCount(calls.sortVoxels, count))
  world.binsAreStale = false
  world.binsVersion += 1
}

/** Sets the last of some arguments to the number of cells. */
function withCount(args: number[], count: number): readonly number[] {
  args[args.length - 1] = count
  return args
}
