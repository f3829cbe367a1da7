// One attempt at a step of one substrate (README.md): backward Euler for the change of the field, solved by multigrid.
//
// What an attempt works on stands in a plan of u32 words, its constants beside it, its state in a control block of f64.
// Sums are taken per chunk of fixed size and added in order of the chunks, whoever computed them.

import { f32At, f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { loadPair, pairAt, setPair } from '../../kernels/as/fields.lib.as'
import { LEVEL_BYTES, coarsenFrom, cycleFrom, partOf, reduceRows } from './multigrid.lib.as'

// Words of a plan: pointers, then numbers. adaptive-plan.ts writes them in this order.
export const FIELD: u32 = 0
export const REMAINDER: u32 = 1
/** f32 [voxels]: the change in the last step. */
export const CHANGE: u32 = 2
/** f64 [voxels], [1/min] and [unit/min]. */
export const LOSS: u32 = 3
export const GAIN: u32 = 4
/** f64 [voxels], or 0 where nobody reads it: mean of the field over the step. */
export const MEAN: u32 = 5
/** f64 [voxels]: the field that the first guess gives. */
export const GUESS: u32 = 6
/** f32, rows as in the finest level: what the solver added to the guess. */
export const ADDED: u32 = 7
export const WORK: u32 = 8
export const LEVELS: u32 = 9
export const GEOMETRY: u32 = 10
export const LEVEL_COUNT: u32 = 11
/** Voxels of the field along the axes. */
export const NX: u32 = 12
export const NY: u32 = 13
export const NZ: u32 = 14
/** Voxels that are held before the first that is solved, along the axes. */
export const FROM_X: u32 = 15
export const FROM_Y: u32 = 16
export const FROM_Z: u32 = 17
/** Periodic axes of the field, bits 1, 2, 4. */
export const RINGS: u32 = 18
export const PARTIALS: u32 = 19
export const CONTROL: u32 = 20
/** u32 [count]: places of fixed voxels in the rows of the finest level. */
export const PINNED: u32 = 21
export const PINNED_COUNT: u32 = 22
export const CONSTANTS: u32 = 23
/** Rows in a chunk of the finest level, and voxels in a chunk of the field. */
export const CHUNK_ROWS: u32 = 24
export const CHUNK_VOXELS: u32 = 25
/** 1 where nothing enters or leaves through held voxels: then the step is to keep amounts. */
export const IS_CLOSED: u32 = 26

// Constants, f64.
/** Diffusion [um^2/min], 1 where there is none: then the couplings are 0. */
const DIFFUSION: u32 = 0
const DECAY: u32 = 1
/** 1/h^2 [1/um^2], 0 without diffusion. */
const COUPLING: u32 = 2
const TOLERANCE: u32 = 3
/** Turnover where nothing is lost [1/min]: one over the length of the run. */
const SLOWEST: u32 = 4
/** Bound of sinks on coarser levels [um^2]. */
const BOUND: u32 = 5

// Control, f64. What is kept from step to step comes first; adaptive-plan.ts names them all.
const LENGTH_BEFORE: u32 = 0
const RATE: u32 = 3
const CYCLES: u32 = 7
const CLIPPED: u32 = 12
/** What is added everywhere so that amounts balance. */
const SHIFT: u32 = 15
const LENGTH: u32 = 16
const RATIO: u32 = 17
const IS_FIRST: u32 = 18
const SHARE: u32 = 19
const MAY_REFUSE: u32 = 20
const VERDICT: u32 = 21
const ESTIMATE: u32 = 22
const CHANGED: u32 = 23
const TURNOVER: u32 = 24
const CYCLE: u32 = 25
const LAST_NORM: u32 = 26

export const AGAIN: f64 = 0
export const ACCEPTED: f64 = 1
export const REFUSED: f64 = 2

/** Numbers that a chunk leaves. */
const SUMS: u32 = 4
/** What a pinned voxel loses [1/um^2]: so much that it cannot move by anything that a field can hold. */
const PIN: f32 = 1e34
/** Cycles at most; chosen: at the worst factor that tests allow, 0.7, they gain three digits. */
const MOST_CYCLES: f64 = 20
/** Share of the tolerance that the solver may use. */
const SOLVER_SHARE: f64 = 0.1
/** Convergence factors that are believed; chosen: below 0.1 two norms say little, above 0.9 the quotient explodes. */
const BEST_RATE: f64 = 0.1
const WORST_RATE: f64 = 0.9

// @ts-ignore: decorator
@inline
export function control(plan: usize): usize {
  return u32At(plan, CONTROL)
}

// @ts-ignore: decorator
@inline
function constant(plan: usize, index: u32): f64 {
  return f64At(u32At(plan, CONSTANTS), index)
}

// @ts-ignore: decorator
@inline
function voxels(plan: usize): u32 {
  return u32At(plan, NX) * u32At(plan, NY) * u32At(plan, NZ)
}

// @ts-ignore: decorator
@inline
export function voxelChunks(plan: usize): u32 {
  const size = u32At(plan, CHUNK_VOXELS)
  return (voxels(plan) + size - 1) / size
}

// @ts-ignore: decorator
@inline
export function rowCount(plan: usize): u32 {
  const level: usize = u32At(plan, LEVELS)
  return u32At(level, 1) * u32At(level, 2)
}

// @ts-ignore: decorator
@inline
export function rowChunks(plan: usize): u32 {
  const size = u32At(plan, CHUNK_ROWS)
  return (rowCount(plan) + size - 1) / size
}

/** First guess: the field moves on as it did in the last step. Leaves what the turnover is made of. */
export function guess(plan: usize, begin: u32, end: u32): void {
  const state = control(plan)
  const ratio = f64At(state, RATIO)
  const decay = constant(plan, DECAY)
  const mean: usize = f64At(state, IS_FIRST) != 0 ? u32At(plan, MEAN) : 0
  const field: usize = u32At(plan, FIELD)
  const remainder: usize = u32At(plan, REMAINDER)
  const change: usize = u32At(plan, CHANGE)
  const loss: usize = u32At(plan, LOSS)
  const target: usize = u32At(plan, GUESS)
  const size = u32At(plan, CHUNK_VOXELS)
  for (let chunk = begin; chunk < end; chunk++) {
    let losts = f64x2.splat(0)
    let theres = f64x2.splat(0)
    let twoRates = f64x2.splat(0)
    const last = min((chunk + 1) * size, voxels(plan))
    let v = chunk * size
    for (; v + 2 <= last; v += 2) {
      const c = loadPair(field, remainder, v)
      const rate = f64x2.add(f64x2.splat(decay), v128.load(loss + (<usize>v << 3)))
      losts = f64x2.add(losts, f64x2.mul(rate, c))
      theres = f64x2.add(theres, c)
      twoRates = f64x2.add(twoRates, rate)
      const before = f64x2.promote_low_f32x4(v128.load_zero<u64>(change + (<usize>v << 2)))
      v128.store(target + (<usize>v << 3), f64x2.add(c, f64x2.mul(f64x2.splat(ratio), before)))
      if (mean) v128.store(mean + (<usize>v << 3), c)
    }
    let lost = f64x2.extract_lane(losts, 0) + f64x2.extract_lane(losts, 1)
    let there = f64x2.extract_lane(theres, 0) + f64x2.extract_lane(theres, 1)
    let rates = f64x2.extract_lane(twoRates, 0) + f64x2.extract_lane(twoRates, 1)
    for (; v < last; v++) {
      const c = pairAt(field, remainder, v)
      const rate = decay + f64At(loss, v)
      lost += rate * c
      there += c
      rates += rate
      setF64(target, v, c + ratio * <f64>f32At(change, v))
      if (mean) setF64(mean, v, c)
    }
    const sums = <usize>u32At(plan, PARTIALS) + <usize>(chunk * SUMS) * 8
    setF64(sums, 0, lost)
    setF64(sums, 1, there)
    setF64(sums, 2, rates)
  }
}

// @ts-ignore: decorator
@inline
function total(plan: usize, chunks: u32, index: u32): f64 {
  const sums: usize = u32At(plan, PARTIALS)
  let sum: f64 = 0
  for (let chunk: u32 = 0; chunk < chunks; chunk++) sum += f64At(sums, chunk * SUMS + index)
  return sum
}

/** Turnover of the substrate [1/min]: what is lost per time over what is there. */
export function weigh(plan: usize): void {
  const chunks = voxelChunks(plan)
  const there = total(plan, chunks, 1)
  const lost = there > 0 ? total(plan, chunks, 0) / there : total(plan, chunks, 2) / <f64>voxels(plan)
  setF64(control(plan), TURNOVER, max(lost, constant(plan, SLOWEST)))
  setF64(control(plan), CYCLE, 0)
  setF64(control(plan), SHIFT, 0)
}

/** Bytes from a voxel of the field to its neighbours along one axis, or 0 at a closed face. */
// @ts-ignore: decorator
@inline
function before(at: u32, n: u32, stride: u32, isRing: bool): isize {
  return (at > 0 ? -<isize>stride : isRing ? <isize>(stride * (n - 1)) : 0) << 3
}

// @ts-ignore: decorator
@inline
function after(at: u32, n: u32, stride: u32, isRing: bool): isize {
  return (at + 1 < n ? <isize>stride : isRing ? -<isize>(stride * (n - 1)) : 0) << 3
}

/** Residual of the guess, from the f64 field, and sinks, both over D, for rows [begin, end) of the finest level. */
export function residual(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const ny = u32At(level, 1)
  for (let row = begin; row < end; row++) residualRow(plan, level, row % ny, row / ny, row)
}

function residualRow(plan: usize, level: usize, j: u32, k: u32, row: u32): void {
  const n = u32At(level, 0)
  const stride = u32At(level, 3)
  const nx = u32At(plan, NX)
  const ny = u32At(plan, NY)
  const rings = u32At(plan, RINGS)
  const from = u32At(plan, FROM_X)
  const y = j + u32At(plan, FROM_Y)
  const z = k + u32At(plan, FROM_Z)
  const first = (z * ny + y) * nx
  const up = before(y, ny, nx, (rings & 2) != 0)
  const down = after(y, ny, nx, (rings & 2) != 0)
  const front = before(z, u32At(plan, NZ), nx * ny, (rings & 4) != 0)
  const back = after(z, u32At(plan, NZ), nx * ny, (rings & 4) != 0)
  const r = partOf(u32At(plan, WORK), level, 5) + (<usize>(row * stride) << 2)
  const s = partOf(u32At(plan, WORK), level, 6) + (<usize>(row * stride) << 2)
  const state = control(plan)
  const scale = 1 / constant(plan, DIFFUSION)
  const coupling = constant(plan, COUPLING)
  const decay = constant(plan, DECAY)
  const perLength = 1 / f64At(state, LENGTH)
  // The guess already moves by ratio x change: that part of the rate of change is taken off.
  const moved = f64At(state, RATIO) * perLength
  const change: usize = u32At(plan, CHANGE)
  const loss: usize = u32At(plan, LOSS)
  const gain: usize = u32At(plan, GAIN)
  const values: usize = u32At(plan, GUESS)
  // Within the row two voxels at a time; its ends, where the field may end, one by one.
  let i: u32 = 0
  for (; i < n; i++) {
    const x = i + from
    if (x > 0 && i + 3 <= n && x + 3 <= nx) {
      const v = first + x
      const at = values + (<usize>v << 3)
      const c = v128.load(at)
      const twice = f64x2.add(c, c)
      const inRow = f64x2.sub(f64x2.add(v128.load(at - 8), v128.load(at + 8)), twice)
      const beside = f64x2.sub(f64x2.add(v128.load(at + up), v128.load(at + down)), twice)
      const around = f64x2.sub(f64x2.add(v128.load(at + front), v128.load(at + back)), twice)
      const rate = f64x2.add(f64x2.splat(decay), v128.load(loss + (<usize>v << 3)))
      const before = f64x2.promote_low_f32x4(v128.load_zero<u64>(change + (<usize>v << 2)))
      const gone = f64x2.add(f64x2.mul(rate, c), f64x2.mul(f64x2.splat(moved), before))
      const local = f64x2.mul(f64x2.sub(v128.load(gain + (<usize>v << 3)), gone), f64x2.splat(scale))
      const spread = f64x2.mul(f64x2.splat(coupling), f64x2.add(f64x2.add(inRow, beside), around))
      const sinks = f64x2.mul(f64x2.add(f64x2.splat(perLength), rate), f64x2.splat(scale))
      v128.store_lane<u64>(r + (<usize>i << 2), f32x4.demote_f64x2_zero(f64x2.add(local, spread)), 0)
      v128.store_lane<u64>(s + (<usize>i << 2), f32x4.demote_f64x2_zero(sinks), 0)
      i++
      continue
    }
    const v = first + x
    const at = values + (<usize>v << 3)
    const c = load<f64>(at)
    const left = before(x, nx, 1, (rings & 1) != 0)
    const right = after(x, nx, 1, (rings & 1) != 0)
    const inRow = load<f64>(at + left) - c + (load<f64>(at + right) - c)
    const beside = load<f64>(at + up) - c + (load<f64>(at + down) - c)
    const around = load<f64>(at + front) - c + (load<f64>(at + back) - c)
    const rate = decay + f64At(loss, v)
    const local = f64At(gain, v) - rate * c - moved * <f64>f32At(change, v)
    store<f32>(r + (<usize>i << 2), <f32>(local * scale + coupling * (inRow + beside + around)))
    store<f32>(s + (<usize>i << 2), <f32>((perLength + rate) * scale))
  }
  for (i = n; i < stride; i++) {
    store<f32>(r + (<usize>i << 2), 0)
    store<f32>(s + (<usize>i << 2), 1)
  }
}

/** Fixed voxels do not move. */
export function pin(plan: usize): void {
  const level: usize = u32At(plan, LEVELS)
  const r = partOf(u32At(plan, WORK), level, 5)
  const s = partOf(u32At(plan, WORK), level, 6)
  const places: usize = u32At(plan, PINNED)
  for (let n: u32 = 0; n < u32At(plan, PINNED_COUNT); n++) {
    const place: usize = <usize>u32At(places, n) << 2
    store<f32>(r + place, 0)
    store<f32>(s + place, PIN)
  }
}

/** Adds the correction of the last cycle; leaves squares of it, of all that was added, and of the change, and the largest value. */
export function gather(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const size = u32At(plan, CHUNK_ROWS)
  const rows = rowCount(plan)
  for (let chunk = begin; chunk < end; chunk++) {
    const sums = <usize>u32At(plan, PARTIALS) + <usize>(chunk * SUMS) * 8
    memory.fill(sums, 0, SUMS * 8)
    const last = min((chunk + 1) * size, rows)
    for (let row = chunk * size; row < last; row++) gatherRow(plan, level, row, sums)
  }
}

function gatherRow(plan: usize, level: usize, row: u32, sums: usize): void {
  const state = control(plan)
  const n = u32At(level, 0)
  const at: usize = <usize>(row * u32At(level, 3)) << 2
  const e = partOf(u32At(plan, WORK), level, 4) + at
  const added = <usize>u32At(plan, ADDED) + at
  const first = fieldRow(plan, level, row)
  const change = <usize>u32At(plan, CHANGE) + (<usize>first << 2)
  const values = <usize>u32At(plan, GUESS) + (<usize>first << 3)
  const ratio = f64At(state, RATIO)
  const keep: f32 = f64At(state, CYCLE) == 0 ? 0 : 1
  let corrections = f64At(sums, 0)
  let additions = f64At(sums, 1)
  let changes = f64At(sums, 2)
  let largest = f64At(sums, 3)
  for (let i: u32 = 0; i < n; i++) {
    const correction = load<f32>(e + (<usize>i << 2))
    const sum = (keep != 0 ? load<f32>(added + (<usize>i << 2)) : 0) + correction
    store<f32>(added + (<usize>i << 2), sum)
    const delta = ratio * <f64>f32At(change, i) + <f64>sum
    corrections += <f64>correction * <f64>correction
    additions += <f64>sum * <f64>sum
    changes += delta * delta
    largest = max(largest, Math.abs(f64At(values, i) + <f64>sum))
  }
  setF64(sums, 0, corrections)
  setF64(sums, 1, additions)
  setF64(sums, 2, changes)
  setF64(sums, 3, largest)
}

/** The voxel of the field where a row of the finest level begins. */
// @ts-ignore: decorator
@inline
function fieldRow(plan: usize, level: usize, row: u32): u32 {
  const ny = u32At(level, 1)
  const y = (row % ny) + u32At(plan, FROM_Y)
  const z = row / ny + u32At(plan, FROM_Z)
  return (z * u32At(plan, NY) + y) * u32At(plan, NX) + u32At(plan, FROM_X)
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
  const rate = f64At(state, RATE)
  const tolerance = constant(plan, TOLERANCE) * largest
  const left = (norm * rate) / (1 - rate)
  if (u32At(plan, LEVEL_COUNT) > 1 && left > SOLVER_SHARE * tolerance && cycle < MOST_CYCLES) return AGAIN
  const changed = Math.sqrt(total(plan, chunks, 2) * perVoxel)
  const estimate = estimateOf(plan, Math.sqrt(total(plan, chunks, 1) * perVoxel), changed)
  setF64(state, ESTIMATE, largest > 0 ? estimate / largest : 0)
  setF64(state, CHANGED, largest > 0 ? changed / largest : 0)
  return estimate > tolerance && f64At(state, MAY_REFUSE) != 0 ? REFUSED : ACCEPTED
}

/** Error of the step as it will stand in the field, from the root mean squares of what was added to the guess and of the change. */
function estimateOf(plan: usize, added: f64, changed: f64): f64 {
  const state = control(plan)
  const length = f64At(state, LENGTH)
  const lastLength = f64At(state, LENGTH_BEFORE)
  const weight = lastLength > 0 ? length / (length + lastLength) : 0.5
  const forgets = f64At(state, TURNOVER) * length
  const local = (weight * added) / (1 + forgets)
  return forgets >= 1 ? local : max(local, min(local / forgets, 0.5 * changed))
}

/** Sums of what the last cycle left of the residual, and of sinks, for the chunks [begin, end) of rows. */
export function balance(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const size = u32At(plan, CHUNK_ROWS)
  const rows = rowCount(plan)
  const n = u32At(level, 0)
  for (let chunk = begin; chunk < end; chunk++) {
    let left: f64 = 0
    let sinks: f64 = 0
    const last = min((chunk + 1) * size, rows)
    for (let row = chunk * size; row < last; row++) {
      const at: usize = <usize>(row * u32At(level, 3)) << 2
      const r = partOf(u32At(plan, WORK), level, 5) + at
      const s = partOf(u32At(plan, WORK), level, 6) + at
      for (let i: u32 = 0; i < n; i++) {
        left += <f64>f32At(r, i)
        sinks += <f64>f32At(s, i)
      }
    }
    const sums = <usize>u32At(plan, PARTIALS) + <usize>(chunk * SUMS) * 8
    setF64(sums, 0, left)
    setF64(sums, 1, sinks)
  }
}

/** The same change everywhere that takes up what the residual still holds: afterwards amounts balance. */
export function level(plan: usize): void {
  const chunks = rowChunks(plan)
  setF64(control(plan), SHIFT, total(plan, chunks, 0) / total(plan, chunks, 1))
}

/** Writes the field of the end of the step for the chunks [begin, end) of rows, and the change for the next guess. */
export function settle(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const size = u32At(plan, CHUNK_ROWS)
  const rows = rowCount(plan)
  for (let chunk = begin; chunk < end; chunk++) {
    let clipped: f64 = 0
    const last = min((chunk + 1) * size, rows)
    for (let row = chunk * size; row < last; row++) clipped += settleRow(plan, level, row)
    setF64(<usize>u32At(plan, PARTIALS) + <usize>(chunk * SUMS) * 8, 0, clipped)
  }
}

function settleRow(plan: usize, level: usize, row: u32): f64 {
  const state = control(plan)
  const first = fieldRow(plan, level, row)
  const added = <usize>u32At(plan, ADDED) + (<usize>(row * u32At(level, 3)) << 2)
  const change: usize = u32At(plan, CHANGE)
  const values: usize = u32At(plan, GUESS)
  const mean: usize = u32At(plan, MEAN)
  const isFirst = f64At(state, IS_FIRST) != 0
  const share = f64At(state, SHARE)
  const ratio = f64At(state, RATIO)
  const shift = f64At(state, SHIFT)
  const last = first + u32At(level, 0)
  let clipped: f64 = 0
  for (let v = first; v < last; v++) {
    const sum = <f64>f32At(added, v - first) + shift
    let c = f64At(values, v) + sum
    // The exact step is never negative where nothing is imported: what is below zero is the solver's.
    if (c < 0 && f64At(u32At(plan, GAIN), v) >= 0) {
      c = 0
      clipped += 1
    }
    setPair(u32At(plan, FIELD), u32At(plan, REMAINDER), v, c)
    if (mean) setF64(mean, v, isFirst ? share * c : f64At(mean, v) + share * c)
    store<f32>(change + (<usize>v << 2), <f32>(ratio * <f64>f32At(change, v) + sum))
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
  guess(plan, 0, voxelChunks(plan))
  weigh(plan)
  residual(plan, 0, rowCount(plan))
  pin(plan)
  coarsenFrom(levels, geometry, work, 0, count, <f32>constant(plan, BOUND))
  let verdict: f64 = AGAIN
  while (true) {
    cycleFrom(levels, geometry, work, 0, count)
    gather(plan, 0, rowChunks(plan))
    verdict = judge(plan)
    if (verdict != AGAIN) break
    reduceRows(levels, geometry, work, 0, rowCount(plan))
  }
  setF64(control(plan), VERDICT, verdict)
  if (verdict != ACCEPTED) return
  if (u32At(plan, IS_CLOSED)) {
    reduceRows(levels, geometry, work, 0, rowCount(plan))
    balance(plan, 0, rowChunks(plan))
    level(plan)
  }
  settle(plan, 0, rowChunks(plan))
  finish(plan)
}
