// Fate: live cells turn into other types. Equations in README.md.

import { REQUEST_TYPE, behaviour, probability, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'

/** REQUEST_TYPE of engine/columns.ts. */

/**
 * Whether live cells [begin, end) turn into one of `targets` types within dt [min]: each target has its own draw; of
 * several that come in one step, the earliest wins. `rates` holds pairs (pointer, per cell) of behaviours [1/min].
 */
export function fate_transitions(
  classes: usize,
  types: usize,
  typeCount: u32,
  lineageLow: usize,
  lineageHigh: usize,
  request: usize,
  requestedType: usize,
  pending: usize,
  targetTypes: usize,
  streams: usize,
  rates: usize,
  targets: u32,
  dt: f64,
  seedLow: u32,
  seedHigh: u32,
  tick: u32,
  begin: u32,
  end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const c = u16At(classes, i)
    if (c >= typeCount) continue
    let earliest: f64 = Infinity
    for (let k: u32 = 0; k < targets; k++) {
      const target = u32At(targetTypes, k)
      const rate = behaviour(<usize>u32At(rates, 2 * k), u32At(rates, 2 * k + 1), i, c)
      if (target == u16At(types, i) || !(rate > 0)) continue
      const u = uniform(
        seedLow,
        seedHigh,
        u32At(lineageLow, i),
        u32At(lineageHigh, i),
        tick,
        u32At(streams, k),
      )
      if (u >= probability(rate, dt)) continue
      const wait = -Math.log(1 - u) / rate
      if (wait >= earliest) continue
      earliest = wait
      store<u16>(requestedType + ((<usize>i) << 1), <u16>target)
    }
    if (earliest == Infinity) continue
    store<u8>(request + <usize>i, <u8>(u8At(request, i) | REQUEST_TYPE))
    store<u32>(pending, 1)
  }
}
