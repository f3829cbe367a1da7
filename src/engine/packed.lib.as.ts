// The packed copy: what pair loops read of a cell, in one row of 48 bytes, rows in the order of the search's grid, so that
// cells near each other in space lie near each other in memory. The number of a row is the cell's place.

import { minimumImage } from '../kernels/as/columns.lib.as'

/** Bytes of a row; a multiple of 16, so that its halves load as vectors. */
export const ROW: usize = 48

// Offsets within a row: (x, y) and (z, reach) are loaded as pairs.
const X: usize = 0
const Y: usize = 8
const Z: usize = 16
const REACH: usize = 24
const RADIUS: usize = 32
const SLOT: usize = 40
const CLASS: usize = 44
const TYPE: usize = 46

// @ts-ignore: decorator
@inline
export function rowOf(copy: usize, place: u32): usize {
  return copy + <usize>place * ROW
}
// @ts-ignore: decorator
@inline
export function xOf(row: usize): f64 {
  return load<f64>(row, X)
}
// @ts-ignore: decorator
@inline
export function yOf(row: usize): f64 {
  return load<f64>(row, Y)
}
// @ts-ignore: decorator
@inline
export function zOf(row: usize): f64 {
  return load<f64>(row, Z)
}
/** (x, y) [um]. */
// @ts-ignore: decorator
@inline
export function xyOf(row: usize): v128 {
  return v128.load(row, X)
}
/** (z, reach) [um]. */
// @ts-ignore: decorator
@inline
export function zReachOf(row: usize): v128 {
  return v128.load(row, Z)
}
// @ts-ignore: decorator
@inline
export function reachOf(row: usize): f64 {
  return load<f64>(row, REACH)
}
// @ts-ignore: decorator
@inline
export function radiusOf(row: usize): f64 {
  return load<f64>(row, RADIUS)
}
// @ts-ignore: decorator
@inline
export function slotOf(row: usize): u32 {
  return load<u32>(row, SLOT)
}
// @ts-ignore: decorator
@inline
export function classOf(row: usize): u32 {
  return <u32>load<u16>(row, CLASS)
}
// @ts-ignore: decorator
@inline
export function typeOf(row: usize): u32 {
  return <u32>load<u16>(row, TYPE)
}
/** Writes a row. */
// @ts-ignore: decorator
@inline
export function setRow(row: usize, x: f64, y: f64, z: f64, reach: f64, radius: f64, slot: u32, cls: u32, type: u32): void {
  store<f64>(row, x, X)
  store<f64>(row, y, Y)
  store<f64>(row, z, Z)
  store<f64>(row, reach, REACH)
  store<f64>(row, radius, RADIUS)
  store<u32>(row, slot, SLOT)
  store<u16>(row, <u16>cls, CLASS)
  store<u16>(row, <u16>type, TYPE)
}

/** True when the cells of two rows touch; `px` to `pz` are the periods [um], 0 on closed axes. */
// @ts-ignore: decorator
@inline
export function touch(row: usize, other: usize, px: f64, py: f64, pz: f64): bool {
  const dx = minimumImage(xOf(other) - xOf(row), px)
  const dy = minimumImage(yOf(other) - yOf(row), py)
  const dz = minimumImage(zOf(other) - zOf(row), pz)
  const near = reachOf(row) + reachOf(other)
  return dx * dx + dy * dy + dz * dz < near * near
}

/** First entry of the list of the cell at `place`; `ends` [count] are where lists end, one after the other. */
// @ts-ignore: decorator
@inline
export function listBegin(ends: usize, place: u32): u32 {
  return place == 0 ? 0 : load<u32>(ends + (<usize>place << 2) - 4)
}
