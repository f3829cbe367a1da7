import { MilieuError } from '../engine/errors.ts'
import type { RecordedTo } from '../record/recorder.ts'
import { type Files, joinPath } from './files.ts'
import {
  type RecordedPlan,
  type RunManifest,
  type RunOrigin,
  filesBelow,
  workingFolder,
} from './run-store.ts'

/** What a working folder says about its run before anything was computed. */
export interface WorkingPlan {
  readonly format: 1
  readonly key: string
  readonly arm: string
  readonly replicate: number
  readonly seed: number
  readonly modelHash: string
  readonly plan: RecordedPlan
  readonly origin?: RunOrigin
}

/** Up to where a run has been computed, and what belongs to that. */
export interface Checkpoint {
  readonly format: 1
  readonly key: string
  readonly tick: number
  /** [min] */
  readonly time: number
  /** Hash of the state. */
  readonly stateHash: string
  /** The file that holds it. */
  readonly state: string
  readonly recordedTo: RecordedTo
  /** Files of rows, in order. */
  readonly series: readonly string[]
  readonly events: readonly string[]
  readonly snapshots: RunManifest['snapshots']
  /** Of all processes that computed it so far [s]. */
  readonly wallSeconds: number
  readonly peakMegabytes: number
  /** SHA-256 of every file that counts. */
  readonly checksums: Readonly<Record<string, string>>
}

/** Names of the files that say so. */
export const CHECKPOINT = 'checkpoint.json'
export const PLAN = 'plan.json'
/** Folder of what only checkpoints need. */
export const PARTS = 'parts'

/** The checkpoint in a run's working folder; undefined when it never came to one. */
export function readCheckpoint(files: Files, folder: string): Checkpoint | undefined {
  return readJson(files, workingFolder(folder), CHECKPOINT) as Checkpoint | undefined // written by `#commit`
}

/** What a run's working folder says that it is; undefined when there is none. */
export function readWorkingPlan(files: Files, folder: string): WorkingPlan | undefined {
  return readJson(files, workingFolder(folder), PLAN) as WorkingPlan | undefined // written by `begin`
}

function readJson(files: Files, folder: string, name: string): unknown {
  const path = joinPath(folder, name)
  if (!files.exists(path)) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(files.read(path)))
  } catch (error) {
    throw damaged(folder, `${name} is not valid JSON`, error)
  }
  if (typeof parsed !== 'object' || parsed === null || !('format' in parsed) || parsed.format !== 1)
    throw damaged(folder, `${name} is not of format 1`)
  return parsed
}

/** Writes a value as a file of JSON. */
export function writeJson(files: Files, path: string, value: unknown): void {
  files.write(path, JSON.stringify(value, undefined, 1))
}

/** The error that says which file keeps a run from going on. */
export function damaged(folder: string, what: string, cause?: unknown): MilieuError {
  const text = `the working folder ${folder} is damaged: ${what}; remove it to compute this run from its beginning`
  return new MilieuError('BrokenCheckpoint', text, { cause })
}

/** Every file that a checkpoint names must be as it was written. */
export function verify(files: Files, partial: string, { checksums }: Checkpoint): void {
  for (const [name, expected] of Object.entries(checksums)) {
    const path = joinPath(partial, name)
    if (!files.exists(path)) throw damaged(partial, `${name} is missing`)
    if (files.digest(files.read(path)) !== expected)
      throw damaged(partial, `${name} is not as it was written`)
  }
}

/** Clears away what was being written when the run was killed. */
export function removeOthers(files: Files, partial: string, checkpoint: Checkpoint): void {
  const kept = new Set([CHECKPOINT, PLAN, ...Object.keys(checkpoint.checksums)])
  for (const name of filesBelow(files, partial, [PARTS, 'snapshots']))
    if (!kept.has(name)) files.remove(joinPath(partial, name))
}
