// Networks: levels inside of cells, each cell in steps of its own. Equations and scheme in README.md; the plain form in kernels.ts.

import { f64At, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { PAIR_BYTES, REGULATED, VARIABLE_BYTES, exchange, target } from './equations.lib.as'

// As in kernels.ts.
const TOLERANCE: f64 = 1e-3
const MOST_HALVINGS: i32 = 16
const SETTLING_TIMES: f64 = 50
const SETTLING_ATTEMPTS: i32 = 2000
const SETTLED: f64 = 1e-9
const AT_FLOOR: u8 = 1
const NOT_SETTLED: u8 = 2

// Entries of the table of addresses, `network.addresses`, and of a type's record in `network.types`: as in tables.ts.
const INPUTS: u32 = 0
const EDGES: u32 = 1
const VARIABLES: u32 = 2
const PAIRS: u32 = 3
const STEPS: u32 = 4
const COLUMNS: u32 = 5
const SIGNALS: u32 = 6
const TYPE_ENTRIES: u32 = 7

/** What an attempt needs to know of a cell's type; `work` holds four lists of `stride` levels: now, first, next, driven. */
@unmanaged
class Plan {
  variables: usize
  count: u32
  pairs: usize
  pairCount: u32
  edges: usize
  inputs: usize
  /** Relaxations of the first length of step, and bytes from one length to the next. */
  steps: usize
  stepBytes: usize
  x: usize
  stride: usize
  distance: f64
}

/** One attempt at a step of `step` [min] with the relaxations at `relax`: fills first and next, returns the error. */
function attempt(p: Plan, step: f64, relax: usize, isSettling: bool): f64 {
  const x = p.x
  const first = x + p.stride
  const next = first + p.stride
  const driven = next + p.stride
  const count = p.count
  const pairCount: u32 = isSettling ? 0 : p.pairCount
  memory.copy(first, x, <usize>count << 3)
  memory.copy(next, x, <usize>count << 3)
  for (let k: u32 = 0; k < pairCount; k++)
    exchange(p.pairs + <usize>k * PAIR_BYTES, p.variables, p.edges, p.inputs, first, step)
  let distance: f64 = 0
  let v = p.variables
  for (let k: u32 = 0; k < count; k++, v += VARIABLE_BYTES) {
    if (f64At(v, 0) != REGULATED || (isSettling && f64At(v, 2) != 0)) continue
    const to = target(v, p.edges, p.inputs, x)
    const away = to - f64At(x, k)
    setF64(driven, k, to)
    setF64(first, k, f64At(x, k) + f64At(relax, 2 * k) * away)
    distance = Math.max(distance, Math.abs(away) / f64At(v, 6))
  }
  p.distance = distance
  for (let k: u32 = 0; k < pairCount; k++)
    exchange(p.pairs + <usize>k * PAIR_BYTES, p.variables, p.edges, p.inputs, next, step / 2)
  v = p.variables
  for (let k: u32 = 0; k < count; k++, v += VARIABLE_BYTES) {
    if (f64At(v, 0) != REGULATED || (isSettling && f64At(v, 2) != 0)) continue
    const change = target(v, p.edges, p.inputs, first) - f64At(driven, k)
    setF64(next, k, f64At(first, k) + f64At(relax, 2 * k + 1) * change)
  }
  for (let k = pairCount; k > 0; k--)
    exchange(p.pairs + <usize>(k - 1) * PAIR_BYTES, p.variables, p.edges, p.inputs, next, step / 2)
  return largest(p, first, next)
}

/** Largest difference between two lists of levels, relative to the scales. */
function largest(p: Plan, first: usize, next: usize): f64 {
  let error: f64 = 0
  let v = p.variables
  for (let k: u32 = 0; k < p.count; k++, v += VARIABLE_BYTES)
    error = Math.max(error, Math.abs(f64At(next, k) - f64At(first, k)) / f64At(v, 6))
  return error
}

function halvings(error: f64): i32 {
  let count = 1
  for (let rest = error / TOLERANCE; rest > 4 && count < 4; rest /= 4) count += 1
  return count
}

// @ts-ignore: decorator
@inline
function accept(p: Plan): void {
  memory.copy(p.x, p.x + 2 * p.stride, <usize>p.count << 3)
}

/** Advances one cell by `dt` [min]; `whole` is the place of that length in the list of relaxations. */
function advance(p: Plan, dt: f64, whole: u32): u8 {
  const end: u32 = 1 << MOST_HALVINGS
  let trouble: u8 = 0
  let halved: i32 = 0
  let at: u32 = 0
  while (at < end) {
    const width: u32 = end >> halved
    const step = dt / <f64>(1 << halved)
    const error = attempt(p, step, p.steps + <usize>(whole + halved) * p.stepBytes, false)
    if (error > TOLERANCE && halved < MOST_HALVINGS) {
      halved = min(halved + halvings(error), MOST_HALVINGS)
      continue
    }
    if (error > TOLERANCE) trouble |= AT_FLOOR
    accept(p)
    at += width
    if (halved > 0 && error < TOLERANCE / 5 && (at & (2 * width - 1)) == 0) halved -= 1
  }
  return trouble
}

/** Lets what has no start settle; `most` lengths before `whole` are longer than `dt`. */
function settle(p: Plan, dt: f64, whole: i32, most: i32, slowest: f64): u8 {
  let doubled = 0
  let elapsed: f64 = 0
  for (let k = 0; k < SETTLING_ATTEMPTS && elapsed < SETTLING_TIMES * slowest; k++) {
    const step = doubled < 0 ? dt / <f64>(1 << -doubled) : dt * <f64>(1 << doubled)
    const error = attempt(p, step, p.steps + <usize>(whole - doubled) * p.stepBytes, true)
    if (p.distance <= SETTLED) return 0
    if (error > TOLERANCE && doubled > -MOST_HALVINGS) {
      doubled = max(doubled - halvings(error), -MOST_HALVINGS)
      continue
    }
    accept(p)
    elapsed += step
    if (error < TOLERANCE / 5 && doubled < most) doubled += 1
  }
  attempt(p, dt, p.steps + <usize>whole * p.stepBytes, true)
  return p.distance <= TOLERANCE ? 0 : NOT_SETTLED
}

/** Takes one of `lanes` [u32] for this thread: the first that is free. */
function enter(lanes: usize, count: u32): u32 {
  let lane: u32 = 0
  while (atomic.cmpxchg<u32>(lanes + (<usize>lane << 2), 0, 1) != 0) lane = lane + 1 < count ? lane + 1 : 0
  return lane
}

/**
 * Advances the levels of the live cells [begin, end) by `dt` [min]; those that are new begin, and settle, first. A block works
 * in one of `laneCount` lanes of `work`, five lists of `stride` bytes each, which `lanes` shares out. `addresses` lists
 * tables, `types` has a record per type, and `slowest` the longest time constant; `whole` is the place of `dt` among the steps.
 */
export function network_advance(
  classes: usize, types: usize, typeCount: u32, dt: f64, addresses: usize, records: usize, slowest: usize, work: usize,
  stride: u32, lanes: usize, laneCount: u32, whole: u32, stepBytes: u32, isNew: usize, troubles: usize, begin: u32, end: u32,
): void {
  const lane = enter(lanes, laneCount)
  const base = work + <usize>lane * stride * 5
  // The plan itself lies in the fifth list.
  const p = changetype<Plan>(base + 4 * stride)
  p.x = base
  p.stride = stride
  p.edges = u32At(addresses, EDGES)
  p.inputs = u32At(addresses, INPUTS)
  p.stepBytes = stepBytes
  for (let i = begin; i < end; i++) {
    const record = records + (<usize>u16At(types, i) * TYPE_ENTRIES << 2)
    const count = u32At(record, 1)
    if (count == 0 || u16At(classes, i) >= typeCount) continue
    const firstVariable = u32At(record, 0)
    p.variables = <usize>u32At(addresses, VARIABLES) + <usize>firstVariable * VARIABLE_BYTES
    p.count = count
    p.pairs = <usize>u32At(addresses, PAIRS) + <usize>u32At(record, 4) * PAIR_BYTES
    p.pairCount = u32At(record, 5)
    p.steps = <usize>u32At(addresses, STEPS) + (<usize>firstVariable << 4)
    const columns = <usize>u32At(addresses, COLUMNS) + (<usize>firstVariable << 2)
    const signals = <usize>u32At(addresses, SIGNALS) + (<usize>u32At(record, 2) << 2)
    loadSignals(p, signals, u32At(record, 3), i)
    const isBeginning = u8At(isNew, i) != 0
    for (let k: u32 = 0; k < count; k++) {
      const level = isBeginning ? f64At(p.variables + <usize>k * VARIABLE_BYTES, 1) : f64At(<usize>u32At(columns, k), i)
      setF64(base, k, level)
    }
    let trouble: u8 = 0
    if (isBeginning) {
      trouble = settle(p, dt, whole, u32At(record, 6), f64At(slowest, u16At(types, i)))
      store<u8>(isNew + <usize>i, 0)
    }
    trouble |= advance(p, dt, whole)
    if (trouble != 0) store<u8>(troubles + <usize>i, <u8>u8At(troubles, i) | trouble)
    for (let k: u32 = 0; k < count; k++) setF64(<usize>u32At(columns, k), i, f64At(base, k))
  }
  atomic.store<u32>(lanes + (<usize>lane << 2), 0)
}

/** Puts the signals of cell i behind the levels of the lists that equations read. */
function loadSignals(p: Plan, signals: usize, count: u32, i: u32): void {
  for (let k: u32 = 0; k < count; k++) {
    const signal = f64At(<usize>u32At(signals, k), i)
    setF64(p.x, p.count + k, signal)
    setF64(p.x + p.stride, p.count + k, signal)
    setF64(p.x + 2 * p.stride, p.count + k, signal)
  }
}
