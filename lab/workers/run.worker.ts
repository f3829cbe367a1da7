/**
 * The script of a run's worker. It has two roles: it holds a run and answers a page (`run-service.ts`), or it is a thread of a run that
 * another worker with the same script holds; then it gets one message that says so, and serves until it is ended.
 */
import { type Endpoint, expose } from 'comlink'
import { type ThreadRequest, type WorkerScope, serveBrowserTeam } from '../../src/browser.ts'
import { RunService } from './run-service.ts'

// This script runs in a worker only; the compiler knows the global scope of a page.
const scope = globalThis as unknown as WorkerScope & Endpoint
type Listener = (event: MessageEvent<unknown>) => void

/** What a page says; messages to a thread are none of Comlink's business. */
const page: Endpoint = {
  postMessage: (message, transferred) => scope.postMessage(message, transferred),
  addEventListener: (kind, listener) => {
    const hear: Listener = (event) => {
      if (threadRequest(event.data) !== undefined) return
      if (typeof listener === 'function') listener(event)
      else listener.handleEvent(event)
    }
    heard.set(listener, hear)
    scope.addEventListener(kind, hear as EventListener) // workers get messages of this kind
  },
  removeEventListener: (kind, listener) => {
    const hear = heard.get(listener)
    if (hear !== undefined) scope.removeEventListener(kind, hear as EventListener) // as it was added
    heard.delete(listener)
  },
}
const heard = new Map<EventListenerOrEventListenerObject, Listener>()

scope.addEventListener('message', ({ data }: { readonly data: unknown }) => {
  const request = threadRequest(data)
  if (request !== undefined) serveBrowserTeam(scope, request)
})

expose(new RunService(scope), page)

/** A message of `startBrowserTeam`; Comlink's have other kinds. */
function threadRequest(data: unknown): ThreadRequest | undefined {
  const isOne = typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'serve'
  return isOne ? (data as ThreadRequest) : undefined // nobody else writes this kind
}
