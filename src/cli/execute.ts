import { basename, dirname, extname, join, resolve } from 'node:path'
import { timeSection } from '../compile/core-sections.ts'
import type { Outcome } from '../experiment/executor.ts'
import type { RunJob } from '../experiment/run-plan.ts'
import { formatTime } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { localExecutor } from '../platform/node/local-executor.ts'
import { claimFolder } from './file-error.ts'
import { progressLine } from './progress-line.ts'
import { type Terminal, counted } from './terminal.ts'

export interface Execution {
  readonly outcomes: readonly Outcome[]
  /** Ctrl-C was pressed. */
  readonly wasInterrupted: boolean
  readonly seconds: number
}

export interface ExecutionOptions {
  /** Runs at the same time; one per core when absent. */
  readonly cores?: number | undefined
  /** Threads within each run. */
  readonly threads?: number
  /** Wall time between checkpoints [ms]. */
  readonly checkpointEvery?: number
}

/** Runs jobs into `folder`, one folder each, with a progress line. The first Ctrl-C asks the runs to stop and keeps what they have; a second one ends at once. */
export async function executeJobs(
  jobs: readonly RunJob[],
  folder: string,
  terminal: Terminal,
  options: ExecutionOptions = {},
): Promise<Execution> {
  const { cores, ...keeping } = options
  claimFolder(folder)
  const started = performance.now()
  let isStopping = false
  let goneOn = 0
  const onInterrupt = (): void => {
    if (isStopping) process.exit(130)
    isStopping = true
    terminal.note('  stopping: keeping what was computed (Ctrl-C again ends at once)\n')
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  try {
    const outcomes = await localExecutor(cores).execute(jobs, {
      // Absolute: Node tries for ever to make a folder that is relative to one that was removed.
      folder: resolve(folder),
      ...keeping,
      onGoingOn: (job, time) => {
        goneOn += 1
        if (jobs.length === 1) terminal.note(`  goes on from ${formatTime(time, stopOf(job))}`)
      },
      isStopping: () => isStopping,
      onProgress: (progress) =>
        terminal.progress(progressLine(progress, (performance.now() - started) / 1000)),
    })
    if (jobs.length > 1 && goneOn > 0)
      terminal.note(`  ${goneOn} of ${counted(jobs.length, 'run')} went on from where they had been stopped`)
    return { outcomes, wasInterrupted: isStopping, seconds: (performance.now() - started) / 1000 }
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
    terminal.progress()
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

/** Folder for the results of a file: results/<its name>, or that of its folder when it is called model.yaml. */
export function resultsFolder(file: string): string {
  const name = basename(file, extname(file))
  return join('results', name === 'model' ? basename(dirname(resolve(file))) : name)
}
