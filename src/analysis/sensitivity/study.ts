import type { EvidenceKind, SensitivitySummary } from '../summary.ts'

/** What a finished sensitivity says, as plain data: `sensitivity.json`, which the report of a trial reads, too. */
export interface SensitivityStudy {
  readonly format: 1
  readonly question: string
  readonly model: { readonly title: string; readonly hash: string; readonly file: string }
  readonly method: 'morris' | 'sobol'
  readonly seed: number
  /** Runs per point and arm. */
  readonly replicates: number
  readonly arms: readonly string[]
  readonly parameters: readonly VariedNumber[]
  /** Points of the design [1]. */
  readonly points: number
  readonly runs: {
    readonly planned: number
    readonly finished: number
    /** The first few that gave no result. */
    readonly failed: readonly FailedPoint[]
    readonly failures: number
    /** Trajectories or base samples, and those that count nowhere since a run of theirs gave no result. */
    readonly blocks: number
    readonly dropped: number
  }
  /** Ranked within each endpoint of an arm or comparison; the primary one's first. */
  readonly rows: readonly SensitivitySummary[]
  /** What readers should know: ranges that were narrowed, endpoints that did not vary. */
  readonly notes: readonly string[]
  readonly command: string
}

/** A number that varied. */
export interface VariedNumber {
  readonly name: string
  readonly paths: readonly string[]
  /** `log-uniform from 0.5 to 2 times` */
  readonly text: string
  readonly unit: string
  readonly kind: EvidenceKind
  /** Arms that it changed; absent: all. */
  readonly arms?: readonly string[]
}

/** A run that gave no result. */
export interface FailedPoint {
  readonly key: string
  readonly arm: string
  readonly error: string
}
