import type { Outcome } from '../experiment/executor.ts'
import type { Files } from '../store/files.ts'
import { joinPath } from '../store/files.ts'
import { type RunManifest, readSeries } from '../store/run-store.ts'

/** A run that can be analysed: what it is and what it recorded. */
export interface AnalysedRun {
  readonly arm: string
  readonly replicate: number
  readonly folder: string
  readonly manifest: RunManifest
  readonly times: readonly number[]
  readonly values: ReadonlyMap<string, readonly number[]>
}

/** Reads the series of every run that has any, in the order of the plan. */
export async function readRuns(
  files: Files,
  folder: string,
  outcomes: readonly Outcome[],
): Promise<readonly AnalysedRun[]> {
  const runs = outcomes.map(async ({ job, manifest }): Promise<AnalysedRun | undefined> => {
    if (manifest === undefined) return undefined
    const path = joinPath(folder, job.plan.key)
    const series = await readSeries(files, path, manifest)
    return { arm: job.plan.arm, replicate: job.plan.replicate, folder: path, manifest, ...series }
  })
  return (await Promise.all(runs)).filter((run) => run !== undefined)
}

/** Value of a measure at time `at` [min]: the last one recorded at or before it; undefined before the run got there. */
export function valueAt(run: AnalysedRun, measure: string, at: number): number | undefined {
  if ((run.times.at(-1) ?? -1) < at) return undefined
  const index = run.times.findLastIndex((time) => time <= at)
  return run.values.get(measure)?.[index]
}
