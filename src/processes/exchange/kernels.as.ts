// Exchange between cells and the voxel that holds them, backward Euler (README.md). Blocks are over voxels: the cells of
// a voxel act one after the other in slot order, and nothing is scattered.
//
// What one cell does to the concentration is affine, c <- f c + g. So is what all cells of a voxel do; the product is
// kept and used until cells move, grow or change their behaviour.

import { behaviour, f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { loadPair, pairAt, setPair, storePair } from '../../kernels/as/fields.lib.as'

let factor: f64 = 1
let gain: f64 = 0

/** The affine map of one cell: `share` = dt x cell volume / voxel volume, `dose` = dt / voxel volume [min/um^3]. */
// @ts-ignore: decorator
@inline
function cellMap(share: f64, dose: f64, secretion: f64, saturation: f64, uptake: f64, release: f64): void {
  factor = 1 / (1 + share * (secretion + uptake))
  gain = share * secretion * saturation * factor + dose * release
}

/** Factor and gain [voxels] of the cells of each of the voxels [begin, end); rates as behaviours (pointer, perCell). */
export function exchange_gather(
  factors: usize, gains: usize, firstCell: usize, cellCount: usize, byVoxel: usize, classes: usize, volume: usize,
  secretion: usize, secretionPerCell: u32, saturation: usize, saturationPerCell: u32, uptake: usize,
  uptakePerCell: u32, release: usize, releasePerCell: u32, dt: f64, voxelVolume: f64, begin: u32, end: u32,
): void {
  const dose = dt / voxelVolume
  for (let v = begin; v < end; v++) {
    let f: f64 = 1
    let g: f64 = 0
    const first = u32At(firstCell, v)
    const last = first + u32At(cellCount, v)
    for (let k = first; k < last; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      cellMap(
        dose * f64At(volume, i),
        dose,
        behaviour(secretion, secretionPerCell, i, cls),
        behaviour(saturation, saturationPerCell, i, cls),
        behaviour(uptake, uptakePerCell, i, cls),
        behaviour(release, releasePerCell, i, cls),
      )
      f = factor * f
      g = factor * g + gain
    }
    setF64(factors, v, f)
    setF64(gains, v, g)
  }
}

/** Applies the gathered maps to the voxels [begin, end) of a field. */
export function exchange_apply(
  field: usize, remainder: usize, factors: usize, gains: usize, begin: u32, end: u32,
): void {
  let v = begin
  for (; v + 2 <= end; v += 2) {
    const at = <usize>v << 3
    const kept = f64x2.mul(v128.load(factors + at), loadPair(field, remainder, v))
    storePair(field, remainder, v, f64x2.add(kept, v128.load(gains + at)))
  }
  if (v < end) setPair(field, remainder, v, f64At(factors, v) * pairAt(field, remainder, v) + f64At(gains, v))
}

/** Applies the cells of the voxels [begin, end) one by one and adds what each took up to `internalised` [cells]. */
export function exchange_track(
  field: usize, remainder: usize, internalised: usize, firstCell: usize, cellCount: usize, byVoxel: usize,
  classes: usize, volume: usize, secretion: usize, secretionPerCell: u32, saturation: usize, saturationPerCell: u32,
  uptake: usize, uptakePerCell: u32, release: usize, releasePerCell: u32, dt: f64, voxelVolume: f64,
  begin: u32, end: u32,
): void {
  const dose = dt / voxelVolume
  for (let v = begin; v < end; v++) {
    const first = u32At(firstCell, v)
    const last = first + u32At(cellCount, v)
    if (first == last) continue
    let c = pairAt(field, remainder, v)
    for (let k = first; k < last; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      const share = dose * f64At(volume, i)
      const s = behaviour(secretion, secretionPerCell, i, cls)
      const target = behaviour(saturation, saturationPerCell, i, cls)
      const u = behaviour(uptake, uptakePerCell, i, cls)
      const e = behaviour(release, releasePerCell, i, cls)
      cellMap(share, dose, s, target, u, e)
      // The change without export is written out: the difference of two concentrations would lose its digits.
      const change = share * (s * (target - c) - u * c) * factor
      setF64(internalised, i, f64At(internalised, i) - voxelVolume * change - dt * e)
      c = factor * c + gain
    }
    setPair(field, remainder, v, c)
  }
}
