import { resolveMeasure } from '../../analysis/measures.ts'
import { bytesNow } from '../../engine/start-bytes.ts'
import type { World } from '../../engine/world.ts'
import { type RunFailure, failureFrom } from '../../experiment/run-failure.ts'
import type { RunEnvironment } from '../../experiment/run-job.ts'
import type { RunJob } from '../../experiment/run-plan.ts'
import { runStoredJob } from '../../experiment/stored-run.ts'
import { CHECKPOINT } from '../../store/checkpoint.ts'
import type { Files } from '../../store/files.ts'
import { type MemoryFiles, memoryFiles } from '../../store/memory-files.ts'
import { type RunManifest, workingFolder } from '../../store/run-store.ts'

/** The files of a run, by their path from the folder of all runs: what lies in its own folder, or in its working folder. */
export type RunFiles = Readonly<Record<string, Uint8Array>>

/** What became of a run in memory. */
export type MemoryRunEnd =
  | { readonly kind: 'done'; readonly manifest: RunManifest; readonly files: RunFiles }
  | { readonly kind: 'failed'; readonly failure: RunFailure }

export interface MemoryRunOptions {
  readonly kernels: WebAssembly.Module
  readonly cores: number
  /** What was kept of it when it was stopped, or at its last checkpoint. */
  readonly files?: RunFiles | undefined
  /** Wall time between checkpoints [ms]; chosen by what they cost when absent. */
  readonly checkpointEvery?: number
  onProgress(share: number): void
  /** Hears what would be lost if the page went now. */
  onCheckpoint?(files: RunFiles): void
  isStopping(): boolean
}

/** What a run needs, where there is no process to ask: memory is that of the largest world. */
export function browserEnvironment(
  kernels: WebAssembly.Module,
  cores: number,
  world: () => World | undefined = () => undefined,
): RunEnvironment {
  return {
    kernels,
    resolveMeasure,
    now: () => performance.now(),
    peakMegabytes: () => Math.ceil(bytesNow(world()) / 2 ** 20),
    host: { platform: 'browser', node: '', cores },
  }
}

/** Computes a run, or goes on with it, with files in memory: the same files as on disk, but for host and wall time. */
export async function runInMemory(job: RunJob, options: MemoryRunOptions): Promise<MemoryRunEnd> {
  const { kernels, cores, files: before = {}, checkpointEvery } = options
  const folder = job.plan.key
  const files = memoryFiles()
  for (const [path, bytes] of Object.entries(before)) files.adopt(path, bytes)
  let world: World | undefined
  const environment = {
    ...browserEnvironment(kernels, cores, () => world),
    onProgress: (done: number, all: number) => {
      options.onProgress(done / all)
      return !options.isStopping()
    },
  }
  try {
    const manifest = await runStoredJob(job, environment, {
      files: tellingFiles(files, folder, options.onCheckpoint),
      folder,
      ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
      onBegin: (begun) => {
        world = begun
        options.onProgress(begun.tick / begun.program.clock.stop)
      },
    })
    return { kind: 'done', manifest, files: Object.fromEntries(files.content) }
  } catch (error) {
    return { kind: 'failed', failure: failureFrom(error) }
  }
}

/** Tells of every checkpoint when it is whole: its own file is the last of those that belong to it. */
function tellingFiles(
  files: MemoryFiles,
  folder: string,
  onCheckpoint: MemoryRunOptions['onCheckpoint'],
): Files {
  if (onCheckpoint === undefined) return files
  const checkpoint = `${workingFolder(folder)}/${CHECKPOINT}`
  return {
    ...files,
    write: (path, content) => {
      files.write(path, content)
      if (path === checkpoint) onCheckpoint(Object.fromEntries(files.content))
    },
  }
}
