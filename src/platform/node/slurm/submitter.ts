import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { MilieuError } from '../../../engine/errors.ts'
import type { ClusterOptions } from '../../../experiment/cluster-tasks.ts'
import { joinPath } from '../../../store/files.ts'
import { nodeFiles } from '../files.ts'
import { type ArrayJob, jobScript, sbatchArguments, shellWord, splitOptions } from './job-script.ts'
import { type QueuedTask, type Surroundings, hasEnded } from './queue.ts'
import type { Asker, QueueWatch } from './queue-watch.ts'
import {
  type Submission,
  beginSubmission,
  dropSubmission,
  isSubmitterGone,
  keepSubmission,
  lastSubmission,
  submissionFiles,
} from './submission.ts'

/** Until a submission that timed out has either arrived or not [ms]; that of somebody else is waited for ten times as long. */
const ARRIVAL = 6000
const MS_PER_SECOND = 1000

/** What there is to submit. */
export interface Work {
  /** Folder of the study, absolute. */
  readonly study: string
  readonly batch: string
  readonly cluster: ClusterOptions
  /** [ms] of wall time */
  readonly checkpointEvery?: number | undefined
}

/** Gives a batch to the queue, so that it is there once however often commands begin and break off. */
export class Submitter {
  readonly #work: Work
  readonly #around: Surroundings
  readonly #watch: QueueWatch
  readonly #asker: Asker
  /** Number of the last submission that is known to be of no more use. */
  #past = 0

  constructor(work: Work, around: Surroundings, watch: QueueWatch, asker: Asker) {
    this.#work = work
    this.#around = around
    this.#watch = watch
    this.#asker = asker
  }

  /** The tasks of an earlier command, if some are there still. */
  async comeBack(): Promise<Submission | undefined> {
    const last = this.#last()
    this.#past = last?.number ?? 0
    const known = last === undefined ? undefined : await this.#resolve(last)
    if (known === undefined) return undefined
    const tasks = await this.#watch.ask()
    const own = tasks?.filter((task) => isOf(known, task)) ?? []
    if (own.every(hasEnded)) return undefined
    const { job, name, tasks: count } = known
    this.#asker.note(
      `came back to job ${job} (${name}) of ${count} ${count === 1 ? 'task' : 'tasks'}, which goes on`,
    )
    return known
  }

  /** The next submission, by this command or by another that was faster; undefined when the command is to end before. */
  async submit(sizesNow: () => Pick<Submission, 'tasks' | 'tries'>): Promise<Submission | undefined> {
    const { study, batch, cluster } = this.#work
    const options = splitOptions(cluster.options ?? '')
    if (typeof options === 'string') throw new MilieuError('SlurmOptions', options)
    while (!this.#asker.isStopping()) {
      const begun = beginSubmission(study, batch, this.#past, sizesNow())
      if (begun !== undefined) return this.#handOver(begun, options)
      const other = this.#last()
      const known = other === undefined ? undefined : await this.#resolve(other)
      if (known !== undefined) return known
      this.#past = other?.number ?? this.#past
    }
    return undefined
  }

  /** Takes note that the tasks of a submission have ended. */
  retire({ number }: Submission): void {
    this.#past = number
  }

  #last(): Submission | undefined {
    return lastSubmission(this.#work.study, this.#work.batch)
  }

  /** A submission with the number of its job; undefined when nothing came of it. */
  async #resolve(last: Submission): Promise<Submission | undefined> {
    const { now } = this.#around
    for (const began = now(); !this.#asker.isStopping();) {
      const again = this.#last()
      if (again?.number === last.number && again.job !== undefined) return again
      const job = await this.#watch.jobCalled(last.name)
      if (job !== undefined) {
        const found = { ...last, job }
        keepSubmission(this.#work.study, found)
        return found
      }
      if (isSubmitterGone(last) || now() - began > 10 * ARRIVAL) return undefined
      await this.#watch.pause(ARRIVAL)
    }
    return undefined
  }

  async #handOver(begun: Submission, options: readonly string[]): Promise<Submission | undefined> {
    const job = this.#arrayJob(begun, options)
    const { script } = submissionFiles(this.#work.study, begun)
    // The queue writes logs into folders that are there, and makes none.
    nodeFiles.write(joinPath(job.logs, 'README'), LOGS_README)
    nodeFiles.write(script, jobScript(job))
    while (!this.#asker.isStopping()) {
      const answer = await this.#around.queue.submit(['--parsable', ...sbatchArguments(job), script])
      if (answer.kind === 'refused') {
        dropSubmission(this.#work.study, begun)
        throw refusal(answer.why, script)
      }
      if (answer.kind === 'unanswered') {
        this.#asker.note(`Slurm did not answer (${answer.why}); waiting to see whether it took the job`)
        await this.#watch.pause(ARRIVAL)
      }
      const number = answer.kind === 'accepted' ? answer.job : await this.#watch.jobCalled(begun.name)
      if (number === undefined) continue
      const submission = { ...begun, job: number }
      keepSubmission(this.#work.study, submission)
      return submission
    }
    return undefined
  }

  #arrayJob(submission: Submission, options: readonly string[]): ArrayJob {
    const { study, batch, cluster, checkpointEvery } = this.#work
    const { setup, program = ownProgram() } = cluster
    const checkpoints =
      checkpointEvery === undefined ? [] : ['--checkpoint-every', `${checkpointEvery / MS_PER_SECOND}s`]
    // After the first, whoever held a run is gone, which its silence alone tells.
    const wait = submission.number > 1 ? ['--wait'] : []
    return {
      ...{ name: submission.name, tasks: submission.tasks, study, batch, program, options },
      logs: resolve(submissionFiles(study, submission).logs),
      ...(setup === undefined ? {} : { setup }),
      workOptions: ['--tries', String(submission.tries), ...checkpoints, ...wait],
    }
  }
}

/** True for a task of a submission. */
export function isOf({ name, job }: Submission, task: QueuedTask): boolean {
  return task.job === job && task.name === name
}

/** What lies beside the logs. */
const LOGS_README = 'N.log: what task N printed; N-K.json: where its K-th start ran, and how it ended.\n'

function refusal(why: string, script: string): MilieuError {
  return new MilieuError('SlurmRefused', `sbatch refused the job: ${why}\n  its script is ${script}`)
}

/** This very program, by this very node. */
function ownProgram(): string {
  const entry = process.argv[1]
  if (entry === undefined)
    throw new MilieuError('NoProgram', 'no program to start on the nodes: say which with --slurm-milieu')
  return [process.execPath, realpathSync(entry)].map(shellWord).join(' ')
}
