import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Outcome } from '../experiment/executor.ts'
import type { RunJob } from '../experiment/run-plan.ts'
import { localExecutor } from '../platform/node/local-executor.ts'
import { claimFolder } from './file-error.ts'
import { progressLine } from './progress-line.ts'
import type { Terminal } from './terminal.ts'

export interface Execution {
  readonly outcomes: readonly Outcome[]
  /** Ctrl-C was pressed. */
  readonly wasInterrupted: boolean
  readonly seconds: number
}

/** Runs jobs with a progress line. The first Ctrl-C asks the runs to stop and keeps what they have; a second one ends at once. */
export async function executeJobs(
  jobs: readonly RunJob[],
  folder: string,
  terminal: Terminal,
  cores: number | undefined,
): Promise<Execution> {
  claimFolder(join(folder, 'runs'))
  const started = performance.now()
  let isStopping = false
  const onInterrupt = (): void => {
    if (isStopping) process.exit(130)
    isStopping = true
    terminal.note('  stopping: keeping what was computed (Ctrl-C again ends at once)\n')
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  try {
    const outcomes = await localExecutor(cores).execute(jobs, {
      folder: join(folder, 'runs'),
      isStopping: () => isStopping,
      onProgress: (progress) =>
        terminal.progress(progressLine(progress, (performance.now() - started) / 1000)),
    })
    return { outcomes, wasInterrupted: isStopping, seconds: (performance.now() - started) / 1000 }
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
    terminal.progress()
  }
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
