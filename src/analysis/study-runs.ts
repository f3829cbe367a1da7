import { isMilieuError } from '../engine/errors.ts'
import { batchIds, readBatch } from '../experiment/batch.ts'
import type { Outcome } from '../experiment/executor.ts'
import { jobsOf } from '../experiment/plan-runs.ts'
import type { Study } from '../experiment/open-study.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import { type Files, joinPath } from '../store/files.ts'
import { MANIFEST, type RunManifest, readManifest } from '../store/run-store.ts'
import { runsFolder } from '../store/study.ts'
import { attemptCounts, attemptFile, attemptsFolder, readAttempt } from '../store/attempts.ts'

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
  const failures = attemptCounts(files, attemptsFolder(folder))
  return jobsOf(experiment, plannedRuns(files, folder)).map((job): Outcome => {
    const { key } = job.plan
    const found = manifestOf(files, joinPath(runs, key))
    if (found instanceof Error) return { job, error: found.message }
    if (found !== undefined) return { job, manifest: found }
    const last = failures.get(key)
    return last === undefined ? { job } : { job, error: attemptError(files, folder, key, last) }
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

/** Why the last attempt at a run failed. */
function attemptError(files: Files, study: string, key: string, number: number): string {
  const folder = attemptsFolder(study)
  // Whoever writes it may be at it now: that it failed is known from the name.
  const unreadable = `it failed; ${attemptFile(folder, key, number)} cannot be read`
  return readAttempt(files, folder, key, number)?.error ?? unreadable
}
