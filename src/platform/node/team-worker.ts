/** A worker thread that computes blocks for another one; see `parallel/team.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import { type TeamRequest, serveTeam } from '../../parallel/worker-loop.ts'

// Started by node-team.ts only, with this data.
serveTeam(workerData as TeamRequest, () => parentPort?.postMessage('ready'))
