// A field is stored as two f32: the value and the remainder that rounding left over. Without it, changes below half a
// unit in the last place would be lost in every step: a decay of 1e-4 /min would come out 10 % wrong at dt = 0.01 min.
// Code that writes a field alone stays right: a remainder that does not belong to its value is not counted.

/**
 * Smaller values become zero. Chosen: far below one molecule in a voxel in any unit, and large enough that remainders
 * stay above the subnormal numbers of f32 (1e-38), with which processors compute up to a hundred times more slowly.
 */
const TINY: f64 = 1e-28

/** Value of voxel v. */
// @ts-ignore: decorator
@inline
export function pairAt(field: usize, remainder: usize, v: u32): f64 {
  const high = load<f32>(field + (<usize>v << 2))
  const low = load<f32>(remainder + (<usize>v << 2))
  return <f64>high + (high + low == high ? <f64>low : 0)
}

/** Sets voxel v. */
// @ts-ignore: decorator
@inline
export function setPair(field: usize, remainder: usize, v: u32, value: f64): void {
  if (Math.abs(value) < TINY) value = 0
  const high = <f32>value
  store<f32>(field + (<usize>v << 2), high)
  store<f32>(remainder + (<usize>v << 2), <f32>(value - <f64>high))
}

/** Values of voxels v and v + 1 as f64x2. */
// @ts-ignore: decorator
@inline
export function loadPair(field: usize, remainder: usize, v: u32): v128 {
  const high = v128.load_zero<u64>(field + (<usize>v << 2))
  const low = v128.load_zero<u64>(remainder + (<usize>v << 2))
  const counted = v128.and(low, f32x4.eq(f32x4.add(high, low), high))
  return f64x2.add(f64x2.promote_low_f32x4(high), f64x2.promote_low_f32x4(counted))
}

/** Sets voxels v and v + 1 from f64x2. */
// @ts-ignore: decorator
@inline
export function storePair(field: usize, remainder: usize, v: u32, value: v128): void {
  // Not `greater than`: a NaN must stay, so that the guard finds it.
  const kept = v128.andnot(value, f64x2.lt(f64x2.abs(value), f64x2.splat(TINY)))
  const high = f32x4.demote_f64x2_zero(kept)
  const low = f32x4.demote_f64x2_zero(f64x2.sub(kept, f64x2.promote_low_f32x4(high)))
  v128.store_lane<u64>(field + (<usize>v << 2), high, 0)
  v128.store_lane<u64>(remainder + (<usize>v << 2), low, 0)
}

/** Sets voxels v to v + 3 from two f64x2. */
// @ts-ignore: decorator
@inline
export function storePairs(field: usize, remainder: usize, v: u32, first: v128, second: v128): void {
  const tiny = f64x2.splat(TINY)
  const a = v128.andnot(first, f64x2.lt(f64x2.abs(first), tiny))
  const b = v128.andnot(second, f64x2.lt(f64x2.abs(second), tiny))
  const highA = f32x4.demote_f64x2_zero(a)
  const highB = f32x4.demote_f64x2_zero(b)
  const lowA = f32x4.demote_f64x2_zero(f64x2.sub(a, f64x2.promote_low_f32x4(highA)))
  const lowB = f32x4.demote_f64x2_zero(f64x2.sub(b, f64x2.promote_low_f32x4(highB)))
  v128.store(field + (<usize>v << 2), v128.shuffle<u64>(highA, highB, 0, 2))
  v128.store(remainder + (<usize>v << 2), v128.shuffle<u64>(lowA, lowB, 0, 2))
}

/**
 * Slope of a field [unit/um] at voxel `v`, number `at` of `n` along an axis, `stride` apart: central difference,
 * one-sided at closed ends, around the box on a periodic axis, 0 on an axis of one voxel. Voxels have the edge `edge` [um].
 */
export function slope(field: usize, v: u32, at: u32, n: u32, stride: u32, isPeriodic: u32, edge: f64): f64 {
  if (n == 1) return 0
  const up = at + 1 < n ? v + stride : isPeriodic ? v - at * stride : v
  const down = at > 0 ? v - stride : isPeriodic ? v + (n - 1) * stride : v
  const steps: f64 = isPeriodic || (at > 0 && at + 1 < n) ? 2 : 1
  return (<f64>load<f32>(field + (<usize>up << 2)) - <f64>load<f32>(field + (<usize>down << 2))) / (steps * edge)
}
