import { EngineError } from './engine-error.ts'
import type { EngineReply, EngineRequest, EngineStart, EngineState } from './engine-messages.ts'
import type { ThreadSupport } from './thread-support.ts'
import type { WebWorker } from './web-worker.ts'

interface Waiting {
  readonly resolve: (reply: EngineReply) => void
  readonly reject: (error: EngineError) => void
}

/** A request as callers write it; the host numbers it. */
type Unnumbered<R> = R extends EngineRequest ? Omit<R, 'id'> : never

/** A page's handle of one world that lives in a worker, and of the threads that it may have. */
export class EngineHost {
  readonly #worker: WebWorker
  readonly #waiting = new Map<number, Waiting>()
  #next = 1
  /** Why there is no engine any more. */
  #failure: EngineError | undefined

  /** `worker` runs `engine-worker.ts`; the page makes it, since bundlers look for `new Worker(new URL(...))` there. */
  constructor(worker: WebWorker) {
    this.#worker = worker
    // Only `engine-worker.ts` speaks through this worker.
    worker.addEventListener('message', ({ data }) => this.#settle(data as EngineReply))
    worker.addEventListener('error', ({ message }) =>
      this.#fail('EngineFailed', message ?? 'the script of the engine did not load'),
    )
  }

  /** Compiles a model and lays out its world at tick 0; says how many threads it has. */
  async start(options: EngineStart): Promise<ThreadSupport> {
    const reply = await this.#ask({ kind: 'start', ...options })
    return expectKind(reply, 'started').support
  }

  /** Runs on to tick `until`; earlier when `stop` is called. */
  async run(until: number): Promise<EngineState> {
    return expectKind(await this.#ask({ kind: 'run', until }), 'ran').state
  }

  /** Hash of the state: the same on any machine, in any browser, with any number of threads. */
  async hash(): Promise<string> {
    return expectKind(await this.#ask({ kind: 'hash' }), 'hash').hash
  }

  /** Ends the runs asked for so far; each answers with the tick that it reached. */
  stop(): void {
    this.#post({ kind: 'stop', id: this.#next++ })
  }

  /** Ends the worker and its threads; what was asked and not answered fails. */
  close(): void {
    this.#worker.terminate()
    this.#fail('EngineClosed', 'the engine was closed')
  }

  #ask(request: Unnumbered<EngineRequest>): Promise<EngineReply> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#post({ ...request, id })
    })
  }

  #post(request: EngineRequest): void {
    this.#worker.postMessage(request)
  }

  #settle(reply: EngineReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.kind === 'failed') waiting?.reject(new EngineError(reply.code, reply.error, reply.issues))
    else waiting?.resolve(reply)
  }

  #fail(code: string, message: string): void {
    this.#failure = new EngineError(code, message)
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}

function expectKind<K extends EngineReply['kind']>(
  reply: EngineReply,
  kind: K,
): Extract<EngineReply, { kind: K }> {
  if (reply.kind !== kind)
    throw new EngineError('EngineFailed', `the engine answered ${reply.kind}, not ${kind}`)
  return reply as Extract<EngineReply, { kind: K }> // its kind was just compared
}
