// Neighbours: cells are sorted into a uniform grid and copied in its order, then each gets the list of those it may touch.
// A list holds the places of every j with |xi - xj| < reach_i + reach_j + their margins, in the order of the slots, so that
// sums over it do not depend on when the list was made. Lists lie one after the other in the order of places.

import { f64At, minimumImage, setF64, u16At, u32At } from '../kernels/as/columns.lib.as'
import { along, cornerAt, edgeAt, indexAlong, periodAt, shapeAt } from './grid.lib.as'
import { ROW, listBegin, reachOf, rowOf, setRow, slotOf, xOf, xyOf, yOf, zOf, zReachOf } from './packed.lib.as'

/** Boxes are this much wider than needed [um], far more than rounding could move a face and far less than a cell. */
const ROUNDING: f64 = 1e-6
/** Added behind the slots that are ranked, so that four can be compared at a time. */
const NO_SLOT: i32 = 0x7fffffff

/** Raises the number at `place` to `value`: the largest of all blocks, in whichever order they come. Both at least 0. */
// @ts-ignore: decorator
@inline
function raise(place: usize, value: f64): void {
  // Numbers from 0 on are in the order of their bits, and NaN comes after all of them.
  const bits = reinterpret<u64>(value)
  let seen = atomic.load<u64>(place)
  while (bits > seen) {
    const found = atomic.cmpxchg<u64>(place, seen, bits)
    if (found == seen) return
    seen = found
  }
}

/**
 * Makes the packed rows of cells [begin, end), with reaches that include the margins of their types, and writes down
 * where cells are now. `largest` becomes at least the largest of these reaches.
 */
export function neighbours_pack(
  x: usize, y: usize, z: usize, reach: usize, radius: usize, classes: usize, types: usize, places: usize, copy: usize,
  margins: usize, x0: usize, y0: usize, z0: usize, reach0: usize, largest: usize, begin: u32, end: u32,
): void {
  let most: f64 = 0
  for (let i = begin; i < end; i++) {
    const type = u16At(types, i)
    const range = f64At(reach, i) + f64At(margins, type)
    const row = rowOf(copy, u32At(places, i))
    setRow(row, f64At(x, i), f64At(y, i), f64At(z, i), range, f64At(radius, i), i, u16At(classes, i), type)
    setF64(x0, i, f64At(x, i))
    setF64(y0, i, f64At(y, i))
    setF64(z0, i, f64At(z, i))
    setF64(reach0, i, f64At(reach, i))
    most = max(most, range)
  }
  raise(largest, most)
}

/** How far cell i moved and grew since the lists were made [um]: displacement plus change of reach. */
// @ts-ignore: decorator
@inline
function driftOf(
  x: usize, y: usize, z: usize, reach: usize, x0: usize, y0: usize, z0: usize, reach0: usize, px: f64, py: f64, pz: f64,
  i: u32,
): f64 {
  const dx = minimumImage(f64At(x, i) - f64At(x0, i), px)
  const dy = minimumImage(f64At(y, i) - f64At(y0, i), py)
  const dz = minimumImage(f64At(z, i) - f64At(z0, i), pz)
  return Math.sqrt(dx * dx + dy * dy + dz * dz) + Math.abs(f64At(reach, i) - f64At(reach0, i))
}

/**
 * Brings the packed rows of cells [begin, end) up to date. `excess` becomes at least the largest drift beyond the margin
 * of its type: above 0 the lists no longer hold.
 */
export function neighbours_refresh(
  x: usize, y: usize, z: usize, reach: usize, radius: usize, classes: usize, types: usize, places: usize, copy: usize,
  margins: usize, x0: usize, y0: usize, z0: usize, reach0: usize, excess: usize, px: f64, py: f64, pz: f64, begin: u32,
  end: u32,
): void {
  let most: f64 = 0
  for (let i = begin; i < end; i++) {
    const type = u16At(types, i)
    const row = rowOf(copy, u32At(places, i))
    setRow(row, f64At(x, i), f64At(y, i), f64At(z, i), f64At(reach, i), f64At(radius, i), i, u16At(classes, i), type)
    most = max(most, driftOf(x, y, z, reach, x0, y0, z0, reach0, px, py, pz, i) - f64At(margins, type))
  }
  raise(excess, most)
}

/** Raises `paces` [types] to the largest drifts of cells [begin, end) by type. */
export function neighbours_paces(
  x: usize, y: usize, z: usize, reach: usize, x0: usize, y0: usize, z0: usize, reach0: usize, types: usize, paces: usize,
  px: f64, py: f64, pz: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const drift = driftOf(x, y, z, reach, x0, y0, z0, reach0, px, py, pz, i)
    raise(paces + (<usize>u16At(types, i) << 3), drift)
  }
}

/** First index of the box along an axis; on a periodic axis it may lie before the first grid cell. */
// @ts-ignore: decorator
@inline
function lowest(geometry: usize, axis: usize, position: f64, range: f64): i32 {
  if (periodAt(geometry, axis) == 0) return along(geometry, axis, position - range)
  return min(indexAlong(geometry, axis, position - range), along(geometry, axis, position))
}

// @ts-ignore: decorator
@inline
function highest(geometry: usize, axis: usize, position: f64, range: f64): i32 {
  if (periodAt(geometry, axis) == 0) return along(geometry, axis, position + range)
  return max(indexAlong(geometry, axis, position + range), along(geometry, axis, position))
}

/** How far a position is from row `index` of the grid at least [um], 0 inside; rows at the ends go on to infinity. */
// @ts-ignore: decorator
@inline
function apart(geometry: usize, axis: usize, position: f64, index: i32): f64 {
  const low = cornerAt(geometry, axis) + <f64>index * edgeAt(geometry, axis)
  if (position < low) return index == 0 ? 0 : low - position
  const high = low + edgeAt(geometry, axis)
  return position > high && index != shapeAt(geometry, axis) - 1 ? position - high : 0
}

// @ts-ignore: decorator
@inline
function wrap(index: i32, n: i32): i32 {
  return index < 0 ? index + n : index >= n ? index - n : index
}

/**
 * Finds the neighbours of the cell at `place` and returns their number. Unless `places` is 0, writes their places and then
 * their slots to `slots`, and stops when it has `wanted` of them. `largest` is the largest reach of all [um].
 */
function search(
  copy: usize, geometry: usize, start: usize, largest: f64, place: u32, places: usize, slots: usize, wanted: u32,
): u32 {
  const row = rowOf(copy, place)
  const x = xOf(row)
  const y = yOf(row)
  const z = zOf(row)
  const range = reachOf(row) + largest + ROUNDING
  const square = range * range
  const nx = shapeAt(geometry, 0)
  const ny = shapeAt(geometry, 1)
  const nz = shapeAt(geometry, 2)
  const isPeriodic = periodAt(geometry, 0) + periodAt(geometry, 1) + periodAt(geometry, 2) > 0
  let lowX = lowest(geometry, 0, x, range)
  let highX = highest(geometry, 0, x, range)
  let lowY = lowest(geometry, 1, y, range)
  let highY = highest(geometry, 1, y, range)
  let lowZ = lowest(geometry, 2, z, range)
  let highZ = highest(geometry, 2, z, range)
  const isAroundX = highX - lowX + 1 >= nx
  const isAroundY = highY - lowY + 1 >= ny
  const isAroundZ = highZ - lowZ + 1 >= nz
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
  const xy = xyOf(row)
  const zRange = f64x2.replace_lane(f64x2.splat(-z), 1, reachOf(row))
  let found: u32 = 0
  for (let k = lowZ; k <= highZ; k++) {
    const dz = isAroundZ ? 0 : apart(geometry, 2, z, k)
    for (let j = lowY; j <= highY; j++) {
      const dy = isAroundY ? 0 : apart(geometry, 1, y, j)
      if (dy * dy + dz * dz >= square) continue
      // Grid cells of a row follow each other in the copy: a row of the box is one run, or two where it goes around.
      const cells = start + (<usize>((wrap(k, nz) * ny + wrap(j, ny)) * nx) << 2)
      let first = u32At(cells, max(lowX, 0))
      let end = u32At(cells, min(highX, nx - 1) + 1)
      if (isPeriodic) found = visitAround(copy, geometry, place, first, end, places, slots, found, wanted)
      else if (places == 0) found = count(copy, row, xy, zRange, first, end, found)
      else found = collect(copy, row, xy, zRange, first, end, places, slots, found, wanted)
      if (lowX < 0) {
        first = u32At(cells, lowX + nx)
        end = u32At(cells, nx)
        found = visitAround(copy, geometry, place, first, end, places, slots, found, wanted)
      }
      if (highX >= nx) {
        end = u32At(cells, highX - nx + 1)
        found = visitAround(copy, geometry, place, u32At(cells, 0), end, places, slots, found, wanted)
      }
    }
  }
  return found
}

/** 1 if the cell of `other` is within range of the position (xy, zRange), else 0; zRange is (-z, range). */
// @ts-ignore: decorator
@inline
function isNear(xy: v128, zRange: v128, other: usize): u32 {
  const across = f64x2.sub(xyOf(other), xy)
  const up = f64x2.add(zReachOf(other), zRange)
  const squares = f64x2.mul(across, across)
  const last = f64x2.mul(up, up)
  const square = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1) + f64x2.extract_lane(last, 0)
  // Not `less than`: what is not a number stays in the lists, so that it spreads and the guard finds it.
  return <u32>!(square >= f64x2.extract_lane(last, 1))
}

/** Looks at the places [first, end) for neighbours of the cell in row `own`; returns how many are known then. */
// @ts-ignore: decorator
@inline
function count(copy: usize, own: usize, xy: v128, zRange: v128, first: u32, end: u32, known: u32): u32 {
  let found = known
  for (let other = rowOf(copy, first), last = rowOf(copy, end); other < last; other += ROW) {
    found += isNear(xy, zRange, other) & <u32>(other != own)
  }
  return found
}

/** The same, and writes them down. */
// @ts-ignore: decorator
@inline
function collect(
  copy: usize, own: usize, xy: v128, zRange: v128, first: u32, end: u32, places: usize, slots: usize, known: u32,
  wanted: u32,
): u32 {
  let found = known
  // Written without asking, counted if it is one: whether a cell is near is anybody's guess, and wrong guesses are dear.
  for (let s = first; s < end && found < wanted; s++) {
    const other = rowOf(copy, s)
    store<u32>(places + (<usize>found << 2), s)
    store<u32>(slots + (<usize>found << 2), slotOf(other))
    found += isNear(xy, zRange, other) & <u32>(other != own)
  }
  return found
}

/** Both of the above in a box that goes around along some axis. */
function visitAround(
  copy: usize, geometry: usize, place: u32, first: u32, end: u32, places: usize, slots: usize, known: u32, wanted: u32,
): u32 {
  const own = rowOf(copy, place)
  const px = periodAt(geometry, 0)
  const py = periodAt(geometry, 1)
  const pz = periodAt(geometry, 2)
  let found = known
  for (let s = first; s < end && found < wanted; s++) {
    const other = rowOf(copy, s)
    const dx = minimumImage(xOf(other) - xOf(own), px)
    const dy = minimumImage(yOf(other) - yOf(own), py)
    const dz = minimumImage(zOf(other) - zOf(own), pz)
    const range = reachOf(own) + reachOf(other)
    if (places != 0) {
      store<u32>(places + (<usize>found << 2), s)
      store<u32>(slots + (<usize>found << 2), slotOf(other))
    }
    found += <u32>!(dx * dx + dy * dy + dz * dz >= range * range) & <u32>(other != own)
  }
  return found
}

/** Number of neighbours of the cells at places [begin, end) into `counts`; `largest` is where the largest reach lies. */
export function neighbours_count(
  copy: usize, geometry: usize, start: usize, largest: usize, counts: usize, begin: u32, end: u32,
): void {
  const reach = load<f64>(largest)
  for (let p = begin; p < end; p++) {
    store<u32>(counts + (<usize>p << 2), search(copy, geometry, start, reach, p, 0, 0, u32.MAX_VALUE))
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
  copy: usize, geometry: usize, start: usize, largest: usize, places: usize, ends: usize, lists: usize, room: usize,
  begin: u32, end: u32,
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
    if (length + 4 <= half) {
      search(copy, geometry, start, reach, p, found, slots, length)
      rank(slots, found, length, list)
    } else {
      // Slots overwrite places, are sorted where they are, and become places again.
      search(copy, geometry, start, reach, p, list, list, length)
      insert(list, length)
      for (let k: u32 = 0; k < length; k++) store<u32>(list + (<usize>k << 2), u32At(places, u32At(list, k)))
    }
    first += length
  }
}

/** Writes `places` to `list` in the order of their slots: each goes to as many as there are smaller ones. */
function rank(slots: usize, places: usize, length: u32, list: usize): void {
  v128.store(slots + (<usize>length << 2), i32x4.splat(NO_SLOT))
  for (let a: u32 = 0; a < length; a++) {
    const own = i32x4.splat(u32At(slots, a))
    let smaller = i32x4.splat(0)
    for (let b: u32 = 0; b < length; b += 4) {
      smaller = i32x4.sub(smaller, i32x4.lt_s(v128.load(slots + (<usize>b << 2)), own))
    }
    smaller = i32x4.add(smaller, i64x2.shuffle(smaller, smaller, 1, 0))
    const before = i32x4.extract_lane(smaller, 0) + i32x4.extract_lane(smaller, 1)
    store<u32>(list + (<usize>before << 2), u32At(places, a))
  }
}

/** Sorts long lists. */
function insert(list: usize, length: u32): void {
  for (let k: u32 = 1; k < length; k++) {
    const slot = u32At(list, k)
    let at = list + (<usize>k << 2)
    while (at > list && load<u32>(at - 4) > slot) {
      store<u32>(at, load<u32>(at - 4))
      at -= 4
    }
    store<u32>(at, slot)
  }
}
