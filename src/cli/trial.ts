import { join } from 'node:path'
import { hasErrors } from '../compile/parse-model.ts'
import { type Experiment, jobsOf, parseExperiment, planRuns } from '../experiment/experiment.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { readFile } from '../platform/node/read-file.ts'
import { analyse } from './analyse.ts'
import { otherVerb } from './check.ts'
import { type Execution, commandLine, executeJobs, resultsFolder } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { claimFolder } from './file-error.ts'
import { reportIssues } from './issues.ts'
import { checkMeasures } from './measure-check.ts'
import { durationText } from './progress-line.ts'
import { writeResults } from './results.ts'
import { withSensitivity } from './sensitivity-results.ts'
import { type Terminal, counted, quietTerminal } from './terminal.ts'
import { trialAnswer, trialHeader } from './trial-answer.ts'

export interface TrialOptions {
  readonly replicates?: number
  readonly seed?: number
  readonly out?: string
  readonly cores?: number
  /** [ms] of wall time */
  readonly checkpointEvery?: number
  readonly quiet?: boolean
  readonly json?: boolean
}

/** `milieu trial`: plans, runs, analyses and reports an experiment. */
export async function trialCommand(file: string, options: TrialOptions, terminal: Terminal): Promise<number> {
  const out = options.quiet === true || options.json === true ? quietTerminal(terminal) : terminal
  const other = otherVerb(file, 'experiment', readFile)
  if (other !== undefined) {
    terminal.error(other)
    return ExitCode.usage
  }
  const { experiment, issues } = parseExperiment(file, readFile)
  const measures = experiment === undefined ? [] : checkMeasures(experiment)
  const isBad = reportIssues([...issues, ...measures], hasErrors([...issues, ...measures]) ? terminal : out)
  if (isBad || experiment === undefined) return ExitCode.mistakes
  const folder = options.out ?? resultsFolder(file)
  claimFolder(folder)
  nodeFiles.write(join(folder, 'experiment.yaml'), experiment.text)
  return execute(file, folder, experiment, options, out, terminal)
}

async function execute(
  file: string,
  folder: string,
  experiment: Experiment,
  options: TrialOptions,
  out: Terminal,
  terminal: Terminal,
): Promise<number> {
  const jobs = jobsOf(experiment, planRuns(experiment, options))
  out.note(trialHeader(experiment, jobs.length, options))
  const execution = await executeJobs(jobs, join(folder, 'runs'), out, {
    cores: options.cores,
    ...(options.checkpointEvery === undefined ? {} : { checkpointEvery: options.checkpointEvery }),
  })
  const replicates = options.replicates ?? experiment.data.replicates
  const seed = options.seed ?? experiment.data.seed
  const command = commandOf(file, options)
  const own = await analyse({
    experiment,
    replicates,
    seed,
    outcomes: execution.outcomes,
    runsFolder: join(folder, 'runs'),
    command,
  })
  const summary = withSensitivity(nodeFiles, folder, own)
  const { report } = writeResults(nodeFiles, folder, summary)
  if (options.json === true) terminal.print(JSON.stringify(summary))
  else
    terminal.print(
      trialAnswer(summary, terminal, { report, again: command, isQuiet: options.quiet === true }),
    )
  const complete = execution.outcomes.filter((outcome) => outcome.manifest?.status === 'finished').length
  if (execution.wasInterrupted)
    out.note(
      `  stopped  ${complete} of ${counted(jobs.length, 'run')} complete; the same command goes on from here`,
    )
  out.note(
    `  ${complete === jobs.length ? '' : `${complete} of `}${counted(jobs.length, 'run')} in ${durationText(execution.seconds)}, at most ${summary.provenance.peakMemory} MB`,
  )
  return exitCodeOf(execution, terminal)
}

function exitCodeOf(execution: Execution, terminal: Terminal): number {
  const failed = execution.outcomes.filter(
    (outcome) => outcome.error !== undefined || outcome.manifest?.status === 'failed',
  )
  for (const { job, error, manifest } of failed) {
    terminal.error(
      `run ${job.plan.replicate + 1} of arm ${job.plan.arm} failed: ${error ?? manifest?.error ?? 'no result'}`,
    )
  }
  if (failed.length > 0) return ExitCode.failed
  return execution.wasInterrupted ? ExitCode.interrupted : ExitCode.done
}

/** The command that gives the same results again. */
function commandOf(file: string, options: TrialOptions): string {
  const replicates = options.replicates === undefined ? [] : ['--replicates', String(options.replicates)]
  const seed = options.seed === undefined ? [] : ['--seed', String(options.seed)]
  return commandLine('milieu', 'trial', file, ...replicates, ...seed)
}
