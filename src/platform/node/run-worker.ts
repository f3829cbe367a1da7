/** A worker thread that executes runs: takes a job, reports progress, writes the run's folder. */
import { parentPort } from 'node:worker_threads'
import type { Program } from '../../engine/program.ts'
import type { RunJob } from '../../experiment/run-plan.ts'
import { runStoredJob } from '../../experiment/stored-run.ts'
import type { RunManifest } from '../../store/run-store.ts'
import { nodeEnvironment } from './environment.ts'
import { nodeFiles } from './files.ts'
import { loadKernels } from './kernels.ts'
import { startTeamFor } from './node-team.ts'
import { claimRun } from './run-lock.ts'

export interface WorkerRequest {
  readonly job: RunJob
  readonly folder: string
  /** One i32: not zero asks the run to stop. */
  readonly stop: SharedArrayBuffer
  /** Threads within the run; chosen by its size when absent. */
  readonly threads?: number
  /** Cores that it may use. */
  readonly cores: number
  /** Wall time between checkpoints [ms]. */
  readonly checkpointEvery?: number
}

export type WorkerMessage =
  | { readonly kind: 'begun'; readonly share: number; readonly time: number; readonly isGoingOn: boolean }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly manifest: RunManifest }
  | { readonly kind: 'failed'; readonly error: string }

const kernels = loadKernels()

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

async function execute({
  job,
  folder,
  stop,
  checkpointEvery,
  ...asked
}: WorkerRequest): Promise<RunManifest> {
  const claim = claimRun(folder)
  try {
    const flag = new Int32Array(stop)
    const environment = {
      ...nodeEnvironment(kernels),
      startTeam: (program: Program) => startTeamFor(program, asked, kernels),
      onProgress: (done: number, all: number) => {
        send({ kind: 'progress', share: done / all })
        claim.refresh()
        return Atomics.load(flag, 0) === 0
      },
    }
    return await runStoredJob(job, environment, {
      files: nodeFiles,
      folder,
      ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
      onBegin: ({ tick, time, program }, isGoingOn) =>
        send({ kind: 'begun', share: tick / program.clock.stop, time, isGoingOn }),
    })
  } finally {
    claim.release()
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  execute(request).then(
    (manifest) => send({ kind: 'done', manifest }),
    (error: unknown) =>
      send({ kind: 'failed', error: error instanceof Error ? error.message : String(error) }),
  )
})
