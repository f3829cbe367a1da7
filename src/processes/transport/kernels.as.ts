// Transport: implicit locally one-dimensional steps (README.md). A field is a pair of f32 arrays: the field itself and
// its remainder, what rounding to f32 left over. Sweeps run in f64 on the sum of the two, in the array `work`.
//
// Along a line the factors of the tridiagonal matrix are known beforehand: r <- m r + c r_before going up and
// r <- r + c r_after coming down. Only positive numbers are added, so that nothing cancels and nothing turns negative.
// Factors of an axis of n voxels: m [n], c [n], w [n] (w closes the circle of a periodic axis, else unused).
//
// Ranges of sweeps count voxels, so that a pool knows how much work they are: line (or layer) number l of n voxels belongs to
// the range that holds l n.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { pairAt, setPair } from '../../kernels/as/fields.lib.as'
import { setHalves, sweepColumns, sweepIntoHalves } from './halves.lib.as'
import { closeLines, eliminateRows, packRow, substituteIntoField, substituteRows, sweepRows } from './sweeps.lib.as'

/**
 * Lines swept together: a row of 2 KiB, 1 KiB where it goes back into the field, keeps the prefetcher busy, and a strip of
 * 100 rows stays in the second-level cache. Measured: 128 costs 15 % more along z, 512 and 1024 gain nothing.
 */
const STRIP: u32 = 256

/** Overwrites the field at fixed voxels: `indices` u32 [count], `values` f64 [count]. */
export function transport_fix(
  field: usize, remainder: usize, indices: usize, values: usize, begin: u32, end: u32,
): void {
  for (let k = begin; k < end; k++) setPair(field, remainder, u32At(indices, k), f64At(values, k))
}

/** The same in the middle of a step, when the field is in `work`. */
export function transport_fix_work(work: usize, indices: usize, values: usize, begin: u32, end: u32): void {
  for (let k = begin; k < end; k++) setF64(work, u32At(indices, k), f64At(values, k))
}

/** Multiplies the voxels [begin, end) by `factor`: the whole step of a substrate that does not diffuse. */
export function transport_decay(field: usize, remainder: usize, factor: f64, begin: u32, end: u32): void {
  for (let v = begin; v < end; v++) setPair(field, remainder, v, pairAt(field, remainder, v) * factor)
}

/** Takes rows of `n` voxels from the field into `work` and sweeps them along x. */
export function transport_sweep_rows(
  field: usize, remainder: usize, work: usize, factors: usize, n: u32, isPeriodic: u32, begin: u32, end: u32,
): void {
  const first = firstIn(begin, n)
  sweepRows(field, remainder, work, first * n, factors, n, firstIn(end, n) - first, isPeriodic)
}

/**
 * Sweeps lines of `n` voxels that lie `stride` voxels apart (y: nx, z: nx ny); line l is the l-th voxel of the first
 * layer, layer by layer. With `field` not 0 the result goes back into the field.
 */
export function transport_sweep_lines(
  work: usize, field: usize, remainder: usize, factors: usize, n: u32, stride: u32, isPeriodic: u32,
  begin: u32, end: u32,
): void {
  let line = firstIn(begin, n)
  const last = firstIn(end, n)
  while (line < last) {
    const within = line % stride
    const first = (line / stride) * stride * n + within
    const width = min(min(STRIP, last - line), stride - within)
    sweepStrip(work, field, remainder, first, factors, n, stride, width, isPeriodic)
    line += width
  }
}

/** `width` neighbouring lines from voxel `first` on. */
function sweepStrip(
  work: usize, field: usize, remainder: usize, first: u32, factors: usize, n: u32, stride: u32, width: u32,
  isPeriodic: u32,
): void {
  const lines = work + (<usize>first << 3)
  const pitch = <usize>stride << 3
  eliminateRows(lines, factors, n, pitch, width)
  if (field != 0 && !isPeriodic) {
    substituteIntoField(work, field, remainder, first, factors, n, stride, width)
    return
  }
  substituteRows(lines, factors, n, pitch, width)
  if (isPeriodic) closeLines(lines, factors, n, stride, width)
  if (field == 0) return
  for (let p: u32 = 0; p < n; p++) packRow(work, field, remainder, first + p * stride, width)
}

/**
 * Takes layers of nx ny voxels from the field, sweeps them along x and y and leaves the result in the field's own two arrays,
 * as halves of f64 (`setHalves`): nothing is rounded, and no third array of the field's size is written and read again. Bits 1 and 2
 * of `periodic` stand for x and y. Fixed voxels, in ascending order, are overwritten before each axis and after y. A range sweeps
 * in one of `slots` slots of `slotBytes` bytes each.
 */
export function transport_sweep_layers(
  field: usize, remainder: usize, work: usize, claims: usize, slots: u32, slotBytes: u32, factors: usize, nx: u32, ny: u32,
  periodic: u32, indices: usize, values: usize, count: u32, begin: u32, end: u32,
): void {
  const area = nx * ny
  const slot = claim(claims, slots)
  const first = firstIn(begin, area)
  sweepLayers(
    field, remainder, work + <usize>slot * slotBytes, factors, nx, ny, periodic, indices, values, count, first,
    firstIn(end, area),
  )
  release(claims, slot)
}

function sweepLayers(
  field: usize, remainder: usize, layerWork: usize, factors: usize, nx: u32, ny: u32, periodic: u32, indices: usize,
  values: usize, count: u32, begin: u32, end: u32,
): void {
  const area = nx * ny
  const along = factors + 24 * <usize>nx
  for (let layer = begin; layer < end; layer++) {
    const first = layer * area
    const k = firstFrom(indices, count, first)
    const stop = firstFrom(indices, count, first + area)
    const fields = field + (<usize>first << 2)
    const remainders = remainder + (<usize>first << 2)
    transport_fix(field, remainder, indices, values, k, stop)
    sweepRows(fields, remainders, layerWork, 0, factors, nx, ny, periodic & 1)
    for (let at = k; at < stop; at++) setF64(layerWork, u32At(indices, at) - first, f64At(values, at))
    for (let x: u32 = 0; x < nx; x += STRIP) {
      sweepIntoHalves(layerWork, fields, remainders, x, along, ny, nx, min(STRIP, nx - x), periodic & 2)
    }
    for (let at = k; at < stop; at++) setHalves(field, remainder, u32At(indices, at), f64At(values, at))
  }
}

/**
 * Sweeps lines of `n` voxels that lie `stride` voxels apart from what `transport_sweep_layers` left behind, and makes it a field
 * again. `width` neighbouring lines at a time are swept in a slot, which stays in the second-level cache.
 */
export function transport_sweep_columns(
  field: usize, remainder: usize, work: usize, claims: usize, slots: u32, slotBytes: u32, factors: usize, n: u32,
  stride: u32, width: u32, isPeriodic: u32, begin: u32, end: u32,
): void {
  const slot = claim(claims, slots)
  const strip = work + <usize>slot * slotBytes
  const last = firstIn(end, n)
  for (let line = firstIn(begin, n); line < last; line += width) {
    sweepColumns(field, remainder, strip, line, factors, n, stride, min(width, last - line), isPeriodic)
  }
  release(claims, slot)
}

/**
 * The slot that this thread had last, if it is free: what it holds is in this core's cache. A hint, on which no result depends;
 * each thread has its own instance of the module.
 */
let lastSlot: u32 = 0

/** Takes a slot that no other thread works in; waits for one, should there be fewer than threads. */
function claim(claims: usize, slots: u32): u32 {
  let slot = min(lastSlot, slots - 1)
  while (atomic.cmpxchg<i32>(claims + (<usize>slot << 2), 0, 1) != 0) slot = slot + 1 < slots ? slot + 1 : 0
  lastSlot = slot
  return slot
}

function release(claims: usize, slot: u32): void {
  atomic.store<i32>(claims + (<usize>slot << 2), 0)
}

/**
 * The whole step of a substrate on a small mesh: not cut, but done by the range that holds voxel 0. `nz` is 0 in two
 * dimensions; bit 4 of `periodic` stands for z.
 */
export function transport_sweep_whole(
  field: usize, remainder: usize, work: usize, factors: usize, nx: u32, ny: u32, nz: u32, periodic: u32,
  indices: usize, values: usize, count: u32, begin: u32, end: u32,
): void {
  if (begin != 0 || end == 0) return
  const area = nx * ny
  const along = factors + 24 * <usize>nx
  if (nz > 0) {
    sweepLayers(field, remainder, work, factors, nx, ny, periodic, indices, values, count, 0, nz)
    for (let line: u32 = 0; line < area; line += STRIP) {
      const width = min(STRIP, area - line)
      sweepColumns(field, remainder, work, line, along + 24 * <usize>ny, nz, area, width, periodic & 4)
    }
  } else {
    transport_fix(field, remainder, indices, values, 0, count)
    sweepRows(field, remainder, work, 0, factors, nx, ny, periodic & 1)
    transport_fix_work(work, indices, values, 0, count)
    transport_sweep_lines(work, field, remainder, along, ny, nx, periodic & 2, 0, area)
  }
  transport_fix(field, remainder, indices, values, 0, count)
}

/** Number of the first line of `n` voxels whose first voxel is not before `voxel`. */
// @ts-ignore: decorator
@inline
function firstIn(voxel: u32, n: u32): u32 {
  return (voxel + n - 1) / n
}

/** Number of the first of `count` ascending indices that is not below `voxel`. */
function firstFrom(indices: usize, count: u32, voxel: u32): u32 {
  let low: u32 = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (u32At(indices, middle) < voxel) low = middle + 1
    else high = middle
  }
  return low
}
