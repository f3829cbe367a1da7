import type { Model } from '../compile/model.ts'
import { type Calibration, comparedUnit } from '../experiment/calibration.ts'
import type { Comparison, Target } from '../experiment/calibration-targets.ts'
import { endsOf } from '../experiment/check-varied.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { ENGINE_VERSION } from '../experiment/run-plan.ts'
import type { Varied } from '../experiment/varied-schema.ts'
import { normalQuantile } from '../math/distributions.ts'
import { exp } from '../math/elementary.ts'
import { contentHash } from '../math/hash.ts'
import type { Population } from '../math/inference/abc-smc.ts'
import { kernelDensity, silvermanBandwidth } from '../math/inference/kernel-density.ts'
import {
  type Prediction,
  continuousRankedProbabilityScore,
  predictiveCoverage,
  probabilityTransform,
} from '../math/inference/predictive.ts'
import { highestDensityInterval, weightedCovariance, weightedQuantile } from '../math/inference/weighted.ts'
import { type Distribution, densityOf, quantileOf, supportOf } from '../math/sampling/distribution.ts'
import { mean } from '../math/statistics.ts'
import { referenceOf } from '../model/schema-sources.ts'
import type { Search } from './calibration-search.ts'
import type {
  CalibratedParameter,
  CalibrationCheck,
  CalibrationGeneration,
  CalibrationSummary,
  DensitySummary,
} from './calibration-summary.ts'
import type { SourceSummary } from './summary.ts'
import type { MaybeNumber } from './summary-results.ts'

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

/** What a calibration leaves in `summary.json`. */
export interface CalibrationAnswer extends CalibrationSummary {
  readonly scores: readonly CalibrationScore[]
  /** What the data do not tell, in sentences. */
  readonly remarks: readonly string[]
  /** Why the search for the posterior ended. */
  readonly stop?: string
  /** Values that `fitted.yaml` has, by parameter: the point estimate, or the posterior's medians. */
  readonly fitted: readonly number[]
}

/** What a summary is made from. */
export interface CalibrationInput {
  readonly experiment: Experiment
  readonly calibration: Calibration
  readonly search: Search
  readonly seed: number
  readonly command: string
}

/** Share of the probability that intervals hold. */
const LEVEL = 0.95

/** Everything that page, terminal and files say about a calibration. */
export function summariseCalibration(input: CalibrationInput): CalibrationAnswer {
  const { experiment, calibration, search } = input
  const model = experiment.arms[0]?.model
  if (model === undefined) throw new Error('an experiment has at least one arm')
  const last = search.populations.at(-1)
  const sample = sampleOf(search, last)
  const parameters = calibration.parameters.map((parameter, d) => calibrated(parameter, d, sample, search))
  const correlations = rankCorrelations(sample)
  const groups = groupsOf(calibration)
  const scores = groups.map((group) => scoreOf(group, search))
  const { stop } = search
  return {
    title: model.data.title,
    question: experiment.data.question,
    parameters,
    correlations,
    draws: search.draws,
    generations: generationsOf(search),
    checks: groups.map((group, index) => checkOf(group, search, scores[index])),
    method: methodOf(input, last),
    simulations: search.runs.fit + search.runs.check,
    failures: search.failures,
    provenance: provenanceOf(input, model),
    limits: [...experiment.data.limits, ...limitsOf(calibration, search)],
    sources: sourcesOf(experiment, model),
    data: [dataOf(calibration)],
    scores,
    remarks: last === undefined ? [] : remarksOf(parameters, correlations, calibration),
    ...(stop === undefined ? {} : { stop }),
    fitted: search.point?.values ?? parameters.map(({ posterior }) => posterior.median),
  }
}

/** Weighted points: the posterior, or the point estimate alone. */
interface Sample {
  readonly values: readonly (readonly number[])[]
  readonly weights: readonly number[]
}

function sampleOf({ point }: Search, last: Population | undefined): Sample {
  if (last === undefined) return { values: point === undefined ? [] : [point.values], weights: [1] }
  return {
    values: last.particles.map((particle) => particle.values),
    weights: last.particles.map(({ weight }) => weight),
  }
}

function calibrated(
  parameter: Varied,
  d: number,
  { values, weights }: Sample,
  search: Search,
): CalibratedParameter {
  const { name, unit, text, distribution, provenance } = parameter
  const own = values.map((point) => point[d] ?? Number.NaN)
  const [low, high] = highestDensityInterval(own, weights, LEVEL)
  const isPosterior = values.length > 1
  const estimate = search.point?.values[d]
  return {
    name,
    unit,
    prior: { text, density: priorDensity(distribution) },
    posterior: {
      density: isPosterior ? posteriorDensity(own, weights, distribution) : { x: [], y: [] },
      median: weightedQuantile(own, weights, 0.5),
      low,
      high,
      shrinkage: isPosterior ? 1 - (high - low) / priorWidth(distribution) : Number.NaN,
    },
    ...(estimate === undefined ? {} : { point: estimate }),
    kind: provenance.kind,
    ...(provenance.key === undefined ? {} : { source: provenance.key }),
  }
}

/** Places at which densities are given; chosen: a smooth line in a small figure. */
const PLACES = 121

function placesBetween(low: number, high: number): readonly number[] {
  return Array.from({ length: PLACES }, (_, i) => low + ((high - low) * i) / (PLACES - 1))
}

function priorDensity(distribution: Distribution): DensitySummary {
  const { low, high } = endsOf(distribution)
  const x = placesBetween(low, high)
  return { x, y: x.map((place) => densityOf(distribution, place)) }
}

function posteriorDensity(
  values: readonly number[],
  weights: readonly number[],
  distribution: Distribution,
): DensitySummary {
  const { low, high } = supportOf(distribution)
  const margin = 3 * silvermanBandwidth(values, weights)
  const x = placesBetween(
    Math.max(low, Math.min(...values) - margin),
    Math.min(high, Math.max(...values) + margin),
  )
  return { x, y: kernelDensity(values, weights, x, { low, high }) }
}

/** Quantiles of a prior that stand for it; chosen: its interval is right to a thousandth. */
const PRIOR_POINTS = 2000

/** Width of the narrowest interval that holds 95 % of a prior, in its unit. */
function priorWidth(distribution: Distribution): number {
  const values = Array.from({ length: PRIOR_POINTS }, (_, i) =>
    quantileOf(distribution, (i + 0.5) / PRIOR_POINTS),
  )
  const [low, high] = highestDensityInterval(
    values,
    values.map(() => 1),
    LEVEL,
  )
  return high - low
}

/** Rank correlations [n][n]: the correlation of where each value lies in its own distribution. */
function rankCorrelations({ values, weights }: Sample): readonly (readonly number[])[] {
  const parameters = values[0]?.map((_, d) => d) ?? []
  if (values.length < 2) return parameters.map((a) => parameters.map((b) => (a === b ? 1 : 0)))
  const ranks = parameters.map((d) => {
    const own = values.map((point) => point[d] ?? Number.NaN)
    return own.map((observed) => probabilityTransform({ values: own, weights, observed }))
  })
  const covariance = weightedCovariance(
    values.map((_, i) => ranks.map((rank) => rank[i] ?? Number.NaN)),
    weights,
  )
  const sd = (d: number): number => Math.sqrt(covariance[d]?.[d] ?? Number.NaN)
  return covariance.map((row, a) => row.map((value, b) => (a === b ? 1 : value / (sd(a) * sd(b)))))
}

function generationsOf({ populations, runsPerProposal }: Search): readonly CalibrationGeneration[] {
  return populations.map(({ tolerance, acceptance, effectiveSampleSize, proposals, particles }, index) => ({
    // Everything is accepted at first: the largest distance that came up says as much as a tolerance.
    tolerance: Number.isFinite(tolerance)
      ? tolerance
      : Math.max(...particles.map(({ distance }) => distance)),
    acceptance,
    effectiveSample: effectiveSampleSize,
    simulations: runsPerProposal * (proposals - (populations[index - 1]?.proposals ?? 0)),
  }))
}

/** The targets of one quantity of one condition, fitted or held back. */
interface Group {
  readonly comparison: Comparison
  readonly condition: string
  readonly isHeldBack: boolean
  readonly targets: readonly { readonly target: Target; readonly index: number }[]
}

function groupsOf({ targets, comparisons }: Calibration): readonly Group[] {
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

function checkOf(group: Group, search: Search, score: CalibrationScore | undefined): CalibrationCheck {
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
  return maybe(
    weightedQuantile(
      values,
      values.map(() => 1),
      p,
    ),
  )
}

function maybe(value: number): MaybeNumber {
  return Number.isFinite(value) ? value : null
}

function scoreOf({ comparison, condition, isHeldBack, targets }: Group, search: Search): CalibrationScore {
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
    coverage50: maybe(predictiveCoverage(predictions, 0.5)),
    coverage95: maybe(predictiveCoverage(predictions, LEVEL)),
    error: maybe(error),
    relativeError: maybe(error / mean(means)),
    score: maybe(mean(predictions.map(continuousRankedProbabilityScore))),
  }
}

function methodOf({ calibration, search }: CalibrationInput, last: Population | undefined): string {
  const { point } = search
  const posterior =
    last === undefined
      ? []
      : [
          `ABC-SMC, ${last.particles.length} particles, adaptive tolerance (ended: ${search.stop ?? 'unknown'})`,
        ]
  const estimate =
    point === undefined
      ? []
      : [`CMA-ES for the point estimate (${point.runs} runs, ended: ${point.stop ?? 'unknown'})`]
  const distance = calibration.data.robust
    ? 'mean absolute difference'
    : 'root of the mean squared difference'
  return [...posterior, ...estimate, `distance: ${distance} in standard deviations of a measurement`].join(
    '; ',
  )
}

/** Posterior widths against the prior's from which on the data are said to be silent; chosen: a fifth narrower is no knowledge. */
const SILENT = 0.2
/** Rank correlation from which on two parameters are said to go together. */
const TOGETHER = 0.9

/** What the data do not tell. */
function remarksOf(
  parameters: readonly CalibratedParameter[],
  correlations: readonly (readonly number[])[],
  calibration: Calibration,
): readonly string[] {
  const silent = parameters
    .filter(({ posterior }) => posterior.shrinkage < SILENT)
    .map(
      ({ name, posterior }) =>
        `The data do not tell ${name}: its 95 % interval is ${percent(1 - posterior.shrinkage)} as wide as that of the prior.`,
    )
  const together = parameters.flatMap((a, i) =>
    parameters.slice(i + 1).flatMap((b, k) => {
      const rho = correlations[i]?.[i + 1 + k] ?? 0
      if (Math.abs(rho) <= TOGETHER) return []
      return [
        `The data tell ${a.name} and ${b.name} only together: their rank correlation is ${rho.toFixed(2)}.`,
      ]
    }),
  )
  const edges = parameters.flatMap(({ name, posterior }, d) => {
    const distribution = calibration.parameters[d]?.distribution
    return distribution === undefined ? [] : edgeRemark(name, posterior, distribution)
  })
  return [...silent, ...together, ...edges]
}

/** Share of the prior's width that counts as its edge; chosen. */
const EDGE = 0.02

function edgeRemark(
  name: string,
  { low, high, shrinkage }: CalibratedParameter['posterior'],
  distribution: Distribution,
): readonly string[] {
  if (shrinkage < SILENT) return []
  const ends = endsOf(distribution)
  const margin = EDGE * (ends.high - ends.low)
  const side = low < ends.low + margin ? 'lower' : high > ends.high - margin ? 'upper' : undefined
  if (side === undefined) return []
  return [
    `The posterior of ${name} reaches the ${side} end of its prior: the data may want values beyond it.`,
  ]
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

function limitsOf(
  { parameters, targets }: Calibration,
  { failures, populations, runs }: Search,
): readonly string[] {
  const last = populations.at(-1)
  const tolerance = last === undefined || !Number.isFinite(last.tolerance) ? undefined : last.tolerance
  const isHeldBack = targets.some((target) => target.isHeldBack)
  return [
    ...(tolerance === undefined
      ? []
      : [
          `The posterior accepts runs up to ${Number(tolerance.toPrecision(2))} standard deviations of a measurement away: it is wider than an exact one, never narrower for this reason.`,
        ]),
    ...(failures === 0
      ? []
      : [`${failures} of ${runs.fit + runs.check} runs failed and counted as too far away.`]),
    ...(isHeldBack ? [] : ['Nothing was held back: the predictions are of what was fitted.']),
    `Only ${parameters.length === 1 ? 'one number was' : `${parameters.length} numbers were`} fitted; all others stayed as the model has them, and their uncertainty is in no interval.`,
  ]
}

function provenanceOf(
  { calibration, search, seed, command }: CalibrationInput,
  model: Model,
): CalibrationSummary['provenance'] {
  return {
    version: ENGINE_VERSION,
    modelHash: model.hash,
    planHash: contentHash([calibration.file.text, search.draws]),
    seed,
    stateHashes: {},
    host: { cores: 0, node: '' },
    wallTime: {},
    peakMemory: 0,
    command,
  }
}

function sourcesOf({ data }: Experiment, model: Model): readonly SourceSummary[] {
  return Object.entries({ ...model.data.sources, ...data.sources }).map(([key, source]) => {
    const note = typeof source === 'string' ? undefined : source.note
    return { key, text: referenceOf(source), ...(note === undefined ? {} : { note }) }
  })
}

function dataOf({ data }: Calibration): CalibrationSummary['data'][number] {
  const { file, reference, licence } = data.data
  return { file, text: reference ?? 'no reference is stated', licence }
}
