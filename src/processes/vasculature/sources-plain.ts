import type { Sites } from './kernels.ts'

/*
 * The plain form of sources.as.ts: the same operations in the same order.
 */

/** Adds to `loss` [1/min] and `gain` [unit/min] what the vessel points at sites [begin, end) do, at `rate` [1/min] each. */
export function vesselSources(
  {
    loss,
    gain,
    marks,
  }: { readonly loss: Float64Array; readonly gain: Float64Array; readonly marks: Uint8Array },
  sites: Sites,
  { level, rate }: { readonly level: number; readonly rate: number },
  begin: number,
  end: number,
): void {
  for (let s = begin; s < end; s++) {
    const voxel = sites.voxels[sites.order[sites.first[s] ?? 0] ?? 0] ?? 0
    const total = rate * (sites.counts[s] ?? 0)
    const run = voxel >> 6
    // The first to mark a run sets it to zero.
    if (marks[run] !== 1) {
      loss.fill(0, 64 * run, 64 * (run + 1))
      gain.fill(0, 64 * run, 64 * (run + 1))
    }
    marks[run] = 1
    loss[voxel] = (loss[voxel] ?? 0) + total
    gain[voxel] = (gain[voxel] ?? 0) + total * level
  }
}

/** Adds to `delivered` what the vessel points [begin, end) gave: `dose` = rate x length of the step x volume of a voxel. */
export function vesselBook(
  delivered: Float64Array,
  mean: Float64Array,
  voxels: Uint32Array,
  { level, dose }: { readonly level: number; readonly dose: number },
  { begin, end }: { readonly begin: number; readonly end: number },
): void {
  for (let p = begin; p < end; p++) {
    delivered[p] = (delivered[p] ?? 0) + dose * (level - (mean[voxels[p] ?? 0] ?? 0))
  }
}
