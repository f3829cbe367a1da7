import { type FieldPair, pairAt, setPair } from '../../kernels/field-pair.ts'
import type { Sites, Wall } from './kernels.ts'

/*
 * The plain form of living.as.ts: the same operations in the same order.
 */

/** The plain form of `vasculature_living_exchange` for sites [begin, end). */
export function livingExchange(
  pair: FieldPair,
  sites: Sites,
  { delivered, share }: { readonly delivered: Float64Array; readonly share: Float64Array },
  wall: Wall,
  begin: number,
  end: number,
): void {
  for (let s = begin; s < end; s++) {
    const from = sites.first[s] ?? 0
    const to = from + (sites.counts[s] ?? 0)
    const voxel = sites.voxels[sites.order[from] ?? 0] ?? 0
    let rho = pairAt(pair, voxel)
    for (let j = from; j < to; j++) {
      const vessel = sites.order[j] ?? 0
      const own = wall.k * (share[vessel] ?? 0)
      const change = (own / (1 + own)) * (wall.level - rho)
      delivered[vessel] = (delivered[vessel] ?? 0) + change * wall.volume
      rho += change
    }
    setPair(pair, voxel, rho)
  }
}

/** The plain form of `vasculature_living_sources`: what is added to loss [1/min] and gain [unit/min]; `rate` in 1/min. */
export function livingSources(
  into: { readonly loss: Float64Array; readonly gain: Float64Array; readonly marks: Uint8Array },
  sites: Sites,
  share: Float64Array,
  { level, rate }: { readonly level: number; readonly rate: number },
  { begin, end }: { readonly begin: number; readonly end: number },
): void {
  const { loss, gain, marks } = into
  for (let s = begin; s < end; s++) {
    const from = sites.first[s] ?? 0
    const to = from + (sites.counts[s] ?? 0)
    const voxel = sites.voxels[sites.order[from] ?? 0] ?? 0
    let sum = 0
    for (let j = from; j < to; j++) sum += share[sites.order[j] ?? 0] ?? 0
    const total = rate * sum
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

/** The plain form of `vasculature_living_book` for nodes [begin, end). */
export function livingBook(
  { delivered, share }: { readonly delivered: Float64Array; readonly share: Float64Array },
  mean: Float64Array,
  voxels: Uint32Array,
  { level, dose }: { readonly level: number; readonly dose: number },
  { begin, end }: { readonly begin: number; readonly end: number },
): void {
  for (let p = begin; p < end; p++) {
    const given = dose * (share[p] ?? 0) * (level - (mean[voxels[p] ?? 0] ?? 0))
    delivered[p] = (delivered[p] ?? 0) + given
  }
}

/** The plain form of `vasculature_living_serve` at one node. */
export function servedHazard(hazard: number, carries: number): number {
  return hazard * carries
}
