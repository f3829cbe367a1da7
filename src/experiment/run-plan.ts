import { contentHash } from '../math/hash.ts'
import type { Model } from '../compile/model.ts'
import type { RecordedPlan, RunOrigin } from '../store/run-store.ts'

/** The version that a run's key and manifest carry: results may differ between versions. */
export const ENGINE_VERSION = '0.1.0'

/** One thing to execute: plain data, so that it can go to another thread, process or machine. */
export interface RunPlan extends RecordedPlan {
  /** hash(model, seed, what is recorded, engine version, and the state that it began from): the same key means the same results. */
  readonly key: string
  readonly arm: string
  /** Counted from zero. */
  readonly replicate: number
  readonly seed: number
  /** Of the arm's model, before what `overrides` change. */
  readonly modelHash: string
  /** Point of the experiment's design; absent where nothing varies. */
  readonly point?: number
  /** What the point changes of the arm's model. */
  readonly overrides?: readonly Override[]
  /** Simulated time [min]: for estimates, no part of the key. */
  readonly duration?: number
  /** What a branch begins from. */
  readonly origin?: RunOrigin
}

/** A number of a model replaced by another. */
export interface Override {
  /** Dotted, as under `set`: `cell types.tumour.cycle.rate`. */
  readonly path: string
  /** As an author writes it, with unit and source: `0.0012 1/min [assumed]`. */
  readonly value: string
}

/** A plan with the model that it runs. */
export interface RunJob {
  readonly plan: RunPlan
  /** Where overrides make it, it is made when it is asked for, and not kept. */
  readonly model: Model
  /** For a branch that has not begun: the snapshot that it begins from, and the model that wrote it. */
  readonly start?: { readonly snapshot: string; readonly model: Model }
  /** Folder of a run with the same history that ended earlier: it is taken over, and gone on with. */
  readonly continues?: string
  /** Time at which to pause [min]; the model's stop stays what it is. */
  readonly until?: number
}

/** The part of a plan that says what is recorded. */
export function recordedPlan(plan: RunPlan): RecordedPlan {
  const { series, seriesEvery, snapshotEvery, events, lineages } = plan
  return { series, seriesEvery, snapshotEvery, events, lineages }
}

/** How replicates of different arms are related: twins share every random number until a treatment acts. */
export type Pairing = 'twins' | 'independent'

/** Seeds stay whole numbers that a double holds exactly. */
const SEED_DIGITS = 13

/**
 * The seed of a replicate: from the experiment's seed and its number, and from the arm only when unpaired. Every virtual
 * patient has luck of their own; the points of a sweep share it, so that they differ by what varies alone.
 */
export function replicateSeed(
  seed: number,
  replicate: number,
  arm: string,
  pairing: Pairing,
  patient?: number,
): number {
  const hash = contentHash([
    'replicate',
    seed,
    replicate,
    pairing === 'twins' ? '' : arm,
    ...(patient === undefined ? [] : [patient]),
  ])
  return Number.parseInt(hash.slice(0, SEED_DIGITS), 16)
}

/** The key of a run: everything that its results depend on, and nothing else. */
export function runKey(plan: Omit<RunPlan, 'key'>): string {
  const { modelHash, seed, series, seriesEvery, snapshotEvery, events, lineages, overrides, origin } = plan
  return contentHash([
    ENGINE_VERSION,
    modelHash,
    seed,
    series,
    seriesEvery,
    snapshotEvery,
    events,
    lineages,
    ...(overrides === undefined || overrides.length === 0
      ? []
      : [overrides.map(({ path, value }) => [path, value])]),
    ...(origin === undefined ? [] : [origin.tick, origin.stateHash]),
  ]).slice(0, 16)
}
