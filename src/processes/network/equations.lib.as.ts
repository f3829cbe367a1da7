// The equations of a network on levels at `x` [f64]: variables first, then signals from outside. Records are those of tables.ts.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'

const F64: usize = 8
const INPUT_BYTES: usize = 5 * F64
const EDGE_BYTES: usize = 3 * F64
export const VARIABLE_BYTES: usize = 4 * F64
export const PAIR_BYTES: usize = 6 * F64

export const REGULATED: f64 = 1
export const POOL: f64 = 2

/** z below which series take over, as in kernels.ts. */
const SMALL: f64 = 1e-2

/** 1 - (1 - e^-z) / z for small z. */
// @ts-ignore: decorator
@inline
function series(z: f64): f64 {
  return z * (1.0 / 2 - z * (1.0 / 6 - z * (1.0 / 24 - z * (1.0 / 120 - z * (1.0 / 720 - z / 5040)))))
}

/** 1 - e^-z. */
export function relaxedShare(z: f64): f64 {
  return z < SMALL ? z * (1 - series(z)) : 1 - NativeMath.exp(-z)
}

/** How an edge sees a level, between 0 and 1. */
// @ts-ignore: decorator
@inline
function curveAt(level: f64, curve: u32, half: f64, hill: f64): f64 {
  if (!(level > 0)) return 0
  if (curve == 5) return level < 1 ? level : 1
  const r = level / half
  let z = r
  if (curve == 2) z = r * r
  else if (curve == 4) z = r * r * (r * r)
  else if (curve == 0) z = NativeMath.pow(r, hill)
  return z < Infinity ? z / (1 + z) : 1
}

/**
 * What edges see of the levels at `x`, once for all edges: `seen` gets the value and one minus it for each of the senses [begin, end).
 * `senses` has level and curve of each, `curves` its half and exponent.
 */
export function sense(senses: usize, curves: usize, begin: u32, end: u32, x: usize, seen: usize): void {
  for (let k = begin; k < end; k++) {
    const level = f64At(x, u32At(senses, 2 * k))
    const value = curveAt(level, u32At(senses, 2 * k + 1), f64At(curves, 2 * k), f64At(curves, 2 * k + 1))
    setF64(seen, 2 * k, value)
    setF64(seen, 2 * k + 1, 1 - value)
  }
}

/**
 * The levels to which `count` variables are driven, put together from what edges see. `program` has for each variable: which it is, and
 * its activating and its inhibiting edges as their number, then for each the number of its inputs and their places in `seen`.
 * `numbers` has expression, basal, and maximum - basal, then the weights of the edges.
 */
export function targets(program: usize, numbers: usize, count: u32, seen: usize, driven: usize): void {
  for (let v: u32 = 0; v < count; v++) {
    const variable = load<u32>(program)
    const up = load<u32>(program, 4)
    program += 8
    const expression = load<f64>(numbers)
    const basal = load<f64>(numbers, 8)
    const span = load<f64>(numbers, 16)
    numbers += 24
    let rest: f64 = 1
    for (let edge: u32 = 0; edge < up; edge++) {
      let value = load<f64>(numbers)
      const end = program + 4 + (<usize>load<u32>(program) << 2)
      for (program += 4; program < end; program += 4) value *= f64At(seen, load<u32>(program))
      numbers += 8
      rest *= 1 - value
    }
    let level = expression * (basal + span * (1 - rest))
    const down = load<u32>(program)
    program += 4
    for (let edge: u32 = 0; edge < down; edge++) {
      let value = load<f64>(numbers)
      const end = program + 4 + (<usize>load<u32>(program) << 2)
      for (program += 4; program < end; program += 4) value *= f64At(seen, load<u32>(program))
      numbers += 8
      level *= 1 - value
    }
    setF64(driven, variable, level)
  }
}

/** How an edge sees one level; `input` is a record: level, isNot, curve, half, hill. */
// @ts-ignore: decorator
@inline
function seenBy(input: usize, x: usize): f64 {
  const level = f64At(x, <u32>f64At(input, 0))
  const value = curveAt(level, <u32>f64At(input, 2), f64At(input, 3), f64At(input, 4))
  return f64At(input, 1) != 0 ? 1 - value : value
}

/** The product of what an edge sees, times its weight; `edge` is a record: weight, first input, end of inputs. */
function edgeValue(edge: usize, inputs: usize, x: usize): f64 {
  let value = f64At(edge, 0)
  const end = inputs + <usize>f64At(edge, 2) * INPUT_BYTES
  for (let at = inputs + <usize>f64At(edge, 1) * INPUT_BYTES; at < end; at += INPUT_BYTES) value *= seenBy(at, x)
  return value
}

/** Sum of the edges [begin, end). */
function rateOf(begin: f64, end: f64, edges: usize, inputs: usize, x: usize): f64 {
  let rate: f64 = 0
  const stop = edges + <usize>end * EDGE_BYTES
  for (let edge = edges + <usize>begin * EDGE_BYTES; edge < stop; edge += EDGE_BYTES) rate += edgeValue(edge, inputs, x)
  return rate
}

/** Moves between the levels a and b of a pair what its rates, as they are at `x`, move in `step` [min]. */
function shift(pair: usize, variables: usize, edges: usize, inputs: usize, x: usize, a: f64, b: f64, step: f64): void {
  const from = <u32>f64At(pair, 0)
  const to = <u32>f64At(pair, 1)
  const forth = rateOf(f64At(pair, 2), f64At(pair, 3), edges, inputs, x)
  const back = rateOf(f64At(pair, 3), f64At(pair, 4), edges, inputs, x)
  const rate = forth + back
  let amount: f64 = 0
  if (rate != 0) {
    amount = ((forth * a - back * b) / rate) * relaxedShare(rate * step)
    amount = Math.min(Math.max(amount, -b), a)
  }
  if (f64At(variables + <usize>from * VARIABLE_BYTES, 0) == POOL) setF64(x, from, a - amount)
  if (f64At(variables + <usize>to * VARIABLE_BYTES, 0) == POOL) setF64(x, to, b + amount)
}

/** Exchanges one pair over `step` [min], with rates of the middle where they depend on the pair itself. */
export function exchange(pair: usize, variables: usize, edges: usize, inputs: usize, x: usize, step: f64): void {
  const a = f64At(x, <u32>f64At(pair, 0))
  const b = f64At(x, <u32>f64At(pair, 1))
  if (f64At(pair, 5) != 0) shift(pair, variables, edges, inputs, x, a, b, step / 2)
  shift(pair, variables, edges, inputs, x, a, b, step)
}
