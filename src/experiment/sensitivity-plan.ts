import { timeSection } from '../compile/core-sections.ts'
import { MilieuError } from '../engine/errors.ts'
import { contentHash } from '../math/hash.ts'
import { samplesOf } from '../math/sampling/copula.ts'
import { type MorrisDesign, morrisDesign } from '../math/sensitivity/morris.ts'
import { type SaltelliDesign, saltelliDesign } from '../math/sensitivity/sobol-indices.ts'
import { sectionOf } from '../model/assemble.ts'
import { MOST_RUNS } from './check-design.ts'
import { MOST_INDICES } from './check-sensitivity.ts'
import type { Design } from './design.ts'
import { type Experiment } from './experiment.ts'
import { planRuns } from './plan-runs.ts'
import { type RunPlan, runKey } from './run-plan.ts'
import { comparedArms } from './named-numbers.ts'
import { type SensitivityParameters, sensitivityParameters } from './sensitivity-parameters.ts'
import type { SensitivityData } from './sensitivity-schema.ts'

/** The points of a sensitivity in the unit cube, by method. */
export type UnitPlan =
  | { readonly method: 'morris'; readonly unit: MorrisDesign }
  | { readonly method: 'sobol'; readonly unit: SaltelliDesign }

/** What the answer is: an arm's endpoints, or the difference of two arms. */
export interface SensitivityTarget {
  readonly arm: string
  readonly against?: string
}

/** Runs that say what the answer hangs on, and how to read them. */
export interface SensitivityPlan extends SensitivityParameters {
  /** The experiment without sweep and cohort, with the arms that run. */
  readonly experiment: Experiment
  readonly data: SensitivityData
  readonly points: UnitPlan
  readonly design: Design
  readonly targets: readonly SensitivityTarget[]
  readonly replicates: number
  readonly seed: number
  /** Arm -> keys of its runs [points][replicates]; points that make the same model share them. */
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>
  /** Every run once: first the model as written, then the points. */
  readonly plans: readonly RunPlan[]
  /** Those of the model as written. */
  readonly written: readonly RunPlan[]
}

/** What the command line says instead of the file. */
export interface SensitivityOptions {
  readonly method?: 'morris' | 'sobol'
  readonly replicates?: number
  readonly seed?: number
}

/** Lists the runs of a sensitivity; the same file gives the same list. */
export function sensitivityPlan(
  whole: Experiment,
  data: SensitivityData,
  options: SensitivityOptions = {},
): SensitivityPlan {
  const method = options.method ?? data.method
  const seed = options.seed ?? whole.data.seed
  const replicates = options.replicates ?? data.replicates ?? whole.data.replicates
  const experiment = plainExperiment(whole, data)
  const found = sensitivityParameters(experiment, data)
  const dimensions = found.parameters.length
  if (dimensions === 0) throw new MilieuError('NothingToVary', 'there is no number left to vary')
  checkSize(method, dimensions, experiment.arms.length * replicates, data)
  const points = unitPlan(method, dimensions, data, seed)
  const samples = samplesOf(
    found.parameters.map(({ distribution }) => distribution),
    points.unit.points,
  )
  const design: Design = {
    parameters: found.parameters,
    points: samples.map((values, index) => ({ index, values })),
  }
  const runs = planRuns(experiment, { replicates, seed, design }).map(lean)
  const written = planRuns(experiment, { replicates, seed })
  const plans = [...new Map([...written, ...runs].map((plan) => [plan.key, plan])).values()]
  const targets = targetsOf(experiment, data)
  const keys = keysOf(runs, experiment, samples.length, replicates)
  return { ...found, experiment, data, points, design, targets, replicates, seed, keys, plans, written }
}

/** Sweeps and cohorts vary numbers for other reasons; here only the parameters of the sensitivity do. */
function plainExperiment(whole: Experiment, { arms: chosen }: SensitivityData): Experiment {
  const { sweep: _sweep, cohort: _cohort, ...data } = whole.data
  const arms = whole.arms.filter(({ name }) => chosen?.includes(name) ?? true)
  const names = arms.map(({ name }) => name)
  const compare = comparedArms(data.compare, names)
  return { ...whole, arms, data: { ...data, compare } }
}

function targetsOf({ arms, data }: Experiment, { of }: SensitivityData): readonly SensitivityTarget[] {
  if (of !== 'arms' && data.compare.length > 0)
    return data.compare.map(({ arm, against }) => ({ arm, against }))
  return arms.map(({ name }) => ({ arm: name }))
}

function unitPlan(
  method: 'morris' | 'sobol',
  dimensions: number,
  { trajectories, samples }: SensitivityData,
  seed: number,
): UnitPlan {
  const own = seedOf(seed)
  return method === 'morris'
    ? { method, unit: morrisDesign({ trajectories, dimensions, seed: own }) }
    : { method, unit: saltelliDesign({ samples, dimensions, seed: own }) }
}

function checkSize(
  method: 'morris' | 'sobol',
  dimensions: number,
  perPoint: number,
  { trajectories, samples }: SensitivityData,
): void {
  if (method === 'sobol' && dimensions > MOST_INDICES)
    throw new MilieuError(
      'TooManyParameters',
      `shares of the variance are computed for up to ${MOST_INDICES} parameters, found ${dimensions}; screen them first with --method morris`,
    )
  const points = method === 'morris' ? trajectories * (dimensions + 1) : samples * (dimensions + 2)
  if (points * perPoint > MOST_RUNS)
    throw new MilieuError(
      'TooManyRuns',
      `this asks for ${points * perPoint} runs; the limit is ${MOST_RUNS}: take fewer trajectories, samples or replicates`,
    )
}

/** Digits of a hash that make a seed: 2^52, which a double holds exactly. */
const SEED_DIGITS = 13

/** The points share no random numbers with sweep, cohort or runs. */
function seedOf(seed: number): number {
  return Number.parseInt(contentHash(['design', 'sensitivity', seed]).slice(0, SEED_DIGITS), 16)
}

/** Nobody looks at the pictures and events of a thousand runs: only their series are kept. */
function lean(plan: RunPlan): RunPlan {
  const { duration = plan.snapshotEvery } = plan
  const { key: _key, ...rest } = {
    ...plan,
    snapshotEvery: Math.max(duration, plan.snapshotEvery),
    events: [],
  }
  return { key: runKey(rest), ...rest }
}

function keysOf(
  runs: readonly RunPlan[],
  { arms }: Experiment,
  points: number,
  replicates: number,
): ReadonlyMap<string, readonly (readonly string[])[]> {
  return new Map(
    arms.map(({ name }, a) => [
      name,
      Array.from({ length: points }, (_, p) =>
        Array.from({ length: replicates }, (_r, r) => runs[(a * points + p) * replicates + r]?.key ?? ''),
      ),
    ]),
  )
}

/** The times of an endpoint [min], and what the endpoint at each of them is called. */
export function endpointTimes(
  { arms, data }: Experiment,
  name: string,
): readonly { readonly name: string; readonly measure: string; readonly at: number }[] {
  const endpoint = data.endpoints[name]
  if (endpoint === undefined) return []
  const stop = sectionOf(arms[0]?.model.data ?? { sections: {} }, timeSection).stop.value
  const instants = typeof endpoint.at === 'object' && !('value' in endpoint.at) ? endpoint.at : [endpoint.at]
  return instants.map((instant) => {
    const at = instant === 'end' ? stop : instant.value
    return { name: instants.length > 1 ? `${name}, day ${at / 1440}` : name, measure: endpoint.measure, at }
  })
}
