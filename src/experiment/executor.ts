import type { RunManifest } from '../store/run-store.ts'
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
  readonly error?: string
}

export interface ExecuteOptions {
  /** Folder under which each run gets its own, named by key. */
  readonly folder: string
  /** True asks all runs to stop soon; what they computed is kept. */
  readonly isStopping: () => boolean
  /** Threads within each run; chosen by its size and by the cores that are left when absent. */
  readonly threads?: number
  /** Wall time between checkpoints [ms]; chosen by what they cost when absent. */
  readonly checkpointEvery?: number
  onProgress?(progress: Progress): void
  /** A run goes on from a checkpoint at `time` [min]. */
  onGoingOn?(job: RunJob, time: number): void
}

/** Executes jobs somewhere; every outcome is reported, in the order of the jobs. */
export interface Executor {
  readonly name: 'serial' | 'local'
  execute(jobs: readonly RunJob[], options: ExecuteOptions): Promise<readonly Outcome[]>
}
