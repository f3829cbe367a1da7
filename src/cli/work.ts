import { MilieuError } from '../engine/errors.ts'
import { batchIds, readBatch } from '../experiment/batch.ts'
import { type Outcome, failureOf } from '../experiment/executor.ts'
import { type Experiment } from '../experiment/experiment.ts'
import { jobsOf } from '../experiment/plan-runs.ts'
import { type Study, openStudy } from '../experiment/open-study.ts'
import { ENGINE_VERSION, type RunPlan } from '../experiment/run-plan.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { runsFolder } from '../store/study.ts'
import type { Share } from './arguments.ts'
import { attemptsOf, executeJobs } from './execute.ts'
import { ExitCode } from './exit-code.ts'
import { reportFailures } from './failures.ts'
import { durationText } from './progress-line.ts'
import { type Terminal, counted, quietTerminal } from './terminal.ts'

export interface WorkOptions {
  readonly share?: Share
  readonly batch?: string
  readonly cores?: number
  /** [ms] of wall time */
  readonly checkpointEvery?: number
  /** Stay until everything is finished, also what others compute. */
  readonly wait?: boolean
  /** Leave runs alone that have failed so often. */
  readonly tries?: number
  readonly quiet?: boolean
}

/** `milieu work`: computes runs of a study that nobody else computes, until there are none left. */
export async function workCommand(folder: string, options: WorkOptions, terminal: Terminal): Promise<number> {
  const out = options.quiet === true ? quietTerminal(terminal) : terminal
  const study = openForWork(folder)
  const batches = chooseBatches(study, options.batch, out)
  const plans = inShareOrder(distinct(batches.flatMap((batch) => batch.plans)), options.share)
  const { experiment, record } = study
  const share = options.share === undefined ? {} : { share: `${options.share.k}/${options.share.n}` }
  out.note(`\n${experiment.data.question}\n\n  ${counted(plans.length, 'run')} in ${folder}\n`)
  const documents = experiment.origin?.files ?? []
  const execution = await executeJobs(jobsOf(experiment, plans), runsFolder(folder), out, {
    cores: options.cores,
    checkpointEvery: options.checkpointEvery,
    tries: options.tries,
    held: options.wait === true ? 'wait' : 'skip',
    source: { file: record.file, documents },
    study: { folder, batches: batches.map(({ id }) => id), ...share },
  })
  const { outcomes, wasInterrupted, seconds } = execution
  const failed = reportFailures(outcomes, terminal, attemptsOf(runsFolder(folder)))
  if (options.quiet !== true) terminal.print(`  ${summary(outcomes)}; ${durationText(seconds)}`)
  if (failed > 0) return ExitCode.failed
  return wasInterrupted ? ExitCode.interrupted : ExitCode.done
}

/**
 * A worker's own share first, then those of the others. Shares take every n-th run, so that each has a part of every arm. Those of
 * others are gone through from their ends, since whoever owns them comes from the beginning.
 */
export function inShareOrder<T>(items: readonly T[], share: Share = { k: 1, n: 1 }): readonly T[] {
  const { k, n } = share
  const shareOf = (number: number): readonly T[] => items.filter((_, index) => index % n === number)
  const others = Array.from({ length: n - 1 }, (_, step) => shareOf((k + step) % n).toReversed())
  return [...shareOf(k - 1), ...others.flat()]
}

/** The study of a folder, if this version computes what it asks. */
export function openForWork(folder: string): Study {
  const study = openStudy(nodeFiles, folder)
  if (study.record.engine === ENGINE_VERSION) return study
  throw new MilieuError(
    'OtherEngine',
    `engine ${study.record.engine} planned ${folder}, and this is ${ENGINE_VERSION}: its results may differ; use that version, or start the trial again with this one`,
  )
}

/** The batch that was named, or all whose runs are those of the study's models. */
export function chooseBatches({ folder, experiment }: Study, named: string | undefined, terminal: Terminal) {
  const ids = batchIds(nodeFiles, folder)
  const chosen = named === undefined ? ids : ids.filter((id) => id.startsWith(named))
  if (chosen.length === 0) {
    const there = ids.length === 0 ? 'it has none' : `there: ${ids.join(', ')}`
    throw new MilieuError(
      'NoBatch',
      `${folder} has no batch${named === undefined ? '' : ` '${named}'`}; ${there}`,
    )
  }
  const batches = chosen.map((id) => readBatch(nodeFiles, folder, id))
  const fitting = batches.filter(({ plans }) => fits(experiment, plans))
  const others = batches.length - fitting.length
  if (fitting.length === 0)
    throw new MilieuError(
      'BatchOfOtherModels',
      `the runs that ${folder} lists are of other models than its documents describe; start the trial again`,
    )
  if (others > 0)
    terminal.note(
      `  ${counted(others, 'batch').replace('batchs', 'batches')} of an earlier state of this trial left out`,
    )
  return fitting
}

/** A plan names its model by hash: one of an earlier state of the documents must not be computed with these. */
function fits({ arms }: Experiment, plans: readonly RunPlan[]): boolean {
  const hashes = new Map(arms.map(({ name, model }) => [name, model.hash]))
  return plans.every(({ arm, modelHash }) => hashes.get(arm) === modelHash)
}

function distinct(plans: readonly RunPlan[]): readonly RunPlan[] {
  return [...new Map(plans.map((plan) => [plan.key, plan])).values()]
}

/** What a worker did, in one line. */
function summary(outcomes: readonly Outcome[]): string {
  const count = (isWanted: (outcome: Outcome) => boolean): number => outcomes.filter(isWanted).length
  const finished = outcomes.filter(({ manifest }) => manifest?.status === 'finished')
  const own = finished.filter(({ isOld }) => isOld !== true).length
  const parts: readonly (readonly [number, string])[] = [
    [finished.length - own, 'had been finished'],
    [count(({ manifest }) => manifest?.status === 'stopped'), 'stopped'],
    [count((outcome) => outcome.heldBy !== undefined), 'held by others'],
    [count((outcome) => failureOf(outcome) !== undefined), 'failed'],
    [count(({ manifest, error, heldBy }) => (manifest ?? error ?? heldBy) === undefined), 'not begun'],
  ]
  const rest = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`)
  return [`${counted(own, 'run')} computed`, ...rest].join(', ')
}
