/** A worker thread that executes runs: takes a job, reports progress, writes the run's folder. */
import { parentPort } from 'node:worker_threads'
import { runJob } from '../../experiment/run-job.ts'
import type { Team } from '../../parallel/team.ts'
import type { RunJob } from '../../experiment/run-plan.ts'
import { type RunManifest, holdsRun, readManifest, writeRun } from '../../store/run-store.ts'
import { nodeEnvironment } from './environment.ts'
import { nodeFiles } from './files.ts'
import { loadKernels } from './kernels.ts'
import { startNodeTeam } from './node-team.ts'

export interface WorkerRequest {
  readonly job: RunJob
  readonly folder: string
  /** One i32: not zero asks the run to stop. */
  readonly stop: SharedArrayBuffer
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly manifest: RunManifest }
  | { readonly kind: 'failed'; readonly error: string }

const kernels = loadKernels()

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

/** The manifest of a run that finished before, if its folder holds one. */
function finishedBefore(folder: string): RunManifest | undefined {
  if (!holdsRun(nodeFiles, folder)) return undefined
  const manifest = readManifest(nodeFiles, folder)
  return manifest.status === 'finished' ? manifest : undefined
}

async function execute(request: WorkerRequest): Promise<RunManifest> {
  const before = finishedBefore(request.folder)
  if (before !== undefined) return before
  const threads = request.job.plan.threads ?? 1
  const team = threads > 1 ? await startNodeTeam(threads, kernels) : undefined
  try {
    return run(request, team)
  } finally {
    await team?.close()
  }
}

function run({ job, folder, stop }: WorkerRequest, team: Team | undefined): RunManifest {
  const flag = new Int32Array(stop)
  const { profile: _profile, ...result } = runJob(job, {
    ...nodeEnvironment(kernels),
    ...(team === undefined ? {} : { team }),
    onProgress: (done, all) => {
      send({ kind: 'progress', share: done / all })
      return Atomics.load(flag, 0) === 0
    },
  })
  return writeRun(nodeFiles, folder, result)
}

parentPort?.on('message', (request: WorkerRequest) => {
  execute(request).then(
    (manifest) => send({ kind: 'done', manifest }),
    (error: unknown) =>
      send({ kind: 'failed', error: error instanceof Error ? error.message : String(error) }),
  )
})
