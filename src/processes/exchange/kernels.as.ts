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

/** Factor of the affine map of one cell: `share` = dt x cell volume / voxel volume. */
// @ts-ignore: decorator
@inline
function factorOf(share: f64, secretion: f64, uptake: f64): f64 {
  return 1 / (1 + share * (secretion + uptake))
}

/** Its gain: `dose` = dt / voxel volume [min/um^3]. */
// @ts-ignore: decorator
@inline
function gainOf(share: f64, dose: f64, secretion: f64, saturation: f64, factor: f64, release: f64): f64 {
  return share * secretion * saturation * factor + dose * release
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
 * all. A voxel with cells has them in `byVoxel` from its `firstCell` on; those of later voxels follow. Rates come as
 * behaviours (pointer, perCell).
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
    // Where a voxel is empty its first cell means nothing; counts do.
    let occupied = first
    while (occupied < last && u32At(cellCount, occupied) == 0) occupied++
    if (occupied == last) {
      store<u8>(marks + <usize>group, 0)
      continue
    }
    const from = u32At(firstCell, occupied)
    for (let v = first; v < last; v++) {
      setF64(factors, v, 1)
      setF64(gains, v, 0)
    }
    // One loop over the cells of the group, not one per voxel: how often each ends is what processors guess wrong.
    const second = from + u32At(cellCount, first)
    const third = second + (first + 1 < last ? u32At(cellCount, first + 1) : 0)
    const fourth = third + (first + 2 < last ? u32At(cellCount, first + 2) : 0)
    const to = fourth + (first + 3 < last ? u32At(cellCount, first + 3) : 0)
    let isMarked = false
    for (let k = from; k < to; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      const s = behaviour(secretion, secretionPerCell, i, cls)
      const u = behaviour(uptake, uptakePerCell, i, cls)
      const e = behaviour(release, releasePerCell, i, cls)
      // The map of such a cell is the identity, without rounding.
      if (s == 0 && u == 0 && e == 0) continue
      const share = dose * f64At(volume, i)
      const f = factorOf(share, s, u)
      const v = first + <u32>(k >= second) + <u32>(k >= third) + <u32>(k >= fourth)
      const target = behaviour(saturation, saturationPerCell, i, cls)
      setF64(factors, v, f * f64At(factors, v))
      setF64(gains, v, f * f64At(gains, v) + gainOf(share, dose, s, target, f, e))
      isMarked = true
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
      const factor = factorOf(share, s, u)
      // The change without export is written out: the difference of two concentrations would lose its digits.
      const change = share * (s * (target - c) - u * c) * factor
      setF64(internalised, i, f64At(internalised, i) - voxelVolume * change - dt * e)
      c = factor * c + gainOf(share, dose, s, target, factor, e)
    }
    setPair(field, remainder, v, c)
  }
}
