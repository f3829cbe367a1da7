// The packed rows: made in the order of the grid when lists are made, and kept up to date while lists last.

import { f64At, minimumImage, setF64, u16At, u32At } from '../kernels/as/columns.lib.as'
import { rowOf, setRow } from './packed.lib.as'

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
