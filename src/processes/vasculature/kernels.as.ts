// Vessels: exchange across the wall, and the arrival of cells. Equations in README.md.

import { f32At, f64At, probability, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { pairAt, setPair } from '../../kernels/as/fields.lib.as'
import { uniform } from '../../kernels/as/random.as'

/**
 * Exchange of one substrate over dt at sites [begin, end): backward Euler with k = rate x dt, one vessel point after
 * the other. `blood` points to the level in the blood; `delivered` [vessels] gains what entered, times `volume` [um^3].
 */
export function vasculature_exchange(
  field: usize, remainder: usize, voxels: usize, order: usize, first: usize, counts: usize, delivered: usize,
  blood: usize, k: f64, volume: f64, begin: u32, end: u32,
): void {
  const level = f64At(blood, 0)
  const share = k / (1.0 + k)
  for (let s = begin; s < end; s++) {
    const from = u32At(first, s)
    const to = from + u32At(counts, s)
    const voxel = u32At(voxels, u32At(order, from))
    let rho = pairAt(field, remainder, voxel)
    for (let j = from; j < to; j++) {
      const vessel = u32At(order, j)
      // (rho + k B) / (1 + k), written as the change: a difference of two concentrations would lose its digits.
      const change = share * (level - rho)
      setF64(delivered, vessel, f64At(delivered, vessel) + change * volume)
      rho += change
    }
    setPair(field, remainder, voxel, rho)
  }
}

/** Rate of arrival with all gates open [1/min], for vessel points [begin, end). */
export function vasculature_hazard(hazard: usize, rate: f64, begin: u32, end: u32): void {
  for (let v = begin; v < end; v++) setF64(hazard, v, rate)
}

/** What a gate feels: the field at each vessel point. */
export function vasculature_feel(felt: usize, voxels: usize, field: usize, begin: u32, end: u32): void {
  for (let v = begin; v < end; v++) setF64(felt, v, <f64>f32At(field, u32At(voxels, v)))
}

/** One blocker: what is felt is divided by 1 + C / K, with C the blocker's field at the vessel and K = `constant`. */
export function vasculature_block(
  felt: usize, voxels: usize, blocker: usize, constant: f64, begin: u32, end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const c = <f64>f32At(blocker, u32At(voxels, v))
    setF64(felt, v, f64At(felt, v) / (1.0 + c / constant))
  }
}

/** One gate: `hazard` is multiplied by low + (high - low) h, with h the Hill function of what is felt at the vessel. */
export function vasculature_gate(
  hazard: usize, felt: usize, half: f64, hill: f64, low: f64, high: f64, begin: u32, end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const c = f64At(felt, v)
    const h = c > 0 ? 1.0 / (1.0 + NativeMath.pow(half / c, hill)) : 0.0
    setF64(hazard, v, f64At(hazard, v) * (low + (high - low) * h))
  }
}

/** Draws whether a cell of `type` arrives in dt [min] at vessel points [begin, end); 1 or 0 into `arriving`. */
export function vasculature_draw(
  hazard: usize, arriving: usize, dt: f64, seedLow: u32, seedHigh: u32, type: u32, tick: u32, stream: u32,
  begin: u32, end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const u = uniform(seedLow, seedHigh, v, type, tick, stream)
    store<u8>(arriving + <usize>v, u < probability(f64At(hazard, v), dt) ? 1 : 0)
  }
}
