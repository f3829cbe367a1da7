// Hierarchy: cells that are not stem cells become stem cells. Equations in README.md.

import { behaviour, f64At, probability, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'

/**
 * Whether live cells [begin, end) that are no stem cells become some within dt [min]. `hasHierarchy` holds 1 for the types that
 * have one; `rate` and `perCell` are the behaviour [1/min]. A cell writes its own row only.
 */
export function hierarchy_dedifferentiate(
  classes: usize,
  typeCount: u32,
  hasHierarchy: usize,
  lineageLow: usize,
  lineageHigh: usize,
  stemness: usize,
  divisionsLeft: usize,
  mayDivide: usize,
  rate: usize,
  perCell: u32,
  seedLow: u32,
  seedHigh: u32,
  tick: u32,
  stream: u32,
  dt: f64,
  begin: u32,
  end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const c = u16At(classes, i)
    // Classes of the living are their types.
    if (c >= typeCount || u8At(hasHierarchy, c) == 0 || f64At(stemness, i) != 0) continue
    const own = behaviour(rate, perCell, i, c)
    if (!(own > 0)) continue
    const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, stream)
    if (u >= probability(own, dt)) continue
    setF64(stemness, i, 1)
    setF64(divisionsLeft, i, 0)
    store<u8>(mayDivide + <usize>i, 1)
  }
}
