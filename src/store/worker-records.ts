import { type Files, joinPath } from './files.ts'

/** What a worker of a study did, written when it ends. */
export interface WorkerRecord {
  readonly format: 1
  readonly host: string
  readonly process: number
  /** Of several workers, which share it began with: `3/16`. */
  readonly share?: string
  readonly batches: readonly string[]
  /** By the worker's own clock. */
  readonly began: string
  readonly ended: string
  /** Why it ended: everything is finished; others hold what is left; a signal; something kept all runs from going on. */
  readonly why: 'finished' | 'held by others' | 'failed' | 'stopped'
  /** The signal that stopped it. */
  readonly signal?: string
  /** Keys of the runs that it computed to their ends, stopped, and failed on. */
  readonly done: readonly string[]
  readonly stopped: readonly string[]
  readonly failed: readonly string[]
}

/** Folder of what workers say about themselves. */
export function workersFolder(study: string): string {
  return joinPath(study, 'workers')
}

/** Writes a record under the next free name; returns the name. */
export function writeWorkerRecord(files: Files, study: string, record: Omit<WorkerRecord, 'format'>): string {
  const folder = workersFolder(study)
  // A process number is a process's own on its machine: nobody else takes names that begin with it.
  const start = `${record.host.replaceAll(/[^\w.-]/g, '_')}-${record.process}`
  let number = 1
  while (files.exists(joinPath(folder, `${start}-${number}.json`))) number += 1
  const name = `${start}-${number}.json`
  files.write(
    joinPath(folder, name),
    JSON.stringify({ format: 1, ...record } satisfies WorkerRecord, undefined, 1),
  )
  return name
}
