// The equations of a network on levels at `x` [f64]: variables first, then signals from outside. Records are those of tables.ts.

import { f64At, setF64 } from '../../kernels/as/columns.lib.as'

const F64: usize = 8
export const INPUT_BYTES: usize = 5 * F64
export const EDGE_BYTES: usize = 3 * F64
export const VARIABLE_BYTES: usize = 10 * F64
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

/** How an edge sees one level, between 0 and 1; `input` is a record: level, isNot, curve, half, hill. */
// @ts-ignore: decorator
@inline
function seen(input: usize, x: usize): f64 {
  const level = f64At(x, <u32>f64At(input, 0))
  let value: f64 = 0
  if (level > 0) {
    const curve = <u32>f64At(input, 2)
    if (curve == 5) {
      value = level < 1 ? level : 1
    } else {
      const r = level / f64At(input, 3)
      let z = r
      if (curve == 2) z = r * r
      else if (curve == 4) z = r * r * (r * r)
      else if (curve == 0) z = NativeMath.pow(r, f64At(input, 4))
      value = z < Infinity ? z / (1 + z) : 1
    }
  }
  return f64At(input, 1) != 0 ? 1 - value : value
}

/** The product of what an edge sees, times its weight; `edge` is a record: weight, first input, end of inputs. */
function edgeValue(edge: usize, inputs: usize, x: usize): f64 {
  let value = f64At(edge, 0)
  const end = inputs + <usize>f64At(edge, 2) * INPUT_BYTES
  for (let at = inputs + <usize>f64At(edge, 1) * INPUT_BYTES; at < end; at += INPUT_BYTES) value *= seen(at, x)
  return value
}

/** The level to which a variable is driven; `v` is a record: kind, level, hasStart, expression, basal, maximum, scale, edges. */
export function target(v: usize, edges: usize, inputs: usize, x: usize): f64 {
  const middle = edges + <usize>f64At(v, 8) * EDGE_BYTES
  const end = edges + <usize>f64At(v, 9) * EDGE_BYTES
  let rest: f64 = 1
  let edge = edges + <usize>f64At(v, 7) * EDGE_BYTES
  for (; edge < middle; edge += EDGE_BYTES) rest *= 1 - edgeValue(edge, inputs, x)
  const basal = f64At(v, 4)
  let level = f64At(v, 3) * (basal + (f64At(v, 5) - basal) * (1 - rest))
  for (; edge < end; edge += EDGE_BYTES) level *= 1 - edgeValue(edge, inputs, x)
  return level
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
