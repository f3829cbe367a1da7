import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ExecuteOptions, Executor, Outcome, Progress } from '../../experiment/executor.ts'
import type { RunJob } from '../../experiment/run-plan.ts'
import { joinPath } from '../../store/files.ts'
import type { WorkerMessage, WorkerRequest } from './run-worker.ts'

/** Minutes in a day. */
const DAY = 1440

/** Runs one job per core, each in a worker thread with its own memory; finished runs are not done again. */
export function localExecutor(cores: number = availableParallelism()): Executor {
  return {
    name: 'local',
    execute: (jobs, options) => new LocalExecution(jobs, options, cores).run(),
  }
}

class LocalExecution {
  readonly #jobs: readonly RunJob[]
  readonly #options: ExecuteOptions
  readonly #cores: number
  readonly #outcomes = new Map<number, Outcome>()
  readonly #shares: number[]
  readonly #stop = new Int32Array(new SharedArrayBuffer(4))
  readonly #started = performance.now()
  #next = 0

  constructor(jobs: readonly RunJob[], options: ExecuteOptions, cores: number) {
    this.#jobs = jobs
    this.#options = options
    this.#cores = cores
    this.#shares = jobs.map(() => 0)
  }

  async run(): Promise<readonly Outcome[]> {
    const workers = Math.min(this.#cores, this.#jobs.length)
    const timer = setInterval(() => {
      if (this.#options.isStopping()) Atomics.store(this.#stop, 0, 1)
    }, 50)
    try {
      await Promise.all(Array.from({ length: workers }, () => this.#serve()))
    } finally {
      clearInterval(timer)
    }
    return this.#jobs.map((job, index) => this.#outcomes.get(index) ?? { job })
  }

  /** One worker thread takes jobs until there are none. */
  async #serve(): Promise<void> {
    // In the sources this file is TypeScript, in `dist` JavaScript: the worker beside it has the same ending.
    const worker = new Worker(new URL(`./run-worker${extname(import.meta.url)}`, import.meta.url))
    try {
      while (this.#next < this.#jobs.length && !this.#options.isStopping()) {
        const index = this.#next++
        const job = this.#jobs[index]
        if (job !== undefined) this.#outcomes.set(index, await this.#runOn(worker, job, index))
        this.#report()
      }
    } finally {
      await worker.terminate()
    }
  }

  #runOn(worker: Worker, job: RunJob, index: number): Promise<Outcome> {
    const folder = joinPath(this.#options.folder, job.plan.key)
    return new Promise((resolve) => {
      const finish = (outcome: Outcome): void => {
        worker.removeAllListeners()
        resolve(outcome)
      }
      worker.on('error', (error) => finish({ job, error: error.message }))
      worker.on('exit', () => finish({ job, error: 'the worker ended without a result' }))
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'progress') {
          this.#shares[index] = message.share
          this.#report()
        } else if (message.kind === 'done') {
          this.#shares[index] = 1
          finish({ job, manifest: message.manifest })
        } else finish({ job, error: message.error })
      })
      const request: WorkerRequest = { job, folder, stop: this.#stop.buffer as SharedArrayBuffer } // made above as one
      worker.postMessage(request)
    })
  }

  #report(): void {
    const seconds = (performance.now() - this.#started) / 1000
    const shareSum = this.#shares.reduce((sum, share) => sum + share, 0)
    const days = this.#jobs.reduce((sum, job, index) => sum + (this.#shares[index] ?? 0) * jobDays(job), 0)
    const progress: Progress = {
      runsDone: this.#outcomes.size,
      runs: this.#jobs.length,
      share: shareSum / Math.max(this.#jobs.length, 1),
      daysPerSecond: days / Math.max(seconds, 1e-3) / Math.min(this.#cores, this.#jobs.length),
    }
    this.#options.onProgress?.(progress)
  }
}

function jobDays({ model }: RunJob): number {
  const time = model.data.sections['time'] as { stop: { value: number } } // the core section `time`
  return time.stop.value / DAY
}
