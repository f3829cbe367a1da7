import type { Issue } from '../model/issue.ts'

/** What came of a question: across threads an error keeps only its text, so that problems are values. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

export interface Problem {
  /** Code of a `MilieuError`, or `Failed`. */
  readonly code: string
  readonly message: string
  /** Mistakes in the model, with their places. */
  readonly issues: readonly Issue[]
  /** Where a numerical stop happened. */
  readonly tick?: number
  /** The last tick before it whose state was kept: there one can go on. */
  readonly lastKept?: number
}

export interface RunState {
  readonly tick: number
  /** [min] */
  readonly time: number
  readonly cells: number
  readonly branch: string
  /** Set when the run stopped on its own: a numerical failure, or no memory left. */
  readonly problem?: Problem
}

/** A line of the history tree. */
export interface HistoryBranch {
  readonly id: string
  readonly parent?: string
  /** Where it leaves its parent; 0 for the first. */
  readonly from: number
  /** How far it has been computed. */
  readonly to: number
  readonly label: string
  /** Its own actions, those of its parents not among them. */
  readonly actions: readonly { readonly tick: number; readonly label: string }[]
}

export interface History {
  readonly branches: readonly HistoryBranch[]
  readonly current: string
  /** Ticks of the current branch (its parents' before it) whose states are kept. */
  readonly kept: readonly number[]
  readonly bytes: number
  readonly spilledBytes: number
  readonly budget: number
  /** Why less is kept than was meant to be: a sentence to show. */
  readonly note?: string
}

/** Rows of a branch and of its parents before it. */
export interface SeriesRows {
  /** [min] */
  readonly times: Float64Array
  /** One array per series; not a number where the model had no such series yet. */
  readonly values: readonly Float64Array[]
}

/** A problem that stands in an answer. */
export function refused(
  code: string,
  message: string,
  issues: readonly Issue[] = [],
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { code, message, issues } }
}
