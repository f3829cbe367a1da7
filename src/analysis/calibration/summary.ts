/**
 * What a finished calibration says, as plain data: the only thing its page and its figures read. It survives JSON unchanged.
 * A value that could not be computed is `null`, never zero. Times are in minutes, everything else in the unit beside it.
 */

import type { EvidenceKind, ProvenanceSummary, SourceSummary } from '../summary.ts'
import type { MaybeNumber } from '../summary-results.ts'

/** A probability density at ascending places [n] each. */
export interface DensitySummary {
  /** In the parameter's unit. */
  readonly x: readonly number[]
  /** Per unit of the parameter. */
  readonly y: readonly number[]
}

/** One parameter that was fitted. */
export interface CalibratedParameter {
  readonly name: string
  readonly unit: string
  readonly prior: {
    /** `lognormal, median 3 1/h, cv 40 %` */
    readonly text: string
    readonly density: DensitySummary
  }
  readonly posterior: {
    readonly density: DensitySummary
    readonly median: number
    /** 95 % highest-density interval. */
    readonly low: number
    readonly high: number
    /** 1 - width of the posterior's 95 % interval / width of the prior's: 0 where the data say nothing. */
    readonly shrinkage: number
  }
  /** Point estimate of CMA-ES, where it was asked for. */
  readonly point?: number
  /** How the prior is known. */
  readonly kind: EvidenceKind
  /** Key into `CalibrationSummary.sources`. */
  readonly source?: string
}

/** One round of ABC-SMC. */
export interface CalibrationGeneration {
  /** Distance up to which particles were taken. */
  readonly tolerance: number
  /** Taken / simulated [0-1]. */
  readonly acceptance: number
  /** Effective number of particles. */
  readonly effectiveSample: number
  /** Runs of the model in this generation. */
  readonly simulations: number
}

/** What was measured of one quantity in one condition, beside what the posterior predicts. */
export interface CalibrationCheck {
  readonly condition: string
  readonly quantity: string
  readonly unit: string
  /** The fit never saw it. */
  readonly isHeldBack: boolean
  /** Of the prediction [min]. */
  readonly times: readonly number[]
  readonly observed: readonly {
    /** [min] */
    readonly time: number
    readonly value: number
    /** Ends of the measurement's own interval (standard deviation or stated error). */
    readonly low?: number
    readonly high?: number
    /** Subjects behind the value. */
    readonly n: number
  }[]
  readonly predicted: {
    readonly median: readonly MaybeNumber[]
    /** Ends of the 95 % band of single predicted measurements, at `times`. */
    readonly low: readonly MaybeNumber[]
    readonly high: readonly MaybeNumber[]
  }
  /** Share of the measurements inside the 95 % band [0-1]. */
  readonly coverage: MaybeNumber
  /** Root of the mean squared difference between measured and median, in the quantity's unit. */
  readonly error: MaybeNumber
}

/** Everything the page of a calibration shows. */
export interface CalibrationSummary {
  readonly title: string
  readonly question: string
  readonly parameters: readonly CalibratedParameter[]
  /** Rank correlations within the posterior [parameter][parameter]. */
  readonly correlations: readonly (readonly number[])[]
  /** A few hundred draws of the posterior, equal in weight [draw][parameter]; absent: correlations are shown as numbers alone. */
  readonly draws?: readonly (readonly number[])[]
  readonly generations: readonly CalibrationGeneration[]
  readonly checks: readonly CalibrationCheck[]
  /** `ABC-SMC, 200 particles, adaptive tolerance; CMA-ES for the point estimate`. */
  readonly method: string
  /** Runs of the model in all. */
  readonly simulations: number
  /** Runs that gave no result; they counted as too far away. */
  readonly failures?: number
  readonly provenance: ProvenanceSummary
  readonly limits: readonly string[]
  readonly sources: readonly SourceSummary[]
  readonly data: readonly { readonly file: string; readonly text: string; readonly licence: string }[]
}
