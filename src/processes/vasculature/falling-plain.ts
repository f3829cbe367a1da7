import { type FieldPair, pairAt, setPair } from '../../kernels/field-pair.ts'
import type { Sites } from './kernels.ts'

/*
 * The plain form of falling.as.ts: the same operations in the same order.
 */

/** What nodes have of exchange, and the level of the blood that comes to each. */
export interface Falling {
  readonly share: Float64Array
  readonly level: Float64Array
}

/** The plain form of `vasculature_falling_exchange` for sites [begin, end); `k` is rate x dt, `volume` that of a voxel [um^3]. */
export function fallingExchange(
  pair: FieldPair,
  sites: Sites,
  { share, level, delivered }: Falling & { readonly delivered: Float64Array },
  { k, volume }: { readonly k: number; readonly volume: number },
  { begin, end }: { readonly begin: number; readonly end: number },
): void {
  for (let s = begin; s < end; s++) {
    const from = sites.first[s] ?? 0
    const to = from + (sites.counts[s] ?? 0)
    const voxel = sites.voxels[sites.order[from] ?? 0] ?? 0
    let rho = pairAt(pair, voxel)
    for (let j = from; j < to; j++) {
      const vessel = sites.order[j] ?? 0
      const own = k * (share[vessel] ?? 0)
      const change = (own / (1 + own)) * ((level[vessel] ?? 0) - rho)
      delivered[vessel] = (delivered[vessel] ?? 0) + change * volume
      rho += change
    }
    setPair(pair, voxel, rho)
  }
}

/** The plain form of `vasculature_falling_sources`: what is added to loss [1/min] and gain [unit/min]; `rate` in 1/min. */
export function fallingSources(
  {
    loss,
    gain,
    marks,
  }: { readonly loss: Float64Array; readonly gain: Float64Array; readonly marks: Uint8Array },
  sites: Sites,
  { share, level }: Falling,
  rate: number,
  { begin, end }: { readonly begin: number; readonly end: number },
): void {
  for (let s = begin; s < end; s++) {
    const from = sites.first[s] ?? 0
    const to = from + (sites.counts[s] ?? 0)
    const voxel = sites.voxels[sites.order[from] ?? 0] ?? 0
    let sum = 0
    let brought = 0
    for (let j = from; j < to; j++) {
      const vessel = sites.order[j] ?? 0
      sum += share[vessel] ?? 0
      brought += (share[vessel] ?? 0) * (level[vessel] ?? 0)
    }
    const run = voxel >> 6
    // The first to mark a run sets it to zero.
    if (marks[run] !== 1) {
      loss.fill(0, 64 * run, 64 * (run + 1))
      gain.fill(0, 64 * run, 64 * (run + 1))
    }
    marks[run] = 1
    loss[voxel] = (loss[voxel] ?? 0) + rate * sum
    gain[voxel] = (gain[voxel] ?? 0) + rate * brought
  }
}

/** The plain form of `vasculature_falling_book` for nodes [begin, end). */
export function fallingBook(
  { share, level, delivered }: Falling & { readonly delivered: Float64Array },
  mean: Float64Array,
  voxels: Uint32Array,
  dose: number,
  { begin, end }: { readonly begin: number; readonly end: number },
): void {
  for (let p = begin; p < end; p++) {
    const given = dose * (share[p] ?? 0) * ((level[p] ?? 0) - (mean[voxels[p] ?? 0] ?? 0))
    delivered[p] = (delivered[p] ?? 0) + given
  }
}
