import { type Files, joinPath } from './files.ts'

/** What went wrong when a run was tried. */
export interface RunAttempt {
  readonly format: 1
  readonly key: string
  /** Counted from 1 over all commands. */
  readonly number: number
  readonly arm: string
  readonly replicate: number
  readonly point?: number
  /** When it ended, by the clock of whoever tried. */
  readonly when: string
  readonly host: string
  readonly process: number
  readonly error: string
  /** The last lines of what the error said about itself. */
  readonly lines: readonly string[]
}

/** Folder of what went wrong in a study. */
export function attemptsFolder(study: string): string {
  return joinPath(study, 'attempts')
}

/** Writes an attempt under the next number that is free; returns it with its number. */
export function writeAttempt(
  files: Files,
  folder: string,
  attempt: Omit<RunAttempt, 'format' | 'number'>,
): RunAttempt {
  // Only the holder of the run's claim writes, so nobody takes the number in between.
  let number = 1
  while (files.exists(attemptFile(folder, attempt.key, number))) number += 1
  const numbered: RunAttempt = { format: 1, number, ...attempt }
  files.write(attemptFile(folder, attempt.key, number), JSON.stringify(numbered, undefined, 1))
  return numbered
}

/** How often each run was tried in vain, by key, from the names of the files alone. */
export function attemptCounts(files: Files, folder: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of files.list(folder)) {
    const [, key, number] = /^(.+)-(\d+)\.json$/.exec(name) ?? []
    if (key !== undefined) counts.set(key, Math.max(counts.get(key) ?? 0, Number(number)))
  }
  return counts
}

/** One attempt; undefined when its file cannot be read. */
export function readAttempt(
  files: Files,
  folder: string,
  key: string,
  number: number,
): RunAttempt | undefined {
  try {
    const text = new TextDecoder().decode(files.read(attemptFile(folder, key, number)))
    return JSON.parse(text) as RunAttempt // written by writeAttempt
  } catch {
    return undefined
  }
}

/** The file of an attempt. */
export function attemptFile(folder: string, key: string, number: number): string {
  return joinPath(folder, `${key}-${number}.json`)
}
