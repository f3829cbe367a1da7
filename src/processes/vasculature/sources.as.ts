// What vessels take and give as sources of a field that is solved with them (README.md), and what each of them gave.

import { f64At, setF64, u32At } from '../../kernels/as/columns.lib.as'

/** Voxels of a run that transport marks as a whole, as a power of two. */
const RUN: u32 = 6

/** Marks the run of voxel v; the first to do so sets its loss and gain to zero. */
// @ts-ignore: decorator
@inline
function mark(loss: usize, gain: usize, marks: usize, voxels: u32, v: u32): void {
  const run: usize = v >> RUN
  if (load<u8>(marks + run)) return
  store<u8>(marks + run, 1)
  const bytes = min<usize>(1 << (RUN + 3), (<usize>voxels << 3) - (run << (RUN + 3)))
  memory.fill(loss + (run << (RUN + 3)), 0, bytes)
  memory.fill(gain + (run << (RUN + 3)), 0, bytes)
}

/** Adds loss [1/min] and gain [unit/min] of the vessel points at sites [begin, end), and marks them among `count` voxels; `blood` points to the level. */
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
