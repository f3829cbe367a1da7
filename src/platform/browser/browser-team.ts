import { type SpawnThread, type Team, type TeamOptions, startTeam } from '../../parallel/team.ts'
import { type TeamRequest, serveTeam } from '../../parallel/worker-loop.ts'
import { type ThreadSupport, oneThread, threadSupport } from './thread-support.ts'
import type { WorkerScope } from './web-worker.ts'

/** What a thread of a team is started with. */
export interface ThreadRequest {
  readonly kind: 'serve'
  readonly team: TeamRequest
}

/** The threads of a world; no team where the calling thread does it alone. */
export interface BrowserTeam {
  readonly team?: Team
  readonly support: ThreadSupport
}

/** Starts `asked` threads, the calling worker's own among them; where that cannot be, says why and leaves it alone. */
export async function startBrowserTeam(
  scope: WorkerScope,
  kernels: WebAssembly.Module,
  asked: number,
  options: TeamOptions = {},
): Promise<BrowserTeam> {
  const support = threadSupport(asked, scope.crossOriginIsolated === true)
  if (support.threads === 1) return { support }
  try {
    return { support, team: await startTeam(asked, kernels, threadStarter(scope), options) }
  } catch (error) {
    return { support: oneThread(asked, reasonOf(error)) }
  }
}

/** Becomes a thread of a team: returns when the team closes. */
export function serveBrowserTeam(scope: WorkerScope, { team }: ThreadRequest): void {
  serveTeam(team, () => scope.postMessage('ready'))
}

/** Starts threads with the caller's own script, so that no second one must be built and found. */
function threadStarter(scope: WorkerScope): SpawnThread {
  return (team) =>
    new Promise((resolve, reject) => {
      const worker = new scope.Worker(scope.location.href, { type: 'module' })
      worker.addEventListener('message', () => resolve({ end: async () => worker.terminate() }))
      worker.addEventListener('error', ({ message }) => {
        worker.terminate()
        reject(new Error(message ?? 'the script of a thread did not load'))
      })
      const request: ThreadRequest = { kind: 'serve', team }
      worker.postMessage(request)
    })
}

/** The innermost cause: a team says that a thread did not start, the thread says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`
}
