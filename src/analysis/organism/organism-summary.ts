import type { CloneTree } from '../clone-tree.ts'
import type { MaybeNumber } from '../summary-results.ts'

/** A step of the cascade in one arm: how many cells or lesions took it so far. */
export interface CascadeStep {
  /** In words: `arrested`. */
  readonly name: string
  /** Over the runs of the arm. */
  readonly mean: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  /** What was to be expected of what else happened, on the mean: less scattered where few get so far. */
  readonly expected: MaybeNumber
}

/** The way from the tissues that shed cells to one organ, each step a part of the one before. */
export interface OrganCascade {
  readonly organ: string
  readonly steps: readonly CascadeStep[]
}

/** The cascade of an arm at the end. */
export interface CascadeSummary {
  readonly arm: string
  readonly runs: number
  readonly organs: readonly OrganCascade[]
}

/** A colony away from where its founder came from. */
export interface LesionSummary {
  readonly place: string
  /** When its founder settled [min]; null where only numbers of the organ are known. */
  readonly begun: MaybeNumber
  /** Key of the clone that its founder was of; absent where cells have no clones. */
  readonly clone?: string
  /** Live cells at the end; null where they cannot be told from those of others. */
  readonly cells: MaybeNumber
  /** Lesions that are alike: 1 for those in a tissue. */
  readonly count: number
  /** What is lived in a tissue, cell by cell, or counted in an organ. */
  readonly kind: 'tissue' | 'micrometastases' | 'metastases'
}

/** The lesions of one run, and the clones of all its tissues. */
export interface SeedingSummary {
  readonly arm: string
  readonly replicate: number
  /** Absent where cells have no clones. */
  readonly tree?: CloneTree
  /** The largest first. */
  readonly lesions: readonly LesionSummary[]
  /** All of them, by place and kind. */
  readonly counts: readonly Pick<LesionSummary, 'place' | 'kind' | 'count'>[]
}
