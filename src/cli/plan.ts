import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { batchOf, writeBatch } from '../experiment/batch.ts'
import { designOf } from '../experiment/design-of.ts'
import { type Experiment } from '../experiment/experiment.ts'
import { planRuns } from '../experiment/plan-runs.ts'
import { layStudy } from '../experiment/open-study.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { runsFolder } from '../store/study.ts'
import { resultsFolder } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { claimFolder } from './file-error.ts'
import { type Planned, planAnswer, planData } from './plan-answer.ts'
import { estimate, finishedPlans } from './plan-estimate.ts'
import type { Terminal } from './terminal.ts'
import { openExperiment } from './open-experiment.ts'

export interface PlanOptions {
  readonly replicates?: number
  readonly seed?: number
  readonly cores?: number
  readonly out?: string
  readonly json?: boolean
}

/** `milieu plan`: what an experiment would run, what of it is there, and what the rest will take. */
export function planCommand(file: string, options: PlanOptions, terminal: Terminal): number {
  const opened = openExperiment(file, options, terminal)
  if (typeof opened === 'number') return opened
  const { experiment } = opened
  const planned = planOf(file, experiment, options)
  const data = options.json === true ? JSON.stringify(planData(planned)) : planAnswer(planned, terminal)
  terminal.print(data)
  return ExitCode.done
}

function planOf(file: string, experiment: Experiment, options: PlanOptions): Planned {
  const folder = options.out ?? resultsFolder(file)
  const { replicates = experiment.data.replicates, seed = experiment.data.seed } = options
  const design = designOf(experiment, seed)
  const plans = planRuns(experiment, { replicates, seed, ...(design === undefined ? {} : { design }) })
  const runs = runsFolder(folder)
  const finished = finishedPlans(runs, plans)
  const keys = new Set(finished.map(({ key }) => key))
  const left = plans.filter(({ key }) => !keys.has(key))
  const cores = options.cores ?? availableParallelism()
  return {
    experiment,
    design,
    replicates,
    seed,
    plans,
    finished: keys,
    estimate: estimate(experiment, left, finished, runs, cores),
    folder,
    ...(options.out === undefined ? {} : { batch: layOut(folder, experiment, plans, options) }),
  }
}

/** Lays the study and its only batch into a folder, where any number of workers may go on with it. */
function layOut(
  folder: string,
  experiment: Experiment,
  plans: readonly RunPlan[],
  { replicates, seed }: PlanOptions,
): string {
  claimFolder(folder)
  nodeFiles.write(join(folder, 'experiment.yaml'), experiment.text)
  const asked = {
    ...(replicates === undefined ? {} : { replicates }),
    ...(seed === undefined ? {} : { seed }),
  }
  layStudy(nodeFiles, folder, experiment, { kind: 'trial', options: asked })
  const batch = batchOf(plans)
  writeBatch(nodeFiles, folder, batch)
  return batch.id
}
