// Exchange between cells and the voxel that holds them, backward Euler (README.md). Blocks are over voxels: the cells of
// a voxel act one after the other in slot order, and nothing is scattered.
//
// What one cell does to the concentration is affine, c <- f c + g. So is what all cells of a voxel do; the product is
// kept and used until cells move, grow or change their behaviour.

//
// Most voxels hold no cell, or none that exchanges this substrate, and the map of those is the identity. Four neighbouring
// voxels are therefore one group with a mark, number g of the voxels 4 g to 4 g + 3: only marked groups have maps and are
// touched. A group belongs to the range that holds its first voxel; the last one may be smaller.

import { behaviour, f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { loadPair, pairAt, setPair, storePairs } from '../../kernels/as/fields.lib.as'

let factor: f64 = 1
let gain: f64 = 0

/** The affine map of one cell: `share` = dt x cell volume / voxel volume, `dose` = dt / voxel volume [min/um^3]. */
// @ts-ignore: decorator
@inline
function cellMap(share: f64, dose: f64, secretion: f64, saturation: f64, uptake: f64, release: f64): void {
  factor = 1 / (1 + share * (secretion + uptake))
  gain = share * secretion * saturation * factor + dose * release
}

/** Voxels of a group: what four f32 of a vector hold. */
const GROUP: u32 = 4
/** Groups whose marks are read at once, in the bytes of one u64. */
const MARKS: u32 = 8

/** Number of the first group whose first voxel is not before `voxel`. */
// @ts-ignore: decorator
@inline
function groupFrom(voxel: u32): u32 {
  return (voxel + GROUP - 1) / GROUP
}

/**
 * Marks u8 [groups], and where they are set factor and gain [voxels] of the cells of each voxel; `voxels` is the number of
 * all. Rates come as behaviours (pointer, perCell).
 */
export function exchange_gather(
  marks: usize, factors: usize, gains: usize, voxels: u32, firstCell: usize, cellCount: usize, byVoxel: usize,
  classes: usize, volume: usize, secretion: usize, secretionPerCell: u32, saturation: usize, saturationPerCell: u32,
  uptake: usize, uptakePerCell: u32, release: usize, releasePerCell: u32, dt: f64, voxelVolume: f64,
  begin: u32, end: u32,
): void {
  const dose = dt / voxelVolume
  const lastGroup = groupFrom(end)
  for (let group = groupFrom(begin); group < lastGroup; group++) {
    const first = group * GROUP
    const last = min(first + GROUP, voxels)
    let isMarked = false
    if (last == first + GROUP && !v128.any_true(v128.load(cellCount + (<usize>first << 2)))) {
      store<u8>(marks + <usize>group, 0)
      continue
    }
    for (let v = first; v < last; v++) {
      let f: f64 = 1
      let g: f64 = 0
      const from = u32At(firstCell, v)
      const to = from + u32At(cellCount, v)
      for (let k = from; k < to; k++) {
        const i = u32At(byVoxel, k)
        const cls = u16At(classes, i)
        const s = behaviour(secretion, secretionPerCell, i, cls)
        const u = behaviour(uptake, uptakePerCell, i, cls)
        const e = behaviour(release, releasePerCell, i, cls)
        // The map of such a cell is the identity, without rounding.
        if (s == 0 && u == 0 && e == 0) continue
        cellMap(dose * f64At(volume, i), dose, s, behaviour(saturation, saturationPerCell, i, cls), u, e)
        f = factor * f
        g = factor * g + gain
        isMarked = true
      }
      setF64(factors, v, f)
      setF64(gains, v, g)
    }
    store<u8>(marks + <usize>group, <u8>isMarked)
  }
}

/** Applies the gathered maps of the groups in [begin, end) to a field of `voxels` voxels. */
export function exchange_apply(
  field: usize, remainder: usize, marks: usize, factors: usize, gains: usize, voxels: u32, begin: u32, end: u32,
): void {
  let group = groupFrom(begin)
  const last = groupFrom(end)
  while (group < last) {
    if (group + MARKS <= last && load<u64>(marks + <usize>group) == 0) {
      group += MARKS
      continue
    }
    const stop = min(group + MARKS, last)
    for (; group < stop; group++) {
      if (load<u8>(marks + <usize>group)) applyGroup(field, remainder, factors, gains, group * GROUP, voxels)
    }
  }
}

// @ts-ignore: decorator
@inline
function applyGroup(field: usize, remainder: usize, factors: usize, gains: usize, first: u32, voxels: u32): void {
  if (first + GROUP <= voxels) {
    const f = factors + (<usize>first << 3)
    const g = gains + (<usize>first << 3)
    const low = f64x2.add(f64x2.mul(v128.load(f), loadPair(field, remainder, first)), v128.load(g))
    const high = f64x2.add(f64x2.mul(v128.load(f, 16), loadPair(field, remainder, first + 2)), v128.load(g, 16))
    storePairs(field, remainder, first, low, high)
    return
  }
  for (let v = first; v < voxels; v++) {
    setPair(field, remainder, v, f64At(factors, v) * pairAt(field, remainder, v) + f64At(gains, v))
  }
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
