// Rules: signals raise and lower behaviours through Hill functions. Equations in README.md.

import { f64At, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'

/** Sum of (s / half)^hill over rows [begin, end) for cell i; in a dead cell only the rows that speak when dead. */
function excitation(
  signals: usize, rowSignal: usize, rowHalf: usize, rowHill: usize, rowWhenDead: usize, i: u32, isDead: bool,
  begin: u32, end: u32,
): f64 {
  let sum: f64 = 0
  for (let r = begin; r < end; r++) {
    if (isDead && u8At(rowWhenDead, r) == 0) continue
    const s = f64At(<usize>u32At(signals, u32At(rowSignal, r)), i)
    if (s > 0) sum += Math.pow(s / f64At(rowHalf, r), f64At(rowHill, r))
  }
  return sum
}

/** Z / (1 + Z), also where Z has overflowed. */
// @ts-ignore: decorator
@inline
function saturating(z: f64): f64 {
  return z < Infinity ? z / (1 + z) : 1
}

/**
 * Values of `behaviours` modulated behaviours for cells [begin, end). Entry e = behaviour x types + type has the rows
 * [first[e], middle[e]) that raise it to up[e] and [middle[e], first[e + 1]) that lower it to down[e]; `isFrom` and
 * `from` [2 e + dead] replace the base. `signals`, `bases` and `outputs` hold addresses; `bases` has one value per class.
 */
export function rules_respond(
  classes: usize, types: usize, typeCount: u32, behaviours: u32, first: usize, middle: usize, up: usize, down: usize,
  isFrom: usize, from: usize, rowSignal: usize, rowHalf: usize, rowHill: usize, rowWhenDead: usize, signals: usize,
  bases: usize, outputs: usize, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const c = u16At(classes, i)
    const isDead = c >= typeCount
    for (let b: u32 = 0; b < behaviours; b++) {
      const e = b * typeCount + u16At(types, i)
      const f = 2 * e + u32(isDead)
      const start = u32At(first, e)
      const mid = u32At(middle, e)
      const stop = u32At(first, e + 1)
      let base = f64At(<usize>u32At(bases, b), c)
      let applies = !isDead && stop > start
      for (let r = start; isDead && r < stop; r++) applies = applies || u8At(rowWhenDead, r) != 0
      if (applies) {
        if (u8At(isFrom, f) != 0) base = f64At(from, f)
        if (mid > start) {
          const z = excitation(signals, rowSignal, rowHalf, rowHill, rowWhenDead, i, isDead, start, mid)
          base += (f64At(up, e) - base) * saturating(z)
        }
        if (stop > mid) {
          const z = excitation(signals, rowSignal, rowHalf, rowHill, rowWhenDead, i, isDead, mid, stop)
          base += (f64At(down, e) - base) * saturating(z)
        }
      }
      setF64(<usize>u32At(outputs, b), i, base)
    }
  }
}
