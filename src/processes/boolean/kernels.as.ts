// Boolean networks inside cells, and in ensembles without cells. Equations in README.md.

import { f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { advance, bitAt, flip } from './advance.lib.as'

/**
 * Advances the networks of live cells [begin, end) by dt [min]. Type t has the four numbers of `types` [4 t]: its first node, its number
 * of nodes, and where its `inputs` begin and end: three numbers each (node, index into `signals`, 1 = above), with `levels`.
 * `clampMask` and `clampValue` have `words` words per type. `runaway` is set when a cell flips `room` times.
 */
export function boolean_flip(
  classes: usize, typeCount: u32, lineageLow: usize, lineageHigh: usize, state: usize, stride: u32, words: u32,
  types: usize, roots: usize, branches: usize, rates: usize, shown: usize, inputs: usize, levels: usize, signals: usize,
  clampMask: usize, clampValue: usize, runaway: usize, room: u32, stream: u32, dt: f64, seedLow: u32, seedHigh: u32,
  tick: u32, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const c = u16At(classes, i)
    if (c >= typeCount) continue
    const first = u32At(types, 4 * c)
    const count = u32At(types, 4 * c + 1)
    if (count == 0) continue
    const own = shown + ((<usize>first) << 2)
    for (let k = u32At(types, 4 * c + 2); k < u32At(types, 4 * c + 3); k++) {
      const node = u32At(inputs, 3 * k)
      const signal = f64At(<usize>u32At(signals, u32At(inputs, 3 * k + 1)), i)
      const wanted = u32(u32At(inputs, 3 * k + 2) != 0 ? signal > f64At(levels, k) : signal < f64At(levels, k))
      if (wanted != bitAt(state, stride, i, node)) flip(state, stride, own, i, node)
    }
    for (let w: u32 = 0; w < words; w++) {
      let wrong = (u32At(state, w * stride + i) ^ u32At(clampValue, c * words + w)) & u32At(clampMask, c * words + w)
      while (wrong != 0) {
        flip(state, stride, own, i, 32 * w + <u32>ctz(wrong))
        wrong &= wrong - 1
      }
    }
    const flips = advance(
      i, state, stride, roots + ((<usize>first) << 2), count, branches, rates, own, dt, 0, u32At(lineageLow, i),
      u32At(lineageHigh, i), seedLow, seedHigh, tick, stream, room, 0, 0,
    )
    if (flips == room) store<u32>(runaway, 1)
  }
}

/**
 * Advances samples [begin, end) of one network by dt, and notes each flip: `counts` has how many, `times` and `nodes` have `room` of
 * each sample. Sample i has the lineage key (offset + i, 0).
 */
export function boolean_trace(
  state: usize, stride: u32, roots: usize, count: u32, branches: usize, rates: usize, times: usize, nodes: usize,
  counts: usize, room: u32, discrete: u32, offset: u32, stream: u32, dt: f64, seedLow: u32, seedHigh: u32, tick: u32,
  begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const row = <usize>i * <usize>room
    const flips = advance(
      i, state, stride, roots, count, branches, rates, 0, dt, discrete, offset + i, 0, seedLow, seedHigh, tick, stream,
      room, times + (row << 3), nodes + (row << 2),
    )
    store<u32>(counts + ((<usize>i) << 2), flips)
  }
}

/** Writes the states of nodes of cells [begin, end) into their columns; a node that a cell's type lacks is 0. */
export function boolean_show(
  types: usize, state: usize, stride: u32, typeCount: u32, outputs: usize, outputNodes: usize, count: u32, begin: u32,
  end: u32,
): void {
  for (let i = begin; i < end; i++) {
    for (let k: u32 = 0; k < count; k++) {
      const node = u32At(outputNodes, k * typeCount + u16At(types, i))
      const value = node == 0xffffffff ? 0 : bitAt(state, stride, i, node)
      setF64(<usize>u32At(outputs, k), i, <f64>value)
    }
  }
}
