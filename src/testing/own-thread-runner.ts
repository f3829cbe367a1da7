import type { Experiment } from '../experiment/experiment.ts'
import { jobsOf } from '../experiment/plan-runs.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import type { KeptRun, KeptRuns, TrialRunner, TrialWatch } from '../platform/browser/trial-execution.ts'
import { type MemoryRunEnd, runInMemory } from '../platform/browser/trial-run.ts'
import { testKernels } from './kernels.ts'

/** A runner of a page's trial in this very thread; `mayGoOn` is asked after every share of a run. */
export function ownThreadRunner(
  experiment: Experiment,
  mayGoOn: (share: number) => boolean = () => true,
): TrialRunner {
  let isStopping = false
  const run = (plan: RunPlan, watch: TrialWatch): Promise<MemoryRunEnd> => {
    const [job] = jobsOf(experiment, [plan])
    if (job === undefined) throw new Error('a plan has a job')
    return runInMemory(job, {
      kernels: testKernels(),
      cores: 1,
      files: watch.files,
      onProgress: (share) => {
        watch.onProgress(share)
        isStopping ||= !mayGoOn(share)
      },
      onCheckpoint: watch.onCheckpoint,
      isStopping: () => isStopping,
    })
  }
  return { run, stop: () => (isStopping = true), close: () => {} }
}

/** Runs that are kept in memory. */
export function memoryRuns(): KeptRuns & { readonly runs: Map<string, KeptRun> } {
  const runs = new Map<string, KeptRun>()
  return {
    runs,
    find: (key) => Promise.resolve(runs.get(key)),
    status: (key) => Promise.resolve(runs.get(key)?.manifest?.status),
    keep: (key, run) => Promise.resolve(void runs.set(key, run)),
  }
}
