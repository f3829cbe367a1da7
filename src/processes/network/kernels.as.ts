// Networks: levels inside of cells, each cell in steps of its own. Equations and scheme in README.md; the plain form in kernels.ts.

import { f64At, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { PAIR_BYTES, POOL, REGULATED, VARIABLE_BYTES, exchange, sense, targets } from './equations.lib.as'

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
const SENSES: u32 = 7
const CURVES: u32 = 8
const PROGRAMS: u32 = 9
const NUMBERS: u32 = 10
const TYPE_ENTRIES: u32 = 13

/** Lists of a lane: three of levels, two of targets, what edges see, and this plan. */
const LISTS: u32 = 7

/** What an attempt needs to know of a cell and its type. */
@unmanaged
class Plan {
  variables: usize
  count: u32
  /** Variables that relax, and how the edges that end in them are put together. */
  regulated: u32
  program: usize
  numbers: usize
  pairs: usize
  pairCount: u32
  edges: usize
  inputs: usize
  /** What edges see: the curves, how many of them levels move, and the values. */
  senses: usize
  curves: usize
  moving: u32
  seen: usize
  /** Relaxations of the first length of step, and bytes from one length to the next. */
  steps: usize
  stepBytes: usize
  /** Levels now, by the first order and by the second; where they are driven now, and where at the first order. */
  x: usize
  first: usize
  next: usize
  driven: usize
  drivenFirst: usize
  distance: f64
}

/**
 * One attempt at a step of `step` [min] with the relaxations at `relax`: fills first and next, returns the error. `isAgain` says that
 * the levels are those of the attempt before, so that what drives them is known.
 */
function attempt(p: Plan, step: f64, relax: usize, isSettling: bool, isAgain: bool): f64 {
  const x = p.x
  const first = p.first
  const next = p.next
  const pairCount: u32 = isSettling ? 0 : p.pairCount
  if (!isAgain) {
    sense(p.senses, p.curves, 0, p.moving, x, p.seen)
    targets(p.program, p.numbers, p.regulated, p.seen, p.driven)
  }
  if (p.pairCount > 0) {
    // Rates of conversions see the levels at the beginning of the step.
    for (let k: u32 = 0; k < p.count; k++) {
      setF64(first, k, f64At(x, k))
      setF64(next, k, f64At(x, k))
    }
    for (let k: u32 = 0; k < pairCount; k++) {
      const pair = p.pairs + <usize>k * PAIR_BYTES
      exchange(pair, p.variables, p.edges, p.inputs, first, step)
      exchange(pair, p.variables, p.edges, p.inputs, next, step / 2)
    }
  }
  p.distance = relaxOnce(p, relax, isSettling)
  sense(p.senses, p.curves, 0, p.moving, first, p.seen)
  targets(p.program, p.numbers, p.regulated, p.seen, p.drivenFirst)
  const error = relaxTwice(p, relax, isSettling)
  if (pairCount == 0) return error
  for (let k = pairCount; k > 0; k--)
    exchange(p.pairs + <usize>(k - 1) * PAIR_BYTES, p.variables, p.edges, p.inputs, next, step / 2)
  return Math.max(error, largestOfPools(p))
}

/** Levels by the first order; returns the largest distance to where they are driven, relative to the scales, when settling. */
function relaxOnce(p: Plan, relax: usize, isSettling: bool): f64 {
  const x = p.x
  const first = p.first
  const driven = p.driven
  const count = p.count
  let distance: f64 = 0
  let v = p.variables
  for (let k: u32 = 0; k < count; k++, v += VARIABLE_BYTES) {
    if (f64At(v, 0) != REGULATED) continue
    const level = f64At(x, k)
    if (isSettling && f64At(v, 2) != 0) {
      setF64(first, k, level)
      continue
    }
    const away = f64At(driven, k) - level
    setF64(first, k, level + f64At(relax, 2 * k) * away)
    if (isSettling) distance = Math.max(distance, Math.abs(away) / f64At(v, 3))
  }
  return distance
}

/** Levels by the second order; returns their largest difference from the first, relative to the scales. */
function relaxTwice(p: Plan, relax: usize, isSettling: bool): f64 {
  const first = p.first
  const next = p.next
  const driven = p.driven
  const drivenFirst = p.drivenFirst
  const count = p.count
  let error: f64 = 0
  let v = p.variables
  for (let k: u32 = 0; k < count; k++, v += VARIABLE_BYTES) {
    if (f64At(v, 0) != REGULATED) continue
    const level = f64At(first, k)
    if (isSettling && f64At(v, 2) != 0) {
      setF64(next, k, level)
      continue
    }
    const value = level + f64At(relax, 2 * k + 1) * (f64At(drivenFirst, k) - f64At(driven, k))
    setF64(next, k, value)
    error = Math.max(error, Math.abs(value - level) / f64At(v, 3))
  }
  return error
}

/** Largest difference between the two orders of what conversions move. */
function largestOfPools(p: Plan): f64 {
  let error: f64 = 0
  let v = p.variables
  for (let k: u32 = 0; k < p.count; k++, v += VARIABLE_BYTES) {
    if (f64At(v, 0) != POOL) continue
    error = Math.max(error, Math.abs(f64At(p.next, k) - f64At(p.first, k)) / f64At(v, 3))
  }
  return error
}

function halvings(error: f64): i32 {
  let count = 1
  for (let rest = error / TOLERANCE; rest > 4 && count < 4; rest /= 4) count += 1
  return count
}

/** What the second order came to becomes the levels now. */
// @ts-ignore: decorator
@inline
function accept(p: Plan): void {
  const x = p.x
  p.x = p.next
  p.next = x
}

/** Advances one cell by `dt` [min]; `whole` is the place of that length in the list of relaxations. */
function advance(p: Plan, dt: f64, whole: u32): u8 {
  const end: u32 = 1 << MOST_HALVINGS
  let trouble: u8 = 0
  let halved: i32 = 0
  let at: u32 = 0
  let isAgain = false
  while (at < end) {
    const width: u32 = end >> halved
    const step = dt / <f64>(1 << halved)
    const error = attempt(p, step, p.steps + <usize>(whole + halved) * p.stepBytes, false, isAgain)
    isAgain = error > TOLERANCE && halved < MOST_HALVINGS
    if (isAgain) {
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
  let isAgain = false
  for (let k = 0; k < SETTLING_ATTEMPTS && elapsed < SETTLING_TIMES * slowest; k++) {
    const step = doubled < 0 ? dt / <f64>(1 << -doubled) : dt * <f64>(1 << doubled)
    const error = attempt(p, step, p.steps + <usize>(whole - doubled) * p.stepBytes, true, isAgain)
    if (p.distance <= SETTLED) return 0
    isAgain = error > TOLERANCE && doubled > -MOST_HALVINGS
    if (isAgain) {
      doubled = max(doubled - halvings(error), -MOST_HALVINGS)
      continue
    }
    accept(p)
    elapsed += step
    if (error < TOLERANCE / 5 && doubled < most) doubled += 1
  }
  attempt(p, dt, p.steps + <usize>whole * p.stepBytes, true, false)
  return p.distance <= TOLERANCE ? 0 : NOT_SETTLED
}

/** Takes one of `lanes` [u32] for this thread: the first that is free. */
function enter(lanes: usize, count: u32): u32 {
  let lane: u32 = 0
  while (atomic.cmpxchg<u32>(lanes + (<usize>lane << 2), 0, 1) != 0) lane = lane + 1 < count ? lane + 1 : 0
  return lane
}

/** What the network of a type is made of, at its places in the tables; `record` is its record in `network.types`. */
function choose(p: Plan, record: usize, addresses: usize): void {
  const firstVariable = u32At(record, 0)
  const firstSense = u32At(record, 7)
  p.variables = <usize>u32At(addresses, VARIABLES) + <usize>firstVariable * VARIABLE_BYTES
  p.count = u32At(record, 1)
  p.pairs = <usize>u32At(addresses, PAIRS) + <usize>u32At(record, 4) * PAIR_BYTES
  p.pairCount = u32At(record, 5)
  p.senses = <usize>u32At(addresses, SENSES) + (<usize>firstSense << 3)
  p.curves = <usize>u32At(addresses, CURVES) + (<usize>firstSense << 4)
  p.moving = u32At(record, 8)
  p.program = <usize>u32At(addresses, PROGRAMS) + (<usize>u32At(record, 10) << 2)
  p.numbers = <usize>u32At(addresses, NUMBERS) + (<usize>u32At(record, 11) << 3)
  p.regulated = u32At(record, 12)
  p.steps = <usize>u32At(addresses, STEPS) + (<usize>firstVariable << 4)
}

/** Fills the lists with the levels and signals of cell i, and notes what its edges see of those that stay. */
function loadCell(p: Plan, record: usize, addresses: usize, columns: usize, i: u32, isBeginning: bool): void {
  const count = p.count
  for (let k: u32 = 0; k < count; k++) {
    const level = isBeginning ? f64At(p.variables + <usize>k * VARIABLE_BYTES, 1) : f64At(<usize>u32At(columns, k), i)
    setF64(p.x, k, level)
    setF64(p.first, k, level)
    setF64(p.next, k, level)
  }
  const signals = <usize>u32At(addresses, SIGNALS) + (<usize>u32At(record, 2) << 2)
  const end = count + u32At(record, 3)
  for (let k = count; k < end; k++) {
    const signal = f64At(<usize>u32At(signals, k - count), i)
    setF64(p.x, k, signal)
    setF64(p.first, k, signal)
    setF64(p.next, k, signal)
  }
  sense(p.senses, p.curves, p.moving, u32At(record, 9), p.x, p.seen)
}

/**
 * Advances the levels of the live cells [begin, end) by `dt` [min]; those that are new begin, and settle, first. A block works
 * in one of `laneCount` lanes of `work`, LISTS lists of `stride` bytes each, which `lanes` shares out. `addresses` lists
 * tables, `types` has a record per type, and `slowest` the longest time constant; `whole` is the place of `dt` among the steps.
 */
export function network_advance(
  classes: usize, types: usize, typeCount: u32, dt: f64, addresses: usize, records: usize, slowest: usize, work: usize,
  stride: u32, lanes: usize, laneCount: u32, whole: u32, stepBytes: u32, isNew: usize, troubles: usize, begin: u32, end: u32,
): void {
  const lane = enter(lanes, laneCount)
  const base = work + <usize>lane * stride * LISTS
  // The plan itself lies in the last list.
  const p = changetype<Plan>(base + 6 * stride)
  p.x = base
  p.first = base + stride
  p.next = base + 2 * stride
  p.driven = base + 3 * stride
  p.drivenFirst = base + 4 * stride
  p.seen = base + 5 * stride
  p.edges = u32At(addresses, EDGES)
  p.inputs = u32At(addresses, INPUTS)
  p.stepBytes = stepBytes
  for (let i = begin; i < end; i++) {
    const type = u16At(types, i)
    const record = records + (<usize>type * TYPE_ENTRIES << 2)
    const count = u32At(record, 1)
    if (count == 0 || u16At(classes, i) >= typeCount) continue
    choose(p, record, addresses)
    const columns = <usize>u32At(addresses, COLUMNS) + (<usize>u32At(record, 0) << 2)
    const isBeginning = u8At(isNew, i) != 0
    loadCell(p, record, addresses, columns, i, isBeginning)
    let trouble: u8 = 0
    if (isBeginning) {
      trouble = settle(p, dt, whole, u32At(record, 6), f64At(slowest, type))
      store<u8>(isNew + <usize>i, 0)
    }
    trouble |= advance(p, dt, whole)
    if (trouble != 0) store<u8>(troubles + <usize>i, <u8>u8At(troubles, i) | trouble)
    for (let k: u32 = 0; k < count; k++) setF64(<usize>u32At(columns, k), i, f64At(p.x, k))
  }
  atomic.store<u32>(lanes + (<usize>lane << 2), 0)
}
