/** A worker thread that executes runs: takes a job, reports progress, writes the run's folder. */
import { parentPort } from 'node:worker_threads'
import type { Model } from '../../compile/model.ts'
import type { Program } from '../../engine/program.ts'
import { bytesNow } from '../../engine/start-bytes.ts'
import type { World } from '../../engine/world.ts'
import type { ExperimentSource } from '../../experiment/executor.ts'
import { type Experiment, parseExperiment, readerOf } from '../../experiment/experiment.ts'
import { jobsOf } from '../../experiment/plan-runs.ts'
import type { RunJob, RunPlan } from '../../experiment/run-plan.ts'
import { runStoredJob } from '../../experiment/stored-run.ts'
import type { RunManifest } from '../../store/run-store.ts'
import { nodeEnvironment } from './environment.ts'
import { nodeFiles } from './files.ts'
import { loadKernels } from './kernels.ts'
import { startTeamFor } from './node-team.ts'
import { type ClaimTicket, guardedFiles } from './run-lock.ts'
import { failureFrom, type RunFailure } from '../../experiment/run-failure.ts'

/** What is sent of a job: models go to a thread once, or are made there. */
export type SentJob =
  | { readonly kind: 'whole'; readonly job: RunJob }
  /** The model goes by a number; it comes along the first time. */
  | { readonly kind: 'plain'; readonly plan: RunPlan; readonly number: number; readonly model?: Model }
  /** The model follows from the experiment, which comes along the first time. */
  | { readonly kind: 'point'; readonly plan: RunPlan; readonly source?: ExperimentSource }

export interface WorkerRequest {
  readonly sent: SentJob
  readonly folder: string
  readonly ticket: ClaimTicket
  /** One i32: not zero asks the run to stop. */
  readonly stop: SharedArrayBuffer
  /** Threads within the run; chosen by its size when absent. */
  readonly threads?: number
  /** Cores that it may use. */
  readonly cores: number
  /** Wall time between checkpoints [ms]. */
  readonly checkpointEvery?: number
}

/** Bytes of a world. */
interface WorldBytes {
  readonly bytes: number
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | ({
      readonly kind: 'begun'
      readonly share: number
      readonly time: number
      readonly isGoingOn: boolean
    } & WorldBytes)
  | ({ readonly kind: 'progress'; readonly share: number } & WorldBytes)
  | { readonly kind: 'computed' }
  | { readonly kind: 'done'; readonly manifest: RunManifest }
  | { readonly kind: 'failed'; readonly failure: RunFailure }

const kernels = loadKernels()
const models = new Map<number, Model>()
let experiment: Experiment | undefined

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

function jobFrom(sent: SentJob): RunJob {
  if (sent.kind === 'whole') return sent.job
  const { plan } = sent
  if (sent.kind === 'plain') {
    const model = sent.model ?? models.get(sent.number)
    if (model === undefined) throw new Error(`nobody sent the model of arm ${plan.arm}`)
    models.set(sent.number, model)
    return { plan, model }
  }
  if (sent.source !== undefined)
    experiment = parseExperiment(sent.source.file, readerOf(sent.source.documents)).experiment
  const [job] = experiment === undefined ? [] : jobsOf(experiment, [plan])
  if (job === undefined) throw new Error('the experiment does not read')
  return { plan, model: job.model }
}

async function execute(request: WorkerRequest): Promise<RunManifest> {
  const { sent, folder, ticket, stop, checkpointEvery, ...asked } = request
  const job = jobFrom(sent)
  const flag = new Int32Array(stop)
  let world: World | undefined
  const bytes = (): number => bytesNow(world)
  const environment = {
    ...nodeEnvironment(kernels),
    startTeam: (program: Program) => startTeamFor(program, asked, kernels),
    onProgress: (done: number, all: number) => {
      send({ kind: 'progress', share: done / all, bytes: bytes() })
      return Atomics.load(flag, 0) === 0
    },
  }
  return runStoredJob(job, environment, {
    files: guardedFiles(nodeFiles, ticket),
    folder,
    ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
    onBegin: (begun, isGoingOn) => {
      world = begun
      const { tick, time, program } = begun
      send({ kind: 'begun', share: tick / program.clock.stop, time, isGoingOn, bytes: bytes() })
    },
    onComputed: () => send({ kind: 'computed' }),
  })
}

parentPort?.on('message', (request: WorkerRequest) => {
  execute(request).then(
    (manifest) => send({ kind: 'done', manifest }),
    (error: unknown) => send({ kind: 'failed', failure: failureFrom(error) }),
  )
})
send({ kind: 'ready' })
