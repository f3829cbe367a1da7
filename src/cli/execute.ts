import { basename, dirname, extname, join, resolve } from 'node:path'
import { timeSection } from '../compile/core-sections.ts'
import { MilieuError } from '../engine/errors.ts'
import type { ClusterOptions } from '../experiment/cluster-tasks.ts'
import {
  type Executor,
  type ExperimentSource,
  type HeldPolicy,
  type Outcome,
  failureOf,
} from '../experiment/executor.ts'
import type { RunJob } from '../experiment/run-plan.ts'
import { formatTime } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { hostName } from '../platform/node/this-machine.ts'
import { attemptsFolder } from '../store/attempts.ts'
import { writeWorkerRecord } from '../store/worker-records.ts'
import { loadExecutor } from './executors.ts'
import { claimFolder } from './file-error.ts'
import { progressLine } from './progress-line.ts'
import { type Terminal, counted } from './terminal.ts'

export interface Execution {
  readonly outcomes: readonly Outcome[]
  /** Ctrl-C was pressed, or the system asked the process to end. */
  readonly wasInterrupted: boolean
  readonly seconds: number
}

export interface ExecutionOptions {
  /** Runs at the same time; one per core when absent. */
  readonly cores?: number | undefined
  /** Threads within each run. */
  readonly threads?: number
  /** Wall time between checkpoints [ms]. */
  readonly checkpointEvery?: number | undefined
  /** Name of the executor; default: local. */
  readonly executor?: string | undefined
  /** For executors that give work to a cluster. */
  readonly cluster?: ClusterOptions | undefined
  /** A run that has failed so often is left alone. */
  readonly tries?: number | undefined
  readonly held?: HeldPolicy
  readonly source?: ExperimentSource
  /** The study that the runs belong to: each who computes for it leaves a record there. */
  readonly study?: StudyWork
}

export interface StudyWork {
  readonly folder: string
  readonly batches: readonly string[]
  /** Which share a worker begins with: `3/16`. */
  readonly share?: string
}

/** Runs jobs into `folder`, one folder each, with a progress line. The first Ctrl-C asks the runs to stop and keeps what they have; a second one ends at once. */
export async function executeJobs(
  jobs: readonly RunJob[],
  folder: string,
  terminal: Terminal,
  options: ExecutionOptions = {},
): Promise<Execution> {
  const { cores, executor: name = 'local', cluster, threads, checkpointEvery, held, source, study } = options
  const factory = await loadExecutor(name)
  if (typeof factory === 'string') throw new MilieuError('UnknownExecutor', factory)
  const executor = factory({ cores, cluster })
  claimFolder(folder)
  const began = new Date().toISOString()
  const started = performance.now()
  const seconds = (): number => (performance.now() - started) / 1000
  const interrupt = listenForSignals(terminal, executor)
  let goneOn = 0
  try {
    const attempts = attemptsOf(folder)
    const batch = study?.batches.length === 1 ? study.batches[0] : undefined
    const outcomes = await executor.execute(jobs, {
      // Absolute: Node tries for ever to make a folder that is relative to one that was removed.
      folder: resolve(folder),
      ...(attempts === undefined ? {} : { attempts: resolve(attempts) }),
      ...(threads === undefined ? {} : { threads }),
      ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
      ...(options.tries === undefined ? {} : { tries: options.tries }),
      ...(held === undefined ? {} : { held }),
      ...(source === undefined ? {} : { source }),
      ...(study === undefined || batch === undefined
        ? {}
        : { study: { folder: resolve(study.folder), batch } }),
      onGoingOn: (job, time) => {
        goneOn += 1
        if (jobs.length === 1) terminal.note(`  goes on from ${formatTime(time, stopOf(job))}`)
      },
      onNote: (text) => terminal.note(`  ${text}`),
      isStopping: () => interrupt.signal !== undefined,
      onProgress: (progress) => terminal.progress(progressLine(progress, seconds())),
    })
    if (jobs.length > 1 && goneOn > 0)
      terminal.note(`  ${goneOn} of ${counted(jobs.length, 'run')} went on from where they had been stopped`)
    const { signal } = interrupt
    // Whoever computes elsewhere leaves a record there.
    if (study !== undefined && executor.isRemote !== true)
      leaveRecord(study, outcomes, { began, signal }, terminal)
    return { outcomes, wasInterrupted: signal !== undefined, seconds: seconds() }
  } finally {
    interrupt.end()
    terminal.progress()
  }
}

/** Folder for what went wrong, beside the runs; none where runs lie in a folder of their own. */
export function attemptsOf(runs: string): string | undefined {
  return basename(runs) === 'runs' ? attemptsFolder(dirname(runs)) : undefined
}

interface Interrupt {
  /** The signal that asked to stop. */
  readonly signal: NodeJS.Signals | undefined
  end(): void
}

/**
 * Hears Ctrl-C and the request to end that a system sends. Where this thread computes it would not hear them before the end of a run:
 * there they end the process at once, and the last checkpoint is what is kept.
 */
function listenForSignals(terminal: Terminal, { isBlocking, isRemote }: Executor): Interrupt {
  let heard: NodeJS.Signals | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    if (heard !== undefined) {
      // Queues send SIGTERM to a process and to the script that started it, which passes it on.
      if (signal === 'SIGINT') process.exit(130)
      return
    }
    heard = signal
    const again = signal === 'SIGINT' ? ' (Ctrl-C again ends at once)' : ''
    const what =
      isRemote === true ? 'leaving: what runs elsewhere goes on' : 'stopping: keeping what was computed'
    terminal.note(`  ${what}${again}\n`)
  }
  const signals: readonly NodeJS.Signals[] = isBlocking === true ? [] : ['SIGINT', 'SIGTERM']
  for (const signal of signals) process.on(signal, onSignal)
  return {
    get signal() {
      return heard
    },
    end: () => {
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}

/** Writes down what this process did for a study. */
function leaveRecord(
  { folder, batches, share }: StudyWork,
  outcomes: readonly Outcome[],
  { began, signal }: { readonly began: string; readonly signal: NodeJS.Signals | undefined },
  terminal: Terminal,
): void {
  const keys = (isWanted: (outcome: Outcome) => boolean): readonly string[] => [
    ...new Set(outcomes.filter(isWanted).map(({ job }) => job.plan.key)),
  ]
  const failed = keys((outcome) => failureOf(outcome) !== undefined)
  const isHeld = outcomes.some(({ heldBy }) => heldBy !== undefined)
  const why =
    signal !== undefined ? 'stopped' : failed.length > 0 ? 'failed' : isHeld ? 'held by others' : 'finished'
  try {
    writeWorkerRecord(nodeFiles, folder, {
      host: hostName(),
      process: process.pid,
      ...(share === undefined ? {} : { share }),
      batches,
      began,
      ended: new Date().toISOString(),
      why,
      ...(signal === undefined ? {} : { signal }),
      done: keys(({ manifest, isOld }) => manifest?.status === 'finished' && isOld !== true),
      stopped: keys(({ manifest }) => manifest?.status === 'stopped'),
      failed,
    })
  } catch (error) {
    // The runs are what counts; a full disk has been reported already.
    terminal.note(
      `  no record of this worker was kept: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function stopOf({ model }: RunJob): number {
  return sectionOf(model.data, timeSection).stop.value
}

/** A command that gives the same results again; quoted where a shell needs it. */
export function commandLine(...words: readonly string[]): string {
  return words
    .map((word) => (/^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')
}

/** Options as words of a command, in their order; those that were not given are left out. */
export function givenOptions(
  options: Readonly<Record<string, string | number | undefined>>,
): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  )
}

/** Folder for the results of a file: results/<its name>, or that of its folder when it is called model.yaml. */
export function resultsFolder(file: string): string {
  const name = basename(file, extname(file))
  return join('results', name === 'model' ? basename(dirname(resolve(file))) : name)
}
