import { describe, expect, test } from 'vitest'
import { isMilieuError } from '../../engine/errors.ts'
import { EngineHost } from './engine-host.ts'
import type { EngineReply, EngineRequest } from './engine-messages.ts'
import type { WebWorker } from './web-worker.ts'

/** A worker that only writes down what it is asked; the test answers in its place. */
function silentWorker() {
  const requests: EngineRequest[] = []
  const listeners = new Map<string, (event: object) => void>()
  let isTerminated = false
  const worker: WebWorker = {
    postMessage: (message) => void requests.push(message as EngineRequest), // the host posts nothing else
    terminate: () => void (isTerminated = true),
    // Listeners of both kinds take an object; the test gives each its own.
    addEventListener: (kind: string, listener: unknown) =>
      void listeners.set(kind, listener as (event: object) => void),
  }
  return {
    worker,
    requests,
    isTerminated: () => isTerminated,
    answer: (data: EngineReply) => listeners.get('message')?.({ data }),
    breakDown: (message?: string) => listeners.get('error')?.({ message }),
  }
}

const STATE = { tick: 7, cells: 3 }

/** The code with which a promise fails. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.catch((reason: unknown) => reason)
  return isMilieuError(error) ? error.code : 'none'
}

describe('a page’s handle of an engine', () => {
  test('gives each request the answer with its number', async () => {
    const { worker, requests, answer } = silentWorker()
    const host = new EngineHost(worker)
    const run = host.run(9)
    const hash = host.hash()
    host.stop()
    const [first = 0, second = 0, third = 0] = requests.map(({ id }) => id)
    expect(requests.map(({ kind }) => kind)).toEqual(['run', 'hash', 'stop'])
    expect(first < second && second < third).toBe(true)
    answer({ kind: 'hash', id: second, hash: 'abc', state: STATE })
    answer({ kind: 'ran', id: first, state: STATE })
    expect([await run, await hash]).toEqual([STATE, 'abc'])
  })

  test('passes on what is wrong with a model, and can be asked again', async () => {
    const { worker, answer } = silentWorker()
    const host = new EngineHost(worker)
    const issues = [{ code: 'unknown-key', severity: 'error', path: [], message: 'unknown key' }] as const
    const failing = host.run(9)
    answer({ kind: 'failed', id: 1, code: 'ModelHasErrors', error: 'no', issues })
    await expect(failing).rejects.toMatchObject({ code: 'ModelHasErrors', message: 'no', issues })
    const next = host.run(9)
    answer({ kind: 'ran', id: 2, state: STATE })
    expect(await next).toEqual(STATE)
  })

  test('fails what waits, and what comes after, when it is closed or its script breaks', async () => {
    const closed = silentWorker()
    const host = new EngineHost(closed.worker)
    const waiting = host.run(9)
    host.close()
    expect(closed.isTerminated()).toBe(true)
    expect([await codeOf(waiting), await codeOf(host.hash())]).toEqual(['EngineClosed', 'EngineClosed'])

    const broken = silentWorker()
    const other = new EngineHost(broken.worker)
    const started = other.run(9)
    broken.breakDown()
    expect([await codeOf(started), await codeOf(other.hash())]).toEqual(['EngineFailed', 'EngineFailed'])
  })
})
