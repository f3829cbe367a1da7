import { type Calibration, comparedUnit } from '../../experiment/calibration.ts'
import type { Comparison, Target } from '../../experiment/calibration-targets.ts'
import { normalQuantile } from '../../math/distributions.ts'
import { exp } from '../../math/elementary.ts'
import {
  type Prediction,
  continuousRankedProbabilityScore,
  predictiveCoverage,
} from '../../math/inference/predictive.ts'
import { weightedQuantile } from '../../math/inference/weighted.ts'
import { mean } from '../../math/statistics.ts'
import type { Search } from './search.ts'
import type { CalibrationCheck } from './summary.ts'
import type { MaybeNumber } from '../summary-results.ts'
import { LEVEL } from './parameters.ts'
import { finite } from '../finite.ts'

/** How well one quantity of one condition was predicted. */
export interface CalibrationScore {
  readonly condition: string
  readonly quantity: string
  readonly unit: string
  readonly isHeldBack: boolean
  readonly measurements: number
  /** Shares of the measurements inside the central bands [0-1]. */
  readonly coverage50: MaybeNumber
  readonly coverage95: MaybeNumber
  /** Root of the mean squared difference between mean measurement and median prediction, in the quantity's unit. */
  readonly error: MaybeNumber
  /** The same divided by the mean of the means. */
  readonly relativeError: MaybeNumber
  /** Mean continuous ranked probability score of single measurements, in the quantity's unit. */
  readonly score: MaybeNumber
}

/** The targets of one quantity of one condition, fitted or held back. */
export interface Group {
  readonly comparison: Comparison
  readonly condition: string
  readonly isHeldBack: boolean
  readonly targets: readonly { readonly target: Target; readonly index: number }[]
}

export function groupsOf({ targets, comparisons }: Calibration): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const [index, target] of targets.entries()) {
    const { condition, quantity, isHeldBack } = target
    const comparison = comparisons.find(({ name }) => name === quantity)
    if (comparison === undefined) continue
    const id = JSON.stringify([isHeldBack, condition, quantity])
    const group = groups.get(id) ?? { comparison, condition, isHeldBack, targets: [] }
    groups.set(id, { ...group, targets: [...group.targets, { target, index }] })
  }
  return [...groups.values()].toSorted((a, b) => Number(a.isHeldBack) - Number(b.isHeldBack))
}

/** Quantiles of the scatter of a measurement that are added to each prediction; chosen: bands settle to a hundredth of it. */
const SCATTER = Array.from({ length: 25 }, (_, i) => normalQuantile((i + 0.5) / 25))

/** Single measurements as they are predicted, equal in weight: every run with the scatter of a measurement around it. */
function measured(
  { target, index }: Group['targets'][number],
  { predictions }: Search,
  isLog: boolean,
): readonly number[] {
  return predictions.flatMap((draw) => {
    const value = draw[index] ?? Number.NaN
    return Number.isFinite(value) ? SCATTER.map((z) => shown(value + z * target.sd, isLog)) : []
  })
}

/** What is compared, as the data's unit or ratio: logarithms are for comparing only. */
function shown(value: number, isLog: boolean): number {
  return isLog ? exp(value) : value
}

export function checkOf(group: Group, search: Search, score: CalibrationScore | undefined): CalibrationCheck {
  const { comparison, condition, isHeldBack, targets } = group
  const isLog = comparison.scale === 'log'
  const samples = targets.map((one) => measured(one, search, isLog))
  const quantiles = (p: number): readonly MaybeNumber[] => samples.map((values) => quantileAt(values, p))
  return {
    condition,
    quantity: comparison.name,
    unit: shownUnit(comparison),
    isHeldBack,
    times: targets.map(({ target }) => target.time),
    observed: targets.map(({ target }) => ({
      time: target.time,
      value: shown(target.mean, isLog),
      low: shown(target.mean - target.sd, isLog),
      high: shown(target.mean + target.sd, isLog),
      n: target.values.length,
    })),
    predicted: {
      median: quantiles(0.5),
      low: quantiles((1 - LEVEL) / 2),
      high: quantiles((1 + LEVEL) / 2),
    },
    coverage: score?.coverage95 ?? null,
    error: score?.error ?? null,
  }
}

function shownUnit(comparison: Comparison): string {
  const unit = comparison['relative to'] === 'start' ? comparedUnit(comparison) : comparison.dataUnit
  return unit.text === '' ? '1' : unit.text
}

function quantileAt(values: readonly number[], p: number): MaybeNumber {
  return finite(
    weightedQuantile(
      values,
      values.map(() => 1),
      p,
    ),
  )
}

export function scoreOf(
  { comparison, condition, isHeldBack, targets }: Group,
  search: Search,
): CalibrationScore {
  const isLog = comparison.scale === 'log'
  const compared = targets.map((one) => ({ ...one, values: measured(one, search, isLog) }))
  const found = compared.filter(({ values }) => values.length > 0)
  const predictions = found.flatMap(({ target, values }) => {
    const weights = values.map(() => 1)
    return target.values.map((value): Prediction => ({ values, weights, observed: shown(value, isLog) }))
  })
  const means = found.map(({ target }) => shown(target.mean, isLog))
  const errors = found.map(
    ({ values }, i) => (quantileAt(values, 0.5) ?? Number.NaN) - (means[i] ?? Number.NaN),
  )
  const error = Math.sqrt(mean(errors.map((value) => value * value)))
  return {
    condition,
    quantity: comparison.name,
    unit: shownUnit(comparison),
    isHeldBack,
    measurements: predictions.length,
    coverage50: finite(predictiveCoverage(predictions, 0.5)),
    coverage95: finite(predictiveCoverage(predictions, LEVEL)),
    error: finite(error),
    relativeError: finite(error / mean(means)),
    score: finite(mean(predictions.map(continuousRankedProbabilityScore))),
  }
}
