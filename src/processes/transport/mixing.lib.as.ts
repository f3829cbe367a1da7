// Where diffusion varies from voxel to voxel, some patterns of the error shrink slowly from cycle to cycle. From the third cycle
// on the next one begins from a mix of the last two results: the one for which the corrections of both, mixed in the same
// way, are least (Anderson 1965, with one step of memory). With x what a cycle began from, g its result and f = g - x:
//     next x = g - t (g - g before),     t = f (f - f before) / |f - f before|^2

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { partOf } from './multigrid.lib.as'
import { CHUNK_ROWS, CYCLE, EARLIER, LEVELS, PARTIALS, PAST, SUMS, WORK, across, control, rowChunks, rowCount, total, upper } from './adaptive-state.lib.as'

/** Chosen: more than it takes to leap over what would take ten cycles; beyond that rounding speaks. */
const MOST_MIXING: f64 = 10

/** Bytes of the rows of the finest level. */
// @ts-ignore: decorator
@inline
function allBytes(plan: usize, level: usize): usize {
  return <usize>(rowCount(plan) * u32At(level, 3)) << 2
}

/** Sums for the mix over the chunks [begin, end) of rows, once there are two corrections. */
export function compare(plan: usize, begin: u32, end: u32): void {
  if (f64At(control(plan), CYCLE) < 3) return
  const level: usize = u32At(plan, LEVELS)
  const bytes: usize = <usize>u32At(level, 3) << 2
  const size = u32At(plan, CHUNK_ROWS)
  const e = partOf(u32At(plan, WORK), level, 4)
  const x: usize = u32At(plan, EARLIER)
  const before = <usize>u32At(plan, PAST) + allBytes(plan, level)
  for (let chunk = begin; chunk < end; chunk++) {
    const last = <usize>min((chunk + 1) * size, rowCount(plan)) * bytes
    let product = f64x2.splat(0)
    let square = f64x2.splat(0)
    for (let at: usize = <usize>(chunk * size) * bytes; at < last; at += 16) {
      const f = f32x4.sub(v128.load(e + at), v128.load(x + at))
      const d = f32x4.sub(f, v128.load(before + at))
      const lower = f64x2.promote_low_f32x4(d)
      const higher = upper(d)
      product = f64x2.add(product, f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(f), lower), f64x2.mul(upper(f), higher)))
      square = f64x2.add(square, f64x2.add(f64x2.mul(lower, lower), f64x2.mul(higher, higher)))
    }
    const sums = <usize>u32At(plan, PARTIALS) + <usize>(chunk * SUMS) * 8
    setF64(sums, 0, across(product))
    setF64(sums, 1, across(square))
  }
}

/** Leaves in the rows [begin, end) what the next cycle begins from, and keeps what the mix after it needs. */
export function mix(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const bytes: usize = <usize>u32At(level, 3) << 2
  const e = partOf(u32At(plan, WORK), level, 4)
  const x: usize = u32At(plan, EARLIER)
  const result: usize = u32At(plan, PAST)
  const correction = result + allBytes(plan, level)
  const t = f64At(control(plan), CYCLE) < 3 ? f32x4.splat(0) : f32x4.splat(<f32>mixing(plan))
  const last = <usize>end * bytes
  const isFirst = f64At(control(plan), CYCLE) < 2
  for (let at: usize = <usize>begin * bytes; at < last; at += 16) {
    const g = v128.load(e + at)
    // After one cycle there is no result before it to mix with.
    const step = isFirst ? f32x4.splat(0) : f32x4.mul(t, f32x4.sub(g, v128.load(result + at)))
    const next = isFirst ? g : f32x4.sub(g, step)
    if (!isFirst) v128.store(correction + at, f32x4.sub(g, v128.load(x + at)))
    v128.store(result + at, g)
    v128.store(x + at, next)
    v128.store(e + at, next)
  }
}

function mixing(plan: usize): f64 {
  const chunks = rowChunks(plan)
  const square = total(plan, chunks, 1)
  if (!(square > 0)) return 0
  return min(max(total(plan, chunks, 0) / square, -MOST_MIXING), MOST_MIXING)
}
