import { hasErrors } from '../compile/parse-model.ts'
import { type Experiment, parseExperiment } from '../experiment/experiment.ts'
import { readFile } from '../platform/node/read-file.ts'
import { otherVerb } from './check.ts'
import { ExitCode } from './exit-code.ts'
import { loadExecutor } from './executors.ts'
import { reportIssues } from './issues.ts'
import { checkMeasures } from '../analysis/measure-check.ts'
import { type Terminal, quietTerminal } from './terminal.ts'

/** What every verb that takes an experiment may be asked. */
export interface ExperimentOptions {
  readonly quiet?: boolean
  readonly json?: boolean
}

/** An experiment without mistakes. */
export interface OpenedExperiment {
  readonly experiment: Experiment
  /** For what is said beside the answer. */
  readonly out: Terminal
  /** Also when nothing but the answer is wanted. */
  readonly terminal: Terminal
}

/** Reads the experiment that a verb was given and says what is wrong with it; an exit code when the verb cannot go on. */
export function openExperiment(
  file: string,
  { quiet, json }: ExperimentOptions,
  terminal: Terminal,
): OpenedExperiment | number {
  const out = quiet === true || json === true ? quietTerminal(terminal) : terminal
  const other = otherVerb(file, 'experiment', readFile)
  if (other !== undefined) {
    terminal.error(other)
    return ExitCode.usage
  }
  const { experiment, issues } = parseExperiment(file, readFile)
  const found = [...issues, ...(experiment === undefined ? [] : checkMeasures(experiment))]
  const isBad = reportIssues(found, hasErrors(found) ? terminal : out)
  return isBad || experiment === undefined ? ExitCode.mistakes : { experiment, out, terminal }
}

/** Says what is wrong with the name of an executor, before anything is written; true when nothing is. */
export async function knowsExecutor(name: string | undefined, terminal: Terminal): Promise<boolean> {
  const executor = await loadExecutor(name ?? 'local')
  if (typeof executor === 'string') terminal.error(`error: ${executor}`)
  return typeof executor !== 'string'
}
