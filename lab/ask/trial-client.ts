import { type Remote, proxy, wrap } from 'comlink'
import type { TrialApi, TrialProgress, TrialRequest } from '../workers/trial-api.ts'

function startWorker(): Remote<TrialApi> {
  return wrap<TrialApi>(
    new Worker(new URL('../workers/trial.worker.ts', import.meta.url), { type: 'module', name: 'trials' }),
  )
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
