// Binding to cells as sources of a field that is solved with them, and what cells hold afterwards (README.md). Blocks are over
// voxels: the cells of a voxel come one after the other in slot order.

import { behaviour, f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { pairAt } from '../../kernels/as/fields.lib.as'
import { mark, runFrom } from '../../kernels/as/sources.lib.as'

/** Below this the series are taken, whose next terms are below x^5 / 720. Chosen: there 1 - exp(-x) has lost three digits. */
const SMALL: f64 = 1e-3

/** phi(x) = (1 - exp(-x)) / x. */
// @ts-ignore: decorator
@inline
function phi(x: f64): f64 {
  if (x < SMALL) return 1 - (x / 2) * (1 - (x / 3) * (1 - (x / 4) * (1 - x / 5)))
  return (1 - NativeMath.exp(-x)) / x
}

/** psi(x) = (1 - phi(x)) / x. */
// @ts-ignore: decorator
@inline
function psi(x: f64, p: f64): f64 {
  if (x < SMALL) return 0.5 * (1 - (x / 3) * (1 - (x / 4) * (1 - x / 5)))
  return (1 - p) / x
}

/**
 * Adds loss [1/min] and gain [unit/min] of binding in a step of `length` [min], for the runs of voxels that begin in [begin, end), and
 * marks the runs. Leaves rate x time in `work` [cells]. Sites come as a behaviour (pointer, perCell), rates per class.
 */
export function binding_sources(
  loss: usize, gain: usize, marks: usize, voxels: u32, field: usize, remainder: usize, firstCell: usize, cellCount: usize,
  byVoxel: usize, classes: usize, bound: usize, work: usize, sites: usize, sitesPerCell: u32, association: usize,
  dissociation: usize, internalisation: usize, length: f64, voxelVolume: f64, begin: u32, end: u32,
): void {
  const perVoxel = 1 / voxelVolume
  const stop = min(runFrom(end), voxels)
  for (let v = runFrom(begin); v < stop; v++) {
    const count = u32At(cellCount, v)
    if (count == 0) continue
    const first = u32At(firstCell, v)
    const c = max(pairAt(field, remainder, v), 0)
    let lost: f64 = 0
    let gained: f64 = 0
    for (let k = first; k < first + count; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      const n = behaviour(sites, sitesPerCell, i, cls)
      const b = f64At(bound, i)
      if (n == 0 && b == 0) {
        setF64(work, i, 0)
        continue
      }
      const kept = min(b, n)
      const on = f64At(association, cls)
      const off = f64At(dissociation, cls)
      const inside = f64At(internalisation, cls)
      const x = length * (on * c + off + inside)
      const p = phi(x)
      lost += on * ((n - kept) * p + n * (inside * length * psi(x, p)))
      gained += off * kept * p + (b - kept) / length
      setF64(work, i, x)
    }
    if (lost == 0 && gained == 0) continue
    mark(loss, gain, marks, voxels, v)
    setF64(loss, v, f64At(loss, v) + lost * perVoxel)
    setF64(gain, v, f64At(gain, v) + gained * perVoxel)
  }
}

/**
 * What the cells of the voxels [begin, end) hold after a step of `length` [min] at the mean level of the step. Leaves in `work` by how
 * much the share of sites that are taken has changed.
 */
export function binding_book(
  mean: usize, firstCell: usize, cellCount: usize, byVoxel: usize, classes: usize, bound: usize, internalised: usize, work: usize,
  sites: usize, sitesPerCell: u32, association: usize, dissociation: usize, internalisation: usize, length: f64, begin: u32,
  end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const count = u32At(cellCount, v)
    if (count == 0) continue
    const first = u32At(firstCell, v)
    const c = f64At(mean, v)
    for (let k = first; k < first + count; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      const n = behaviour(sites, sitesPerCell, i, cls)
      const b = f64At(bound, i)
      if (n == 0 && b == 0) continue
      const kept = min(b, n)
      const off = f64At(dissociation, cls)
      const inside = f64At(internalisation, cls)
      const x = f64At(work, i)
      const p = phi(x)
      const arriving = f64At(association, cls) * c
      const taken = inside * length * (kept * p + arriving * n * (length * psi(x, p)))
      const after = kept + length * p * (arriving * (n - kept) - (off + inside) * kept)
      setF64(bound, i, after)
      setF64(internalised, i, f64At(internalised, i) + taken)
      setF64(work, i, n > 0 ? abs(after - b) / n : 0)
    }
  }
}

/** The largest of the numbers of the cells [begin, end): in any order the same. */
export function binding_most(work: usize, begin: u32, end: u32): f64 {
  let most: f64 = 0
  for (let i = begin; i < end; i++) most = max(most, f64At(work, i))
  return most
}

/** The share of sites that are taken, 0 without sites. */
export function binding_occupancy(
  out: usize, bound: usize, classes: usize, sites: usize, sitesPerCell: u32, begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const n = behaviour(sites, sitesPerCell, i, u16At(classes, i))
    setF64(out, i, n > 0 ? min(f64At(bound, i) / n, 1) : 0)
  }
}
