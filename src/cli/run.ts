import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { hasErrors, parseModel } from '../compile/parse-model.ts'
import type { World } from '../engine/world.ts'
import { planRun } from '../experiment/plan-runs.ts'
import type { RunJob } from '../experiment/run-plan.ts'
import { singleRunExperiment } from '../experiment/single-run.ts'
import { runJob } from '../experiment/run-job.ts'
import { nodeEnvironment } from '../platform/node/environment.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { startTeamFor } from '../platform/node/node-team.ts'
import { readFile } from '../platform/node/read-file.ts'
import { analyseRuns } from './analyse-runs.ts'
import { otherVerb } from './check.ts'
import { type ExecutionOptions, commandLine, executeJobs, resultsFolder } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { checkSeries, recordedMeasures } from '../analysis/measure-check.ts'
import { durationText } from './progress-line.ts'
import { type EngineReport, networkRows, profileTable, runTable, transportRows } from './run-answer.ts'
import { writeResults } from '../report/results.ts'
import { type Terminal, quietTerminal } from './terminal.ts'

export interface RunCommandOptions {
  readonly seed: number
  readonly out?: string
  readonly threads?: number
  /** [ms] of wall time */
  readonly checkpointEvery?: number
  readonly profile?: boolean
  readonly quiet?: boolean
  readonly json?: boolean
}

/** `milieu run`: one run of a model, with its report. */
export async function runCommand(
  file: string,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const out = options.quiet === true || options.json === true ? quietTerminal(terminal) : terminal
  const other = otherVerb(file, 'model', readFile)
  if (other !== undefined) {
    terminal.error(other)
    return ExitCode.usage
  }
  const { model, root, issues } = parseModel(file, readFile)
  const found = model === undefined || root === undefined ? issues : [...issues, ...checkSeries(model, root)]
  const isBad = reportIssues(found, hasErrors(found) ? terminal : out)
  if (isBad || model === undefined) return ExitCode.mistakes
  if (options.profile === true) return profileRun(model, options, terminal)
  const plan = planRun(model, { arm: 'model', replicate: 0, seed: options.seed, measures: [] })
  const folder = join(options.out ?? resultsFolder(file), 'runs')
  return runOnce({ plan, model }, { ...options, file, folder }, terminal)
}

export interface SingleRunOptions extends Pick<ExecutionOptions, 'checkpointEvery' | 'threads'> {
  /** The model's file, as its author calls it. */
  readonly file: string
  /** Folder in which the run's own folder lies. */
  readonly folder: string
  readonly quiet?: boolean
  readonly json?: boolean
}

/** Computes what is missing of a run and says what came of it; a run of a model as it stands gets its report. */
export async function runOnce(job: RunJob, options: SingleRunOptions, terminal: Terminal): Promise<number> {
  const out = options.quiet === true || options.json === true ? quietTerminal(terminal) : terminal
  const { threads, checkpointEvery, folder } = options
  const execution = await executeJobs([job], folder, out, {
    held: 'refuse',
    ...(threads === undefined ? {} : { threads }),
    ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
  })
  const outcome = execution.outcomes[0]
  if (outcome?.manifest === undefined) {
    if (execution.wasInterrupted) return ExitCode.interrupted
    terminal.error(`the run failed: ${outcome?.error ?? 'no result'}`)
    return ExitCode.failed
  }
  const { manifest } = outcome
  const { arm, seed, origin } = job.plan
  const experiment = singleRunExperiment(job.model, options.file, recordedMeasures(job.model), arm)
  const command = commandLine('milieu', 'run', options.file, ...(seed === 1 ? [] : ['--seed', String(seed)]))
  const { outcomes } = execution
  const asked = { experiment, replicates: 1, seed, outcomes, runsFolder: folder, command, keepsFailed: true }
  const analysis = await analyseRuns(asked)
  const { summary } = analysis
  // Arms of trials and branches are told together by the commands that made them.
  const hasReport = arm === 'model' && origin === undefined && basename(folder) === 'runs'
  const report = hasReport ? writeResults(nodeFiles, dirname(folder), analysis).report : undefined
  if (options.json === true) terminal.print(JSON.stringify(manifest, undefined, 2))
  else {
    const where = { run: join(folder, job.plan.key), ...(report === undefined ? {} : { report }) }
    terminal.print(runTable(summary, manifest, terminal, options.quiet === true ? undefined : where))
  }
  out.note(`  1 run in ${durationText(execution.seconds)}, at most ${manifest.peakMegabytes} MB`)
  if (manifest.status === 'failed') {
    terminal.error(`the run stopped: ${manifest.error ?? ''}`)
    return ExitCode.failed
  }
  return execution.wasInterrupted ? ExitCode.interrupted : ExitCode.done
}

/** Runs in this process, stores nothing, and prints the time of each phase. */
async function profileRun(model: Model, options: RunCommandOptions, terminal: Terminal): Promise<number> {
  const plan = planRun(model, { arm: 'model', replicate: 0, seed: options.seed, measures: [] })
  const kernels = loadKernels()
  const cores = availableParallelism()
  const team = await startTeamFor(compile(model), { threads: options.threads, cores }, kernels)
  try {
    const environment = { ...nodeEnvironment(kernels), ...(team === undefined ? {} : { team }) }
    let reports: readonly EngineReport[] = []
    const onEnd = (world: World): void => {
      reports = [
        { title: 'Transport by substrate', rows: transportRows(world) },
        { title: 'Networks that need a look', rows: networkRows(world) },
      ]
    }
    const result = runJob({ plan, model }, { ...environment, isProfiled: true, onEnd })
    terminal.print(profileTable(result, reports))
    return result.status === 'failed' ? ExitCode.failed : ExitCode.done
  } finally {
    await team?.close()
  }
}
