import { setTimeout as pause } from 'node:timers/promises'
import type { ClusterOptions } from '../../../experiment/cluster-tasks.ts'
import type { Executor } from '../../../experiment/executor.ts'
import { type Surroundings, slurmQueue } from './queue.ts'
import { SlurmExecution } from './slurm-execution.ts'

/**
 * Computes the runs of a study's batch with a job array of Slurm. Its tasks are workers like any others, and the study's folder is all
 * that they and this process share: it alone says which runs are finished, the queue only what becomes of tasks.
 */
export function slurmExecutor(
  cluster: ClusterOptions = {},
  around: Surroundings = { queue: slurmQueue(), now: () => performance.now(), pause },
): Executor {
  return {
    name: 'slurm',
    isRemote: true,
    execute: (jobs, options) => new SlurmExecution(jobs, options, cluster, around).run(),
  }
}
