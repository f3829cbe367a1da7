import type { Model } from '../compile/model.ts'
import { displaySection, recordSection, timeSection } from '../compile/core-sections.ts'
import { MilieuError } from '../engine/errors.ts'
import { sectionOf } from '../model/assemble.ts'
import { analysedMeasures } from './analysed-measures.ts'
import { ratesAmong } from './asked-rates.ts'
import type { RecordedPlan } from '../store/run-store.ts'
import { type Design, overridesAt } from './design.ts'
import { designOf } from './design-of.ts'
import { type RunJob, type RunPlan, replicateSeed, runKey } from './run-plan.ts'
import { type Experiment, amendedModel } from './experiment.ts'

/** The runs of an experiment, arm by arm; the same file gives the same list. */
export function planRuns(experiment: Experiment, options: PlanOptions = {}): readonly RunPlan[] {
  const { data, arms } = experiment
  const replicates = options.replicates ?? data.replicates
  const seed = options.seed ?? data.seed
  const { design = designOf(experiment, seed) } = options
  const points = design?.points ?? [undefined]
  const measures = analysedMeasures(data)
  return arms.flatMap(({ name: arm, model }) => {
    const base = { ...planBase(model, arm, measures), ...options.recorded }
    return points.flatMap((point) => {
      const at =
        design === undefined || point === undefined
          ? {}
          : { point: point.index, overrides: overridesAt(design, point, arm) }
      return Array.from({ length: replicates }, (_, replicate): RunPlan => {
        const own = replicateSeed(seed, replicate, arm, data.pairing, point?.patient)
        const plan = { ...base, ...at, replicate, seed: own }
        return { key: runKey(plan), ...plan }
      })
    })
  })
}

export interface PlanOptions {
  readonly replicates?: number
  readonly seed?: number
  /** What varies beside arms and replicates; what the experiment itself says unless given. */
  readonly design?: Design
  /** What is recorded instead of what model and endpoints say. */
  readonly recorded?: Omit<RecordedPlan, 'lineages'>
}

/** Plans with their models; those of a design are made when somebody asks for them, since there may be thousands. */
export function jobsOf(experiment: Experiment, plans: readonly RunPlan[]): readonly RunJob[] {
  const models = new Map(experiment.arms.map(({ name, model }) => [name, model]))
  return plans.map((plan): RunJob => {
    const model = models.get(plan.arm)
    if (model === undefined) throw new MilieuError('UnknownArm', `the experiment has no arm '${plan.arm}'`)
    return plan.overrides === undefined || plan.overrides.length === 0
      ? { plan, model }
      : {
          plan,
          get model() {
            return modelOf(experiment, plan)
          },
        }
  })
}

/** Changes that a message lists; chosen: a line. */
const MOST_CHANGES = 4

/** The model that a plan runs. */
function modelOf(experiment: Experiment, plan: RunPlan): Model {
  const { model, issues } = amendedModel(experiment, plan.arm, plan.overrides ?? [])
  if (model !== undefined) return model
  const [first] = issues.filter(({ severity }) => severity === 'error')
  const all = plan.overrides ?? []
  const few = all.slice(0, MOST_CHANGES).map(({ path, value }) => `${path}: ${value}`)
  const changes = [...few, ...(all.length > few.length ? [`${all.length - few.length} more`] : [])].join(', ')
  const at = first === undefined ? '' : `${first.path.join('.')}: ${first.message}`
  throw new MilieuError('BadPoint', `arm ${plan.arm} has no valid model with ${changes}: ${at}`)
}

export interface RunOptions {
  readonly arm: string
  readonly replicate: number
  readonly seed: number
  /** Measures beside those that the model records. */
  readonly measures: readonly string[]
}

/** The plan of a single run of a model. */
export function planRun(model: Model, { arm, replicate, seed, measures }: RunOptions): RunPlan {
  const plan = { ...planBase(model, arm, measures), replicate, seed }
  return { key: runKey(plan), ...plan }
}

/** What the plans of an arm share. A rate is not recorded, but the events and numbers of cells that it is made from. */
function planBase(model: Model, arm: string, measures: readonly string[]) {
  const record = sectionOf(model.data, recordSection)
  const asked = [...new Set([...record.series, ...measures])]
  const rates = ratesAmong(asked, model)
  const recorded = asked.filter((name) => rates.every((rate) => rate.name !== name))
  return {
    arm,
    modelHash: model.hash,
    duration: sectionOf(model.data, timeSection).stop.value,
    series: [...new Set([...recorded, ...rates.flatMap(({ series }) => series)])],
    seriesEvery: record['series every'].every,
    snapshotEvery: record.snapshots.every,
    events: [...new Set([...record.events, ...rates.flatMap(({ kinds }) => kinds)])],
    lineages: model.data.cellTypes.map((type) => sectionOf(type, displaySection).lineage),
  }
}
