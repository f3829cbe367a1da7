import { join } from 'node:path'
import { type Experiment } from '../experiment/experiment.ts'
import { jobsOf, planRuns } from '../experiment/plan-runs.ts'
import { batchOf } from '../experiment/batch.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import { runsFolder } from '../store/study.ts'
import { workingFolder } from '../store/run-store.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { analyseRuns } from './analyse-runs.ts'
import { type ClusterArguments, clusterOptions } from './cluster-arguments.ts'
import { attemptsOf, commandLine, executeJobs, givenOptions, resultsFolder } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { reportFailures } from './failures.ts'
import { claimFolder } from './file-error.ts'
import { layTrial } from './lay-trial.ts'
import { estimate, finishedPlans } from './plan-estimate.ts'
import { durationText } from './progress-line.ts'
import { writeResults } from '../report/results.ts'
import { withSensitivity } from './sensitivity-results.ts'
import { type Terminal, counted } from './terminal.ts'
import { trialAnswer, trialHeader } from './trial-answer.ts'
import { type OpenedExperiment, knowsExecutor, openExperiment } from './open-experiment.ts'

export interface TrialOptions extends ClusterArguments {
  readonly replicates?: number
  readonly seed?: number
  readonly out?: string
  readonly cores?: number
  readonly executor?: string
  /** A trial that was not begun is an error. */
  readonly resume?: boolean
  /** Another trial in the folder gives way. */
  readonly replace?: boolean
  /** [ms] of wall time */
  readonly checkpointEvery?: number
  readonly quiet?: boolean
  readonly json?: boolean
}

/** `milieu trial`: plans, runs, analyses and reports an experiment. */
export async function trialCommand(file: string, options: TrialOptions, terminal: Terminal): Promise<number> {
  const opened = openExperiment(file, options, terminal)
  if (typeof opened === 'number') return opened
  if (!(await knowsExecutor(options.executor, terminal))) return ExitCode.usage
  const folder = options.out ?? resultsFolder(file)
  if (options.resume !== true) claimFolder(folder)
  return execute(file, folder, options, opened)
}

async function execute(
  file: string,
  folder: string,
  options: TrialOptions,
  { experiment, out, terminal }: OpenedExperiment,
): Promise<number> {
  const plans = planRuns(experiment, options)
  const batch = batchOf(plans)
  const { record } = layTrial(folder, experiment, batch, {
    kind: 'trial',
    options: studyOptions(options),
    isResumed: options.resume === true,
    isReplaced: options.replace === true,
  })
  nodeFiles.write(join(folder, 'experiment.yaml'), experiment.text)
  const jobs = jobsOf(experiment, plans)
  out.note(trialHeader(experiment, jobs.length, options))
  const runs = runsFolder(folder)
  if (options.resume === true) out.note(`  ${foundText(plans, runs)}`)
  const execution = await executeJobs(jobs, runs, out, {
    cores: options.cores,
    executor: options.executor,
    cluster: clusterOptions(options, () => secondsOnOneCore(experiment, plans, runs)),
    checkpointEvery: options.checkpointEvery,
    source: { file: record.file, documents: experiment.origin?.files ?? [] },
    study: { folder, batches: [batch.id] },
  })
  const replicates = options.replicates ?? experiment.data.replicates
  const seed = options.seed ?? experiment.data.seed
  const command = commandOf(file, options)
  const analysis = await analyseRuns({
    experiment,
    replicates,
    seed,
    outcomes: execution.outcomes,
    runsFolder: runs,
    command,
  })
  const summary = withSensitivity(nodeFiles, folder, analysis.summary)
  const { report, notes } = writeResults(nodeFiles, folder, { ...analysis, summary })
  if (options.json === true) terminal.print(JSON.stringify(summary))
  else
    terminal.print(
      trialAnswer(summary, terminal, { report, again: command, isQuiet: options.quiet === true }),
    )
  for (const note of notes) out.note(`  note     ${note}`)
  const complete = execution.outcomes.filter((outcome) => outcome.manifest?.status === 'finished').length
  // Where others compute nothing has stopped, and the executor has said so.
  if (execution.wasInterrupted && options.executor !== 'slurm')
    out.note(
      `  stopped  ${complete} of ${counted(jobs.length, 'run')} complete; the same command goes on from here`,
    )
  out.note(
    `  ${complete === jobs.length ? '' : `${complete} of `}${counted(jobs.length, 'run')} in ${durationText(execution.seconds)}, at most ${summary.provenance.peakMemory} MB`,
  )
  if (reportFailures(execution.outcomes, terminal, attemptsOf(runs)) > 0) return ExitCode.failed
  return execution.wasInterrupted ? ExitCode.interrupted : ExitCode.done
}

/** Estimates what the runs that are left will take on one core [s]. */
function secondsOnOneCore(experiment: Experiment, plans: readonly RunPlan[], runs: string): number {
  const finished = finishedPlans(runs, plans)
  const keys = new Set(finished.map(({ key }) => key))
  const left = plans.filter(({ key }) => !keys.has(key))
  return estimate(experiment, left, finished, runs, 1).seconds
}

/** What the command line said instead of the file, as the study keeps it. */
function studyOptions({ replicates, seed }: TrialOptions): Readonly<Record<string, number>> {
  return { ...(replicates === undefined ? {} : { replicates }), ...(seed === undefined ? {} : { seed }) }
}

/** How many of the runs a folder holds already. */
function foundText(plans: readonly RunPlan[], runs: string): string {
  const names = new Set(nodeFiles.list(runs))
  const keys = [...new Set(plans.map(({ key }) => key))]
  const there = keys.filter((key) => names.has(key)).length
  const begun = keys.filter((key) => !names.has(key) && names.has(workingFolder(key))).length
  return `resumed: ${there} of ${counted(keys.length, 'run')} are there, ${begun} were begun`
}

/** The command that gives the same results again. */
function commandOf(file: string, { replicates, seed }: TrialOptions): string {
  return commandLine('milieu', 'trial', file, ...givenOptions({ replicates, seed }))
}
