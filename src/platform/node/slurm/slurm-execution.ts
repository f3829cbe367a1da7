import { MilieuError } from '../../../engine/errors.ts'
import { batchOf, writeBatch } from '../../../experiment/batch.ts'
import { type ClusterOptions, coresPerTask, taskCount } from '../../../experiment/cluster-tasks.ts'
import type { ExecuteOptions, Outcome } from '../../../experiment/executor.ts'
import type { RunJob } from '../../../experiment/run-plan.ts'
import { readAttempt } from '../../../store/attempts.ts'
import { joinPath } from '../../../store/files.ts'
import { wholeRun } from '../../../store/inspect-run.ts'
import { nodeFiles } from '../files.ts'
import { clearClaims } from '../run-lock.ts'
import { type BatchProgress, readProgress, sharesUnderWay } from './batch-progress.ts'
import { shellWord } from './job-script.ts'
import { type QueuedTask, type Surroundings, hasEnded, isHeld } from './queue.ts'
import { QueueWatch, TICK } from './queue-watch.ts'
import { type Submission, submissionFiles, taskRecords } from './submission.ts'
import { Submitter, isOf } from './submitter.ts'
import { taskEnds } from './task-ends.ts'

/** Submissions in one command. Chosen: what chance ended works the second time. */
const ROUNDS = 2
/** How often a run is tried in a submission; the same as in every other command. */
const TRIES = 2
/** Limits of the time between looks at the folder [ms]. Chosen: nobody waits long for a short trial. */
const LOOKS = { least: 500, most: 20_000 }
/** A look takes at most this share of the time: of ten thousand runs on a slow disk. */
const LOOK_SHARE = 1 / 50
/** Until a running task that wrote nothing is worth a note [ms]. Chosen: shared disks show names after a minute at most. */
const UNSEEN = 90_000
const MS_PER_SECOND = 1000
/** [min] */
const DAY = 1440

/** One call of the executor: comes back to jobs that are there, or submits; watches; submits again; says what became of every run. */
export class SlurmExecution {
  readonly #jobs: readonly RunJob[]
  readonly #options: ExecuteOptions
  readonly #cluster: ClusterOptions
  readonly #around: Surroundings
  readonly #study: string
  readonly #keys: readonly string[]
  readonly #started: number
  readonly #noted = new Set<string>()
  readonly #watcher: QueueWatch
  readonly #submitter: Submitter
  #progress: BatchProgress
  /** Share that was done at the beginning. */
  #shareBefore = 0
  /** A run that has failed so often is given up. */
  #tries = Number.POSITIVE_INFINITY
  #nextLook = 0
  /** Tasks as they were last seen. */
  #seen: readonly QueuedTask[] = []
  /** When tasks were first seen running. */
  #running: number | undefined
  /** Why runs are not finished. */
  #reason = 'no task has finished it'

  constructor(
    jobs: readonly RunJob[],
    options: ExecuteOptions,
    cluster: ClusterOptions,
    around: Surroundings,
  ) {
    if (options.study === undefined)
      throw new MilieuError('NoStudy', 'Slurm computes the runs of a study: these have no folder to share')
    this.#jobs = jobs
    this.#options = options
    this.#cluster = cluster
    this.#around = around
    this.#study = options.study.folder
    const batch = batchOf(jobs.map(({ plan }) => plan))
    writeBatch(nodeFiles, this.#study, batch)
    this.#keys = [...new Set(jobs.map(({ plan }) => plan.key))]
    this.#started = around.now()
    const asker = { isStopping: () => options.isStopping(), note: (text: string) => this.#note(text) }
    this.#watcher = new QueueWatch(around, asker)
    const { study } = options
    const work = { study: study.folder, batch: batch.id, cluster, checkpointEvery: options.checkpointEvery }
    this.#submitter = new Submitter(work, around, this.#watcher, asker)
    this.#progress = readProgress(this.#keys, options.folder, options.attempts)
  }

  async run(): Promise<readonly Outcome[]> {
    try {
      return await this.#computeAll()
    } finally {
      this.#around.queue.end()
    }
  }

  async #computeAll(): Promise<readonly Outcome[]> {
    const before = this.#progress.done
    this.#shareBefore = this.#share()
    let submission = this.#isSettled ? undefined : await this.#submitter.comeBack()
    for (let round = 1; round <= ROUNDS && !this.#isSettled && !this.#isStopping; round++) {
      submission ??= await this.#submit()
      if (submission === undefined) break
      this.#tries = submission.tries
      await this.#watch(submission)
      if (this.#isStopping && !this.#isSettled) this.#sayGoodbye(submission)
      if (this.#isSettled || this.#isStopping) break
      if (!this.#explain(submission, round)) break
      submission = undefined
    }
    // Tasks that would find nothing to do.
    const mayWait = this.#seen.length === 0 || this.#seen.some(({ state }) => state === 'PENDING')
    if (this.#isSettled && mayWait && submission?.job !== undefined)
      await this.#around.queue.cancelWaiting(submission.job)
    this.#report()
    return this.#jobs.map((job) => this.#outcome(job, before))
  }

  get #isStopping(): boolean {
    return this.#options.isStopping()
  }

  /** True when every run is finished or given up. */
  get #isSettled(): boolean {
    return this.#left().length === 0
  }

  #left(): readonly string[] {
    const { done, attempts } = this.#progress
    return this.#keys.filter((key) => !done.has(key) && (attempts.get(key) ?? 0) < this.#tries)
  }

  async #submit(): Promise<Submission | undefined> {
    const submission = await this.#submitter.submit(() => this.#sizes())
    if (submission === undefined) return undefined
    const { job, name, tasks } = submission
    const { logs } = submissionFiles(this.#study, submission)
    const runs = counted(this.#left().length, 'run')
    this.#note(`submitted ${runs} in ${counted(tasks, 'task')} as job ${job} (${name}); logs in ${logs}`)
    return submission
  }

  #sizes(): Pick<Submission, 'tasks' | 'tries'> {
    const { done, attempts } = this.#progress
    const left = this.#keys.filter((key) => !done.has(key))
    const { tasks, runsPerTask } = this.#cluster
    const isTold = tasks !== undefined || runsPerTask !== undefined
    const seconds = isTold ? undefined : this.#cluster.secondsLeft?.()
    const cores = coresPerTask(this.#cluster.options)
    const work = { runs: left.length, cores, ...(seconds === undefined ? {} : { seconds }) }
    const triedBefore = Math.max(0, ...left.map((key) => attempts.get(key) ?? 0))
    return { tasks: taskCount(work, this.#cluster), tries: triedBefore + TRIES }
  }

  /** Returns when every run is settled, when all tasks have ended, or when the command is to end. */
  async #watch(submission: Submission): Promise<void> {
    const { now, pause } = this.#around
    this.#running = undefined
    while (!this.#isStopping) {
      if (now() >= this.#nextLook) this.#look()
      if (this.#isSettled) return
      if (this.#watcher.isDue && (await this.#haveEnded(submission))) {
        this.#look()
        return
      }
      await pause(TICK)
    }
  }

  #look(): void {
    const { now } = this.#around
    const began = now()
    this.#progress = readProgress(this.#keys, this.#options.folder, this.#options.attempts)
    const took = now() - began
    this.#nextLook = now() + Math.max(took / LOOK_SHARE, this.#watcher.interval(LOOKS))
    this.#report()
  }

  async #haveEnded(submission: Submission): Promise<boolean> {
    const tasks = await this.#watcher.askOnce()
    if (tasks === undefined) return false
    const own = tasks.filter((task) => isOf(submission, task))
    if (own.length > 0) this.#seen = own
    const held = own.filter((task) => !hasEnded(task) && isHeld(task))
    if (held.length > 0)
      this.#note(
        `${counted(held.length, 'task')} of job ${submission.job} ${held.length === 1 ? 'is' : 'are'} held (${held[0]?.reason}): scontrol release ${submission.job} lets ${held.length === 1 ? 'it' : 'them'} go on`,
      )
    this.#noteSilence(submission, own)
    return own.every(hasEnded)
  }

  /** A node that does not see the folder computes somewhere else, or not at all. */
  #noteSilence(submission: Submission, own: readonly QueuedTask[]): void {
    const running = own.filter(({ state }) => state === 'RUNNING')
    const { now } = this.#around
    if (running.length === 0) return
    this.#running ??= now()
    if (now() - this.#running < UNSEEN || taskRecords(this.#study, submission).length > 0) return
    const { logs } = submissionFiles(this.#study, submission)
    this.#note(
      `tasks run on ${running[0]?.node} and nothing of theirs is seen in ${logs}: does that node see this folder, under this path?`,
    )
  }

  /** Says how tasks ended and what comes next; false when submitting again makes no sense. */
  #explain(submission: Submission, round: number): boolean {
    const { summary, log, logEnd, areSilent } = taskEnds(this.#study, submission, this.#seen)
    const left = counted(this.#left().length, 'run')
    this.#reason = `the tasks of job ${submission.job} ended without finishing it: ${summary}`
    if (areSilent) this.#reason += '; none wrote anything: do their nodes see the folder under this path?'
    const isLast = round === ROUNDS || areSilent
    const next = isLast ? `the same command goes on with the rest` : 'submitting what is left again'
    this.#note(`job ${submission.job} ended with ${left} unfinished (${summary}); ${next}`)
    if (isLast && logEnd !== '') this.#note(`${log} ends:\n${logEnd.replaceAll(/^/gm, '    ')}`)
    this.#seen = []
    this.#submitter.retire(submission)
    return !isLast
  }

  #sayGoodbye({ job, name }: Submission): void {
    const running = this.#seen.filter(({ state }) => state === 'RUNNING').length
    const waiting = this.#seen.filter(({ state }) => state === 'PENDING').length
    const how = this.#seen.length === 0 ? '' : `: ${counted(running, 'task')} running, ${waiting} waiting`
    this.#note(
      `job ${job} (${name}) goes on without this command${how}\n  the same command comes back to it; milieu status ${shellWord(this.#study)} shows how far it is; scancel ${job} ends it`,
    )
  }

  #outcome(job: RunJob, before: ReadonlySet<string>): Outcome {
    const { key } = job.plan
    const { done, attempts } = this.#progress
    const folder = joinPath(this.#options.folder, key)
    const isOld = before.has(key) ? { isOld: true } : {}
    if (done.has(key)) {
      try {
        const manifest = wholeRun(nodeFiles, folder, key)
        clearClaims(folder)
        if (manifest !== undefined) return { job, manifest, ...isOld }
      } catch (error) {
        return { job, error: error instanceof Error ? error.message : String(error) }
      }
    }
    const tried = this.#attemptsOf(key, attempts.get(key) ?? 0)
    const error = tried.at(-1)?.error
    if (error !== undefined && (attempts.get(key) ?? 0) >= this.#tries) return { job, error, attempts: tried }
    return this.#isStopping ? { job } : { job, error: error ?? this.#reason, attempts: tried }
  }

  #attemptsOf(key: string, count: number) {
    const { attempts: folder } = this.#options
    if (folder === undefined) return []
    return Array.from({ length: count }, (_, k) => readAttempt(nodeFiles, folder, key, k + 1)).filter(
      (attempt) => attempt !== undefined,
    )
  }

  #share(): number {
    const under = sharesUnderWay(this.#options.folder, this.#progress)
    return (this.#progress.done.size + under) / Math.max(1, this.#keys.length)
  }

  #report(): void {
    if (this.#options.onProgress === undefined) return
    const share = this.#share()
    const days = this.#jobs.reduce((sum, { plan }) => sum + (plan.duration ?? 0), 0) / DAY
    const seconds = (this.#around.now() - this.#started) / MS_PER_SECOND
    const running = this.#seen.filter(({ state }) => state === 'RUNNING').length
    const cores = Math.max(1, running) * coresPerTask(this.#cluster.options)
    this.#options.onProgress({
      runsDone: this.#jobs.filter(({ plan }) => this.#progress.done.has(plan.key)).length,
      runs: this.#jobs.length,
      share,
      shareBefore: this.#shareBefore,
      daysPerSecond: ((share - this.#shareBefore) * days) / Math.max(seconds, 1e-3) / cores,
    })
  }

  #note(text: string): void {
    if (this.#noted.has(text)) return
    this.#noted.add(text)
    this.#options.onNote?.(text)
  }
}

/** A number with its noun. */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
