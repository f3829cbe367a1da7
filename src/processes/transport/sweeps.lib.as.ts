// Sweeps along the lines of an axis, with what reads a field and writes it (kernels.as.ts says what a sweep is).

import { f64At, setF64 } from '../../kernels/as/columns.lib.as'
import { pairAt, setPair, storePairs } from '../../kernels/as/fields.lib.as'

/** Rows swept at once; measured: 8 take 8 % longer, 16 no less. */
const ROWS: u32 = 12

/**
 * Takes `rows` neighbouring rows of `n` voxels, voxel `first` and on, from the field into `work` and sweeps them along x.
 * Steps along a line wait for each other, those of different lines do not: hence twelve rows at once, two to a vector.
 */
export function sweepRows(
  field: usize, remainder: usize, work: usize, first: u32, factors: usize, n: u32, rows: u32, isPeriodic: u32,
): void {
  let row: u32 = 0
  for (; row + ROWS <= rows; row += ROWS) {
    const at: usize = first + row * n
    store<u32>(work + (at << 3), touch(field + (at << 2), ROWS * n) ^ touch(remainder + (at << 2), ROWS * n))
    sweepTwelveRows(field + (at << 2), remainder + (at << 2), work + (at << 3), factors, n)
  }
  for (; row + 2 <= rows; row += 2) {
    const at: usize = first + row * n
    sweepTwoRows(field + (at << 2), remainder + (at << 2), work + (at << 3), factors, n)
  }
  if (row < rows) {
    const at: usize = first + row * n
    sweepRow(field + (at << 2), remainder + (at << 2), work + (at << 3), factors, n)
  }
  if (!isPeriodic) return
  for (row = 0; row < rows; row++) closeLines(work + (<usize>(first + row * n) << 3), factors, n, 1, 1)
}

/**
 * Reads one f32 of each cache line of `count`: a stream that the processor fetches ahead of, which twelve rows side by side are
 * not. What it returns must be used, or compilers leave the reading out.
 */
// @ts-ignore: decorator
@inline
function touch(values: usize, count: u32): u32 {
  let seen: u32 = 0
  for (let at: usize = 0; at < <usize>count << 2; at += 64) seen ^= load<u32>(values + at)
  return seen
}

/** Two rows, two voxels each, from the field: swept up and left in `work` column by column, as `down` wants them. */
// @ts-ignore: decorator
@inline
function up(
  field: usize, remainder: usize, work: usize, n: usize, m: v128, e: v128, mNext: v128, eNext: v128, before: v128,
): v128 {
  const high = v128.shuffle<u32>(v128.load_zero<u64>(field), v128.load_zero<u64>(field + (n << 2)), 0, 4, 1, 5)
  const low = v128.shuffle<u32>(v128.load_zero<u64>(remainder), v128.load_zero<u64>(remainder + (n << 2)), 0, 4, 1, 5)
  const counted = v128.and(low, f32x4.eq(f32x4.add(high, low), high))
  const here = f64x2.add(f64x2.promote_low_f32x4(high), f64x2.promote_low_f32x4(counted))
  const next = f64x2.add(f64x2.promote_low_f32x4(upper(high)), f64x2.promote_low_f32x4(upper(counted)))
  const r = f64x2.add(f64x2.mul(m, here), f64x2.mul(e, before))
  v128.store(work, r)
  const rNext = f64x2.add(f64x2.mul(mNext, next), f64x2.mul(eNext, r))
  v128.store(work + (n << 3), rNext)
  return rNext
}

// @ts-ignore: decorator
@inline
function upper(value: v128): v128 {
  return v128.shuffle<u64>(value, value, 1, 1)
}

/** The way back for two rows, two voxels each: from columns to rows. */
// @ts-ignore: decorator
@inline
function down(work: usize, n: usize, e: v128, eNext: v128, after: v128): v128 {
  const rNext = f64x2.add(v128.load(work + (n << 3)), f64x2.mul(eNext, after))
  const r = f64x2.add(v128.load(work), f64x2.mul(e, rNext))
  v128.store(work, v128.shuffle<f64>(r, rNext, 0, 2))
  v128.store(work + (n << 3), v128.shuffle<f64>(r, rNext, 1, 3))
  return r
}

/** The last voxels of `pairs` pairs of rows of odd length, going up: in their places in `work`, not column by column. */
function upLast(field: usize, remainder: usize, work: usize, factors: usize, n: usize, pairs: u32): void {
  const last = n - 1
  const m = splatAt(factors, last)
  const c = splatAt(factors + (n << 3), last)
  for (let pair: usize = 0; pair < pairs; pair++) {
    const v = last + pair * (n << 1)
    const before = n > 1 ? v128.load(work + ((v + n - 2) << 3)) : f64x2.splat(0)
    const here = f64x2(pairAt(field, remainder, <u32>v), pairAt(field, remainder, <u32>(v + n)))
    const r = f64x2.add(f64x2.mul(m, here), f64x2.mul(c, before))
    v128.store_lane<f64>(work + (v << 3), r, 0)
    v128.store_lane<f64>(work + ((v + n) << 3), r, 1)
  }
}

/** What two rows begin with on the way back: the last voxels of odd rows; even rows begin within `down`. */
// @ts-ignore: decorator
@inline
function lastOf(work: usize, n: usize): v128 {
  if (!(n & 1)) return f64x2.splat(0)
  const last = work + ((n - 1) << 3)
  return v128.load_lane<f64>(last + (n << 3), v128.load_zero<f64>(last), 1)
}

function sweepTwoRows(field: usize, remainder: usize, work: usize, factors: usize, n: usize): void {
  const cs = factors + (n << 3)
  const even = n & ~1
  let r = f64x2.splat(0)
  for (let i: usize = 0; i < even; i += 2) {
    r = up(
      field + (i << 2), remainder + (i << 2), work + (i << 3), n,
      splatAt(factors, i), splatAt(cs, i), splatAt(factors, i + 1), splatAt(cs, i + 1), r,
    )
  }
  if (n & 1) upLast(field, remainder, work, factors, n, 1)
  r = lastOf(work, n)
  for (let i = even; i >= 2; i -= 2) r = down(work + ((i - 2) << 3), n, splatAt(cs, i - 2), splatAt(cs, i - 1), r)
}

/** Six pairs of rows in turn, for the sake of the processor's pipeline. */
function sweepTwelveRows(field: usize, remainder: usize, work: usize, factors: usize, n: usize): void {
  const cs = factors + (n << 3)
  const even = n & ~1
  const two = n << 1
  let a = f64x2.splat(0)
  let b = a
  let c = a
  let d = a
  let e = a
  let f = a
  for (let i: usize = 0; i < even; i += 2) {
    const m = splatAt(factors, i)
    const k = splatAt(cs, i)
    const mNext = splatAt(factors, i + 1)
    const kNext = splatAt(cs, i + 1)
    let v = i
    a = up(field + (v << 2), remainder + (v << 2), work + (v << 3), n, m, k, mNext, kNext, a)
    v += two
    b = up(field + (v << 2), remainder + (v << 2), work + (v << 3), n, m, k, mNext, kNext, b)
    v += two
    c = up(field + (v << 2), remainder + (v << 2), work + (v << 3), n, m, k, mNext, kNext, c)
    v += two
    d = up(field + (v << 2), remainder + (v << 2), work + (v << 3), n, m, k, mNext, kNext, d)
    v += two
    e = up(field + (v << 2), remainder + (v << 2), work + (v << 3), n, m, k, mNext, kNext, e)
    v += two
    f = up(field + (v << 2), remainder + (v << 2), work + (v << 3), n, m, k, mNext, kNext, f)
  }
  if (n & 1) upLast(field, remainder, work, factors, n, ROWS / 2)
  a = lastOf(work, n)
  b = lastOf(work + (two << 3), n)
  c = lastOf(work + 2 * (two << 3), n)
  d = lastOf(work + 3 * (two << 3), n)
  e = lastOf(work + 4 * (two << 3), n)
  f = lastOf(work + 5 * (two << 3), n)
  for (let i = even; i >= 2; i -= 2) {
    const k = splatAt(cs, i - 2)
    const kNext = splatAt(cs, i - 1)
    let at = work + ((i - 2) << 3)
    a = down(at, n, k, kNext, a)
    at += two << 3
    b = down(at, n, k, kNext, b)
    at += two << 3
    c = down(at, n, k, kNext, c)
    at += two << 3
    d = down(at, n, k, kNext, d)
    at += two << 3
    e = down(at, n, k, kNext, e)
    at += two << 3
    f = down(at, n, k, kNext, f)
  }
}

// @ts-ignore: decorator
@inline
function splatAt(pointer: usize, index: usize): v128 {
  return v128.load64_splat(pointer + (index << 3))
}

function sweepRow(field: usize, remainder: usize, work: usize, factors: usize, n: u32): void {
  const c: usize = factors + (<usize>n << 3)
  let r: f64 = 0
  for (let i: u32 = 0; i < n; i++) {
    r = f64At(factors, i) * pairAt(field, remainder, i) + f64At(c, i) * r
    setF64(work, i, r)
  }
  for (let i: i32 = <i32>n - 2; i >= 0; i--) {
    r = f64At(work, i) + f64At(c, i) * r
    setF64(work, i, r)
  }
}

/** Goes up over all `n` rows of `width` voxels, `pitch` bytes apart. */
export function eliminateRows(lines: usize, factors: usize, n: u32, pitch: usize, width: u32): void {
  const c: usize = factors + (<usize>n << 3)
  let row = lines
  // The first row has none before it: c r_before is then left out by a factor of zero on itself.
  eliminate(row, row, f64At(factors, 0), 0, width)
  for (let p: u32 = 1; p < n; p++) {
    row += pitch
    eliminate(row, row - pitch, f64At(factors, p), f64At(c, p), width)
  }
}

/** row <- m row + c before, for `width` numbers. */
// @ts-ignore: decorator
@inline
function eliminate(row: usize, before: usize, m: f64, c: f64, width: u32): void {
  const ms = f64x2.splat(m)
  const cs = f64x2.splat(c)
  let at: usize = 0
  const even: usize = <usize>(width & ~7) << 3
  for (; at < even; at += 64) {
    const r = row + at
    const b = before + at
    v128.store(r, f64x2.add(f64x2.mul(ms, v128.load(r)), f64x2.mul(cs, v128.load(b))))
    v128.store(r, f64x2.add(f64x2.mul(ms, v128.load(r, 16)), f64x2.mul(cs, v128.load(b, 16))), 16)
    v128.store(r, f64x2.add(f64x2.mul(ms, v128.load(r, 32)), f64x2.mul(cs, v128.load(b, 32))), 32)
    v128.store(r, f64x2.add(f64x2.mul(ms, v128.load(r, 48)), f64x2.mul(cs, v128.load(b, 48))), 48)
  }
  const paired: usize = <usize>(width & ~1) << 3
  for (; at < paired; at += 16) {
    v128.store(row + at, f64x2.add(f64x2.mul(ms, v128.load(row + at)), f64x2.mul(cs, v128.load(before + at))))
  }
  if (at < <usize>width << 3) {
    store<f64>(row + at, m * load<f64>(row + at) + c * load<f64>(before + at))
  }
}

/** Comes back down over all `n` rows of `width` voxels. */
export function substituteRows(lines: usize, factors: usize, n: u32, pitch: usize, width: u32): void {
  const c: usize = factors + (<usize>n << 3)
  let row = lines + <usize>(n - 1) * pitch
  for (let p: i32 = <i32>n - 2; p >= 0; p--) {
    row -= pitch
    addScaled(row, row + pitch, f64At(c, p), width)
  }
}

/** row <- row + c other, for `width` numbers. */
// @ts-ignore: decorator
@inline
function addScaled(row: usize, other: usize, c: f64, width: u32): void {
  const cs = f64x2.splat(c)
  let at: usize = 0
  const even: usize = <usize>(width & ~7) << 3
  for (; at < even; at += 64) {
    const r = row + at
    const o = other + at
    v128.store(r, f64x2.add(v128.load(r), f64x2.mul(cs, v128.load(o))))
    v128.store(r, f64x2.add(v128.load(r, 16), f64x2.mul(cs, v128.load(o, 16))), 16)
    v128.store(r, f64x2.add(v128.load(r, 32), f64x2.mul(cs, v128.load(o, 32))), 32)
    v128.store(r, f64x2.add(v128.load(r, 48), f64x2.mul(cs, v128.load(o, 48))), 48)
  }
  const paired: usize = <usize>(width & ~1) << 3
  for (; at < paired; at += 16) {
    v128.store(row + at, f64x2.add(v128.load(row + at), f64x2.mul(cs, v128.load(other + at))))
  }
  if (at < <usize>width << 3) store<f64>(row + at, load<f64>(row + at) + c * load<f64>(other + at))
}

/** The same with the result in the field as well; voxel `first` is the first of the lines, `stride` voxels from row to row. */
export function substituteIntoField(
  work: usize, field: usize, remainder: usize, first: u32, factors: usize, n: u32, stride: u32, width: u32,
): void {
  const c: usize = factors + (<usize>n << 3)
  let v = first + (n - 1) * stride
  packRow(work, field, remainder, v, width)
  for (let p: i32 = <i32>n - 2; p >= 0; p--) {
    v -= stride
    addScaledIntoField(work, field, remainder, v, v + stride, f64At(c, p), width)
  }
}

// @ts-ignore: decorator
@inline
function addScaledIntoField(
  work: usize, field: usize, remainder: usize, first: u32, other: u32, c: f64, width: u32,
): void {
  const cs = f64x2.splat(c)
  let v = first
  const end = first + width
  const ahead = <usize>(other - first) << 3
  for (; v + 4 <= end; v += 4) {
    const at = work + (<usize>v << 3)
    const low = f64x2.add(v128.load(at), f64x2.mul(cs, v128.load(at + ahead)))
    const high = f64x2.add(v128.load(at, 16), f64x2.mul(cs, v128.load(at + ahead, 16)))
    v128.store(at, low)
    v128.store(at, high, 16)
    storePairs(field, remainder, v, low, high)
  }
  for (; v < end; v++) {
    const at = work + (<usize>v << 3)
    const value = load<f64>(at) + c * load<f64>(at + ahead)
    store<f64>(at, value)
    setPair(field, remainder, v, value)
  }
}

/** Writes `width` voxels, voxel `first` and on, from `work` into the field. */
export function packRow(work: usize, field: usize, remainder: usize, first: u32, width: u32): void {
  let v = first
  const end = first + width
  for (; v + 4 <= end; v += 4) {
    const at = work + (<usize>v << 3)
    storePairs(field, remainder, v, v128.load(at), v128.load(at, 16))
  }
  for (; v < end; v++) setPair(field, remainder, v, f64At(work, v))
}

/** Adds w times the sum of both ends to each of `width` lines: the two ends of a periodic axis are neighbours. */
export function closeLines(lines: usize, factors: usize, n: u32, stride: u32, width: u32): void {
  const w: usize = factors + (<usize>n << 4)
  const last: usize = <usize>((n - 1) * stride) << 3
  for (let k: u32 = 0; k < width; k++) {
    const line = lines + (<usize>k << 3)
    const ends = load<f64>(line) + load<f64>(line + last)
    for (let p: u32 = 0; p < n; p++) {
      const at = line + (<usize>(p * stride) << 3)
      store<f64>(at, load<f64>(at) + load<f64>(w + (<usize>p << 3)) * ends)
    }
  }
}
