import { type ChildProcess, execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A task of an array as the queue shows it. */
export interface QueuedTask {
  /** Number of the array's job. */
  readonly job: string
  /** Index in the array; 0 where a job is no array. */
  readonly index: number
  /** `PENDING`, `RUNNING`, `TIMEOUT`... */
  readonly state: string
  /** Why it waits, or why it failed. */
  readonly reason: string
  readonly node: string
  /** Name of the job. */
  readonly name: string
}

/** What became of a submission: a job; a refusal; or nobody knows, since the controller did not answer. */
export type Submitted =
  | { readonly kind: 'accepted'; readonly job: string }
  | { readonly kind: 'refused' | 'unanswered'; readonly why: string }

/** The commands of Slurm that a study needs. */
export interface Queue {
  submit(args: readonly string[]): Promise<Submitted>
  /** All tasks of this user that the controller remembers; a text when it does not answer. */
  tasks(): Promise<readonly QueuedTask[] | string>
  /** Takes tasks that have not begun out of the queue. */
  cancelWaiting(job: string): Promise<void>
  /** Ends what is still under way: nobody listens any more. */
  end(): void
}

/** What an execution needs of the world around it. */
export interface Surroundings {
  readonly queue: Queue
  /** A clock that never jumps [ms]. */
  now(): number
  /** [ms] */
  pause(milliseconds: number): Promise<unknown>
}

/** Until a command counts as unanswered [ms]. Chosen: several times Slurm's own limit for a message (10 s by default). */
const COMMAND_LIMIT = 60_000
/** Listings of long queues [byte]. Chosen: a hundred thousand tasks. */
const LISTING_LIMIT = 20_000_000

/** Slurm as this machine's commands reach it. */
export function slurmQueue(): Queue {
  const underWay = new Set<ChildProcess>()
  const ask = (program: string, args: readonly string[]): Promise<Answer> => askSlurm(program, args, underWay)
  return {
    submit: async (args) => {
      const { failure, stdout } = await ask('sbatch', args)
      if (failure === undefined) return { kind: 'accepted', job: stdout.trim().split(';')[0] ?? '' }
      return { kind: isUnanswered(failure) ? 'unanswered' : 'refused', why: failure }
    },
    tasks: async () => {
      const { failure, stdout } = await ask('squeue', [
        '--me',
        '--array',
        '--noheader',
        '--states=all',
        '--format=%F|%K|%T|%r|%N|%j',
      ])
      return failure ?? parseTasks(stdout)
    },
    cancelWaiting: async (job) => {
      await ask('scancel', ['--state=PENDING', job])
    },
    end: () => {
      for (const child of underWay) child.kill()
    },
  }
}

/** Reads what `squeue --format=%F|%K|%T|%r|%N|%j` printed. */
export function parseTasks(listing: string): readonly QueuedTask[] {
  return listing.split('\n').flatMap((line): readonly QueuedTask[] => {
    // The name comes last, since it alone may hold a bar.
    const [job = '', index = '', state, reason = '', node = '', ...name] = line.trim().split('|')
    return state === undefined
      ? []
      : [{ job, index: Number.parseInt(index, 10) || 0, state, reason, node, name: name.join('|') }]
  })
}

/** States after which a task does nothing more (squeue(1), JOB STATE CODES). */
const ENDED = new Set([
  'BOOT_FAIL',
  'CANCELLED',
  'COMPLETED',
  'DEADLINE',
  'FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'REVOKED',
  'TIMEOUT',
])

/** True when nothing more is to be expected of a task. */
export function hasEnded({ state }: QueuedTask): boolean {
  return ENDED.has(state)
}

/** True when somebody has to release a task before it can begin. */
export function isHeld({ state, reason }: QueuedTask): boolean {
  return state === 'REQUEUE_HOLD' || state === 'SPECIAL_EXIT' || /held/i.test(reason)
}

/** Says why Slurm cannot be used here; undefined when it can. */
export function missingSlurm(path = process.env['PATH'] ?? ''): string | undefined {
  const missing = ['sbatch', 'squeue'].filter((name) => !isOnPath(name, path))
  return missing.length === 0
    ? undefined
    : `this machine has no ${missing.join(' and no ')} on its PATH: give the command on a login node of the cluster, or load the module of Slurm; without a cluster, leave out --executor slurm`
}

function isOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** What Slurm's commands say when the controller is down or busy (seen with 22.05, and strings of slurm_errno.h). */
function isUnanswered(text: string): boolean {
  return /timed out|unable to contact|connection (?:refused|failure)|communication|zero bytes|try again|temporarily/i.test(
    text,
  )
}

interface Answer {
  /** What went wrong; absent when nothing did. */
  readonly failure?: string
  readonly stdout: string
}

function askSlurm(program: string, args: readonly string[], underWay: Set<ChildProcess>): Promise<Answer> {
  return new Promise((resolve) => {
    const limits = { timeout: COMMAND_LIMIT, maxBuffer: LISTING_LIMIT }
    const child = execFile(program, [...args], limits, (error, stdout, stderr) => {
      underWay.delete(child)
      if (error === null) resolve({ stdout })
      else if (error.killed === true) resolve({ failure: `${program} timed out`, stdout })
      else resolve({ failure: stderr.trim() === '' ? error.message : stderr.trim(), stdout })
    })
    underWay.add(child)
  })
}
