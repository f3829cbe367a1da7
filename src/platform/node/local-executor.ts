import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { compile } from '../../compile/compile.ts'
import type { Model } from '../../compile/model.ts'
import { startBytes } from '../../engine/start-bytes.ts'
import type { ExecuteOptions, Executor } from '../../experiment/executor.ts'
import type { RunJob } from '../../experiment/run-plan.ts'
import { Execution, type Places } from './execution.ts'
import { MemoryBound, memoryNote } from './memory-bound.ts'
import { type RunEnd, type RunTask, type RunWatch, type Runner, failureFrom } from './runner.ts'
import type { SentJob, WorkerMessage, WorkerRequest } from './run-worker.ts'

/**
 * Runs one job per core, each in a worker thread with its own memory, as far as memory goes; finished runs are not done again.
 * Where there are fewer jobs than cores, a large one uses several.
 */
export function localExecutor(cores: number = availableParallelism()): Executor {
  return {
    name: 'local',
    execute: async (jobs, options) => {
      const execution = new Execution(jobs, options)
      const count = Math.max(1, Math.min(Math.floor(cores / (options.threads ?? 1)), execution.runs))
      const pool = new Pool(options, Math.max(1, Math.floor(cores / count)), boundFor(jobs, count))
      const timer = setInterval(() => {
        if (execution.isEnding) pool.stop()
      }, STOP_INTERVAL)
      try {
        return await execution.run(pool.places(count, cores))
      } finally {
        clearInterval(timer)
      }
    },
  }
}

/** Time between looks at whether to stop [ms]. */
const STOP_INTERVAL = 50

/** Memory bounds what runs beside one another; a run by itself has to do with what there is. */
function boundFor(jobs: readonly RunJob[], places: number): MemoryBound | undefined {
  const [first] = jobs
  if (places === 1 || first === undefined) return undefined
  try {
    return new MemoryBound(startBytes(compile(first.model)))
  } catch {
    return new MemoryBound(0) // a job without a valid model fails where it is run, with its message
  }
}

/** What the threads of one execution share. */
class Pool {
  readonly options: ExecuteOptions
  readonly coresEach: number
  readonly bound: MemoryBound | undefined
  readonly stopMemory = new SharedArrayBuffer(4)
  readonly #stop = new Int32Array(this.stopMemory)
  /** Numbers of models: those of one arm are one and the same. */
  readonly #models = new Map<Model, number>()
  #least = Number.POSITIVE_INFINITY

  constructor(options: ExecuteOptions, coresEach: number, bound: MemoryBound | undefined) {
    this.options = options
    this.coresEach = coresEach
    this.bound = bound
  }

  stop(): void {
    Atomics.store(this.#stop, 0, 1)
  }

  numberOf(model: Model): number {
    const number = this.#models.get(model) ?? this.#models.size
    this.#models.set(model, number)
    return number
  }

  places(count: number, cores: number): Places {
    const startRunner = (onReady?: () => void): Runner => new ThreadRunner(this, onReady)
    const { bound } = this
    const base = { places: count, hasSpare: true, startRunner }
    if (bound === undefined) return base
    return {
      ...base,
      most: (busy) => {
        bound.noteRunning(busy)
        const { most, perRun } = bound
        if (most < count && most < this.#least) {
          this.#least = most
          this.options.onNote?.(memoryNote(most, cores, perRun))
        }
        return most
      },
    }
  }
}

/** A worker thread that computes one run after the other. */
class ThreadRunner implements Runner {
  readonly #pool: Pool
  readonly #worker: Worker
  /** Models that the thread has. */
  readonly #models = new Set<number>()
  #hasSource = false
  /** The run under way. */
  #current: { readonly watch: RunWatch; readonly finish: (end: RunEnd) => void } | undefined
  /** Why the thread is no more. */
  #broken: Error | undefined
  /** Bytes of the world of the run under way, at its beginning. */
  #startBytes = 0

  constructor(pool: Pool, onReady?: () => void) {
    this.#pool = pool
    // In the sources this file is TypeScript, in `dist` JavaScript: the worker beside it has the same ending.
    this.#worker = new Worker(new URL(`./run-worker${extname(import.meta.url)}`, import.meta.url), {
      execArgv: [],
    })
    this.#worker.on('error', (error) => this.#break(error))
    this.#worker.on('exit', () => this.#break(new Error('the worker ended without a result')))
    this.#worker.on('message', (message: WorkerMessage) => this.#hear(message, onReady))
  }

  run(task: RunTask, watch: RunWatch): Promise<RunEnd> {
    return new Promise((resolve) => {
      this.#current = { watch, finish: resolve }
      try {
        if (this.#broken !== undefined) throw this.#broken
        this.#worker.postMessage(this.#requestFor(task))
      } catch (error) {
        // The model of a point may be made here, and be wrong.
        this.#finish({ kind: 'failed', failure: failureFrom(error) })
      }
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #hear(message: WorkerMessage, onReady?: () => void): void {
    const { bound } = this.#pool
    const watch = this.#current?.watch
    if (message.kind === 'ready') onReady?.()
    else if (message.kind === 'computed') watch?.onComputed?.()
    else if (message.kind === 'progress') {
      bound?.noteWorld(this.#startBytes, message.bytes)
      watch?.onProgress(message.share)
    } else if (message.kind === 'begun') {
      this.#startBytes = message.bytes
      bound?.noteWorld(message.bytes, message.bytes)
      watch?.onBegun(message.share, message.time, message.isGoingOn)
    } else this.#finish(message)
  }

  #break(error: Error): void {
    this.#broken ??= error
    this.#finish({ kind: 'failed', failure: failureFrom(this.#broken) })
  }

  #finish(end: RunEnd): void {
    const current = this.#current
    this.#current = undefined
    current?.finish(end)
  }

  #requestFor({ job, folder, ticket }: RunTask): WorkerRequest {
    const { threads, checkpointEvery } = this.#pool.options
    return {
      sent: this.#sent(job),
      folder,
      ticket,
      stop: this.#pool.stopMemory,
      cores: this.#pool.coresEach,
      ...(threads === undefined ? {} : { threads }),
      ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
    }
  }

  /** As little as the thread does not have yet. */
  #sent(job: RunJob): SentJob {
    const { plan } = job
    const { source } = this.#pool.options
    const isPlain = job.start === undefined && job.continues === undefined && job.until === undefined
    const hasPoint = plan.overrides !== undefined && plan.overrides.length > 0
    if (isPlain && hasPoint && source !== undefined) {
      const more = this.#hasSource ? {} : { source }
      this.#hasSource = true
      return { kind: 'point', plan, ...more }
    }
    if (isPlain && !hasPoint) {
      const number = this.#pool.numberOf(job.model)
      const more = this.#models.has(number) ? {} : { model: job.model }
      this.#models.add(number)
      return { kind: 'plain', plan, number, ...more }
    }
    return { kind: 'whole', job }
  }
}
