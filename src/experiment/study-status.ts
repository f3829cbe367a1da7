import { attemptCounts, attemptsFolder, readAttempt } from '../store/attempts.ts'
import { type Files, joinPath } from '../store/files.ts'
import { type RunManifest, MANIFEST, readManifest } from '../store/run-store.ts'
import { runsFolder } from '../store/study.ts'
import { batchIds, readBatch } from './batch.ts'
import type { RunPlan } from './run-plan.ts'

/** Who computes a run, as the claim beside it says. */
export interface StatusHolder {
  readonly host: string
  readonly process: number
  readonly since: string
  readonly share: number
  /** Its process is surely gone, or has given the run back. */
  readonly isGone: boolean
}

/** Looks up who claims a run, from the names that lie in the folder of runs. */
export interface ClaimReader {
  /** Key of the run that a file's name claims. */
  claimedKey(name: string): string | undefined
  holder(folder: string): StatusHolder | undefined
}

type RunName = Pick<RunPlan, 'key' | 'arm' | 'replicate' | 'point'>

/** How far a study is. */
export interface StudyStatus {
  readonly runs: number
  readonly done: number
  readonly running: readonly (RunName & Omit<StatusHolder, 'isGone'>)[]
  readonly failed: readonly (RunName & { readonly attempts: number; readonly error: string })[]
  /** Begun by somebody and left; whoever works next goes on with them. */
  readonly left: number
  /** Not begun. */
  readonly waiting: number
  /** With those who are at work now [s]; absent when nobody is, or nothing is finished yet. */
  readonly secondsLeft?: number
  /** Estimated from some of the runs [byte]; absent when none is finished. */
  readonly bytes?: number
}

/** Finished runs that are opened for estimates of time and size. Chosen: a few tell enough, and cost nothing. */
const SAMPLES = 12

/**
 * Reads how far the runs of a study are from lists of names: finished runs have a folder and no claim, so that none of them has to be
 * opened. Opened are claims, what failed, and a few for estimates.
 */
export function studyStatus(
  files: Files,
  study: string,
  claims: ClaimReader,
  bytesOf: (folder: string) => number,
): StudyStatus {
  const runs = runsFolder(study)
  const names = new Set(files.list(runs))
  const claimed = new Set([...names].flatMap((name) => claims.claimedKey(name) ?? []))
  const attempts = attemptCounts(files, attemptsFolder(study))
  const plans = plansOf(files, study)
  const done: string[] = []
  const running: StudyStatus['running'][number][] = []
  const failed: StudyStatus['failed'][number][] = []
  let left = 0
  for (const { key, arm, replicate, point } of plans) {
    const name = { key, arm, replicate, ...(point === undefined ? {} : { point }) }
    const folder = joinPath(runs, key)
    const holder = claimed.has(key) ? claims.holder(folder) : undefined
    if (holder?.isGone === false) {
      const { isGone: _isGone, ...who } = holder
      running.push({ ...name, ...who })
      continue
    }
    const tries = attempts.get(key) ?? 0
    const isThere = names.has(key)
    if (isThere && ((!claimed.has(key) && tries === 0) || statusOf(files, folder) === 'finished'))
      done.push(key)
    else if (tries > 0) {
      const error = readAttempt(files, attemptsFolder(study), key, tries)?.error ?? 'unknown'
      failed.push({ ...name, attempts: tries, error })
    } else if (isThere || names.has(`${key}.partial`)) left += 1
  }
  const waiting = plans.length - done.length - running.length - failed.length - left
  const samples = sampled(done).flatMap((key) => manifestOf(files, joinPath(runs, key)) ?? [])
  const begun = running.reduce((sum, { share }) => sum + share, 0)
  return {
    runs: plans.length,
    done: done.length,
    running,
    failed,
    left,
    waiting,
    ...(running.length === 0 || samples.length === 0
      ? {}
      : {
          secondsLeft:
            (mean(samples.map(({ wallSeconds }) => wallSeconds)) *
              (waiting + left + running.length - begun)) /
            running.length,
        }),
    ...(done.length === 0
      ? {}
      : { bytes: done.length * mean(sampled(done).map((key) => bytesOf(joinPath(runs, key)))) }),
  }
}

/** Every run that the study lists, once. */
function plansOf(files: Files, study: string): readonly RunPlan[] {
  const plans = batchIds(files, study).flatMap((id) => readBatch(files, study, id).plans)
  return [...new Map(plans.map((plan) => [plan.key, plan])).values()]
}

function statusOf(files: Files, folder: string): string | undefined {
  return manifestOf(files, folder)?.status
}

function manifestOf(files: Files, folder: string): RunManifest | undefined {
  try {
    return files.exists(joinPath(folder, MANIFEST)) ? readManifest(files, folder) : undefined
  } catch {
    return undefined
  }
}

/** A few of them, spread over all. */
function sampled(keys: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.ceil(keys.length / SAMPLES))
  return keys.filter((_, index) => index % step === 0)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
}
