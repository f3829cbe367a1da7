import { join } from 'node:path'
import { measureNames } from '../analysis/measures.ts'
import { compile } from '../compile/compile.ts'
import { type Model, parseModel } from '../compile/parse-model.ts'
import { recordSection } from '../compile/core-sections.ts'
import { planRun } from '../experiment/experiment.ts'
import { singleRunExperiment } from '../experiment/single-run.ts'
import { runJob } from '../experiment/run-job.ts'
import { sectionOf } from '../model/assemble.ts'
import { nodeEnvironment } from '../platform/node/environment.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { readFile } from '../platform/node/read-file.ts'
import { nearestName } from '../math/nearest-name.ts'
import { analyse } from './analyse.ts'
import { executeJobs, resultsFolder } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { unknownSeries } from './measure-check.ts'
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
export async function runCommand(file: string, options: RunCommandOptions, terminal: Terminal): Promise<number> {
  const out = options.quiet === true || options.json === true ? quietTerminal(terminal) : terminal
  const { model, issues } = parseModel(file, readFile)
  const isBad = reportIssues(issues, model === undefined ? terminal : out)
  if (isBad || model === undefined) return ExitCode.mistakes
  if (hasUnknownSeries(model, file, terminal)) return ExitCode.mistakes
  if (options.profile === true) return profileRun(model, options, terminal)
  return execute(file, model, options, out, terminal)
}

function hasUnknownSeries(model: Model, file: string, terminal: Terminal): boolean {
  const unknown = unknownSeries(model)
  const names = measureNames(compile(model))
  for (const name of unknown) {
    const nearest = nearestName(name, names)
    const hint = nearest === undefined ? `measures here: ${names.slice(0, 12).join(', ')} ...` : `did you mean '${nearest}'?`
    terminal.error(`${file}  error  unknown measure '${name}' under record.series; ${hint}`)
  }
  return unknown.length > 0
}

async function execute(file: string, model: Model, options: RunCommandOptions, out: Terminal, terminal: Terminal): Promise<number> {
  const folder = options.out ?? resultsFolder(file)
  const experiment = singleRunExperiment(model, file, sectionOf(model.data, recordSection).series)
  const plan = planRun(model, { arm: 'model', replicate: 0, seed: options.seed, measures: [] })
  const execution = await executeJobs([{ plan, model }], folder, out, 1)
  const outcome = execution.outcomes[0]
  if (outcome?.manifest === undefined) {
    terminal.error(`the run failed: ${outcome?.error ?? 'no result'}`)
    return ExitCode.failed
  }
  const command = `milieu run ${file}${options.seed === 1 ? '' : ` --seed ${options.seed}`}`
  const { outcomes } = execution
  const summary = await analyse({ experiment, replicates: 1, seed: options.seed, outcomes, runsFolder: join(folder, 'runs'), command })
  const { report } = writeResults(nodeFiles, folder, summary)
  if (options.json === true) terminal.print(JSON.stringify(outcome.manifest, undefined, 2))
  else terminal.print(runTable(summary, outcome.manifest, terminal, report))
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
  const result = runJob({ plan, model }, nodeEnvironment(loadKernels()))
  terminal.print(profileTable(result))
  return result.status === 'failed' ? ExitCode.failed : ExitCode.done
}
