import { join } from 'node:path'
import { incompleteness } from '../analysis/runs-summary.ts'
import { plannedRuns, studyOutcomes } from '../analysis/study-runs.ts'
import { openStudy, type Study } from '../experiment/open-study.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { holdsStudy } from '../store/study.ts'
import { analyseRuns } from './analyse-runs.ts'
import { commandLine, givenOptions } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { wrap } from './columns.ts'
import { writeResults } from '../report/results.ts'
import { withSensitivity } from './sensitivity-results.ts'
import { type Terminal, counted } from './terminal.ts'
import { trialAnswer } from './trial-answer.ts'

export interface AnalyseOptions {
  readonly quiet?: boolean
  readonly json?: boolean
}

/** `milieu analyse`: what the runs of a trial's folder say, whether all of them are there or not. */
export async function analyseCommand(
  folder: string,
  options: AnalyseOptions,
  terminal: Terminal,
): Promise<number> {
  if (!holdsStudy(nodeFiles, folder)) {
    terminal.error(`${folder} holds no trial: there is no study.json (milieu trial writes it)`)
    return ExitCode.mistakes
  }
  const study = openStudy(nodeFiles, folder)
  if (study.record.kind !== 'trial') {
    terminal.error(
      `${folder} holds a ${study.record.kind}, not a trial: milieu ${study.record.kind} ${study.record.file} reads its runs`,
    )
    return ExitCode.usage
  }
  const plans = plannedRuns(nodeFiles, folder)
  const outcomes = studyOutcomes(nodeFiles, study)
  if (outcomes.every(({ manifest }) => manifest === undefined)) {
    terminal.error(`none of ${counted(plans.length, 'planned run')} of ${folder} is there yet`)
    for (const line of incompleteness(outcomes)) terminal.error(line)
    return ExitCode.failed
  }
  const command = commandOf(study)
  const analysis = await analyseRuns({
    experiment: study.experiment,
    replicates: plans.reduce((most, { replicate }) => Math.max(most, replicate + 1), 1),
    seed: numberOption(study, 'seed') ?? study.experiment.data.seed,
    outcomes,
    runsFolder: join(folder, 'runs'),
    command,
  })
  const summary = withSensitivity(nodeFiles, folder, analysis.summary)
  const { report, notes } = writeResults(nodeFiles, folder, { ...analysis, summary })
  const { broken } = analysis
  const isQuiet = options.quiet === true
  if (options.json === true) terminal.print(JSON.stringify(summary))
  else {
    if (!isQuiet) terminal.note(`\n${wrap(summary.question, terminal.width, '').join('\n')}\n`)
    const missing = incompleteness(outcomes, broken)
    for (const line of missing) terminal.print(wrap(line, terminal.width).join('\n'))
    terminal.print(trialAnswer(summary, terminal, { report, again: command, isQuiet }))
    if (!isQuiet) for (const note of notes) terminal.note(`  note     ${note}`)
  }
  return ExitCode.done
}

/** The command that computes the same runs. */
function commandOf(study: Study): string {
  const replicates = numberOption(study, 'replicates')
  const seed = numberOption(study, 'seed')
  return commandLine('milieu', 'trial', study.record.file, ...givenOptions({ replicates, seed }))
}

function numberOption({ record }: Study, name: string): number | undefined {
  const value = record.options[name]
  return typeof value === 'number' ? value : undefined
}
