import { type Remote, transfer } from 'comlink'
import { type Frame, type FrameRequest, type Problem, type RunState, buffersOf } from '../../src/browser.ts'
import { guardWorker } from './guarded-worker.ts'
import type { RunApi } from './run-api.ts'

/** Code of the problem of a run whose worker is gone: only opening it again helps. */
export const WORKER_ENDED = 'WorkerEnded'

/** A page's handle of a run in a worker of its own. */
export interface RunHandle {
  /** Everything but frames and `close`, which are better asked here. */
  readonly run: Remote<RunApi>
  /** A frame of the run; `old` is one that nobody looks at any more: its buffers serve again. */
  frame(request: FrameRequest, old?: Frame): Promise<Frame>
  /** The same of a site of an organism; undefined while its tissue is not laid out. */
  siteFrame(site: string, request: FrameRequest, old?: Frame): Promise<Frame | undefined>
  /** Ends the worker with its threads; what was asked and not answered never is. */
  close(): void
}

/**
 * Memory for the past of a run [byte]. Chosen: fifty states of ten thousand cells (measured: 0.46 kB per cell), and little beside what a
 * browser grants a tab; eight times as much goes to its database.
 */
export const HISTORY_BUDGET = 256e6

/** Starts a worker for a run; `run.open` is the first question to ask. A worker that is gone answers with a problem. */
export function openRun(start: () => Worker = startWorker): RunHandle {
  let last: RunState = { tick: 0, time: 0, cells: 0, branch: '0' }
  const { remote: run, close } = guardWorker<RunApi>(start(), {
    who: 'The worker that computes this run',
    ping: (remote) => remote.progress(),
    answer: (question, { message }) => answerWithout(question, last, message),
  })
  return {
    run: new Proxy(run, {
      get: (target, name) =>
        name === 'advance'
          ? async (until: number, budget: number) => (last = await target.advance(until, budget))
          : Reflect.get(target, name),
    }),
    frame: (request, old) => run.frame(request, spent(old)),
    siteFrame: (site, request, old) => run.siteFrame(site, request, spent(old)),
    close,
  }
}

/** Buffers of a frame that nobody looks at any more, handed over. */
function spent(old: Frame | undefined): ArrayBuffer[] {
  const buffers = old === undefined ? [] : buffersOf(old)
  return transfer(buffers, buffers)
}

function startWorker(): Worker {
  return new Worker(new URL('run.worker.ts', import.meta.url), { type: 'module', name: 'run' })
}

/** What questions come to that have an answer for a run which cannot go on; the others are rejected. */
function answerWithout(
  question: string,
  last: RunState,
  message: string,
): { readonly value: unknown } | undefined {
  const problem: Problem = { code: WORKER_ENDED, message, issues: [], tick: last.tick }
  if (question === 'open' || question === 'act' || question === 'seek')
    return { value: { ok: false, problem } }
  if (question === 'advance') return { value: { ...last, problem } }
  return question === 'progress' ? { value: undefined } : undefined
}
