// Neighbours: cells are sorted into a uniform grid, then each gets the list of those it may touch.
// A list holds every j with |xi - xj| < reach_i + reach_j + their margins, in the order of the slots, so that sums over
// it do not depend on when the list was made.

import { f64At, minimumImage, u32At, setF64 } from '../kernels/as/columns.lib.as'

let cornerX: f64 = 0
let cornerY: f64 = 0
let cornerZ: f64 = 0
let edge: f64 = 1
let shapeX: i32 = 1
let shapeY: i32 = 1
let shapeZ: i32 = 1
let periodX: f64 = 0
let periodY: f64 = 0
let periodZ: f64 = 0

/** Geometry of the grid for the calls that follow: corner and edge [um], shape, period [um] (0 = closed axis). */
export function grid_geometry(
  x: f64, y: f64, z: f64, edgeLength: f64, nx: i32, ny: i32, nz: i32, px: f64, py: f64, pz: f64,
): void {
  cornerX = x
  cornerY = y
  cornerZ = z
  edge = edgeLength
  shapeX = nx
  shapeY = ny
  shapeZ = nz
  periodX = px
  periodY = py
  periodZ = pz
}

// @ts-ignore: decorator
@inline
function along(position: f64, corner: f64, n: i32): i32 {
  const index = <i32>Math.floor((position - corner) / edge)
  return index < 0 ? 0 : index >= n ? n - 1 : index
}

/** Counting sort of `count` points into the grid: `start` [cells + 1], `sorted` [count] slots, `home` [count] cells. */
export function grid_sort(x: usize, y: usize, z: usize, start: usize, sorted: usize, home: usize, count: u32): void {
  const cells: u32 = shapeX * shapeY * shapeZ
  memory.fill(start, 0, <usize>(cells + 1) << 2)
  for (let i: u32 = 0; i < count; i++) {
    const cx = along(f64At(x, i), cornerX, shapeX)
    const cy = along(f64At(y, i), cornerY, shapeY)
    const cz = along(f64At(z, i), cornerZ, shapeZ)
    const c: u32 = (cz * shapeY + cy) * shapeX + cx
    store<u32>(home + (<usize>i << 2), c)
    const slot = start + (<usize>(c + 1) << 2)
    store<u32>(slot, load<u32>(slot) + 1)
  }
  for (let c: u32 = 0; c < cells; c++) {
    const next = start + (<usize>(c + 1) << 2)
    store<u32>(next, load<u32>(next) + u32At(start, c))
  }
  // Backwards, so that each cell's points end in ascending order and `start` ends as it should.
  for (let i: i32 = <i32>count - 1; i >= 0; i--) {
    const c = u32At(home, i)
    const cursor = start + (<usize>(c + 1) << 2)
    const place = load<u32>(cursor) - 1
    store<u32>(cursor, place)
    store<u32>(sorted + (<usize>place << 2), i)
  }
  // Each entry c + 1 now holds the beginning of c: shift down by one.
  for (let c: u32 = 0; c < cells; c++) store<u32>(start + (<usize>c << 2), u32At(start, c + 1))
  store<u32>(start + (<usize>cells << 2), count)
}

/** Largest sum of reach and margin [um] among cells [0, count). */
export function neighbour_largest_reach(reach: usize, margin: usize, count: u32): f64 {
  let largest: f64 = 0
  for (let i: u32 = 0; i < count; i++) largest = max(largest, f64At(reach, i) + f64At(margin, i))
  return largest
}

/**
 * How far each cell moved and grew since the lists were made [um], into `drifts`: displacement plus change of reach.
 * Returns the largest excess over the cell's margin: above 0 the lists no longer hold.
 */
export function neighbour_drift(
  x: usize, y: usize, z: usize, reach: usize, x0: usize, y0: usize, z0: usize, reach0: usize, margin: usize,
  drifts: usize, count: u32,
): f64 {
  let excess: f64 = 0
  for (let i: u32 = 0; i < count; i++) {
    const dx = minimumImage(f64At(x, i) - f64At(x0, i), periodX)
    const dy = minimumImage(f64At(y, i) - f64At(y0, i), periodY)
    const dz = minimumImage(f64At(z, i) - f64At(z0, i), periodZ)
    const drift = Math.sqrt(dx * dx + dy * dy + dz * dz) + Math.abs(f64At(reach, i) - f64At(reach0, i))
    setF64(drifts, i, drift)
    excess = max(excess, drift - f64At(margin, i))
  }
  return excess
}

// @ts-ignore: decorator
@inline
function wrap(index: i32, n: i32): i32 {
  return index < 0 ? index + n : index >= n ? index - n : index
}

let lowX: i32 = 0
let highX: i32 = 0
let lowY: i32 = 0
let highY: i32 = 0
let lowZ: i32 = 0
let highZ: i32 = 0

/** Sets the box of grid cells within `range` [um] of a point. */
function boxAround(x: f64, y: f64, z: f64, range: f64): void {
  // On a periodic axis the last grid cell may be thinner than the others: look one further.
  const span = <i32>Math.ceil(range / edge) + (periodX + periodY + periodZ > 0 ? 1 : 0)
  const cx = along(x, cornerX, shapeX)
  const cy = along(y, cornerY, shapeY)
  const cz = along(z, cornerZ, shapeZ)
  lowX = periodX == 0 ? along(x - range, cornerX, shapeX) : lowest(cx, span, shapeX)
  highX = periodX == 0 ? along(x + range, cornerX, shapeX) : highest(lowX, span, shapeX)
  lowY = periodY == 0 ? along(y - range, cornerY, shapeY) : lowest(cy, span, shapeY)
  highY = periodY == 0 ? along(y + range, cornerY, shapeY) : highest(lowY, span, shapeY)
  lowZ = periodZ == 0 ? along(z - range, cornerZ, shapeZ) : lowest(cz, span, shapeZ)
  highZ = periodZ == 0 ? along(z + range, cornerZ, shapeZ) : highest(lowZ, span, shapeZ)
}

// On a periodic axis the box is at most once around.
function lowest(centre: i32, span: i32, n: i32): i32 {
  return 2 * span + 1 >= n ? 0 : centre - span
}
function highest(low: i32, span: i32, n: i32): i32 {
  return 2 * span + 1 >= n ? n - 1 : low + 2 * span
}

/** Number of points in the box: no list made from it can be longer. */
function boxPopulation(start: usize): u32 {
  let sum: u32 = 0
  for (let k = lowZ; k <= highZ; k++) {
    for (let j = lowY; j <= highY; j++) {
      const row = (wrap(k, shapeZ) * shapeY + wrap(j, shapeY)) * shapeX
      // Grid cells of a row follow each other in `sorted`: a row of the box is one run, or two where it goes around.
      sum += runLength(start, row + max(lowX, 0), row + min(highX, shapeX - 1))
      if (lowX < 0) sum += runLength(start, row + lowX + shapeX, row + shapeX - 1)
      if (highX >= shapeX) sum += runLength(start, row, row + highX - shapeX)
    }
  }
  return sum
}

// @ts-ignore: decorator
@inline
function runLength(start: usize, low: u32, high: u32): u32 {
  return u32At(start, high + 1) - u32At(start, low)
}

/** Writes the neighbours of cell i to `list`, in the order of the slots, and returns their number. */
function listOf(
  x: usize, y: usize, z: usize, reach: usize, margin: usize, start: usize, sorted: usize, i: u32, list: usize,
): u32 {
  let found: u32 = 0
  for (let k = lowZ; k <= highZ; k++) {
    for (let j = lowY; j <= highY; j++) {
      const row = (wrap(k, shapeZ) * shapeY + wrap(j, shapeY)) * shapeX
      const low = u32At(start, row + max(lowX, 0))
      const high = u32At(start, row + min(highX, shapeX - 1) + 1)
      found = listRun(x, y, z, reach, margin, sorted, low, high, i, list, found)
      if (lowX < 0) {
        const last = u32At(start, row + shapeX)
        found = listRun(x, y, z, reach, margin, sorted, u32At(start, row + lowX + shapeX), last, i, list, found)
      }
      if (highX >= shapeX) {
        const last = u32At(start, row + highX - shapeX + 1)
        found = listRun(x, y, z, reach, margin, sorted, u32At(start, row), last, i, list, found)
      }
    }
  }
  return found
}

/** Adds those neighbours of cell i that stand at [first, end) of `sorted`; returns the length of the list. */
function listRun(
  x: usize, y: usize, z: usize, reach: usize, margin: usize, sorted: usize, first: u32, end: u32, i: u32, list: usize,
  length: u32,
): u32 {
  const xi = f64At(x, i)
  const yi = f64At(y, i)
  const zi = f64At(z, i)
  const ri = f64At(reach, i)
  const mi = f64At(margin, i)
  let found = length
  for (let s = first; s < end; s++) {
    const other = u32At(sorted, s)
    const dx = minimumImage(f64At(x, other) - xi, periodX)
    const dy = minimumImage(f64At(y, other) - yi, periodY)
    const dz = minimumImage(f64At(z, other) - zi, periodZ)
    const range = ri + (mi + f64At(margin, other)) + f64At(reach, other)
    if (dx * dx + dy * dy + dz * dz >= range * range || other == i) continue
    insertSorted(list, found, other)
    found++
  }
  return found
}

function insertSorted(list: usize, length: u32, slot: u32): void {
  let place = list + (<usize>length << 2)
  while (place > list && load<u32>(place - 4) > slot) {
    store<u32>(place, load<u32>(place - 4))
    place -= 4
  }
  store<u32>(place, slot)
}

/** Upper bound of the number of neighbours of cells [begin, end) into `bounds`. */
export function neighbours_bound(
  x: usize, y: usize, z: usize, reach: usize, margin: usize, start: usize, bounds: usize, largest: f64, begin: u32,
  end: u32,
): void {
  for (let i = begin; i < end; i++) {
    boxAround(f64At(x, i), f64At(y, i), f64At(z, i), f64At(reach, i) + f64At(margin, i) + largest)
    store<u32>(bounds + (<usize>i << 2), boxPopulation(start))
  }
}

/** Beginning of each list: running sum of `bounds` [count] into `firsts` [count]; returns the total. */
export function neighbours_prefix(bounds: usize, firsts: usize, count: u32): u32 {
  let total: u32 = 0
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(firsts + (<usize>i << 2), total)
    total += u32At(bounds, i)
  }
  return total
}

/** Writes the lists of cells [begin, end) to `lists` and their lengths to `counts`. */
export function neighbours_fill(
  x: usize, y: usize, z: usize, reach: usize, margin: usize, start: usize, sorted: usize, firsts: usize, lists: usize,
  counts: usize, largest: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    boxAround(f64At(x, i), f64At(y, i), f64At(z, i), f64At(reach, i) + f64At(margin, i) + largest)
    const list = lists + (<usize>u32At(firsts, i) << 2)
    store<u32>(counts + (<usize>i << 2), listOf(x, y, z, reach, margin, start, sorted, i, list))
  }
}

/**
 * Sorts cells into the voxels of the mesh: `voxelOf` [count] is filled, `order` [count] lists the slots voxel by
 * voxel in ascending order, voxel v has `counts[v]` of them from `firsts[v]`. Uses the geometry set before.
 */
export function voxels_sort(
  x: usize, y: usize, z: usize, voxelOf: usize, firsts: usize, counts: usize, order: usize, count: u32,
): void {
  const voxels: u32 = shapeX * shapeY * shapeZ
  memory.fill(counts, 0, <usize>voxels << 2)
  for (let i: u32 = 0; i < count; i++) {
    const cx = along(f64At(x, i), cornerX, shapeX)
    const cy = along(f64At(y, i), cornerY, shapeY)
    const cz = along(f64At(z, i), cornerZ, shapeZ)
    const v: u32 = (cz * shapeY + cy) * shapeX + cx
    store<u32>(voxelOf + (<usize>i << 2), v)
    const counter = counts + (<usize>v << 2)
    store<u32>(counter, load<u32>(counter) + 1)
  }
  let total: u32 = 0
  for (let v: u32 = 0; v < voxels; v++) {
    store<u32>(firsts + (<usize>v << 2), total)
    total += u32At(counts, v)
  }
  memory.fill(counts, 0, <usize>voxels << 2)
  for (let i: u32 = 0; i < count; i++) {
    const v = u32At(voxelOf, i)
    const counter = counts + (<usize>v << 2)
    const filled = load<u32>(counter)
    store<u32>(order + (<usize>(u32At(firsts, v) + filled) << 2), i)
    store<u32>(counter, filled + 1)
  }
}
