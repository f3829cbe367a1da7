import { type Remote, releaseProxy, transfer, wrap } from 'comlink'
import { type Frame, type FrameRequest, buffersOf } from '../../src/browser.ts'
import type { RunApi } from './run-api.ts'

/** A page's handle of a run in a worker of its own. */
export interface RunHandle {
  /** Everything but `frame` and `close`, which are better asked here. */
  readonly run: Remote<RunApi>
  /** A frame of the run; `old` is one that nobody looks at any more: its buffers serve again. */
  frame(request: FrameRequest, old?: Frame): Promise<Frame>
  /** Ends the worker with its threads; what was asked and not answered never is. */
  close(): void
}

/**
 * Memory for the past of a run [byte]. Chosen: sixty states of ten thousand cells (measured: 4 MB each), and little beside what a
 * browser grants a tab; eight times as much goes to its database.
 */
export const HISTORY_BUDGET = 256e6

/** Starts a worker for a run; `run.open` is the first question to ask. */
export function openRun(): RunHandle {
  const worker = new Worker(new URL('run.worker.ts', import.meta.url), { type: 'module', name: 'run' })
  const run = wrap<RunApi>(worker)
  return {
    run,
    frame: (request, old) => {
      const buffers = old === undefined ? [] : buffersOf(old)
      return run.frame(request, transfer(buffers, buffers))
    },
    close: () => {
      run[releaseProxy]()
      worker.terminate()
    },
  }
}
