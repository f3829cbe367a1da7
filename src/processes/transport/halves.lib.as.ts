// Between two sweeps a field of three dimensions is kept in its own two arrays as f64: the upper 32 bits of each number where
// the field is, the lower ones where its remainder is. That is exact, and it moves 8 bytes per voxel and way where an array of f64
// beside the field would move 16 and more.

import { f64At } from '../../kernels/as/columns.lib.as'
import { setPair, storePairs } from '../../kernels/as/fields.lib.as'
import { closeLines, eliminateRows, substituteRows } from './sweeps.lib.as'

/** Puts a number into the halves of voxel v. */
// @ts-ignore: decorator
@inline
export function setHalves(upper: usize, lower: usize, v: u32, value: f64): void {
  const bits = reinterpret<u64>(value)
  store<u32>(upper + (<usize>v << 2), <u32>(bits >> 32))
  store<u32>(lower + (<usize>v << 2), <u32>bits)
}

/** The number in the halves at `at` bytes. */
// @ts-ignore: decorator
@inline
function fromHalves(upper: usize, lower: usize, at: usize): f64 {
  return reinterpret<f64>((<u64>load<u32>(upper + at) << 32) | <u64>load<u32>(lower + at))
}

/** Four numbers, from halves at `at` bytes on. */
// @ts-ignore: decorator
@inline
function storeHalves(upper: usize, lower: usize, at: usize, a: v128, b: v128): void {
  v128.store(upper + at, v128.shuffle<u32>(a, b, 1, 3, 5, 7))
  v128.store(lower + at, v128.shuffle<u32>(a, b, 0, 2, 4, 6))
}

/** Sweeps `width` lines of a layer in `work`, from line `x` on and `stride` voxels from row to row, and leaves halves. */
export function sweepIntoHalves(
  work: usize, upper: usize, lower: usize, x: u32, factors: usize, n: u32, stride: u32, width: u32, isPeriodic: u32,
): void {
  const lines = work + (<usize>x << 3)
  const pitch = <usize>stride << 3
  const c = factors + (<usize>n << 3)
  eliminateRows(lines, factors, n, pitch, width)
  if (isPeriodic) {
    substituteRows(lines, factors, n, pitch, width)
    closeLines(lines, factors, n, stride, width)
  }
  for (let p: i32 = <i32>n - 1; p >= 0; p--) {
    const at = x + <u32>p * stride
    const row = work + (<usize>at << 3)
    const isDone = isPeriodic != 0 || <u32>p == n - 1
    const ahead = isDone ? 0 : pitch
    rowIntoHalves(row, ahead, isDone ? 0 : f64At(c, p), upper + (<usize>at << 2), lower + (<usize>at << 2), width)
  }
}

/** row <- row + c (row `ahead` bytes on), in place and as halves; as it is where `ahead` is 0. */
// @ts-ignore: decorator
@inline
function rowIntoHalves(row: usize, ahead: usize, c: f64, upper: usize, lower: usize, width: u32): void {
  const cs = f64x2.splat(c)
  const wide = width & ~3
  let k: usize = 0
  if (ahead == 0) {
    for (; k < wide; k += 4) {
      const r = row + (k << 3)
      storeHalves(upper, lower, k << 2, v128.load(r), v128.load(r, 16))
    }
    for (; k < width; k++) setHalves(upper, lower, <u32>k, load<f64>(row + (k << 3)))
    return
  }
  for (; k < wide; k += 4) {
    const r = row + (k << 3)
    const o = r + ahead
    const a = f64x2.add(v128.load(r), f64x2.mul(cs, v128.load(o)))
    const b = f64x2.add(v128.load(r, 16), f64x2.mul(cs, v128.load(o, 16)))
    v128.store(r, a)
    v128.store(r, b, 16)
    storeHalves(upper, lower, k << 2, a, b)
  }
  for (; k < width; k++) {
    const r = row + (k << 3)
    const value = load<f64>(r) + c * load<f64>(r + ahead)
    store<f64>(r, value)
    setHalves(upper, lower, <u32>k, value)
  }
}

/**
 * Sweeps `width` lines of `n` voxels, from voxel `first` on and `stride` voxels from row to row, from halves into the field. They
 * lie in `strip` [n width] meanwhile, row behind row.
 */
export function sweepColumns(
  field: usize, remainder: usize, strip: usize, first: u32, factors: usize, n: u32, stride: u32, width: u32,
  isPeriodic: u32,
): void {
  const c = factors + (<usize>n << 3)
  const pitch = <usize>width << 3
  let at = <usize>first << 2
  for (let p: u32 = 0; p < n; p++) {
    const row = strip + <usize>p * pitch
    const before = p == 0 ? row : row - pitch
    rowFromHalves(field + at, remainder + at, row, before, f64At(factors, p), p == 0 ? 0 : f64At(c, p), width)
    at += <usize>stride << 2
  }
  if (isPeriodic) {
    substituteRows(strip, factors, n, pitch, width)
    closeLines(strip, factors, n, width, width)
  }
  for (let p: i32 = <i32>n - 1; p >= 0; p--) {
    at -= <usize>stride << 2
    const isDone = isPeriodic != 0 || <u32>p == n - 1
    const ahead = isDone ? 0 : pitch
    rowIntoField(strip + <usize>p * pitch, ahead, isDone ? 0 : f64At(c, p), field + at, remainder + at, width)
  }
}

/** row <- m (number from halves) + c before; the first row has none before it and is given itself. */
// @ts-ignore: decorator
@inline
function rowFromHalves(upper: usize, lower: usize, row: usize, before: usize, m: f64, c: f64, width: u32): void {
  const ms = f64x2.splat(m)
  const cs = f64x2.splat(c)
  const wide = width & ~3
  let k: usize = 0
  if (row == before) {
    for (; k < width; k++) store<f64>(row + (k << 3), m * fromHalves(upper, lower, k << 2))
    return
  }
  for (; k < wide; k += 4) {
    const high = v128.load(upper + (k << 2))
    const low = v128.load(lower + (k << 2))
    const r = row + (k << 3)
    const b = before + (k << 3)
    const here = v128.shuffle<u32>(low, high, 0, 4, 1, 5)
    const next = v128.shuffle<u32>(low, high, 2, 6, 3, 7)
    v128.store(r, f64x2.add(f64x2.mul(ms, here), f64x2.mul(cs, v128.load(b))))
    v128.store(r, f64x2.add(f64x2.mul(ms, next), f64x2.mul(cs, v128.load(b, 16))), 16)
  }
  for (; k < width; k++) {
    store<f64>(row + (k << 3), m * fromHalves(upper, lower, k << 2) + c * load<f64>(before + (k << 3)))
  }
}

/** row <- row + c (row `ahead` bytes on), in place and into the field; as it is where `ahead` is 0. */
// @ts-ignore: decorator
@inline
function rowIntoField(row: usize, ahead: usize, c: f64, field: usize, remainder: usize, width: u32): void {
  const cs = f64x2.splat(c)
  const wide = width & ~3
  let k: u32 = 0
  if (ahead == 0) {
    for (; k < wide; k += 4) {
      const r = row + (<usize>k << 3)
      storePairs(field, remainder, k, v128.load(r), v128.load(r, 16))
    }
    for (; k < width; k++) setPair(field, remainder, k, f64At(row, k))
    return
  }
  for (; k < wide; k += 4) {
    const r = row + (<usize>k << 3)
    const o = r + ahead
    const a = f64x2.add(v128.load(r), f64x2.mul(cs, v128.load(o)))
    const b = f64x2.add(v128.load(r, 16), f64x2.mul(cs, v128.load(o, 16)))
    v128.store(r, a)
    v128.store(r, b, 16)
    storePairs(field, remainder, k, a, b)
  }
  for (; k < width; k++) {
    const r = row + (<usize>k << 3)
    const value = load<f64>(r) + c * load<f64>(r + ahead)
    store<f64>(r, value)
    setPair(field, remainder, k, value)
  }
}
