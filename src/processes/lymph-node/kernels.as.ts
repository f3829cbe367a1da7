// Lymph node: which cells leave the tissue through lymphatics. Equations in README.md.

import {
  REQUEST_REMOVE, behaviour, f64At, probability, u16At, u32At, u8At,
} from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'

/**
 * Lets cells [begin, end) of type `leaver` leave at `rate` [1/min] that are nearer than `margin` [um] to a face; a margin below 0
 * means anywhere. Faces that are not there stand at infinity.
 */
export function lymph_node_leave(
  x: usize, y: usize, z: usize, types: usize, classes: usize, lineageLow: usize, lineageHigh: usize,
  requests: usize, leaving: usize, pending: usize, leaver: u32, margin: f64, lowX: f64, lowY: f64, lowZ: f64,
  highX: f64, highY: f64, highZ: f64, rate: usize, ratePerCell: u32, dt: f64, seedLow: u32, seedHigh: u32,
  stream: u32, tick: u32, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    if (u16At(types, i) != leaver) continue
    const often = behaviour(rate, ratePerCell, i, u16At(classes, i))
    if (!(often > 0)) continue
    // Whoever goes already, through a vessel or by an intervention, does not go twice.
    if ((u8At(requests, i) & REQUEST_REMOVE) != 0) continue
    const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, stream)
    if (u >= probability(often, dt)) continue
    const px = f64At(x, i), py = f64At(y, i), pz = f64At(z, i)
    const isNear = margin < 0 || px - lowX < margin || py - lowY < margin || pz - lowZ < margin ||
      highX - px < margin || highY - py < margin || highZ - pz < margin
    if (!isNear) continue
    store<u8>(leaving + i, 1)
    store<u8>(requests + i, <u8>(u8At(requests, i) | REQUEST_REMOVE))
    store<u32>(pending, 1)
  }
}
