// What an attempt at a step begins with: first guess, right side, sinks, and the voxels that are held.

import { f32At, f64At, setF64, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { pairAt } from '../../kernels/as/fields.lib.as'
import { RUN } from '../../kernels/as/sources.lib.as'
import { spreadVariedRow } from './varied-residual.lib.as'
import { partOf, stepAfter, stepBefore } from './multigrid.lib.as'
import {
  FIELD, REMAINDER, CHANGE, LOSS, GAIN, MEAN, MARKS, WORK, LEVELS, NX, NY, NZ, FROM_X, FROM_Y, FROM_Z, RINGS,
  PARTIALS, PINNED, PINNED_COUNT, CHUNK_ROWS, HAS_FRAME, DIFFUSION, DECAY, COUPLING, SLOWEST, SHIFT, LENGTH, RATIO,
  IS_FIRST, TURNOVER, CYCLE, SUPPLY, SINKS, SUMS, PIN, FACES, control, constant, voxels, rowCount, rowChunks, total,
  across, upper, counted, fieldRow,
} from './adaptive-state.lib.as'

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
      if (u32At(plan, FACES)) spreadVariedRow(plan, level, row, first)
      else spreadRow(plan, level, row, first)
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
  const up = stepBefore(y, ny, <usize>nx << 2, (rings & 2) != 0)
  const down = stepAfter(y, ny, <usize>nx << 2, (rings & 2) != 0)
  const front = stepBefore(z, nz, <usize>(nx * ny) << 2, (rings & 4) != 0)
  const back = stepAfter(z, nz, <usize>(nx * ny) << 2, (rings & 4) != 0)
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
      load<f32>(at + stepBefore(x, nx, 4, (rings & 1) != 0)) - c +
      (load<f32>(at + stepAfter(x, nx, 4, (rings & 1) != 0)) - c)
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
