// One cell's Boolean network over one step, by Gillespie's algorithm. Equations in README.md.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { second, uniform } from '../../kernels/as/random.as'

/** Set in references to ends of decision diagrams: END of diagram.ts. */
const END: u32 = 0x80000000

/** Events of one cell in one step that one stream has room for: DRAWS_PER_STREAM of engine/random.ts as a power of two. */
const STREAM_BITS: u32 = 8

/** Step of the seed's upper word from one set of 256 events to the next: the Weyl increment of Philox. */
const NEXT_SEED: u32 = 0x9e3779b9

/** State of a node: bit `node` of the words of cell i, `stride` words apart. */
// @ts-ignore: decorator
@inline
export function bitAt(state: usize, stride: u32, i: u32, node: u32): u32 {
  return (u32At(state, (node >> 5) * stride + i) >> (node & 31)) & 1
}

/** Turns a node over, and shows it in its column where it has one; `shown` holds addresses, 0 = none. */
// @ts-ignore: decorator
@inline
export function flip(state: usize, stride: u32, shown: usize, i: u32, node: u32): void {
  const at = state + ((<usize>((node >> 5) * stride + i)) << 2)
  const word = load<u32>(at) ^ (1 << (node & 31))
  store<u32>(at, word)
  if (shown == 0) return
  const column = <usize>u32At(shown, node)
  if (column != 0) setF64(column, i, <f64>((word >> (node & 31)) & 1))
}

/** Rate at which a node flips: the end that its diagram leads to. */
// @ts-ignore: decorator
@inline
function flipRate(state: usize, stride: u32, i: u32, root: u32, branches: usize, rates: usize): f64 {
  let at = root
  while ((at & END) == 0) at = u32At(branches, 3 * at + 1 + bitAt(state, stride, i, u32At(branches, 3 * at)))
  return f64At(rates, at ^ END)
}

/**
 * Advances the network of cell i by `dt`, and returns how often a node flipped, at most `room`. With `discrete` not zero one node flips
 * at the end of the step. `times` and `nodes`, where not 0, take the time and the node of each flip.
 */
export function advance(
  i: u32, state: usize, stride: u32, roots: usize, count: u32, branches: usize, rates: usize, shown: usize, dt: f64,
  discrete: u32, lineageLow: u32, lineageHigh: u32, seedLow: u32, seedHigh: u32, tick: u32, stream: u32, room: u32,
  times: usize, nodes: usize,
): u32 {
  let time: f64 = 0
  let flips: u32 = 0
  while (flips < room) {
    let total: f64 = 0
    for (let n: u32 = 0; n < count; n++) total += flipRate(state, stride, i, u32At(roots, n), branches, rates)
    if (!(total > 0)) break
    const seed = seedHigh + (flips >> STREAM_BITS) * NEXT_SEED
    const u = uniform(seedLow, seed, lineageLow, lineageHigh, tick, stream + (flips & ((1 << STREAM_BITS) - 1)))
    const v = second()
    time = discrete != 0 ? dt : time - Math.log(1 - u) / total
    if (time > dt) break
    const target = v * total
    let chosen: u32 = 0
    let sum: f64 = 0
    for (let n: u32 = 0; n < count; n++) {
      const rate = flipRate(state, stride, i, u32At(roots, n), branches, rates)
      if (!(rate > 0)) continue
      chosen = n
      sum += rate
      if (target < sum) break
    }
    flip(state, stride, shown, i, chosen)
    if (times != 0) {
      setF64(times, flips, time)
      store<u32>(nodes + ((<usize>flips) << 2), chosen)
    }
    flips++
    if (discrete != 0) break
  }
  return flips
}
