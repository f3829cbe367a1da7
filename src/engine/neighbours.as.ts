// Neighbours: cells are sorted into a uniform grid and copied in its order, then each gets the list of those it may touch.
// A list holds the places of every j with |xi - xj| < reach_i + reach_j + their margins, in the order of the slots, so that
// sums over it do not depend on when the list was made. Lists lie one after the other in the order of places.

import { u32At } from '../kernels/as/columns.lib.as'
import { periodAt, shapeAt } from './grid.lib.as'
import { apart, highest, lowest, wrap } from './neighbours-box.lib.as'
import { sortLong, rank } from './neighbours-order.lib.as'
import { beginCount, beginTake, collectRun, countAround, countRun, endCount, takeRun } from './neighbours-runs.lib.as'
import { listBegin, reachOf, rowOf, xOf, xyOf, yOf, zOf } from './packed.lib.as'

/** Boxes are this much wider than needed [um], far more than rounding could move a face and far less than a cell. */
const ROUNDING: f64 = 1e-6

// What the search does with each run of candidates.
const COUNT: u32 = 0
const TAKE: u32 = 1
const COLLECT: u32 = 2

/**
 * Walks through the candidates of the cell at `place` and does as `deed` says; returns the number of neighbours, which were
 * written to `places` and `slots` unless they were only counted. `largest` is the largest reach of all [um].
 */
function search(
  copy: usize, geometry: usize, start: usize, largest: f64, place: u32, deed: u32, places: usize, slots: usize, wanted: u32,
): u32 {
  const row = rowOf(copy, place)
  const y = yOf(row)
  const z = zOf(row)
  const range = reachOf(row) + largest + ROUNDING
  const square = range * range
  const nx = shapeAt(geometry, 0)
  const ny = shapeAt(geometry, 1)
  const nz = shapeAt(geometry, 2)
  let lowX = lowest(geometry, 0, xOf(row), range)
  let highX = highest(geometry, 0, xOf(row), range)
  let lowY = lowest(geometry, 1, y, range)
  let highY = highest(geometry, 1, y, range)
  // A plane is one layer.
  const isFlat = nz == 1
  let lowZ = isFlat ? 0 : lowest(geometry, 2, z, range)
  let highZ = isFlat ? 0 : highest(geometry, 2, z, range)
  const isAroundX = highX - lowX + 1 >= nx
  const isAroundY = highY - lowY + 1 >= ny
  const isAroundZ = isFlat || highZ - lowZ + 1 >= nz
  if (isAroundX) {
    lowX = 0
    highX = nx - 1
  }
  if (isAroundY) {
    lowY = 0
    highY = ny - 1
  }
  if (isAroundZ) {
    lowZ = 0
    highZ = nz - 1
  }
  let found: u32 = 0
  for (let k = lowZ; k <= highZ; k++) {
    const dz = isAroundZ ? 0 : apart(geometry, 2, z, k)
    for (let j = lowY; j <= highY; j++) {
      const dy = isAroundY ? 0 : apart(geometry, 1, y, j)
      if (dy * dy + dz * dz >= square) continue
      // Grid cells of a row follow each other in the copy: a row of the box is one run, or two where it goes around.
      const cells = start + (<usize>((wrap(k, nz) * ny + wrap(j, ny)) * nx) << 2)
      const end = u32At(cells, min(highX, nx - 1) + 1)
      found = visit(copy, geometry, row, u32At(cells, max(lowX, 0)), end, deed, places, slots, found, wanted)
      if (lowX < 0) {
        const first = u32At(cells, lowX + nx)
        found = visit(copy, geometry, row, first, u32At(cells, nx), deed, places, slots, found, wanted)
      }
      if (highX >= nx) {
        const last = u32At(cells, highX - nx + 1)
        found = visit(copy, geometry, row, u32At(cells, 0), last, deed, places, slots, found, wanted)
      }
    }
  }
  return found
}

/** Does as `deed` says with the places [first, end); `known` neighbours were written before, returns how many there are then. */
function visit(
  copy: usize, geometry: usize, own: usize, first: u32, end: u32, deed: u32, places: usize, slots: usize, known: u32,
  wanted: u32,
): u32 {
  if (deed == TAKE) return takeRun(copy, first, end, places, slots, known)
  if (deed == COLLECT) return collectRun(copy, geometry, own, first, end, places, slots, known, wanted)
  const isPeriodic = periodAt(geometry, 0) + periodAt(geometry, 1) + periodAt(geometry, 2) > 0
  const zRange = f64x2.replace_lane(f64x2.splat(-zOf(own)), 1, reachOf(own))
  if (isPeriodic) countAround(copy, geometry, own, first, end)
  else countRun(copy, own, xyOf(own), zRange, first, end)
  return 0
}

/**
 * Number of neighbours of the cells at places [begin, end) into `counts`, and into `hits` which of their candidates they are;
 * `largest` is where the largest reach lies.
 */
export function neighbours_count(
  copy: usize, geometry: usize, start: usize, largest: usize, counts: usize, hits: usize, begin: u32, end: u32,
): void {
  const reach = load<f64>(largest)
  for (let p = begin; p < end; p++) {
    beginCount(hits, p)
    search(copy, geometry, start, reach, p, COUNT, 0, 0, 0)
    store<u32>(counts + (<usize>p << 2), endCount())
  }
}

/** End of each list: counts [count] become running sums; returns the total. */
export function neighbours_ends(counts: usize, count: u32): u32 {
  let total: u32 = 0
  for (let p: u32 = 0; p < count; p++) {
    total += u32At(counts, p)
    store<u32>(counts + (<usize>p << 2), total)
  }
  return total
}

/**
 * Writes the lists of the cells at places [begin, end), in the order of the slots. `room` has one word per cell: a block
 * uses those of its own cells.
 */
export function neighbours_fill(
  copy: usize, geometry: usize, start: usize, largest: usize, places: usize, ends: usize, lists: usize, hits: usize,
  room: usize, begin: u32, end: u32,
): void {
  const reach = load<f64>(largest)
  // Half of the block's room for slots, half for places; slots are followed by four that are none.
  const half = (end - begin) >> 1
  const slots = room + (<usize>begin << 2)
  const found = slots + (<usize>half << 2)
  let first = listBegin(ends, begin)
  for (let p = begin; p < end; p++) {
    const length = u32At(ends, p) - first
    const list = lists + (<usize>first << 2)
    first += length
    if (length == 0) continue
    const deed = beginTake(hits, p) ? TAKE : COLLECT
    if (length + 4 <= half) {
      search(copy, geometry, start, reach, p, deed, found, slots, length)
      rank(slots, found, length, list)
    } else {
      // Slots overwrite places, are sorted where they are, and become places again.
      search(copy, geometry, start, reach, p, deed, list, list, length)
      sortLong(list, length)
      for (let k: u32 = 0; k < length; k++) store<u32>(list + (<usize>k << 2), u32At(places, u32At(list, k)))
    }
  }
}
