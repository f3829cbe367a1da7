// What cells take and give as sources of a field that is solved with them (README.md), and what each of them got.

import { behaviour, f64At, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { mark, runFrom } from '../../kernels/as/sources.lib.as'

/** The first voxel from `v` on that has cells, or `end`. */
// @ts-ignore: decorator
@inline
function nextOccupied(cellCount: usize, v: u32, end: u32): u32 {
  while (v < end) {
    if (u32At(cellCount, v) != 0) return v
    v++
    // Most voxels of a large domain are empty: four at a time.
    while (v + 4 <= end && !v128.any_true(v128.load(cellCount + (<usize>v << 2)))) v += 4
  }
  return v
}

/**
 * Adds loss [1/min] and gain [unit/min] of the cells of the runs of voxels that begin in [begin, end): (V/W)(s + u), and
 * (V/W) s c* + E/W, in the order of `byVoxel`, and marks the runs. Rates as behaviours (pointer, perCell).
 */
export function exchange_sources(
  loss: usize, gain: usize, marks: usize, voxels: u32, firstCell: usize, cellCount: usize, byVoxel: usize, classes: usize, volume: usize,
  secretion: usize, secretionPerCell: u32, saturation: usize, saturationPerCell: u32, uptake: usize,
  uptakePerCell: u32, release: usize, releasePerCell: u32, voxelVolume: f64, begin: u32, end: u32,
): void {
  const perVoxel = 1 / voxelVolume
  const stop = min(runFrom(end), voxels)
  for (let v = nextOccupied(cellCount, runFrom(begin), stop); v < stop; v = nextOccupied(cellCount, v + 1, stop)) {
    const first = u32At(firstCell, v)
    const last = first + u32At(cellCount, v)
    mark(loss, gain, marks, voxels, v)
    let lost: f64 = 0
    let gained: f64 = 0
    for (let k = first; k < last; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      const share = f64At(volume, i) * perVoxel
      const s = behaviour(secretion, secretionPerCell, i, cls)
      lost += share * (s + behaviour(uptake, uptakePerCell, i, cls))
      gained +=
        share * s * behaviour(saturation, saturationPerCell, i, cls) +
        behaviour(release, releasePerCell, i, cls) * perVoxel
    }
    setF64(loss, v, f64At(loss, v) + lost)
    setF64(gain, v, f64At(gain, v) + gained)
  }
}

/** Adds what the cells of the voxels [begin, end) took up in `length` [min] at the mean concentration of the step. */
export function exchange_book(
  mean: usize, internalised: usize, firstCell: usize, cellCount: usize, byVoxel: usize, classes: usize, volume: usize,
  secretion: usize, secretionPerCell: u32, saturation: usize, saturationPerCell: u32, uptake: usize,
  uptakePerCell: u32, release: usize, releasePerCell: u32, length: f64, begin: u32, end: u32,
): void {
  for (let v = nextOccupied(cellCount, begin, end); v < end; v = nextOccupied(cellCount, v + 1, end)) {
    const first = u32At(firstCell, v)
    const last = first + u32At(cellCount, v)
    const c = f64At(mean, v)
    for (let k = first; k < last; k++) {
      const i = u32At(byVoxel, k)
      const cls = u16At(classes, i)
      const drive =
        behaviour(uptake, uptakePerCell, i, cls) * c -
        behaviour(secretion, secretionPerCell, i, cls) * (behaviour(saturation, saturationPerCell, i, cls) - c)
      const taken = f64At(volume, i) * drive - behaviour(release, releasePerCell, i, cls)
      setF64(internalised, i, f64At(internalised, i) + length * taken)
    }
  }
}
