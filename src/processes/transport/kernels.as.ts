// Transport: implicit locally one-dimensional steps (README.md). A field is a pair of f32 arrays: the field itself and
// its remainder, what rounding to f32 left over. Sweeps run in f64 on the sum of the two, in the array `work`.
//
// Along a line the factors of the tridiagonal matrix are known beforehand: r <- m r + c r_before going up and
// r <- r + c r_after coming down. Only positive numbers are added, so that nothing cancels and nothing turns negative.
// Factors of an axis of n voxels: m [n], c [n], w [n] (w closes the circle of a periodic axis, else unused).

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { loadPair, pairAt, setPair, storePair } from '../../kernels/as/fields.lib.as'

/** Lines swept together: 1 KiB per row keeps the prefetcher busy, and a strip of 100 rows stays in the second-level cache. */
const STRIP: u32 = 128

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

/** Takes rows [begin, end) of `n` voxels from the field into `work` and sweeps them along x. */
export function transport_sweep_rows(
  field: usize, remainder: usize, work: usize, factors: usize, n: u32, isPeriodic: u32, begin: u32, end: u32,
): void {
  let row = begin
  for (; row + 8 <= end; row += 8) {
    unpack(field, remainder, work, row * n, (row + 8) * n)
    sweepEightRows(work + (<usize>(row * n) << 3), factors, n)
    if (isPeriodic) for (let r = row; r < row + 8; r++) closeRow(work + (<usize>(r * n) << 3), factors, n)
  }
  for (; row < end; row++) {
    unpack(field, remainder, work, row * n, (row + 1) * n)
    sweepRow(work + (<usize>(row * n) << 3), factors, n)
    if (isPeriodic) closeRow(work + (<usize>(row * n) << 3), factors, n)
  }
}

/**
 * Sweeps lines [begin, end) of `n` voxels that lie `stride` voxels apart (y: nx, z: nx ny); line l is the l-th voxel
 * of the first layer, layer by layer. With `field` not 0 the result goes back into the field.
 */
export function transport_sweep_lines(
  work: usize, field: usize, remainder: usize, factors: usize, n: u32, stride: u32, isPeriodic: u32,
  begin: u32, end: u32,
): void {
  let line = begin
  while (line < end) {
    const within = line % stride
    const first = (line / stride) * stride * n + within
    const width = min(min(STRIP, end - line), stride - within)
    sweepStrip(work + (<usize>first << 3), factors, n, stride, width)
    if (isPeriodic) closeStrip(work + (<usize>first << 3), factors, n, stride, width)
    if (field != 0) packStrip(work, field, remainder, first, n, stride, width)
    line += width
  }
}

function unpack(field: usize, remainder: usize, work: usize, begin: u32, end: u32): void {
  let v = begin
  for (; v + 2 <= end; v += 2) v128.store(work + (<usize>v << 3), loadPair(field, remainder, v))
  if (v < end) setF64(work, v, pairAt(field, remainder, v))
}

function packStrip(work: usize, field: usize, remainder: usize, first: u32, n: u32, stride: u32, width: u32): void {
  for (let p: u32 = 0; p < n; p++) {
    let v = first + p * stride
    const end = v + width
    for (; v + 2 <= end; v += 2) storePair(field, remainder, v, v128.load(work + (<usize>v << 3)))
    if (v < end) setPair(field, remainder, v, f64At(work, v))
  }
}

/** `lines` points to the first voxel of the first of `width` neighbouring lines. */
function sweepStrip(lines: usize, factors: usize, n: u32, stride: u32, width: u32): void {
  const down: usize = <usize>stride << 3
  const c: usize = factors + (<usize>n << 3)
  let row = lines
  let before = lines
  for (let p: u32 = 0; p < n; p++) {
    // The first row has none before it: c r_before is then left out by a factor of zero on itself.
    eliminate(row, before, load<f64>(factors + (<usize>p << 3)), p == 0 ? 0 : load<f64>(c + (<usize>p << 3)), width)
    before = row
    row += down
  }
  row = lines + (<usize>(n - 1)) * down
  for (let p: i32 = <i32>n - 2; p >= 0; p--) {
    const after = row
    row -= down
    addScaled(row, after, load<f64>(c + (<usize>p << 3)), width)
  }
}

/** row <- m row + c before, for `width` numbers. */
// @ts-ignore: decorator
@inline
function eliminate(row: usize, before: usize, m: f64, c: f64, width: u32): void {
  const ms = f64x2.splat(m)
  const cs = f64x2.splat(c)
  let at: usize = 0
  const paired: usize = <usize>(width & ~3) << 3
  for (; at < paired; at += 32) {
    const low = f64x2.add(f64x2.mul(ms, v128.load(row + at)), f64x2.mul(cs, v128.load(before + at)))
    const high = f64x2.add(f64x2.mul(ms, v128.load(row + at, 16)), f64x2.mul(cs, v128.load(before + at, 16)))
    v128.store(row + at, low)
    v128.store(row + at, high, 16)
  }
  for (; at < <usize>width << 3; at += 8) {
    store<f64>(row + at, m * load<f64>(row + at) + c * load<f64>(before + at))
  }
}

/** row <- row + c other, for `width` numbers. */
// @ts-ignore: decorator
@inline
function addScaled(row: usize, other: usize, c: f64, width: u32): void {
  const cs = f64x2.splat(c)
  let at: usize = 0
  const paired: usize = <usize>(width & ~3) << 3
  for (; at < paired; at += 32) {
    v128.store(row + at, f64x2.add(v128.load(row + at), f64x2.mul(cs, v128.load(other + at))))
    v128.store(row + at, f64x2.add(v128.load(row + at, 16), f64x2.mul(cs, v128.load(other + at, 16))), 16)
  }
  for (; at < <usize>width << 3; at += 8) store<f64>(row + at, load<f64>(row + at) + c * load<f64>(other + at))
}

/** Adds w times the sum of both ends to each line: the two ends of a periodic axis are neighbours. */
function closeStrip(lines: usize, factors: usize, n: u32, stride: u32, width: u32): void {
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

function closeRow(row: usize, factors: usize, n: u32): void {
  closeStrip(row, factors, n, 1, 1)
}

function sweepRow(row: usize, factors: usize, n: u32): void {
  const c: usize = factors + (<usize>n << 3)
  let r: f64 = f64At(factors, 0) * f64At(row, 0)
  setF64(row, 0, r)
  for (let i: u32 = 1; i < n; i++) {
    r = f64At(factors, i) * f64At(row, i) + f64At(c, i) * r
    setF64(row, i, r)
  }
  for (let i: i32 = <i32>n - 2; i >= 0; i--) {
    r = f64At(row, i) + f64At(c, i) * r
    setF64(row, i, r)
  }
}

// @ts-ignore: decorator
@inline
function gather(low: usize, high: usize): v128 {
  return v128.load_lane<f64>(high, v128.load_zero<f64>(low), 1)
}

// @ts-ignore: decorator
@inline
function scatter(low: usize, high: usize, value: v128): void {
  v128.store_lane<f64>(low, value, 0)
  v128.store_lane<f64>(high, value, 1)
}

/** Eight neighbouring rows at once, two to a vector: a line's steps wait for each other, those of eight lines do not. */
function sweepEightRows(rows: usize, factors: usize, n: u32): void {
  const next: usize = <usize>n << 3
  const two = next << 1
  let a = f64x2.splat(0)
  let b = a
  let c = a
  let d = a
  for (let at: usize = 0; at < next; at += 8) {
    const m = v128.load64_splat(factors + at)
    const e = v128.load64_splat(factors + next + at)
    const p = rows + at
    const q = p + two
    const r = q + two
    const s = r + two
    a = f64x2.add(f64x2.mul(m, gather(p, p + next)), f64x2.mul(e, a))
    b = f64x2.add(f64x2.mul(m, gather(q, q + next)), f64x2.mul(e, b))
    c = f64x2.add(f64x2.mul(m, gather(r, r + next)), f64x2.mul(e, c))
    d = f64x2.add(f64x2.mul(m, gather(s, s + next)), f64x2.mul(e, d))
    scatter(p, p + next, a)
    scatter(q, q + next, b)
    scatter(r, r + next, c)
    scatter(s, s + next, d)
  }
  for (let at: isize = <isize>next - 16; at >= 0; at -= 8) {
    const e = v128.load64_splat(factors + next + at)
    const p = rows + at
    const q = p + two
    const r = q + two
    const s = r + two
    a = f64x2.add(gather(p, p + next), f64x2.mul(e, a))
    b = f64x2.add(gather(q, q + next), f64x2.mul(e, b))
    c = f64x2.add(gather(r, r + next), f64x2.mul(e, c))
    d = f64x2.add(gather(s, s + next), f64x2.mul(e, d))
    scatter(p, p + next, a)
    scatter(q, q + next, b)
    scatter(r, r + next, c)
    scatter(s, s + next, d)
  }
}
