import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { joinPath } from '../../../store/files.ts'
import { type QueuedTask, hasEnded } from './queue.ts'
import { type Submission, type TaskRecord, submissionFiles, taskRecords } from './submission.ts'

/** What is known about tasks that ended without finishing all runs. */
export interface TaskEnds {
  /** `1 CANCELLED, 2 FAILED (signal 9)`. */
  readonly summary: string
  /** Last lines of the log of one that ended badly; '' where there is none. */
  readonly logEnd: string
  readonly log: string
  /** None of them said a word: their nodes do not see the folder, or could not start the script. */
  readonly areSilent: boolean
}

/** Lines of a log that are shown. Chosen: an error with its stack. */
const LOG_LINES = 15
/** Read of a log's end [byte]. Chosen: more than so many lines have. */
const LOG_BYTES = 8192
/** Exit codes of shells above this are signals (bash(1), EXIT STATUS). */
const SIGNAL_BASE = 128

/** Gathers how tasks ended: from the queue as long as it remembers them, and from what they wrote themselves. */
export function taskEnds(study: string, submission: Submission, seen: readonly QueuedTask[]): TaskEnds {
  const records = taskRecords(study, submission)
  const lastOf = new Map(records.map((record) => [record.task, record]))
  const words = Array.from({ length: submission.tasks }, (_, index) =>
    endOf(
      seen.find((task) => task.index === index),
      lastOf.get(index),
    ),
  )
  const counts = Map.groupBy(words, (word) => word)
  const bad = [...lastOf.values()].find(({ code }) => code !== 0) ?? [...lastOf.values()][0]
  const log = joinPath(submissionFiles(study, submission).logs, `${bad?.task ?? 0}.log`)
  const wasNeverBegun =
    seen.length > 0 && seen.every(({ state, node }) => state === 'CANCELLED' && node === '')
  return {
    summary: [...counts].map(([word, those]) => `${those.length} ${word}`).join(', '),
    log,
    logEnd: endOfFile(log),
    areSilent: records.length === 0 && !wasNeverBegun,
  }
}

function endOf(task: QueuedTask | undefined, record: TaskRecord | undefined): string {
  const code = record?.code
  const how = code === undefined || code === 0 ? '' : ` (${codeText(code)})`
  if (task !== undefined && hasEnded(task)) return `${task.state}${how}`
  if (record === undefined) return 'never begun'
  return code === undefined ? 'ended without a word' : code === 0 ? 'COMPLETED' : `FAILED${how}`
}

function codeText(code: number): string {
  return code > SIGNAL_BASE && code !== 130 ? `signal ${code - SIGNAL_BASE}` : `exit code ${code}`
}

function endOfFile(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const bytes = Buffer.alloc(Math.min(size, LOG_BYTES))
      readSync(file, bytes, 0, bytes.length, size - bytes.length)
      return bytes.toString('utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n')
    } finally {
      closeSync(file)
    }
  } catch {
    return '' // there is no log
  }
}
