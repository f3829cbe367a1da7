// One attempt at a step of one substrate (README.md): backward Euler for the change of the field, solved by multigrid.
//
// What is solved for is e = c_new - high, with c_old = high + low as a field stores it. The equation then has differences of
// `high` only, which f32 takes without loss of what matters, and `low` only in its own voxel:
//     (1/H + k + L - D laplace) e = low / H + G - (k + L) high + D laplace high
//
// What an attempt works on stands in a plan of u32 words, its constants beside it, its state in a control block of f64.
// Sums are taken per chunk of fixed size and added in order of the chunks, whoever computed them.

import { f32At, f64At, setF64, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { pairAt, setPair, storePairs } from '../../kernels/as/fields.lib.as'
import { coarsenFrom, cycleFrom, partOf } from './multigrid.lib.as'

// Words of a plan: pointers, then numbers. adaptive-plan.ts writes them in this order.
export const FIELD: u32 = 0
export const REMAINDER: u32 = 1
/** f32 [voxels]: the change in the last step. */
export const CHANGE: u32 = 2
/** f64 [voxels], [1/min] and [unit/min]; anything in runs of voxels that are not marked. */
export const LOSS: u32 = 3
export const GAIN: u32 = 4
/** f64 [voxels], or 0 where nobody reads it: mean of the field over the step. */
export const MEAN: u32 = 5
/** u8, one per run of voxels: 1 where cells or vessels stated a loss or a gain. */
export const MARKS: u32 = 6
/** f32, rows as in the finest level: e before the last cycle, where there was more than one. */
export const EARLIER: u32 = 7
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
/** Rows in a chunk of the finest level. */
export const CHUNK_ROWS: u32 = 24
/** 1 where the field has voxels outside the rows that are solved. */
export const HAS_FRAME: u32 = 25
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
/** Sums over what is solved: of the right side of the equation without exchange between voxels, and of 1/H + k + L. */
const SUPPLY: u32 = 27
const SINKS: u32 = 28
/** Error of the step by itself, relative to the largest value. */
const LOCAL: u32 = 29

export const AGAIN: f64 = 0
export const ACCEPTED: f64 = 1
export const REFUSED: f64 = 2

/** Numbers that a chunk leaves. */
const SUMS: u32 = 6
/** Voxels of a run, as a power of two. */
const RUN: u32 = 6
/**
 * What a pinned voxel loses [1/um^2], 2^112: so much that it cannot move by anything that a field can hold; a power of two,
 * so that its remainder comes out of the division as it went in.
 */
const PIN: f32 = 5192296858534827628530496329220096.0
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

// @ts-ignore: decorator
@inline
function total(plan: usize, chunks: u32, index: u32): f64 {
  const sums: usize = u32At(plan, PARTIALS)
  let sum: f64 = 0
  for (let chunk: u32 = 0; chunk < chunks; chunk++) sum += f64At(sums, chunk * SUMS + index)
  return sum
}

/** Sum of the two lanes. */
// @ts-ignore: decorator
@inline
function across(twice: v128): f64 {
  return f64x2.extract_lane(twice, 0) + f64x2.extract_lane(twice, 1)
}

// @ts-ignore: decorator
@inline
function upper(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(four, four, 1, 1))
}

/** Remainders that belong to their values. */
// @ts-ignore: decorator
@inline
function counted(high: v128, low: v128): v128 {
  return v128.and(low, f32x4.eq(f32x4.add(high, low), high))
}

/** What is to be solved, for the chunks [begin, end) of rows: first guess, right side and sinks, both over D; and sums. */
export function residual(plan: usize, begin: u32, end: u32): void {
  const level: usize = u32At(plan, LEVELS)
  const size = u32At(plan, CHUNK_ROWS)
  for (let chunk = begin; chunk < end; chunk++) {
    const sums = <usize>u32At(plan, PARTIALS) + <usize>(chunk * SUMS) * 8
    memory.fill(sums, 0, SUMS * 8)
    const last = min((chunk + 1) * size, rowCount(plan))
    for (let row = chunk * size; row < last; row++) {
      const first = fieldRow(plan, level, row)
      startRow(plan, level, row, first, sums)
      spreadRow(plan, level, row, first)
      addSources(plan, level, row, first, sums)
      if (hasResidual(level, u32At(plan, WORK), row)) setF64(sums, 5, 1)
    }
  }
}

/** Whether a row has a guess or a residual that is not zero. */
function hasResidual(level: usize, work: usize, row: u32): bool {
  const bytes: usize = <usize>u32At(level, 3) << 2
  const e = partOf(work, level, 4) + <usize>row * bytes
  const r = partOf(work, level, 5) + <usize>row * bytes
  const zero = f32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) {
    if (v128.any_true(v128.or(f32x4.ne(v128.load(e + at), zero), f32x4.ne(v128.load(r + at), zero)))) return true
  }
  return false
}

/** Guess, sinks, and what of the right side is in the voxel itself; sums of high and of low. */
function startRow(plan: usize, level: usize, row: u32, first: u32, sums: usize): void {
  const n = u32At(level, 0)
  const stride = u32At(level, 3)
  const at: usize = <usize>(row * stride) << 2
  const e = partOf(u32At(plan, WORK), level, 4) + at
  const r = partOf(u32At(plan, WORK), level, 5) + at
  const s = partOf(u32At(plan, WORK), level, 6) + at
  const high = <usize>u32At(plan, FIELD) + (<usize>first << 2)
  const low = <usize>u32At(plan, REMAINDER) + (<usize>first << 2)
  const change = <usize>u32At(plan, CHANGE) + (<usize>first << 2)
  const scale = 1 / constant(plan, DIFFUSION)
  const perLength = 1 / f64At(control(plan), LENGTH)
  const keep = <f32>(perLength * scale)
  const decay = <f32>(constant(plan, DECAY) * scale)
  const sink = <f32>((perLength + constant(plan, DECAY)) * scale)
  const ratio = <f32>f64At(control(plan), RATIO)
  let highs = f64x2.splat(0)
  let lows = f32x4.splat(0)
  let i: u32 = 0
  for (; i + 4 <= n; i += 4) {
    const o: usize = <usize>i << 2
    const c = v128.load(high + o)
    const rest = counted(c, v128.load(low + o))
    highs = f64x2.add(highs, f64x2.add(f64x2.promote_low_f32x4(c), upper(c)))
    lows = f32x4.add(lows, rest)
    v128.store(e + o, f32x4.add(rest, f32x4.mul(f32x4.splat(ratio), v128.load(change + o))))
    v128.store(r + o, f32x4.sub(f32x4.mul(f32x4.splat(keep), rest), f32x4.mul(f32x4.splat(decay), c)))
    v128.store(s + o, f32x4.splat(sink))
  }
  let sum = across(highs)
  let rests = across(f64x2.add(f64x2.promote_low_f32x4(lows), upper(lows)))
  for (; i < n; i++) {
    const c = f32At(high, i)
    const rest: f32 = c + f32At(low, i) == c ? f32At(low, i) : 0
    const o: usize = <usize>i << 2
    sum += <f64>c
    rests += <f64>rest
    store<f32>(e + o, rest + ratio * f32At(change, i))
    store<f32>(r + o, keep * rest - decay * c)
    store<f32>(s + o, sink)
  }
  for (; i < stride; i++) {
    const o: usize = <usize>i << 2
    store<f32>(e + o, 0)
    store<f32>(r + o, 0)
    store<f32>(s + o, 1)
  }
  setF64(sums, 1, f64At(sums, 1) + sum)
  setF64(sums, 3, f64At(sums, 3) + rests)
}

/** Bytes from a voxel of the field to its neighbours along one axis, or 0 at a closed face. */
// @ts-ignore: decorator
@inline
function before(at: u32, n: u32, stride: u32, isRing: bool): isize {
  return (at > 0 ? -<isize>stride : isRing ? <isize>(stride * (n - 1)) : 0) << 2
}

// @ts-ignore: decorator
@inline
function after(at: u32, n: u32, stride: u32, isRing: bool): isize {
  return (at + 1 < n ? <isize>stride : isRing ? -<isize>(stride * (n - 1)) : 0) << 2
}

/** What comes from neighbours: differences of f32, each of which is taken by one voxel and given by the other. */
function spreadRow(plan: usize, level: usize, row: u32, first: u32): void {
  const n = u32At(level, 0)
  const nx = u32At(plan, NX)
  const ny = u32At(plan, NY)
  const nz = u32At(plan, NZ)
  const rings = u32At(plan, RINGS)
  const coupling = <f32>constant(plan, COUPLING)
  if (coupling == 0) return
  const y = (row % u32At(level, 1)) + u32At(plan, FROM_Y)
  const z = row / u32At(level, 1) + u32At(plan, FROM_Z)
  const r = partOf(u32At(plan, WORK), level, 5) + (<usize>(row * u32At(level, 3)) << 2)
  const here = <usize>u32At(plan, FIELD) + (<usize>first << 2)
  const up = before(y, ny, nx, (rings & 2) != 0)
  const down = after(y, ny, nx, (rings & 2) != 0)
  const front = before(z, nz, nx * ny, (rings & 4) != 0)
  const back = after(z, nz, nx * ny, (rings & 4) != 0)
  // Both ends one by one, and four at a time between them.
  for (let i: u32 = 0; i < n; i++) {
    const at = here + (<usize>i << 2)
    const o = r + (<usize>i << 2)
    if (i > 0 && i + 5 <= n) {
      const c = v128.load(at)
      const inRow = f32x4.add(f32x4.sub(v128.load(at - 4), c), f32x4.sub(v128.load(at + 4), c))
      const beside = f32x4.add(f32x4.sub(v128.load(at + up), c), f32x4.sub(v128.load(at + down), c))
      let sum = f32x4.add(inRow, beside)
      if (nz > 1) {
        const around = f32x4.add(f32x4.sub(v128.load(at + front), c), f32x4.sub(v128.load(at + back), c))
        sum = f32x4.add(sum, around)
      }
      v128.store(o, f32x4.add(v128.load(o), f32x4.mul(f32x4.splat(coupling), sum)))
      i += 3
      continue
    }
    const x = i + u32At(plan, FROM_X)
    const c = load<f32>(at)
    const inRow =
      load<f32>(at + before(x, nx, 1, (rings & 1) != 0)) - c + (load<f32>(at + after(x, nx, 1, (rings & 1) != 0)) - c)
    const beside = load<f32>(at + up) - c + (load<f32>(at + down) - c)
    const around = load<f32>(at + front) - c + (load<f32>(at + back) - c)
    store<f32>(o, load<f32>(o) + coupling * (inRow + beside + around))
  }
}

/** What cells and vessels take and give in the marked runs of a row. */
function addSources(plan: usize, level: usize, row: u32, first: u32, sums: usize): void {
  const last = first + u32At(level, 0)
  for (let v = first; v < last; ) {
    const end = min(((v >> RUN) + 1) << RUN, last)
    if (u8At(u32At(plan, MARKS), v >> RUN)) addRun(plan, level, (row * u32At(level, 3)) - first, v, end, sums)
    v = end
  }
}

/** The voxels [begin, end) of the field; `shift` leads from there to places in the finest level. */
function addRun(plan: usize, level: usize, shift: u32, begin: u32, end: u32, sums: usize): void {
  const r = partOf(u32At(plan, WORK), level, 5) + (<isize><i32>shift << 2)
  const s = partOf(u32At(plan, WORK), level, 6) + (<isize><i32>shift << 2)
  const high: usize = u32At(plan, FIELD)
  const loss: usize = u32At(plan, LOSS)
  const gain: usize = u32At(plan, GAIN)
  const scale = 1 / constant(plan, DIFFUSION)
  let losts = f64x2.splat(0)
  let rates = f64x2.splat(0)
  let gains = f64x2.splat(0)
  let v = begin
  for (; v + 2 <= end; v += 2) {
    const o: usize = <usize>v << 2
    const rate = v128.load(loss + (o << 1))
    const given = v128.load(gain + (o << 1))
    const lost = f64x2.mul(rate, f64x2.promote_low_f32x4(v128.load_zero<u64>(high + o)))
    losts = f64x2.add(losts, lost)
    rates = f64x2.add(rates, rate)
    gains = f64x2.add(gains, given)
    const local = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(given, lost), f64x2.splat(scale)))
    const sink = f32x4.demote_f64x2_zero(f64x2.mul(rate, f64x2.splat(scale)))
    v128.store_lane<u64>(r + o, f32x4.add(v128.load_zero<u64>(r + o), local), 0)
    v128.store_lane<u64>(s + o, f32x4.add(v128.load_zero<u64>(s + o), sink), 0)
  }
  let lost = across(losts)
  let rate = across(rates)
  let given = across(gains)
  for (; v < end; v++) {
    const o: usize = <usize>v << 2
    const taken = f64At(loss, v) * <f64>f32At(high, v)
    lost += taken
    rate += f64At(loss, v)
    given += f64At(gain, v)
    store<f32>(r + o, load<f32>(r + o) + <f32>((f64At(gain, v) - taken) * scale))
    store<f32>(s + o, load<f32>(s + o) + <f32>(f64At(loss, v) * scale))
  }
  setF64(sums, 0, f64At(sums, 0) + lost)
  setF64(sums, 2, f64At(sums, 2) + rate)
  setF64(sums, 4, f64At(sums, 4) + given)
}

/**
 * Turnover of the substrate [1/min], what is lost per time over what is there, and sums for the balance. 0 where nothing
 * moves: then there is nothing to solve.
 */
export function weigh(plan: usize): f64 {
  const state = control(plan)
  const chunks = rowChunks(plan)
  const cells = <f64>(rowCount(plan) * u32At(u32At(plan, LEVELS), 0))
  const decay = constant(plan, DECAY)
  const perLength = 1 / f64At(state, LENGTH)
  const there = total(plan, chunks, 1)
  const rates = total(plan, chunks, 2)
  const lost = total(plan, chunks, 0) + decay * there
  setF64(state, TURNOVER, max(there > 0 ? lost / there : decay + rates / cells, constant(plan, SLOWEST)))
  setF64(state, SUPPLY, total(plan, chunks, 4) - lost + perLength * total(plan, chunks, 3))
  setF64(state, SINKS, (perLength + decay) * cells + rates)
  setF64(state, CYCLE, 0)
  setF64(state, SHIFT, 0)
  if (u32At(plan, MEAN) && u32At(plan, HAS_FRAME) && f64At(state, IS_FIRST) != 0) hold(plan)
  const moves = total(plan, chunks, 5) > 0
  pin(plan)
  return moves ? 1 : 0
}

/** The mean where nothing is solved: what is held there. */
function hold(plan: usize): void {
  const level: usize = u32At(plan, LEVELS)
  const count = voxels(plan)
  let next: u32 = 0
  for (let row: u32 = 0; row < rowCount(plan); row++) {
    const first = fieldRow(plan, level, row)
    holdUntil(plan, next, first)
    next = first + u32At(level, 0)
  }
  holdUntil(plan, next, count)
}

// @ts-ignore: decorator
@inline
function holdUntil(plan: usize, begin: u32, end: u32): void {
  for (let v = begin; v < end; v++) {
    setF64(u32At(plan, MEAN), v, pairAt(u32At(plan, FIELD), u32At(plan, REMAINDER), v))
  }
}

/** Fixed voxels do not move. */
function pin(plan: usize): void {
  const level: usize = u32At(plan, LEVELS)
  const e = partOf(u32At(plan, WORK), level, 4)
  const r = partOf(u32At(plan, WORK), level, 5)
  const s = partOf(u32At(plan, WORK), level, 6)
  const places: usize = u32At(plan, PINNED)
  const stride = u32At(level, 3)
  for (let n: u32 = 0; n < u32At(plan, PINNED_COUNT); n++) {
    const place = u32At(places, n)
    const v = fieldRow(plan, level, place / stride) + (place % stride)
    const high = f32At(u32At(plan, FIELD), v)
    const low = f32At(u32At(plan, REMAINDER), v)
    const rest: f32 = high + low == high ? low : 0
    store<f32>(e + (<usize>place << 2), rest)
    store<f32>(r + (<usize>place << 2), PIN * rest)
    store<f32>(s + (<usize>place << 2), PIN)
  }
}

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
  if (moves) coarsenFrom(levels, geometry, work, 0, count, <f32>constant(plan, BOUND))
  let verdict: f64 = AGAIN
  while (true) {
    if (moves) cycleFrom(levels, geometry, work, 0, count, true)
    gather(plan, 0, chunks)
    verdict = judge(plan)
    if (verdict != AGAIN) break
    remember(plan, 0, rowCount(plan))
  }
  setF64(control(plan), VERDICT, verdict)
  if (verdict != ACCEPTED) return
  settle(plan, 0, chunks)
  finish(plan)
}
