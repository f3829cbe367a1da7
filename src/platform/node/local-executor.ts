import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { timeSection } from '../../compile/core-sections.ts'
import type { ExecuteOptions, Executor, Outcome, Progress } from '../../experiment/executor.ts'
import type { RunJob } from '../../experiment/run-plan.ts'
import { sectionOf } from '../../model/assemble.ts'
import { joinPath } from '../../store/files.ts'
import type { WorkerMessage, WorkerRequest } from './run-worker.ts'

/** Minutes in a day. */
const DAY = 1440

/**
 * Runs one job per core, each in a worker thread with its own memory; finished runs are not done again. Where there are fewer
 * jobs than cores, a large one uses several.
 */
export function localExecutor(cores: number = availableParallelism()): Executor {
  return {
    name: 'local',
    execute: (jobs, options) => new LocalExecution(jobs, options, cores).run(),
  }
}

class LocalExecution {
  readonly #jobs: readonly RunJob[]
  /** Jobs by key: arms that come to the same model share their runs, and two workers must not write one folder. */
  readonly #sameKey = new Map<string, readonly number[]>()
  /** Indices of the jobs to run: the first of each key. */
  readonly #firsts: readonly number[]
  readonly #options: ExecuteOptions
  /** Jobs that run at the same time. */
  readonly #places: number
  /** Cores that each of them may use. */
  readonly #coresEach: number
  readonly #outcomes = new Map<number, Outcome>()
  readonly #shares: number[]
  /** Shares that had been computed before. */
  readonly #before: number[]
  readonly #stopMemory = new SharedArrayBuffer(4)
  readonly #stop = new Int32Array(this.#stopMemory)
  readonly #started = performance.now()
  #next = 0

  constructor(jobs: readonly RunJob[], options: ExecuteOptions, cores: number) {
    this.#jobs = jobs
    this.#options = options
    this.#shares = jobs.map(() => 0)
    this.#before = jobs.map(() => 0)
    for (const [index, { plan }] of jobs.entries()) {
      this.#sameKey.set(plan.key, [...(this.#sameKey.get(plan.key) ?? []), index])
    }
    this.#firsts = [...this.#sameKey.values()].flatMap(([first]) => (first === undefined ? [] : [first]))
    this.#places = Math.max(1, Math.min(Math.floor(cores / (options.threads ?? 1)), this.#firsts.length))
    this.#coresEach = Math.max(1, Math.floor(cores / this.#places))
  }

  async run(): Promise<readonly Outcome[]> {
    const timer = setInterval(() => {
      if (this.#options.isStopping()) Atomics.store(this.#stop, 0, 1)
    }, 50)
    try {
      await Promise.all(Array.from({ length: this.#places }, () => this.#serve()))
    } finally {
      clearInterval(timer)
    }
    return this.#jobs.map((job, index) => this.#outcomes.get(index) ?? { job })
  }

  /** One worker thread takes jobs until there are none; one that broke is replaced. */
  async #serve(): Promise<void> {
    let worker = startWorker()
    try {
      while (this.#next < this.#firsts.length && !this.#options.isStopping()) {
        const index = this.#firsts[this.#next++] ?? 0
        const job = this.#jobs[index]
        if (job === undefined) continue
        const outcome = await this.#runOn(worker, job, index)
        if (outcome.manifest === undefined) {
          await worker.terminate()
          worker = startWorker()
        }
        this.#settle(outcome)
        this.#report()
      }
    } finally {
      await worker.terminate()
    }
  }

  /** Gives every job with the key of a run its outcome. */
  #settle(outcome: Outcome): void {
    for (const index of this.#sameKey.get(outcome.job.plan.key) ?? []) {
      const job = this.#jobs[index]
      if (job === undefined) continue
      this.#outcomes.set(index, { ...outcome, job })
      if (outcome.manifest !== undefined) this.#shares[index] = 1
    }
  }

  #runOn(worker: Worker, job: RunJob, index: number): Promise<Outcome> {
    const folder = joinPath(this.#options.folder, job.plan.key)
    return new Promise((resolve) => {
      const finish = (outcome: Outcome): void => {
        // By name: without one, Node's own listeners go too, and the worker is never heard again.
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
        resolve(outcome)
      }
      worker.on('error', (error) => finish({ job, error: error.message }))
      worker.on('exit', () => finish({ job, error: 'the worker ended without a result' }))
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'progress') {
          this.#shares[index] = message.share
          this.#report()
        } else if (message.kind === 'begun') {
          this.#before[index] = message.share
          this.#shares[index] = message.share
          if (message.isGoingOn) this.#options.onGoingOn?.(job, message.time)
        } else if (message.kind === 'done') {
          finish({ job, manifest: message.manifest })
        } else finish({ job, error: message.error })
      })
      const { threads, checkpointEvery } = this.#options
      const request: WorkerRequest = {
        job,
        folder,
        stop: this.#stopMemory,
        cores: this.#coresEach,
        ...(threads === undefined ? {} : { threads }),
        ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
      }
      try {
        worker.postMessage(request)
      } catch (error) {
        // The model of a point is made here, and may be wrong: that run alone has no result.
        finish({ job, error: error instanceof Error ? error.message : String(error) })
      }
    })
  }

  #report(): void {
    const seconds = (performance.now() - this.#started) / 1000
    const shareSum = this.#shares.reduce((sum, share) => sum + share, 0)
    const computed = (index: number): number => (this.#shares[index] ?? 0) - (this.#before[index] ?? 0)
    const days = this.#jobs.reduce((sum, job, index) => sum + computed(index) * jobDays(job), 0)
    const progress: Progress = {
      runsDone: this.#outcomes.size,
      runs: this.#jobs.length,
      share: shareSum / Math.max(this.#jobs.length, 1),
      shareBefore: this.#before.reduce((sum, share) => sum + share, 0) / Math.max(this.#jobs.length, 1),
      daysPerSecond: days / Math.max(seconds, 1e-3) / Math.min(this.#places, this.#jobs.length),
    }
    this.#options.onProgress?.(progress)
  }
}

function startWorker(): Worker {
  // In the sources this file is TypeScript, in `dist` JavaScript: the worker beside it has the same ending.
  return new Worker(new URL(`./run-worker${extname(import.meta.url)}`, import.meta.url), { execArgv: [] })
}

function jobDays(job: RunJob): number {
  // The model of a point is made when it is asked for, and may be wrong: only where nothing else says how long it runs.
  return (job.plan.duration ?? sectionOf(job.model.data, timeSection).stop.value) / DAY
}
