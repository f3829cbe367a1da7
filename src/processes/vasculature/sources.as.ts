// What vessels take and give as sources of a field that is solved with them (README.md), and what each of them gave.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'
import { mark } from '../../kernels/as/sources.lib.as'

/**
 * Adds loss [1/min] and gain [unit/min] of the vessel points at sites [begin, end), and marks their runs among `count` voxels;
 * `blood` points to the level. Sites of different blocks may share a run: one thread does all of them.
 */
export function vasculature_sources(
  loss: usize, gain: usize, marks: usize, count: u32, voxels: usize, order: usize, first: usize, counts: usize, blood: usize, rate: f64,
  begin: u32, end: u32,
): void {
  const level = f64At(blood, 0)
  for (let s = begin; s < end; s++) {
    const voxel = u32At(voxels, u32At(order, u32At(first, s)))
    const total = rate * <f64>u32At(counts, s)
    mark(loss, gain, marks, count, voxel)
    setF64(loss, voxel, f64At(loss, voxel) + total)
    setF64(gain, voxel, f64At(gain, voxel) + total * level)
  }
}

/** Adds to `delivered` what the vessel points [begin, end) gave: `dose` = rate x length of the step x volume of a voxel. */
export function vasculature_book(
  mean: usize, voxels: usize, delivered: usize, blood: usize, dose: f64, begin: u32, end: u32,
): void {
  const level = f64At(blood, 0)
  for (let p = begin; p < end; p++) {
    setF64(delivered, p, f64At(delivered, p) + dose * (level - f64At(mean, u32At(voxels, p))))
  }
}
