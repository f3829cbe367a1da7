// What vessels take and give as sources of a field that is solved with them (README.md), and what each of them gave.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'

/** Adds loss [1/min] and gain [unit/min] of the vessel points at sites [begin, end), and marks them; `blood` points to the level. */
export function vasculature_sources(
  loss: usize, gain: usize, marks: usize, voxels: usize, order: usize, first: usize, counts: usize, blood: usize, rate: f64,
  begin: u32, end: u32,
): void {
  const level = f64At(blood, 0)
  for (let s = begin; s < end; s++) {
    const voxel = u32At(voxels, u32At(order, u32At(first, s)))
    const total = rate * <f64>u32At(counts, s)
    // Runs of 64 voxels are marked as a whole.
    store<u8>(marks + (voxel >> 6), 1)
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
