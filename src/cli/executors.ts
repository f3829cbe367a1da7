import type { ExecutorFactory } from '../experiment/executor.ts'
import { nearestName } from '../math/nearest-name.ts'

/** Executors by name; each is loaded when somebody asks for it, and says in a sentence when it cannot work here. */
const executors = new Map<string, () => Promise<ExecutorFactory | string>>([
  [
    'local',
    async () => {
      const { localExecutor } = await import('../platform/node/local-executor.ts')
      return ({ cores }) => localExecutor(cores)
    },
  ],
  [
    'serial',
    async () => {
      const { serialExecutor } = await import('../platform/node/serial-executor.ts')
      return () => serialExecutor()
    },
  ],
  [
    'slurm',
    async () => {
      const { missingSlurm } = await import('../platform/node/slurm/queue.ts')
      const { slurmExecutor } = await import('../platform/node/slurm/slurm-executor.ts')
      return missingSlurm() ?? (({ cluster }) => slurmExecutor(cluster))
    },
  ],
])

/** Adds an executor under a name. */
export function registerExecutor(name: string, load: () => Promise<ExecutorFactory | string>): void {
  executors.set(name, load)
}

/** The executor of a name; a sentence where nobody knows the name, or where it cannot work on this machine. */
export async function loadExecutor(name: string): Promise<ExecutorFactory | string> {
  const load = executors.get(name)
  if (load !== undefined) return load()
  const names = [...executors.keys()]
  const nearest = nearestName(name, names)
  const meant = nearest === undefined ? '' : `; did you mean '${nearest}'?`
  return `there is no executor '${name}'${meant} (there are: ${names.join(', ')})`
}
