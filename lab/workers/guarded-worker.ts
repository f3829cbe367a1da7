import { type Remote, releaseProxy, wrap } from 'comlink'

/** A worker whose questions are always answered, even when it is gone. */
export interface GuardedWorker<T> {
  readonly remote: Remote<T>
  /** Ends it; what was asked and not answered never is. */
  close(): void
}

export interface GuardOptions<T> {
  /** Who has ended, in a sentence: `The worker that computes this run`. */
  readonly who: string
  /** Asks for a sign of life; absent for a worker that is busy for long without a pause. */
  readonly ping?: (remote: Remote<T>) => Promise<unknown>
  /** What a question comes to once the worker is gone, in place of the rejection that it is otherwise. */
  readonly answer?: (question: string, why: Error) => { readonly value: unknown } | undefined
}

/** Time between two looks whether a worker still answers [ms]. Chosen: nobody notices what it costs. */
export const BEAT = 15_000
/**
 * Looks in a row without an answer after which a worker counts as gone. Chosen: two minutes; one step of the largest model that fits into
 * a tab takes some seconds. Sleep of the machine counts as one look.
 */
export const MOST_SILENT = 8

interface Waiting {
  readonly question: string
  readonly resolve: (value: unknown) => void
  readonly reject: (why: Error) => void
}

/** What is said when a worker could not even begin. */
const NOT_STARTED = 'could not start: its script did not load or was blocked'

/** Puts a guard before a worker: if it fails, cannot start or falls silent, all that was asked and will be asked is told why. */
export function guardWorker<T>(worker: Worker, options: GuardOptions<T>): GuardedWorker<T> {
  const remote = wrap<T>(worker)
  const waiting = new Set<Waiting>()
  let gone: Error | undefined
  let hasAnswered = false
  let isClosed = false

  const settle = ({ question, resolve, reject }: Waiting, why: Error): void => {
    const answer = options.answer?.(question, why)
    if (answer === undefined) reject(why)
    else resolve(answer.value)
  }
  const close = (): void => {
    if (isClosed) return
    isClosed = true
    clearInterval(beat)
    waiting.clear()
    remote[releaseProxy]()
    worker.terminate()
  }
  const end = (why: string): void => {
    if (gone !== undefined) return
    gone = new Error(`${options.who} ${why}. Open it again; what was saved is there.`)
    const left = [...waiting]
    close()
    for (const each of left) settle(each, gone)
  }
  const ask = (question: string, given: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const each: Waiting = { question, resolve, reject }
      if (gone !== undefined) {
        settle(each, gone)
        return
      }
      waiting.add(each)
      const over = (tell: () => void): void => {
        hasAnswered = true
        if (waiting.delete(each)) tell()
      }
      call(remote, question, given).then(
        (value) => over(() => resolve(value)),
        (error: unknown) => over(() => reject(error instanceof Error ? error : new Error(String(error)))),
      )
    })

  worker.addEventListener('error', (event) => {
    const { message } = event as Partial<ErrorEvent> // a script that does not load brings no message
    if (hasAnswered) end(`has failed${message ? `: ${message}` : ''}`)
    else end(message ? `failed at its start: ${message}` : NOT_STARTED)
  })
  worker.addEventListener('messageerror', () => end('sent what could not be read'))
  const beat = watchSilence(
    () => waiting.size > 0,
    options.ping === undefined ? undefined : () => options.ping?.(remote),
    end,
  )

  // Comlink knows the methods by their names only, and so does this: the type is the remote's.
  const guarded = new Proxy({} as Remote<T> & object, {
    get: (_, name) =>
      typeof name === 'symbol' || name === 'then'
        ? undefined
        : (...given: readonly unknown[]) => ask(name, given),
  })
  return { remote: guarded, close }
}

function call(remote: object, question: string, given: readonly unknown[]): Promise<unknown> {
  // A remote has every method; which ones mean something, its type says to whoever asks.
  const methods = remote as Record<string, (...args: readonly unknown[]) => Promise<unknown>>
  return methods[question]?.(...given) ?? Promise.resolve()
}

/** Looks now and then whether a worker that owes an answer still gives any. */
function watchSilence(
  isOwing: () => boolean,
  ping: (() => Promise<unknown> | undefined) | undefined,
  end: (why: string) => void,
): ReturnType<typeof setInterval> | undefined {
  if (ping === undefined) return undefined
  let isAsked = false
  let silent = 0
  const heard = (): void => {
    isAsked = false
    silent = 0
  }
  return setInterval(() => {
    if (isAsked) silent += 1
    else if (isOwing()) {
      isAsked = true
      ping()?.then(heard, heard)
    }
    if (silent >= MOST_SILENT) end(`has not answered for ${Math.round((silent * BEAT) / 60_000)} minutes`)
  }, BEAT)
}
