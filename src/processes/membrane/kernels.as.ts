// Membranes: planes that push cells away, hold them on their side, and let some through. Equations in README.md.

import { behaviour, f64At, probability, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'

/** Adds the repulsion of one membrane at `at` [um] to the velocities of cells [begin, end) along its axis. */
export function membrane_push(
  position: usize, radius: usize, side: usize, types: usize, passes: usize, velocity: usize, bit: u32, at: f64,
  strength: f64, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    if (u8At(passes, u16At(types, i)) != 0) continue
    const r = f64At(radius, i)
    const isAbove = (u32At(side, i) & bit) != 0
    const distance = isAbove ? f64At(position, i) - at : at - f64At(position, i)
    if (!(distance < r)) continue
    const overlap = 1 - distance / r
    const push = strength * (overlap * overlap)
    setF64(velocity, i, isAbove ? f64At(velocity, i) + push : f64At(velocity, i) - push)
  }
}

/**
 * Brings cells [begin, end) back to their side of one membrane, at least `clearance` [um] from it; types with a 1 in
 * `passes` [types] go where they like. A cell within its reach goes through at `rate` [1/min], to as far behind the membrane
 * as it was before it. `crossed` becomes 1 when a cell is on another side than before.
 */
export function membrane_hold(
  position: usize, reach: usize, side: usize, types: usize, classes: usize, lineageLow: usize, lineageHigh: usize,
  passes: usize, crossed: usize, rate: usize, ratePerCell: u32, bit: u32, at: f64, clearance: f64, dt: f64,
  seedLow: u32, seedHigh: u32, stream: u32, tick: u32, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const x = f64At(position, i)
    const word = u32At(side, i)
    let isAbove = (word & bit) != 0
    if (u8At(passes, u16At(types, i)) != 0) {
      if (isAbove == x >= at) continue
      store<u32>(side + (<usize>i << 2), word ^ bit)
      store<u32>(crossed, 1)
      continue
    }
    let held = isAbove ? max(x, at + clearance) : min(x, at - clearance)
    const often = behaviour(rate, ratePerCell, i, u16At(classes, i))
    if (often > 0 && Math.abs(held - at) < f64At(reach, i)) {
      const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, stream)
      if (u < probability(often, dt)) {
        held = at + (at - held)
        isAbove = !isAbove
        // The mirror image may lie a rounding nearer than allowed.
        held = isAbove ? max(held, at + clearance) : min(held, at - clearance)
        store<u32>(side + (<usize>i << 2), word ^ bit)
        store<u32>(crossed, 1)
      }
    }
    setF64(position, i, held)
  }
}
