// One attempt at a step of one substrate (README.md): backward Euler for the change of the field, solved by multigrid.
//
// What is solved for is e = c_new - high, with c_old = high + low as a field stores it. The equation then has differences of
// `high` only, which f32 takes without loss of what matters, and `low` only in its own voxel:
//     (1/H + k + L - D laplace) e = low / H + G - (k + L) high + D laplace high
//
// What an attempt works on stands in a plan of u32 words, its constants beside it, its state in a control block of f64.
// Sums are taken per chunk of fixed size and added in order of the chunks, whoever computed them.

import { f32At, f64At, setF64, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { setPair, storePairs } from '../../kernels/as/fields.lib.as'
import { RUN } from '../../kernels/as/sources.lib.as'
import { coarsenFrom, cycleFrom, partOf } from './multigrid.lib.as'
import { coarsenVariedFrom, cycleVariedFrom } from './multigrid-varied.lib.as'
import { compare, mix } from './mixing.lib.as'
import { residual, weigh } from './adaptive-start.lib.as'
import {
  FIELD, REMAINDER, CHANGE, LOSS, GAIN, MEAN, MARKS, EARLIER, WORK, LEVELS, GEOMETRY, LEVEL_COUNT, PARTIALS,
  CHUNK_ROWS, IS_CLOSED, DECAY, TOLERANCE, BOUND, LENGTH_BEFORE, RATE, CYCLES, CLIPPED, SHIFT, LENGTH, RATIO,
  IS_FIRST, SHARE, MAY_REFUSE, VERDICT, ESTIMATE, CHANGED, TURNOVER, CYCLE, LAST_NORM, SUPPLY, SINKS, LOCAL, AGAIN,
  ACCEPTED, REFUSED, SUMS, FACES, MOST_CYCLES, SOLVER_SHARE, BEST_RATE, WORST_RATE, VARIED_RATE, control, constant, voxels, rowCount,
  rowChunks, total, across, upper, counted, fieldRow,
} from './adaptive-state.lib.as'

/** Keeps e as it is before another cycle, for the rows [begin, end). */
export function remember(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const bytes: usize = <usize>u32At(level, 3) << 2
  const from = partOf(u32At(plan, WORK), level, 4) + <usize>begin * bytes
  memory.copy(<usize>u32At(plan, EARLIER) + <usize>begin * bytes, from, <usize>(end - begin) * bytes)
}

/**
 * Sums for the verdict: squares of the last correction, of all that was added to the guess, and of the change; the largest
 * value; and (1/H + k + L) e, where amounts are to balance. Remainders are left out of the first three: they are far below
 * what is decided from them.
 */
export function gather(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const size = u32At(plan, CHUNK_ROWS)
  for (let chunk = begin; chunk < end; chunk++) {
    const sums = <usize>u32At(plan, PARTIALS) + <usize>(chunk * SUMS) * 8
    memory.fill(sums, 0, SUMS * 8)
    const last = min((chunk + 1) * size, rowCount(plan))
    for (let row = chunk * size; row < last; row++) gatherRow(plan, level, row, sums)
  }
}

// @ts-ignore: decorator
@inline
function squares(sum: v128, four: v128): v128 {
  const a = f64x2.promote_low_f32x4(four)
  const b = upper(four)
  return f64x2.add(sum, f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b)))
}

function gatherRow(plan: usize, level: usize, row: u32, sums: usize): void {
  const state = control(plan)
  const n = u32At(level, 0)
  const at: usize = <usize>(row * u32At(level, 3)) << 2
  const first = fieldRow(plan, level, row)
  const e = partOf(u32At(plan, WORK), level, 4) + at
  const earlier = <usize>u32At(plan, EARLIER) + at
  const high = <usize>u32At(plan, FIELD) + (<usize>first << 2)
  const change = <usize>u32At(plan, CHANGE) + (<usize>first << 2)
  const ratio = <f32>f64At(state, RATIO)
  const isFirst = f64At(state, CYCLE) == 0
  let corrections = f64x2.splat(0)
  let additions = f64x2.splat(0)
  let changes = f64x2.splat(0)
  let all = f64x2.splat(0)
  let most = f32x4.splat(0)
  let i: u32 = 0
  for (; i + 4 <= n; i += 4) {
    const o: usize = <usize>i << 2
    const here = v128.load(e + o)
    additions = squares(additions, f32x4.sub(here, f32x4.mul(f32x4.splat(ratio), v128.load(change + o))))
    changes = squares(changes, here)
    if (!isFirst) corrections = squares(corrections, f32x4.sub(here, v128.load(earlier + o)))
    all = f64x2.add(all, f64x2.add(f64x2.promote_low_f32x4(here), upper(here)))
    most = f32x4.max(most, f32x4.abs(f32x4.add(v128.load(high + o), here)))
  }
  let correction = across(corrections)
  let addition = across(additions)
  let changed = across(changes)
  let sum = across(all)
  let largest = max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  )
  for (; i < n; i++) {
    const here = f32At(e, i)
    const added = <f64>(here - ratio * f32At(change, i))
    const last = <f64>(here - f32At(earlier, i))
    addition += added * added
    changed += <f64>here * <f64>here
    if (!isFirst) correction += last * last
    sum += <f64>here
    largest = max(largest, Mathf.abs(f32At(high, i) + here))
  }
  setF64(sums, 0, f64At(sums, 0) + (isFirst ? addition : correction))
  setF64(sums, 1, f64At(sums, 1) + addition)
  setF64(sums, 2, f64At(sums, 2) + changed)
  setF64(sums, 3, max(f64At(sums, 3), <f64>largest))
  if (!u32At(plan, IS_CLOSED)) return
  const weight = 1 / f64At(state, LENGTH) + constant(plan, DECAY)
  setF64(sums, 4, f64At(sums, 4) + weight * sum + lostOf(plan, first, n, e))
}

/** Loss x e over the marked runs of a row. */
function lostOf(plan: usize, first: u32, n: u32, e: usize): f64 {
  const loss: usize = u32At(plan, LOSS)
  const last = first + n
  let sum: f64 = 0
  for (let v = first; v < last; ) {
    const end = min(((v >> RUN) + 1) << RUN, last)
    if (u8At(u32At(plan, MARKS), v >> RUN)) {
      let losts = f64x2.splat(0)
      for (; v + 2 <= end; v += 2) {
        const here = f64x2.promote_low_f32x4(v128.load_zero<u64>(e + (<usize>(v - first) << 2)))
        losts = f64x2.add(losts, f64x2.mul(v128.load(loss + (<usize>v << 3)), here))
      }
      sum += across(losts)
      if (v < end) sum += f64At(loss, v) * <f64>f32At(e, v - first)
    }
    v = end
  }
  return sum
}

/** Whether the solver needs another cycle, and whether the step is accepted; AGAIN, ACCEPTED or REFUSED. */
export function judge(plan: usize): f64 {
  const state = control(plan)
  const chunks = rowChunks(plan)
  const perVoxel = 1 / <f64>voxels(plan)
  const norm = Math.sqrt(total(plan, chunks, 0) * perVoxel)
  const cycle = f64At(state, CYCLE) + 1
  setF64(state, CYCLE, cycle)
  setF64(state, CYCLES, f64At(state, CYCLES) + 1)
  let largest: f64 = 0
  for (let chunk: u32 = 0; chunk < chunks; chunk++) largest = max(largest, f64At(u32At(plan, PARTIALS), chunk * SUMS + 3))
  const before = f64At(state, LAST_NORM)
  if (cycle > 1 && before > 0) setF64(state, RATE, min(max(norm / before, BEST_RATE), WORST_RATE))
  setF64(state, LAST_NORM, norm)
  const rate = max(f64At(state, RATE), u32At(plan, FACES) ? VARIED_RATE : BEST_RATE)
  const tolerance = constant(plan, TOLERANCE) * largest
  const left = (norm * rate) / (1 - rate)
  if (u32At(plan, LEVEL_COUNT) > 1 && left > SOLVER_SHARE * tolerance && cycle < MOST_CYCLES) return AGAIN
  const changed = Math.sqrt(total(plan, chunks, 2) * perVoxel)
  const estimate = estimateOf(plan, Math.sqrt(total(plan, chunks, 1) * perVoxel), changed)
  setF64(state, LOCAL, largest > 0 ? f64At(state, LOCAL) / largest : 0)
  setF64(state, ESTIMATE, largest > 0 ? estimate / largest : 0)
  setF64(state, CHANGED, largest > 0 ? changed / largest : 0)
  if (estimate > tolerance && f64At(state, MAY_REFUSE) != 0) return REFUSED
  // The same change everywhere that takes up what the solver left: afterwards amounts balance.
  if (u32At(plan, IS_CLOSED)) setF64(state, SHIFT, (f64At(state, SUPPLY) - total(plan, chunks, 4)) / f64At(state, SINKS))
  return ACCEPTED
}

/** Error of the step as it will stand in the field, from the root mean squares of what was added to the guess and of the change. */
function estimateOf(plan: usize, added: f64, changed: f64): f64 {
  const state = control(plan)
  const length = f64At(state, LENGTH)
  const lastLength = f64At(state, LENGTH_BEFORE)
  const weight = lastLength > 0 ? length / (length + lastLength) : 0.5
  const forgets = f64At(state, TURNOVER) * length
  const local = (weight * added) / (1 + forgets)
  setF64(state, LOCAL, local)
  return forgets >= 1 ? local : max(local, min(local / forgets, 0.5 * changed))
}

/** Writes the field of the end of the step for the chunks [begin, end) of rows, and the change for the next guess. */
export function settle(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const size = u32At(plan, CHUNK_ROWS)
  const rows = rowCount(plan)
  for (let chunk = begin; chunk < end; chunk++) {
    let clipped: u32 = 0
    const last = min((chunk + 1) * size, rows)
    for (let row = chunk * size; row < last; row++) clipped += settleRow(plan, level, row)
    setF64(<usize>u32At(plan, PARTIALS) + <usize>(chunk * SUMS) * 8, 0, <f64>clipped)
  }
}

/** Where a value below zero is the solver's: the exact step is never negative where nothing is exported. */
// @ts-ignore: decorator
@inline
function clips(plan: usize, c: v128, v: u32): v128 {
  const isNegative = f64x2.lt(c, f64x2.splat(0))
  if (!v128.any_true(isNegative)) return isNegative
  return v128.and(isNegative, f64x2.ge(f64x2(gainAt(plan, v), gainAt(plan, v + 1)), f64x2.splat(0)))
}

// @ts-ignore: decorator
@inline
function gainAt(plan: usize, v: u32): f64 {
  return u8At(u32At(plan, MARKS), v >> RUN) ? f64At(u32At(plan, GAIN), v) : 0
}

// @ts-ignore: decorator
@inline
function storeMean(mean: usize, c: v128, share: v128, isFirst: bool): void {
  const part = f64x2.mul(share, c)
  v128.store(mean, isFirst ? part : f64x2.add(v128.load(mean), part))
}

/** One row; returns how many values were set to zero. */
function settleRow(plan: usize, level: usize, row: u32): u32 {
  const state = control(plan)
  const first = fieldRow(plan, level, row)
  const e = partOf(u32At(plan, WORK), level, 4) + (<usize>(row * u32At(level, 3)) << 2)
  const field: usize = u32At(plan, FIELD)
  const remainder: usize = u32At(plan, REMAINDER)
  const change: usize = u32At(plan, CHANGE)
  const mean: usize = u32At(plan, MEAN)
  const isFirst = f64At(state, IS_FIRST) != 0
  const share = f64At(state, SHARE)
  const shares = f64x2.splat(share)
  const shift = f64At(state, SHIFT)
  const last = first + u32At(level, 0)
  let clipped: u32 = 0
  let v = first
  for (; v + 4 <= last; v += 4) {
    const o: usize = <usize>v << 2
    const here = v128.load(e + (<usize>(v - first) << 2))
    const high = v128.load(field + o)
    const low = counted(high, v128.load(remainder + o))
    const a = f64x2.add(f64x2.promote_low_f32x4(high), f64x2.add(f64x2.promote_low_f32x4(here), f64x2.splat(shift)))
    const b = f64x2.add(upper(high), f64x2.add(upper(here), f64x2.splat(shift)))
    const cutA = clips(plan, a, v)
    const cutB = clips(plan, b, v + 2)
    clipped += popcnt(i64x2.bitmask(cutA)) + popcnt(i64x2.bitmask(cutB))
    const newA = v128.andnot(a, cutA)
    const newB = v128.andnot(b, cutB)
    storePairs(field, remainder, v, newA, newB)
    v128.store(change + o, f32x4.add(f32x4.sub(here, low), f32x4.splat(<f32>shift)))
    if (!mean) continue
    storeMean(mean + (o << 1), newA, shares, isFirst)
    storeMean(mean + (o << 1) + 16, newB, shares, isFirst)
  }
  for (; v < last; v++) {
    const here = f32At(e, v - first)
    const high = f32At(field, v)
    const low: f32 = high + f32At(remainder, v) == high ? f32At(remainder, v) : 0
    let c = <f64>high + (<f64>here + shift)
    if (c < 0 && gainAt(plan, v) >= 0) {
      c = 0
      clipped += 1
    }
    setPair(field, remainder, v, c)
    if (mean) setF64(mean, v, isFirst ? share * c : f64At(mean, v) + share * c)
    store<f32>(change + (<usize>v << 2), here - low + <f32>shift)
  }
  return clipped
}

/** What is kept of an accepted step. */
export function finish(plan: usize): void {
  const state = control(plan)
  setF64(state, LENGTH_BEFORE, f64At(state, LENGTH))
  setF64(state, CLIPPED, f64At(state, CLIPPED) + total(plan, rowChunks(plan), 0))
}

/** The whole attempt on the calling thread, for small meshes: the same passes in the same order. */
export function attempt(plan: usize): void {
  const levels: usize = u32At(plan, LEVELS)
  const geometry: usize = u32At(plan, GEOMETRY)
  const work: usize = u32At(plan, WORK)
  const count = u32At(plan, LEVEL_COUNT)
  const chunks = rowChunks(plan)
  residual(plan, 0, chunks)
  const moves = weigh(plan) != 0
  const bound = <f32>constant(plan, BOUND)
  const faces: usize = u32At(plan, FACES)
  if (moves && faces) coarsenVariedFrom(levels, geometry, work, faces, 0, count, bound)
  else if (moves) coarsenFrom(levels, geometry, work, 0, count, bound)
  let verdict: f64 = AGAIN
  while (true) {
    if (moves && faces) cycleVariedFrom(levels, geometry, work, faces, 0, count, true)
    else if (moves) cycleFrom(levels, geometry, work, 0, count, true)
    gather(plan, 0, chunks)
    verdict = judge(plan)
    if (verdict != AGAIN) break
    if (faces) {
      compare(plan, 0, chunks)
      mix(plan, 0, rowCount(plan))
    } else remember(plan, 0, rowCount(plan))
  }
  setF64(control(plan), VERDICT, verdict)
  if (verdict != ACCEPTED) return
  settle(plan, 0, chunks)
  finish(plan)
}
