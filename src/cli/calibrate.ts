import { join } from 'node:path'
import {
  type Search,
  type SearchOptions,
  type Stage,
  searchParameters,
} from '../analysis/calibration/search.ts'
import type { RunSeries } from '../analysis/calibration/distance.ts'
import { type CalibrationAnswer, summariseCalibration } from '../analysis/calibration/summarise.ts'
import { batchOf, writeBatch } from '../experiment/batch.ts'
import type { Calibration } from '../experiment/calibration.ts'
import type { Outcome } from '../experiment/executor.ts'
import { type Experiment } from '../experiment/experiment.ts'
import { jobsOf } from '../experiment/plan-runs.ts'
import { type Study, layStudy } from '../experiment/open-study.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { readSeries } from '../store/run-store.ts'
import { runsFolder } from '../store/study.ts'
import { calibrationAnswer, calibrationHeader, stageText } from './calibrate-answer.ts'
import { writeCalibration } from './calibrate-files.ts'
import { type ClusterArguments, clusterOptions } from './cluster-arguments.ts'
import { commandLine, executeJobs, givenOptions, resultsFolder } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { claimFolder } from './file-error.ts'
import { durationText } from './progress-line.ts'
import { type Terminal, counted } from './terminal.ts'
import { type OpenedExperiment, knowsExecutor, openExperiment } from './open-experiment.ts'

export interface CalibrateOptions extends ClusterArguments {
  readonly population?: number
  readonly budget?: number
  readonly seed?: number
  readonly cores?: number
  readonly executor?: string
  readonly out?: string
  readonly quiet?: boolean
  readonly json?: boolean
}

/** `milieu calibrate`: fits numbers of a model to measurements, and checks what the fit predicts. */
export async function calibrateCommand(
  file: string,
  options: CalibrateOptions,
  terminal: Terminal,
): Promise<number> {
  const opened = openExperiment(file, options, terminal)
  if (typeof opened === 'number') return opened
  if (!(await knowsExecutor(options.executor, terminal))) return ExitCode.usage
  const { calibration } = opened.experiment
  if (calibration === undefined) {
    terminal.error(
      `error: ${file} fits nothing: it has no 'calibration' (docs/how-to/calibrate.md); milieu trial ${file} answers its question`,
    )
    return ExitCode.usage
  }
  return calibrate(file, calibration, options, opened)
}

async function calibrate(
  file: string,
  calibration: Calibration,
  options: CalibrateOptions,
  { experiment, out, terminal }: OpenedExperiment,
): Promise<number> {
  const folder = options.out ?? resultsFolder(file)
  const asked = askedOf(experiment, calibration, options)
  claimFolder(folder)
  nodeFiles.write(join(folder, 'experiment.yaml'), experiment.text)
  const study = layStudy(nodeFiles, folder, experiment, { kind: 'calibration', options: { ...asked } })
  out.note(calibrationHeader(experiment, calibration, asked))
  const started = performance.now()
  const search = await searchParameters(experiment, calibration, asked, runsIn(study, options, out))
  if (search === undefined) {
    out.note('  stopped  the same command goes on from here')
    return ExitCode.interrupted
  }
  if (search.draws.length === 0) {
    terminal.error(
      `no ${counted(asked.population, 'particle')} came together within the budget: ${whyNone(search)}`,
    )
    return ExitCode.failed
  }
  const command = commandOf(file, options)
  const answer = summariseCalibration({ experiment, calibration, search, seed: asked.seed, command })
  const files = writeCalibration(nodeFiles, folder, { experiment, calibration, search, answer })
  printAnswer(answer, files, command, options, terminal)
  const seconds = (performance.now() - started) / 1000
  out.note(`  ${counted(answer.simulations, 'run')} in ${durationText(seconds)}`)
  return ExitCode.done
}

function printAnswer(
  answer: CalibrationAnswer,
  files: readonly string[],
  command: string,
  options: CalibrateOptions,
  terminal: Terminal,
): void {
  if (options.json === true) terminal.print(JSON.stringify(answer))
  else terminal.print(calibrationAnswer(answer, terminal, options.quiet === true ? [] : [...files, command]))
}

function askedOf({ data }: Experiment, calibration: Calibration, options: CalibrateOptions): SearchOptions {
  const { population, budget, seed } = options
  return {
    population: population ?? calibration.data.population,
    budget: budget ?? calibration.data.budget,
    seed: seed ?? data.seed,
  }
}

function whyNone({ failures, runs }: Search): string {
  return failures > 0
    ? `${failures} of ${counted(runs.fit, 'run')} failed`
    : 'raise --budget, or take a smaller --population'
}

/** Runs plans in a study's folder; what is finished there is read. */
function runsIn(study: Study, options: CalibrateOptions, out: Terminal) {
  const { cores, executor } = options
  const { folder, experiment, record } = study
  const source = { file: record.file, documents: experiment.origin?.files ?? [] }
  return async (
    plans: readonly RunPlan[],
    stage: Stage,
  ): Promise<readonly (RunSeries | undefined)[] | undefined> => {
    const prefix = stageText(stage)
    const batch = batchOf(plans)
    writeBatch(nodeFiles, folder, batch)
    const staged: Terminal = {
      ...out,
      progress: (text) => (text === undefined ? out.progress() : out.progress(`${prefix}${text}`)),
    }
    const runs = runsFolder(folder)
    const execution = await executeJobs(jobsOf(experiment, plans), runs, staged, {
      cores,
      executor,
      cluster: clusterOptions(options),
      source,
      study: { folder, batches: [batch.id] },
    })
    if (execution.wasInterrupted) return undefined
    return Promise.all(execution.outcomes.map((outcome) => seriesOf(outcome, runs)))
  }
}

async function seriesOf({ job, manifest }: Outcome, runs: string): Promise<RunSeries | undefined> {
  if (manifest?.status !== 'finished') return undefined
  const { times, values } = await readSeries(nodeFiles, join(runs, job.plan.key), manifest)
  return { times, values, units: manifest.units }
}

/** The command that gives the same results again. */
function commandOf(file: string, { population, budget, seed }: CalibrateOptions): string {
  return commandLine('milieu', 'calibrate', file, ...givenOptions({ population, budget, seed }))
}
