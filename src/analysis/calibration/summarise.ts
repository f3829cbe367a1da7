import type { Model } from '../../compile/model.ts'
import { type Calibration } from '../../experiment/calibration.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { ENGINE_VERSION } from '../../experiment/run-plan.ts'
import { contentHash } from '../../math/hash.ts'
import type { Population } from '../../math/inference/abc-smc.ts'
import { referenceOf } from '../../model/schema-sources.ts'
import type { Search } from './search.ts'
import type { CalibrationGeneration, CalibrationSummary } from './summary.ts'
import type { SourceSummary } from '../summary.ts'
import { calibrated, rankCorrelations, sampleOf } from './parameters.ts'
import { type CalibrationScore, checkOf, groupsOf, scoreOf } from './predictions.ts'
import { remarksOf } from './remarks.ts'

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
