import { contentHash } from '../math/hash.ts'
import { type Files, joinPath } from '../store/files.ts'
import { batchesFolder } from '../store/study.ts'
import type { RunPlan } from './run-plan.ts'

/** A list of runs that were asked for together. */
export interface Batch {
  /** Follows from the keys: the same runs are the same batch. */
  readonly id: string
  readonly plans: readonly RunPlan[]
}

/** What plans of one arm have in common, written once. */
type SharedPlan = Omit<RunPlan, 'key' | 'replicate' | 'seed' | 'point' | 'overrides'>

/** A batch as it lies on disk: ten thousand runs are a megabyte. */
interface BatchFile {
  readonly format: 1
  readonly shared: readonly SharedPlan[]
  /** Index into `shared`, and what is each run's own. */
  readonly runs: readonly (readonly [
    shared: number,
    key: string,
    replicate: number,
    seed: number,
    point: number | null,
    overrides: readonly (readonly [path: string, value: string])[] | null,
  ])[]
}

/** Length of a batch's name [hexadecimal digits]; chosen: as that of a run. */
const ID_DIGITS = 16

/** Gives a list of runs its name. */
export function batchOf(plans: readonly RunPlan[]): Batch {
  return { id: contentHash(plans.map(({ key }) => key)).slice(0, ID_DIGITS), plans }
}

/** Writes a batch into a study, unless it is there. */
export function writeBatch(files: Files, study: string, { id, plans }: Batch): void {
  const path = batchFile(study, id)
  if (files.exists(path)) return
  const shared = new Map<string, { readonly index: number; readonly plan: SharedPlan }>()
  const runs = plans.map(({ key, replicate, seed, point, overrides, ...plan }): BatchFile['runs'][number] => {
    const text = JSON.stringify(plan)
    const { index } = shared.get(text) ?? { index: shared.size }
    shared.set(text, { index, plan })
    const changes = overrides?.map(({ path: where, value }) => [where, value] as const) ?? null
    return [index, key, replicate, seed, point ?? null, changes]
  })
  const file: BatchFile = { format: 1, shared: [...shared.values()].map(({ plan }) => plan), runs }
  files.write(path, JSON.stringify(file))
}

/** Reads a batch of a study. */
export function readBatch(files: Files, study: string, id: string): Batch {
  const text = new TextDecoder().decode(files.read(batchFile(study, id)))
  const { shared, runs } = JSON.parse(text) as BatchFile // written by writeBatch
  const plans = runs.map(([index, key, replicate, seed, point, overrides]): RunPlan => {
    const common = shared[index]
    if (common === undefined) throw new Error(`batch ${id} names a plan that it does not hold`)
    return {
      ...common,
      key,
      replicate,
      seed,
      ...(point === null ? {} : { point }),
      ...(overrides === null ? {} : { overrides: overrides.map(([path, value]) => ({ path, value })) }),
    }
  })
  return { id, plans }
}

/** Names of the batches of a study, sorted. */
export function batchIds(files: Files, study: string): readonly string[] {
  return files
    .list(batchesFolder(study))
    .flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []))
}

function batchFile(study: string, id: string): string {
  return joinPath(batchesFolder(study), `${id}.json`)
}
