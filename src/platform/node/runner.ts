import type { RunFailure } from '../../experiment/run-failure.ts'
import type { RunJob } from '../../experiment/run-plan.ts'
import type { RunManifest } from '../../store/run-store.ts'
import type { ClaimTicket } from './run-lock.ts'

export type RunEnd =
  | { readonly kind: 'done'; readonly manifest: RunManifest }
  | { readonly kind: 'failed'; readonly failure: RunFailure }

/** A run that this process has claimed. */
export interface RunTask {
  readonly index: number
  readonly job: RunJob
  readonly folder: string
  readonly ticket: ClaimTicket
}

/** Hears how a run comes along. */
export interface RunWatch {
  onBegun(share: number, time: number, isGoingOn: boolean): void
  onProgress(share: number): void
  /** The run is computed; only the disk is left to do. */
  onComputed?(): void
}

/** Computes one run after the other: a thread of its own, or this one. */
export interface Runner {
  run(task: RunTask, watch: RunWatch): Promise<RunEnd>
  close(): Promise<void>
}
