import { type Remote, proxy } from 'comlink'
import { guardWorker } from '../workers/guarded-worker.ts'
import type { TrialApi, TrialProgress, TrialRequest } from '../workers/trial-api.ts'

function startWorker(): Remote<TrialApi> {
  return guardWorker<TrialApi>(
    new Worker(new URL('../workers/trial.worker.ts', import.meta.url), { type: 'module', name: 'trials' }),
    { who: 'The worker of trials', answer: answerWithout },
  ).remote
}

/** Runs trials; it lives as long as the page, whichever of its pages is open. */
export const trials = startWorker()

let second: Remote<TrialApi> | undefined

/** Reads and estimates; a worker of its own, so that a form answers while the other makes a report. */
export function desk(): Remote<TrialApi> {
  return (second ??= startWorker())
}

/** Runs a trial; progress comes as it is made. */
export function runTrial(
  request: TrialRequest,
  onProgress: (progress: TrialProgress) => void,
): ReturnType<Remote<TrialApi>['run']> {
  return trials.run(request, proxy(onProgress))
}

/** What questions come to that may be refused, when the worker is gone; the others are rejected. */
function answerWithout(question: string, { message }: Error): { readonly value: unknown } | undefined {
  const isRefusable = ['offers', 'estimate', 'run'].includes(question)
  const problem = { code: 'WorkerEnded', message, issues: [] }
  return isRefusable ? { value: { ok: false, problem } } : undefined
}
