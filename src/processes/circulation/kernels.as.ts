// Circulation: which cells leave the tissue through vessels. Equations in README.md.

import {
  REQUEST_REMOVE, behaviour, f64At, minimumImage, probability, u16At, u32At, u8At,
} from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'

/**
 * Lets cells [begin, end) leave at `rate` [1/min] whose reach touches a vessel point; `radii` [types] is the radius of vessels for
 * a type [um], below 0 where it does not leave. `vessels` holds x, y and z of `count` points, `stride` apart. Who has a request of
 * `mask` stays.
 */
export function circulation_leave(
  x: usize, y: usize, z: usize, reach: usize, types: usize, classes: usize, lineageLow: usize, lineageHigh: usize,
  requests: usize, leaving: usize, pending: usize, radii: usize, vessels: usize, count: u32, stride: u32, mask: u32,
  rate: usize, ratePerCell: u32, px: f64, py: f64, pz: f64, dt: f64, seedLow: u32, seedHigh: u32, stream: u32, tick: u32, begin: u32,
  end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const radius = f64At(radii, u16At(types, i))
    const often = behaviour(rate, ratePerCell, i, u16At(classes, i))
    if (radius < 0 || !(often > 0) || (u8At(requests, i) & mask) != 0) continue
    const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, stream)
    // Few draw low enough: only these look for a vessel.
    if (u >= probability(often, dt)) continue
    const near = f64At(reach, i) + radius
    for (let k: u32 = 0; k < count; k++) {
      const dx = minimumImage(f64At(vessels, k) - f64At(x, i), px)
      const dy = minimumImage(f64At(vessels, stride + k) - f64At(y, i), py)
      const dz = minimumImage(f64At(vessels, 2 * stride + k) - f64At(z, i), pz)
      if (dx * dx + dy * dy + dz * dz >= near * near) continue
      store<u8>(leaving + i, 1)
      store<u8>(requests + i, <u8>(u8At(requests, i) | REQUEST_REMOVE))
      store<u32>(pending, 1)
      break
    }
  }
}

/**
 * Lets cells [begin, end) get into lymph at `rate` [1/min] that touch lymphatics: those that `touched` counts (0 = nobody does), or
 * one of `count` points, whose x, y and z stand in `points`, within their reach. Who disappears already stays out.
 */
export function circulation_enter_lymph(
  x: usize, y: usize, z: usize, reach: usize, classes: usize, lineageLow: usize, lineageHigh: usize, requests: usize,
  leaving: usize, pending: usize, touched: usize, points: usize, count: u32, rate: usize, ratePerCell: u32, px: f64,
  py: f64, pz: f64, dt: f64, seedLow: u32, seedHigh: u32, stream: u32, tick: u32, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const often = behaviour(rate, ratePerCell, i, u16At(classes, i))
    if (!(often > 0) || (u8At(requests, i) & REQUEST_REMOVE) != 0) continue
    const u = uniform(seedLow, seedHigh, u32At(lineageLow, i), u32At(lineageHigh, i), tick, stream)
    if (u >= probability(often, dt)) continue
    let isNear = touched != 0 && f64At(touched, i) > 0
    const near = f64At(reach, i)
    for (let k: u32 = 0; k < count && !isNear; k++) {
      const dx = minimumImage(f64At(points, k) - f64At(x, i), px)
      const dy = minimumImage(f64At(points, count + k) - f64At(y, i), py)
      const dz = minimumImage(f64At(points, 2 * count + k) - f64At(z, i), pz)
      isNear = dx * dx + dy * dy + dz * dz < near * near
    }
    if (!isNear) continue
    store<u8>(leaving + i, 2)
    store<u8>(requests + i, <u8>(u8At(requests, i) | REQUEST_REMOVE))
    store<u32>(pending, 1)
  }
}
