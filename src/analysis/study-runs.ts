import { isMilieuError } from '../engine/errors.ts'
import { batchIds, readBatch } from '../experiment/batch.ts'
import type { Outcome } from '../experiment/executor.ts'
import { jobsOf } from '../experiment/plan-runs.ts'
import type { Study } from '../experiment/open-study.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import { type Files, joinPath } from '../store/files.ts'
import { MANIFEST, type RunManifest, readManifest } from '../store/run-store.ts'
import { runsFolder } from '../store/study.ts'

/** Where those who computed runs leave what went wrong, a file per attempt. */
const ATTEMPTS = 'attempts'

/** Every run that was planned in a study, each once, in the order of its batches. */
export function plannedRuns(files: Files, folder: string): readonly RunPlan[] {
  const plans = batchIds(files, folder).flatMap((id) => readBatch(files, folder, id).plans)
  // Arms that do not differ have the same runs, but are planned each by itself.
  const identity = ({ arm, key, point = -1, replicate }: RunPlan): string =>
    [key, point, replicate, arm].join(' ')
  return [...new Map(plans.map((plan) => [identity(plan), plan])).values()]
}

/** What became of the runs of a study, read from its folder: finished ones, failed ones, and those that are not there. */
export function studyOutcomes(files: Files, { folder, experiment }: Study): readonly Outcome[] {
  const runs = runsFolder(folder)
  const failures = lastAttempts(files, folder)
  return jobsOf(experiment, plannedRuns(files, folder)).map((job): Outcome => {
    const { key } = job.plan
    const found = manifestOf(files, joinPath(runs, key))
    if (found instanceof Error) return { job, error: found.message }
    if (found !== undefined) return { job, manifest: found }
    const attempt = failures.get(key)
    return attempt === undefined ? { job } : { job, error: attemptError(files, folder, attempt) }
  })
}

/** The manifest of a run, what is wrong with it, or undefined where there is none. */
function manifestOf(files: Files, folder: string): RunManifest | Error | undefined {
  if (!files.exists(joinPath(folder, MANIFEST))) return undefined
  try {
    return readManifest(files, folder)
  } catch (error) {
    if (isMilieuError(error)) return error
    throw error
  }
}

/** Key -> file of its last attempt, from the names alone. */
function lastAttempts(files: Files, folder: string): ReadonlyMap<string, string> {
  const last = new Map<string, { readonly number: number; readonly file: string }>()
  for (const file of files.list(joinPath(folder, ATTEMPTS))) {
    const [, key = '', written] = /^(.+)-(\d+)\.json$/.exec(file) ?? []
    const number = Number(written)
    if (written !== undefined && number > (last.get(key)?.number ?? 0)) last.set(key, { number, file })
  }
  return new Map([...last].map(([key, { file }]) => [key, file]))
}

function attemptError(files: Files, folder: string, file: string): string {
  const path = joinPath(folder, ATTEMPTS, file)
  try {
    const found: unknown = JSON.parse(new TextDecoder().decode(files.read(path)))
    if (typeof found === 'object' && found !== null && 'error' in found) return String(found.error)
  } catch {
    // Whoever writes it may be at it now: that it failed is known from the name.
  }
  return `it failed; ${path} cannot be read`
}
