import { join } from 'node:path'
import type { Model } from '../compile/model.ts'
import { hasErrors, parseModel } from '../compile/parse-model.ts'
import { planRun } from '../experiment/experiment.ts'
import { singleRunExperiment } from '../experiment/single-run.ts'
import { runJob } from '../experiment/run-job.ts'
import { nodeEnvironment } from '../platform/node/environment.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { readFile } from '../platform/node/read-file.ts'
import { analyse } from './analyse.ts'
import { otherVerb } from './check.ts'
import { commandLine, executeJobs, resultsFolder } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { checkSeries, recordedMeasures } from './measure-check.ts'
import { durationText } from './progress-line.ts'
import { profileTable, runTable } from './run-answer.ts'
import { writeResults } from './results.ts'
import { type Terminal, quietTerminal } from './terminal.ts'

export interface RunCommandOptions {
  readonly seed: number
  readonly out?: string
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
  return execute(file, model, options, out, terminal)
}

async function execute(
  file: string,
  model: Model,
  options: RunCommandOptions,
  out: Terminal,
  terminal: Terminal,
): Promise<number> {
  const folder = options.out ?? resultsFolder(file)
  const experiment = singleRunExperiment(model, file, recordedMeasures(model))
  const plan = planRun(model, { arm: 'model', replicate: 0, seed: options.seed, measures: [] })
  const execution = await executeJobs([{ plan, model }], folder, out, 1)
  const outcome = execution.outcomes[0]
  if (outcome?.manifest === undefined) {
    if (execution.wasInterrupted) return ExitCode.interrupted
    terminal.error(`the run failed: ${outcome?.error ?? 'no result'}`)
    return ExitCode.failed
  }
  const command = commandLine(
    'milieu',
    'run',
    file,
    ...(options.seed === 1 ? [] : ['--seed', String(options.seed)]),
  )
  const { outcomes } = execution
  const summary = await analyse({
    experiment,
    replicates: 1,
    seed: options.seed,
    outcomes,
    runsFolder: join(folder, 'runs'),
    command,
  })
  const { report } = writeResults(nodeFiles, folder, summary)
  if (options.json === true) terminal.print(JSON.stringify(outcome.manifest, undefined, 2))
  else
    terminal.print(runTable(summary, outcome.manifest, terminal, options.quiet === true ? undefined : report))
  out.note(`  1 run in ${durationText(execution.seconds)}, at most ${outcome.manifest.peakMegabytes} MB`)
  if (outcome.manifest.status === 'failed') {
    terminal.error(`the run stopped: ${outcome.manifest.error ?? ''}`)
    return ExitCode.failed
  }
  return execution.wasInterrupted ? ExitCode.interrupted : ExitCode.done
}

/** Runs in this thread, stores nothing, and prints the time of each phase. */
function profileRun(model: Model, options: RunCommandOptions, terminal: Terminal): number {
  const plan = planRun(model, { arm: 'model', replicate: 0, seed: options.seed, measures: [] })
  const result = runJob({ plan, model }, { ...nodeEnvironment(loadKernels()), isProfiled: true })
  terminal.print(profileTable(result))
  return result.status === 'failed' ? ExitCode.failed : ExitCode.done
}
