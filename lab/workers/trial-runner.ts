import { proxy, releaseProxy, wrap } from 'comlink'
import { ENDED, type MemoryRunEnd, type TrialRunner } from '../../src/browser.ts'
import type { RunnerApi, RunnerRequest } from './runner-api.ts'

/** Starts a worker that computes runs of a trial. */
export function startRunner(request: Omit<RunnerRequest, 'stop'>): TrialRunner {
  const worker = new Worker(new URL('./runner.worker.ts', import.meta.url), { type: 'module' })
  const remote = wrap<RunnerApi>(worker)
  const stop = globalThis.crossOriginIsolated ? new SharedArrayBuffer(4) : undefined
  const broken = Promise.withResolvers<MemoryRunEnd>()
  const breakOff = (message: string, code?: string): void =>
    broken.resolve({
      kind: 'failed',
      failure: { message, lines: [], ...(code === undefined ? {} : { code }) },
    })
  worker.addEventListener('error', (event) => {
    // Said here; on its way up it would end the worker of trials, too.
    event.preventDefault()
    breakOff(event.message ?? 'the worker ended without a result')
  })
  const opened = remote.open({ ...request, ...(stop === undefined ? {} : { stop }) })
  return {
    run: (plan, watch) => {
      const compute = async (): Promise<MemoryRunEnd> => {
        try {
          await opened
          return await remote.run(plan, watch.files, proxy(watch.onProgress), proxy(watch.onCheckpoint))
        } catch (error) {
          return failedEnd(error)
        }
      }
      return Promise.race([compute(), broken.promise])
    },
    stop: () => {
      if (stop !== undefined) Atomics.store(new Int32Array(stop), 0, 1)
      else breakOff('it was ended', ENDED)
    },
    close: () => {
      remote[releaseProxy]()
      worker.terminate()
    },
  }
}

function failedEnd(error: unknown): MemoryRunEnd {
  return {
    kind: 'failed',
    failure: { message: error instanceof Error ? error.message : String(error), lines: [] },
  }
}
