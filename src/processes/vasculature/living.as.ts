// Exchange and entry through vessels that live: as for points that stay, times what each node carries. Equations in README.md.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { pairAt, setPair } from '../../kernels/as/fields.lib.as'
import { mark } from '../../kernels/as/sources.lib.as'

/** `vasculature_exchange` with k = rate x dt times `share` [vessels]. */
export function vasculature_living_exchange(
  field: usize, remainder: usize, voxels: usize, order: usize, first: usize, counts: usize, delivered: usize, share: usize,
  blood: usize, k: f64, volume: f64, begin: u32, end: u32,
): void {
  const level = f64At(blood, 0)
  for (let s = begin; s < end; s++) {
    const from = u32At(first, s)
    const to = from + u32At(counts, s)
    const voxel = u32At(voxels, u32At(order, from))
    let rho = pairAt(field, remainder, voxel)
    for (let j = from; j < to; j++) {
      const vessel = u32At(order, j)
      const own = k * f64At(share, vessel)
      const change = (own / (1.0 + own)) * (level - rho)
      setF64(delivered, vessel, f64At(delivered, vessel) + change * volume)
      rho += change
    }
    setPair(field, remainder, voxel, rho)
  }
}

/** `vasculature_sources` with the rate of each node times its `share` [vessels]; one thread does all sites. */
export function vasculature_living_sources(
  loss: usize, gain: usize, marks: usize, count: u32, voxels: usize, order: usize, first: usize, counts: usize, share: usize,
  blood: usize, rate: f64, begin: u32, end: u32,
): void {
  const level = f64At(blood, 0)
  for (let s = begin; s < end; s++) {
    const from = u32At(first, s)
    const to = from + u32At(counts, s)
    const voxel = u32At(voxels, u32At(order, from))
    let sum = 0.0
    for (let j = from; j < to; j++) sum += f64At(share, u32At(order, j))
    const total = rate * sum
    mark(loss, gain, marks, count, voxel)
    setF64(loss, voxel, f64At(loss, voxel) + total)
    setF64(gain, voxel, f64At(gain, voxel) + total * level)
  }
}

/** `vasculature_book` with `dose` times the `share` of each node. */
export function vasculature_living_book(
  mean: usize, voxels: usize, delivered: usize, share: usize, blood: usize, dose: f64, begin: u32, end: u32,
): void {
  const level = f64At(blood, 0)
  for (let p = begin; p < end; p++) {
    const given = dose * f64At(share, p) * (level - f64At(mean, u32At(voxels, p)))
    setF64(delivered, p, f64At(delivered, p) + given)
  }
}

/** Multiplies the rate of arrival at nodes [begin, end) by what they carry. */
export function vasculature_living_serve(hazard: usize, carries: usize, begin: u32, end: u32): void {
  for (let v = begin; v < end; v++) setF64(hazard, v, f64At(hazard, v) * f64At(carries, v))
}
