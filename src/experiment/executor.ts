import type { RunAttempt } from '../store/attempts.ts'
import type { RunManifest } from '../store/run-store.ts'
import type { StudyDocument } from '../store/study.ts'
import type { ClusterOptions } from './cluster-tasks.ts'
import type { RunJob } from './run-plan.ts'

/** How far a set of runs has come. */
export interface Progress {
  readonly runsDone: number
  readonly runs: number
  /** Share of all ticks that are done, 0 to 1. */
  readonly share: number
  /** Share that had been done before these runs began. */
  readonly shareBefore?: number
  /** Simulated days per second and core, over the last moments. */
  readonly daysPerSecond: number
}

/** What became of a job. */
export interface Outcome {
  readonly job: RunJob
  /** Absent when the run did not even begin or broke. */
  readonly manifest?: RunManifest
  /** The run had been finished before. */
  readonly isOld?: boolean
  /** Why there is no whole run. */
  readonly error?: string
  /** What went wrong on the way, also where a later attempt succeeded. */
  readonly attempts?: readonly RunAttempt[]
  /** Who computes it, when that is somebody else: `process 12 on node7`. */
  readonly heldBy?: string
}

/** What to do about a run that somebody else computes: begin others and come back; wait for its end; not begin at all. */
export type HeldPolicy = 'skip' | 'wait' | 'refuse'

export interface ExecuteOptions {
  /** Folder under which each run gets its own, named by key. */
  readonly folder: string
  /** True asks all runs to stop soon; what they computed is kept. */
  readonly isStopping: () => boolean
  /** Threads within each run; chosen by its size and by the cores that are left when absent. */
  readonly threads?: number
  /** Wall time between checkpoints [ms]; chosen by what they cost when absent. */
  readonly checkpointEvery?: number
  /** A run that has failed so often, whoever tried, is left alone; without limit when absent. */
  readonly tries?: number
  /** Default: wait. */
  readonly held?: HeldPolicy
  /** Folder for what went wrong, a file per attempt; nothing is written when absent. */
  readonly attempts?: string
  /** What the experiment consists of: where models are many, those who compute make them. */
  readonly source?: ExperimentSource
  /** Folder of the study and name of the batch, for executors that give work away. */
  readonly study?: { readonly folder: string; readonly batch: string }
  onProgress?(progress: Progress): void
  /** A run goes on from a checkpoint at `time` [min]. */
  onGoingOn?(job: RunJob, time: number): void
  /** Something that whoever started it should know, in a sentence. */
  onNote?(text: string): void
}

/** All that models of an experiment can be made from, anywhere. */
export interface ExperimentSource {
  readonly file: string
  readonly documents: readonly StudyDocument[]
}

/** Executes jobs somewhere; every outcome is reported, in the order of the jobs. */
export interface Executor {
  readonly name: string
  /** True when it keeps this thread busy, so that nobody can ask it to stop. */
  readonly isBlocking?: boolean
  /** True when other processes compute, which go on when this one ends. */
  readonly isRemote?: boolean
  execute(jobs: readonly RunJob[], options: ExecuteOptions): Promise<readonly Outcome[]>
}

/** Makes an executor; each takes of the options what it understands. */
export type ExecutorFactory = (options: {
  readonly cores?: number | undefined
  readonly cluster?: ClusterOptions | undefined
}) => Executor

/** Why a run has no whole result; undefined when it has. */
export function failureOf({ error, manifest }: Outcome): string | undefined {
  if (error !== undefined) return error
  return manifest?.status === 'failed' ? (manifest.error ?? 'no reason was given') : undefined
}
