import { contentHash } from '../math/hash.ts'
import type { Model } from '../compile/model.ts'

/** The version that a run's key and manifest carry: results may differ between versions. */
export const ENGINE_VERSION = '0.1.0'

/** One thing to execute: plain data, so that it can go to another thread, process or machine. */
export interface RunPlan {
  /** hash(model, seed, what is recorded, engine version): the same key means the same results. */
  readonly key: string
  readonly arm: string
  /** Counted from zero. */
  readonly replicate: number
  readonly seed: number
  readonly modelHash: string
  /** Measures to record, by name. */
  readonly series: readonly string[]
  /** [min] */
  readonly seriesEvery: number
  readonly snapshotEvery: number
  readonly events: readonly string[]
  /** Lineage of each cell type: no part of what happens, but measures of tumour nests depend on it. */
  readonly lineages: readonly string[]
  /** Threads that compute the run, 1 unless said; not part of the key, since results do not depend on it. */
  readonly threads?: number
}

/** A plan with the model that it runs. */
export interface RunJob {
  readonly plan: RunPlan
  readonly model: Model
}

/** How replicates of different arms are related: twins share every random number until a treatment acts. */
export type Pairing = 'twins' | 'independent'

/** Seeds stay whole numbers that a double holds exactly. */
const SEED_DIGITS = 13

/** The seed of a replicate: from the experiment's seed and its number, and from the arm only when unpaired. */
export function replicateSeed(seed: number, replicate: number, arm: string, pairing: Pairing): number {
  const hash = contentHash(['replicate', seed, replicate, pairing === 'twins' ? '' : arm])
  return Number.parseInt(hash.slice(0, SEED_DIGITS), 16)
}

/** The key of a run: everything that its results depend on, and nothing else. */
export function runKey(plan: Omit<RunPlan, 'key'>): string {
  const { modelHash, seed, series, seriesEvery, snapshotEvery, events, lineages } = plan
  return contentHash([
    ENGINE_VERSION,
    modelHash,
    seed,
    series,
    seriesEvery,
    snapshotEvery,
    events,
    lineages,
  ]).slice(0, 16)
}
