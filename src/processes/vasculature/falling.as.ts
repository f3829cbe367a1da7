// Exchange of a substrate whose level in blood falls along its way: as living.as.ts, with a level of each node. Equations in README.md.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { pairAt, setPair } from '../../kernels/as/fields.lib.as'
import { mark } from '../../kernels/as/sources.lib.as'

/** `vasculature_living_exchange` with `level` [vessels]. */
export function vasculature_falling_exchange(
  field: usize, remainder: usize, voxels: usize, order: usize, first: usize, counts: usize, delivered: usize, share: usize,
  level: usize, k: f64, volume: f64, begin: u32, end: u32,
): void {
  for (let s = begin; s < end; s++) {
    const from = u32At(first, s)
    const to = from + u32At(counts, s)
    const voxel = u32At(voxels, u32At(order, from))
    let rho = pairAt(field, remainder, voxel)
    for (let j = from; j < to; j++) {
      const vessel = u32At(order, j)
      const own = k * f64At(share, vessel)
      const change = (own / (1.0 + own)) * (f64At(level, vessel) - rho)
      setF64(delivered, vessel, f64At(delivered, vessel) + change * volume)
      rho += change
    }
    setPair(field, remainder, voxel, rho)
  }
}

/** `vasculature_living_sources` with `level` [vessels]; one thread does all sites. */
export function vasculature_falling_sources(
  loss: usize, gain: usize, marks: usize, count: u32, voxels: usize, order: usize, first: usize, counts: usize, share: usize,
  level: usize, rate: f64, begin: u32, end: u32,
): void {
  for (let s = begin; s < end; s++) {
    const from = u32At(first, s)
    const to = from + u32At(counts, s)
    const voxel = u32At(voxels, u32At(order, from))
    let sum = 0.0
    let brought = 0.0
    for (let j = from; j < to; j++) {
      const vessel = u32At(order, j)
      sum += f64At(share, vessel)
      brought += f64At(share, vessel) * f64At(level, vessel)
    }
    mark(loss, gain, marks, count, voxel)
    setF64(loss, voxel, f64At(loss, voxel) + rate * sum)
    setF64(gain, voxel, f64At(gain, voxel) + rate * brought)
  }
}

/** `vasculature_living_book` with `level` [vessels]. */
export function vasculature_falling_book(
  mean: usize, voxels: usize, delivered: usize, share: usize, level: usize, dose: f64, begin: u32, end: u32,
): void {
  for (let p = begin; p < end; p++) {
    const given = dose * f64At(share, p) * (f64At(level, p) - f64At(mean, u32At(voxels, p)))
    setF64(delivered, p, f64At(delivered, p) + given)
  }
}
