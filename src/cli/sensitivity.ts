import { join } from 'node:path'
import { sensitivityRows } from '../analysis/sensitivity/indices.ts'
import { type SensitivityOutputs, blockSize, readOutputs } from '../analysis/sensitivity/outputs.ts'
import type { SensitivityStudy } from '../analysis/sensitivity/study.ts'
import { batchOf } from '../experiment/batch.ts'
import type { Outcome } from '../experiment/executor.ts'
import { type Experiment } from '../experiment/experiment.ts'
import { jobsOf } from '../experiment/plan-runs.ts'
import { impossiblePoints } from '../experiment/impossible-points.ts'
import type { SensitivityData } from '../experiment/sensitivity-schema.ts'
import { type SensitivityPlan, sensitivityPlan } from '../experiment/sensitivity-plan.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { runsFolder } from '../store/study.ts'
import { analyseRuns } from './analyse-runs.ts'
import {
  type Execution,
  attemptsOf,
  commandLine,
  executeJobs,
  givenOptions,
  resultsFolder,
} from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { reportFailures } from './failures.ts'
import { claimFolder } from './file-error.ts'
import { layTrial } from './lay-trial.ts'
import { durationText } from './progress-line.ts'
import { writeResults } from '../report/results.ts'
import { sensitivityAnswer, sensitivityHeader } from './sensitivity-answer.ts'
import { SENSITIVITY_FILE, SENSITIVITY_FOLDER, writeSensitivity } from './sensitivity-results.ts'
import { type Terminal, counted } from './terminal.ts'
import { type OpenedExperiment, knowsExecutor, openExperiment } from './open-experiment.ts'
import { type ClusterArguments, clusterOptions } from './cluster-arguments.ts'

export interface SensitivityCommandOptions extends ClusterArguments {
  readonly method?: 'morris' | 'sobol'
  readonly replicates?: number
  readonly seed?: number
  readonly cores?: number
  readonly executor?: string
  readonly out?: string
  /** Folder of a trial whose report is to say what its answer hangs on. */
  readonly into?: string
  /** A study of the folder that asks something else gives way. */
  readonly replace?: boolean
  readonly quiet?: boolean
  readonly json?: boolean
}

/** `milieu sensitivity`: which numbers of the model the answer of an experiment hangs on. */
export async function sensitivityCommand(
  file: string,
  options: SensitivityCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const opened = openExperiment(file, options, terminal)
  if (typeof opened === 'number') return opened
  if (!(await knowsExecutor(options.executor, terminal))) return ExitCode.usage
  const { sensitivity } = opened.experiment.data
  if (sensitivity === undefined) {
    terminal.error(
      `${file} does not say what to vary; add for example\n  sensitivity: { method: morris, parameters: all assumed }`,
    )
    return ExitCode.mistakes
  }
  return compute(file, sensitivity, options, opened)
}

async function compute(
  file: string,
  data: SensitivityData,
  options: SensitivityCommandOptions,
  { experiment: whole, out, terminal }: OpenedExperiment,
): Promise<number> {
  const plan = sensitivityPlan(whole, data, options)
  const hopeless = impossibleNote(plan, out)
  if (hopeless !== undefined) {
    terminal.error(hopeless)
    return ExitCode.mistakes
  }
  const folder = options.out ?? join(resultsFolder(file), SENSITIVITY_FOLDER)
  const batch = layOut(folder, whole, plan, options)
  const runs = runsFolder(folder)
  out.note(sensitivityHeader(plan))
  const execution = await executeJobs(jobsOf(plan.experiment, plan.plans), runs, out, {
    cores: options.cores,
    executor: options.executor,
    cluster: clusterOptions(options),
    source: { file: whole.file, documents: whole.origin?.files ?? [] },
    study: { folder, batches: [batch] },
  })
  const command = commandOf(file, options)
  const outputs = await readOutputs(nodeFiles, runs, plan, execution.outcomes)
  const study = studyOf(plan, outputs, execution.outcomes, command)
  const isWritten = new Set(plan.written.map(({ key }) => key))
  const analysis = await analyseRuns({
    experiment: plan.experiment,
    replicates: plan.replicates,
    seed: plan.seed,
    outcomes: execution.outcomes.filter(({ job }) => isWritten.has(job.plan.key)),
    runsFolder: runs,
    command,
  })
  writeSensitivity(nodeFiles, folder, study, plan.design, outputs.outputs)
  if (options.into !== undefined) nodeFiles.write(join(options.into, SENSITIVITY_FILE), JSON.stringify(study))
  const { summary } = analysis
  const limits = [...summary.limits, LOCAL, ...study.notes, ...failureNotes(study)]
  const told = { ...summary, sensitivity: study.rows, limits }
  const { report } = writeResults(nodeFiles, folder, { ...analysis, summary: told })
  if (options.json === true) terminal.print(JSON.stringify(study))
  else
    terminal.print(
      sensitivityAnswer(study, summary, terminal, {
        report,
        command,
        isQuiet: options.quiet === true,
        ...(options.into === undefined ? {} : { into: options.into }),
      }),
    )
  return finish(execution, plan, runs, { out, terminal })
}

/** Says how many points make no model; returns what is wrong when nothing could come of the rest. */
function impossibleNote(plan: SensitivityPlan, out: Terminal): string | undefined {
  const { looked, points, reason } = impossiblePoints(plan)
  if (points.length === 0) return undefined
  const size = blockSize(plan)
  const bad = new Set(points.map((point) => Math.floor(point / size)))
  const text = `${points.length} of ${counted(looked, 'point')} make no valid model, though each number is in its range: ${reason}`
  const advice = 'narrow the range, or name one of the numbers under except'
  const [seen, all] = [Math.ceil(looked / size), plan.design.points.length / size]
  if (all - bad.size < 2 || bad.size === seen) return `error: ${text}\n  ${advice}; nothing was run`
  out.note(`  note     ${text}; ${advice}`)
  return undefined
}

/** What every sensitivity leaves open. */
const LOCAL =
  'Numbers were varied independently, over the ranges that the table lists: what lies beyond them, and what only happens when several are off together in a way that is not independent, is not seen.'

/** Lays the study and its batch into the folder; returns the name of the batch. */
function layOut(
  folder: string,
  whole: Experiment,
  plan: SensitivityPlan,
  { method, replicates, seed, replace }: SensitivityCommandOptions,
): string {
  claimFolder(folder)
  const asked = {
    ...(method === undefined ? {} : { method }),
    ...(replicates === undefined ? {} : { replicates }),
    ...(seed === undefined ? {} : { seed }),
  }
  const batch = batchOf(plan.plans)
  layTrial(folder, whole, batch, { kind: 'sensitivity', options: asked, isReplaced: replace === true })
  nodeFiles.write(join(folder, 'experiment.yaml'), whole.text)
  return batch.id
}

/** Failed runs that are listed; chosen: as in trials, a few tell what is wrong. */
const MOST_LISTED = 5

function studyOf(
  plan: SensitivityPlan,
  { outputs, dropped }: SensitivityOutputs,
  outcomes: readonly Outcome[],
  command: string,
): SensitivityStudy {
  const { experiment, design, points } = plan
  const rows = outputs.map((output) => sensitivityRows(plan, output))
  const failed = outcomes.filter(({ manifest }) => manifest?.status !== 'finished')
  const control = experiment.arms[0]?.model
  return {
    format: 1,
    question: experiment.data.question,
    model: { title: control?.data.title ?? '', hash: control?.hash ?? '', file: experiment.data.model },
    method: points.method,
    seed: plan.seed,
    replicates: plan.replicates,
    arms: experiment.arms.map(({ name }) => name),
    parameters: plan.parameters.map(({ name, paths, text, unit, arms }, k) => ({
      name,
      paths,
      text,
      unit,
      kind: plan.kinds[k] ?? 'assumed',
      ...(arms === undefined ? {} : { arms }),
    })),
    points: design.points.length,
    runs: {
      planned: plan.plans.length,
      finished: outcomes.length - failed.length,
      failures: failed.length,
      failed: failed.slice(0, MOST_LISTED).map(({ job, manifest, error }) => ({
        key: job.plan.key,
        arm: job.plan.arm,
        error: error ?? manifest?.error ?? 'it is not finished',
      })),
      blocks: design.points.length / blockSize(plan),
      dropped: dropped.size,
    },
    rows: rows.flatMap((found) => ('rows' in found ? found.rows : [])),
    notes: [...plan.notes, ...rows.flatMap((found) => ('problem' in found ? [found.problem] : []))],
    command,
  }
}

/** What runs without a result did to the ranking, in a sentence. */
function failureNotes({ runs, method }: SensitivityStudy): readonly string[] {
  if (runs.failures === 0) return []
  const blocks = method === 'morris' ? 'trajectories' : 'base samples'
  const why = runs.failed.map(({ error }) => error)
  return [
    `${counted(runs.failures, 'run')} gave no result; ${runs.dropped} of ${runs.blocks} ${blocks} count nowhere for it. ${[...new Set(why)].join('; ')}`,
  ]
}

function finish(
  { outcomes, wasInterrupted, seconds }: Execution,
  plan: SensitivityPlan,
  runs: string,
  { out, terminal }: Pick<OpenedExperiment, 'out' | 'terminal'>,
): number {
  const complete = outcomes.filter(({ manifest }) => manifest?.status === 'finished').length
  if (wasInterrupted)
    out.note(
      `  stopped  ${complete} of ${counted(plan.plans.length, 'run')} complete; the same command goes on from here`,
    )
  out.note(`  ${counted(complete, 'run')} in ${durationText(seconds)}`)
  if (reportFailures(outcomes, terminal, attemptsOf(runs)) > 0) return ExitCode.failed
  return wasInterrupted ? ExitCode.interrupted : ExitCode.done
}

/** The command that gives the same results again. */
function commandOf(file: string, { method, replicates, seed, out, into }: SensitivityCommandOptions): string {
  const given = givenOptions({ method, replicates, seed, out, into })
  return commandLine('milieu', 'sensitivity', file, ...given)
}
