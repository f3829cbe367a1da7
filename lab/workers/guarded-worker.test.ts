import { expose } from 'comlink'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BEAT, MOST_SILENT, guardWorker } from './guarded-worker.ts'

/** Answers `quick` at once, and `slow` never. */
interface Api {
  quick(): number
  slow(): Promise<number>
}

/** What stands for a worker: one end of a channel, whose other end answers while it is not dumb. */
class TestWorker extends EventTarget {
  readonly #channel = new MessageChannel()
  isEnded = false
  isDumb = false

  constructor() {
    super()
    const { port1, port2 } = this.#channel
    port1.addEventListener('message', ({ data }) => {
      if (!this.isDumb) this.dispatchEvent(new MessageEvent('message', { data }))
    })
    port1.start()
    expose({ quick: () => 42, slow: () => new Promise(() => undefined) }, port2)
  }

  postMessage(message: unknown): void {
    this.#channel.port1.postMessage(message)
  }

  terminate(): void {
    this.isEnded = true
    this.#channel.port1.close()
  }
}

function guarded(hasPing = false) {
  const worker = new TestWorker()
  const guard = guardWorker<Api>(worker as unknown as Worker, {
    who: 'The worker',
    ...(hasPing ? { ping: (remote) => remote.quick() } : {}),
    answer: (question) => (question === 'quick' ? { value: -1 } : undefined),
  })
  return { worker, ...guard }
}

/** Lets messages of channels pass; timers of the test stand still. */
async function messagesPassed(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 0))
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a guarded worker', () => {
  test('answers as it would without a guard', async () => {
    const { remote, close, worker } = guarded()
    expect(await remote.quick()).toBe(42)
    close()
    expect(worker.isEnded).toBe(true)
  })

  test.each([
    ['error', 'has failed'],
    ['messageerror', 'sent what could not be read'],
  ])('that ends with %s settles what was asked and what will be', async (kind, why) => {
    const { remote, worker } = guarded()
    expect(await remote.quick()).toBe(42)
    const open = remote.slow()
    worker.dispatchEvent(new Event(kind))
    await expect(open).rejects.toThrow(`The worker ${why}. Open it again`)
    await expect(remote.slow()).rejects.toThrow(why)
    expect(await remote.quick()).toBe(-1)
    expect(worker.isEnded).toBe(true)
  })

  test('may take its time as long as it gives signs of life', async () => {
    const { remote, worker, close } = guarded(true)
    void remote.slow()
    for (let beat = 0; beat < 3 * MOST_SILENT; beat++) {
      vi.advanceTimersByTime(BEAT)
      await messagesPassed()
    }
    expect(worker.isEnded).toBe(false)
    close()
  })

  test('that is silent counts as gone after some looks, and not before', async () => {
    const { remote, worker } = guarded(true)
    worker.isDumb = true
    const open = remote.slow()
    vi.advanceTimersByTime(BEAT * MOST_SILENT)
    expect(worker.isEnded).toBe(false)
    vi.advanceTimersByTime(BEAT)
    await expect(open).rejects.toThrow('has not answered for 2 minutes')
    expect(worker.isEnded).toBe(true)
  })

  test('of which nobody wants anything is not watched', () => {
    const { worker, close } = guarded(true)
    worker.isDumb = true
    vi.advanceTimersByTime(BEAT * 3 * MOST_SILENT)
    expect(worker.isEnded).toBe(false)
    close()
  })
})
