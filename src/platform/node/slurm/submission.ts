import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import { joinPath } from '../../../store/files.ts'
import { nodeFiles } from '../files.ts'
import { hostName, isProcessThere, machineIdentity, processStart } from '../this-machine.ts'

/*
 * What was given to the queue stands in the study, so that whoever comes back finds it:
 *
 *   slurm/<batch>-<n>.json       the n-th submission of a batch: name and number of the job, tasks
 *   slurm/<batch>-<n>.sh         its script
 *   slurm/<batch>-<n>/<task>.log what a task printed; <task>-<start>.json where it ran and how it ended
 *
 * The record is written, exclusively, before the job is submitted: two commands cannot both submit, and a name that is known
 * beforehand finds a job whose submission nobody heard the end of.
 */

/** One job array for a batch. */
export interface Submission {
  readonly format: 1
  readonly batch: string
  /** Counted from 1. */
  readonly number: number
  /** Name of the job; nobody else's. */
  readonly name: string
  readonly tasks: number
  /** A run that has failed so often in all is left alone by its tasks. */
  readonly tries: number
  /** Number of the job, as soon as it is known. */
  readonly job?: string
  /** Who submits. */
  readonly by: {
    readonly machine: string
    readonly host: string
    readonly process: number
    readonly began: string
  }
}

/** Digits of a name that are its own. Chosen: two names of one user never meet. */
const TOKEN_DIGITS = 8
/** Letters of the study's name in that of a job. Chosen: squeue shows few. */
const NAME_LETTERS = 20

/** Folder of all that concerns the queue in a study. */
export function slurmFolder(study: string): string {
  return joinPath(study, 'slurm')
}

/** Where the parts of a submission are. */
export function submissionFiles(study: string, { batch, number }: Pick<Submission, 'batch' | 'number'>) {
  const base = joinPath(slurmFolder(study), `${batch}-${number}`)
  return { record: `${base}.json`, script: `${base}.sh`, logs: base }
}

/** Begins the submission of a batch that follows number `after`; undefined when somebody else has begun it. */
export function beginSubmission(
  study: string,
  batch: string,
  after: number,
  sizes: Pick<Submission, 'tasks' | 'tries'>,
): Submission | undefined {
  const number = after + 1
  const title = basename(study).replaceAll(/[^\w.-]/g, '_')
  const name = `milieu-${title.slice(0, NAME_LETTERS)}-${randomUUID().slice(0, TOKEN_DIGITS)}`
  const by = {
    machine: machineIdentity(),
    host: hostName(),
    process: process.pid,
    began: processStart(process.pid),
  }
  const submission: Submission = { format: 1, batch, number, name, ...sizes, by }
  mkdirSync(slurmFolder(study), { recursive: true })
  return create(submissionFiles(study, submission).record, textOf(submission)) ? submission : undefined
}

/** Writes down what is known now. */
export function keepSubmission(study: string, submission: Submission): void {
  nodeFiles.write(submissionFiles(study, submission).record, textOf(submission))
}

/** Takes back what the queue refused. */
export function dropSubmission(study: string, submission: Submission): void {
  rmSync(submissionFiles(study, submission).record, { force: true })
}

/** The last submission of a batch. */
export function lastSubmission(study: string, batch: string): Submission | undefined {
  const numbers = nodeFiles.list(slurmFolder(study)).flatMap((name) => {
    const [, of, number] = /^(.+)-(\d+)\.json$/.exec(name) ?? []
    return of === batch ? [Number(number)] : []
  })
  return numbers.length === 0 ? undefined : readSubmission(study, batch, Math.max(...numbers))
}

/** A submission again, from its file; what cannot be read was being written when its process was killed. */
export function readSubmission(study: string, batch: string, number: number): Submission {
  const unknown = { machine: '', host: '', process: 0, began: '' }
  try {
    const { record } = submissionFiles(study, { batch, number })
    return JSON.parse(new TextDecoder().decode(nodeFiles.read(record))) as Submission // written by beginSubmission
  } catch {
    return { format: 1, batch, number, name: '', tasks: 0, tries: 0, by: unknown }
  }
}

/** True when whoever began a submission is surely gone. */
export function isSubmitterGone({ by }: Submission): boolean {
  return by.process === 0 || (by.machine === machineIdentity() && !isProcessThere(by.process, by.began))
}

/** How a task ran, once per start. */
export interface TaskRecord {
  readonly task: number
  readonly node: string
  /** Absent while it runs, and where it was killed without notice. */
  readonly code?: number
}

/** What the tasks of a submission say about themselves; later starts of a task come later. */
export function taskRecords(study: string, submission: Submission): readonly TaskRecord[] {
  const { logs } = submissionFiles(study, submission)
  return nodeFiles.list(logs).flatMap((file): readonly TaskRecord[] => {
    const [, task] = /^(\d+)-\d+\.json$/.exec(file) ?? []
    if (task === undefined) return []
    try {
      const record = JSON.parse(new TextDecoder().decode(nodeFiles.read(joinPath(logs, file)))) as TaskRecord // written by the script
      return [{ ...record, task: Number(task) }]
    } catch {
      return []
    }
  })
}

function textOf(submission: Submission): string {
  return JSON.stringify(submission, undefined, 1)
}

/** False when there is such a file. */
function create(path: string, text: string): boolean {
  try {
    const file = openSync(path, 'wx')
    try {
      writeSync(file, text)
    } finally {
      closeSync(file)
    }
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
