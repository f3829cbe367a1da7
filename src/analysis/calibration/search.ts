import { timeSection, recordSection } from '../../compile/core-sections.ts'
import { type Calibration, comparedArms, fittedArms, priorOf } from '../../experiment/calibration.ts'
import type { Target } from '../../experiment/calibration-targets.ts'
import { type Experiment } from '../../experiment/experiment.ts'
import { planRuns } from '../../experiment/plan-runs.ts'
import type { RunPlan } from '../../experiment/run-plan.ts'
import { contentHash } from '../../math/hash.ts'
import { type AbcSmc, type AbcStop, type Population, createAbcSmc } from '../../math/inference/abc-smc.ts'
import { type CmaEs, type CmaStop, createCmaEs } from '../../math/inference/cma-es.ts'
import type { Proposal, Proposer, Result } from '../../math/inference/proposals.ts'
import { mean } from '../../math/statistics.ts'
import { sectionOf } from '../../model/assemble.ts'
import { type RunSeries, distanceOf, predictionOf } from './distance.ts'

/** Where a calibration is when it asks for runs. */
export interface Stage {
  readonly step: 'estimate' | 'posterior' | 'check'
  /** Population or generation that the runs are for. */
  readonly generation: number
  /** Distance that is accepted; absent where any is. */
  readonly tolerance?: number
  /** Share of proposals that the population before accepted. */
  readonly acceptance?: number
  /** Runs before these, and the most that there may be. */
  readonly runs: number
  readonly budget: number
}

/** Executes plans somewhere: one entry per plan, undefined for a run that failed; undefined as a whole when it was asked to stop. */
export type RunPlans = (
  plans: readonly RunPlan[],
  stage: Stage,
) => Promise<readonly (RunSeries | undefined)[] | undefined>

/** What a calibration asks for beside its file. */
export interface SearchOptions {
  readonly seed: number
  readonly population: number
  /** Most runs of the model. */
  readonly budget: number
}

/** A point estimate, and how the search for it ended. */
export interface PointEstimate {
  readonly values: readonly number[]
  /** Smallest distance that was found. */
  readonly distance: number
  readonly stop: CmaStop | undefined
  readonly runs: number
}

/** What a calibration found, before it is put into words. */
export interface Search {
  readonly populations: readonly Population[]
  /** Runs up to the end of each population, from the posterior's first on. */
  readonly runsPerProposal: number
  readonly stop?: AbcStop
  readonly point?: PointEstimate
  /** Draws of the posterior [draw][parameter], equal in weight; of the point alone where there is no posterior. */
  readonly draws: readonly (readonly number[])[]
  /** What they predict [draw][target], in what is compared; NaN where a run failed. */
  readonly predictions: readonly (readonly number[])[]
  /** Runs of the fit, and of the check. */
  readonly runs: { readonly fit: number; readonly check: number }
  readonly failures: number
}

/** Share of the budget that the point estimate takes where a posterior follows; chosen: enough for its first moves. */
const ESTIMATE_SHARE = 0.3

/** A batch has this share of a population at least; chosen: little is run that is not needed. */
const BATCH_SHARE = 0.25

/**
 * Fits an experiment's parameters and predicts every condition. What it asks for depends on its seed and on results alone: run again,
 * it asks for the same, and finds it finished.
 */
export async function searchParameters(
  experiment: Experiment,
  calibration: Calibration,
  options: SearchOptions,
  runPlans: RunPlans,
): Promise<Search | undefined> {
  const fitting = new Fitting(experiment, calibration, options, runPlans)
  const { method } = calibration.data
  const point = method === 'abc-smc' ? undefined : await fitting.estimate()
  if (method !== 'abc-smc' && point === undefined) return undefined
  const abc = method === 'cma-es' ? undefined : await fitting.posterior()
  if (method !== 'cma-es' && abc === undefined) return undefined
  const populations = abc?.populations() ?? []
  const last = populations.at(-1)
  const draws =
    last === undefined ? repeated(point, calibration) : resampled(last, calibration.data.predictions)
  const predictions = await fitting.predict(draws)
  if (predictions === undefined) return undefined
  const stop = abc?.stopped()
  return {
    populations,
    runsPerProposal: fitting.runsPerProposal,
    ...(stop === undefined ? {} : { stop }),
    ...(point === undefined ? {} : { point }),
    draws,
    predictions,
    runs: fitting.runs,
    failures: fitting.failures,
  }
}

class Fitting {
  readonly runs = { fit: 0, check: 0 }
  failures = 0
  readonly runsPerProposal: number
  readonly #experiment: Experiment
  readonly #calibration: Calibration
  readonly #options: SearchOptions
  readonly #runPlans: RunPlans
  readonly #fitted: readonly Target[]

  constructor(experiment: Experiment, calibration: Calibration, options: SearchOptions, runPlans: RunPlans) {
    this.#experiment = experiment
    this.#calibration = calibration
    this.#options = options
    this.#runPlans = runPlans
    this.#fitted = calibration.targets.filter((target) => !target.isHeldBack)
    this.runsPerProposal = fittedArms(calibration).length * experiment.data.replicates
  }

  /** The point estimate; undefined when asked to stop. */
  async estimate(): Promise<PointEstimate | undefined> {
    const { seed, budget } = this.#options
    const share = this.#calibration.data.method === 'both' ? ESTIMATE_SHARE : 1
    const search = createCmaEs({
      prior: priorOf(this.#calibration),
      seed: seedFor(seed, 'estimate'),
      budget: Math.max(1, Math.floor((share * budget) / this.runsPerProposal)),
    })
    let generation = 0
    const isDone = await this.#carryOn(search, () => ({ step: 'estimate', generation: generation++ }))
    return isDone ? this.#pointOf(search) : undefined
  }

  #pointOf(search: CmaEs): PointEstimate {
    return {
      values: search.mean(),
      distance: search.best()?.distance ?? Infinity,
      stop: search.stopped(),
      runs: this.runs.fit,
    }
  }

  /** The search for the posterior at its end; undefined when asked to stop. */
  async posterior(): Promise<AbcSmc | undefined> {
    const { seed, population, budget } = this.#options
    const { generations, tolerance, 'least acceptance': least } = this.#calibration.data
    const search = createAbcSmc({
      prior: priorOf(this.#calibration),
      seed: seedFor(seed, 'posterior'),
      population,
      budget: Math.max(1, Math.floor((budget - this.runs.fit) / this.runsPerProposal)),
      minimumAcceptance: least.value,
      batch: Math.max(1, Math.ceil(BATCH_SHARE * population)),
      ...(generations === undefined ? {} : { generations }),
      ...(tolerance === undefined ? {} : { tolerance: tolerance.value }),
    })
    const isDone = await this.#carryOn(search, () => {
      const last = search.populations().at(-1)
      const limit = search.tolerance()
      return {
        step: 'posterior',
        generation: search.populations().length,
        ...(Number.isFinite(limit) ? { tolerance: limit } : {}),
        ...(last === undefined ? {} : { acceptance: last.acceptance }),
      }
    })
    return isDone ? search : undefined
  }

  /** What draws predict of every target [draw][target]. */
  async predict(draws: readonly (readonly number[])[]): Promise<readonly (readonly number[])[] | undefined> {
    const { targets } = this.#calibration
    const points = draws.map((values, index): Proposal => ({
      index,
      values,
      seed: seedFor(this.#options.seed, 'check', index),
    }))
    const before = this.runs.fit
    const found = await this.#predictions(points, targets, comparedArms(this.#calibration), 1, {
      step: 'check',
      generation: 0,
    })
    this.runs.check = this.runs.fit - before
    this.runs.fit = before
    return found
  }

  async #carryOn(proposer: Proposer, stage: () => StageOf): Promise<boolean> {
    for (;;) {
      const proposals = proposer.propose()
      if (proposals.length === 0) return true
      const results = await this.#judge(proposals, stage())
      if (results === undefined) return false
      proposer.tell(results)
    }
  }

  async #judge(proposals: readonly Proposal[], stage: StageOf): Promise<readonly Result[] | undefined> {
    const { comparisons, data } = this.#calibration
    const { replicates } = this.#experiment.data
    const arms = fittedArms(this.#calibration)
    const found = await this.#predictions(proposals, this.#fitted, arms, replicates, stage)
    return found?.map((predictions, i) => ({
      index: proposals[i]?.index ?? 0,
      distance: distanceOf(this.#fitted, predictions, comparisons, data.robust),
    }))
  }

  /** Runs arms at points; returns what they predict [point][target], the mean over replicates. */
  async #predictions(
    points: readonly Proposal[],
    targets: readonly Target[],
    arms: readonly string[],
    replicates: number,
    stage: StageOf,
  ): Promise<readonly (readonly number[])[] | undefined> {
    const plans = points.map((point) => this.#plansOf(point, arms, replicates))
    const { budget } = this.#options
    const found = await this.#runPlans(plans.flat(), { ...stage, runs: this.runs.fit, budget })
    if (found === undefined) return undefined
    this.runs.fit += plans.flat().length
    this.failures += found.filter((run) => run === undefined).length
    let at = 0
    return plans.map((own) => {
      const series = own.map((plan) => ({ arm: plan.arm, run: found[at++] }))
      return targets.map((target) => this.#predictionOf(target, series))
    })
  }

  #predictionOf(
    target: Target,
    series: readonly { readonly arm: string; readonly run: RunSeries | undefined }[],
  ): number {
    const comparison = this.#calibration.comparisons.find(({ name }) => name === target.quantity)
    const own = series.filter(({ arm }) => arm === target.arm)
    return mean(
      own.map(({ run }) =>
        run === undefined || comparison === undefined ? Number.NaN : predictionOf(target, comparison, run),
      ),
    )
  }

  /** The runs of a point: every arm that is asked for, with the luck of this point. */
  #plansOf(
    { index, values, seed }: Proposal,
    arms: readonly string[],
    replicates: number,
  ): readonly RunPlan[] {
    const experiment = this.#experiment
    const own = { ...experiment, arms: experiment.arms.filter(({ name }) => arms.includes(name)) }
    return planRuns(own, {
      replicates,
      seed,
      design: { parameters: this.#calibration.parameters, points: [{ index, values }] },
      recorded: this.#recorded,
    })
  }

  /** Only what is compared is recorded: thousands of runs stay small. */
  get #recorded() {
    const { comparisons } = this.#calibration
    const series = [...new Set(comparisons.map(({ measure }) => measure))]
    return { series, seriesEvery: this.#beat(), snapshotEvery: 0, events: [] }
  }

  /** Time between recorded values [min]: one that meets every target, unless it is far shorter than what the model records. */
  #beat(): number {
    const [first] = this.#experiment.arms
    if (first === undefined) return 1
    const { phenotype } = sectionOf(first.model.data, timeSection)
    const usual = sectionOf(first.model.data, recordSection)['series every'].every
    const times = this.#calibration.targets.flatMap(({ time, startTime = 0 }) => [time, startTime])
    const steps = times.map((time) => Math.round(time / phenotype.value))
    const exact = steps.reduce(greatestDivisor, 0) * phenotype.value
    return exact >= FINEST * usual ? exact : usual
  }
}

/** Finest beat against what the model records by itself [1]; chosen: values in between are interpolated. */
const FINEST = 0.25

type StageOf = Omit<Stage, 'runs' | 'budget'>

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}

/** Digits of a hash that make a seed: 2^52, which a double holds exactly. */
const SEED_DIGITS = 13

function seedFor(seed: number, use: 'estimate' | 'posterior' | 'check', index = 0): number {
  return Number.parseInt(contentHash(['calibration', use, seed, index]).slice(0, SEED_DIGITS), 16)
}

/** Draws of a population with equal weights: evenly through its cumulated weights, so that they scatter as little as possible. */
export function resampled({ particles }: Population, count: number): readonly (readonly number[])[] {
  const draws: (readonly number[])[] = []
  let upTo = 0
  for (const { values, weight } of particles) {
    upTo += weight
    while (draws.length < count && (draws.length + 0.5) / count < upTo) draws.push(values)
  }
  // Rounding may leave the sum of weights a little below one.
  while (draws.length < count) draws.push(particles.at(-1)?.values ?? [])
  return draws
}

function repeated(point: PointEstimate | undefined, { data }: Calibration): readonly (readonly number[])[] {
  return point === undefined ? [] : Array.from({ length: data.predictions }, () => point.values)
}
