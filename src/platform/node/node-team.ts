import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type SpawnThread, type Team, type TeamOptions, startTeam } from '../../parallel/team.ts'
import { siteNames } from '../../engine/organism.ts'
import type { Program } from '../../engine/program.ts'
import { threadsFor } from '../../parallel/threads-for.ts'
import { loadKernels } from './kernels.ts'

/** Starts a team of `threads` worker threads of Node, the calling one included; close it when its world is done. */
export function startNodeTeam(
  threads: number,
  kernels: WebAssembly.Module = loadKernels(),
  options: TeamOptions = {},
): Promise<Team> {
  return startTeam(threads, kernels, spawnNodeThread, options)
}

/** Threads for a run of this program: as many as asked for, or as its size is worth on `cores` cores; undefined for one alone. */
export async function startTeamFor(
  program: Program,
  { threads, cores }: { readonly threads?: number | undefined; readonly cores: number },
  kernels: WebAssembly.Module,
): Promise<Team | undefined> {
  const wanted = threads ?? threadsFor(program, cores)
  return wanted > 1 ? startNodeTeam(wanted, kernels, { rooms: siteNames(program) }) : undefined
}

/** Starts a worker thread of Node for a team. */
export const spawnNodeThread: SpawnThread = (request) =>
  new Promise((resolve, reject) => {
    // In the sources this file is TypeScript, in `dist` JavaScript: the worker beside it has the same ending.
    const file = new URL(`./team-worker${extname(import.meta.url)}`, import.meta.url)
    const worker = new Worker(file, { workerData: request, execArgv: [] })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread ended before it was ready')))
    worker.once('message', () => {
      worker.removeAllListeners('exit')
      // A team that nobody closes shall not keep the process alive.
      worker.unref()
      resolve({ end: async () => void (await worker.terminate()) })
    })
  })
