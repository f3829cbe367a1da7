import type { ExecutorFactory } from '../experiment/executor.ts'
import { nearestName } from '../math/nearest-name.ts'

/** Executors by name; each is loaded when somebody asks for it. */
const executors = new Map<string, () => Promise<ExecutorFactory>>([
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
])

/** Adds an executor under a name. */
export function registerExecutor(name: string, load: () => Promise<ExecutorFactory>): void {
  executors.set(name, load)
}

/** The executor of a name; for a name that nobody knows, a sentence that says which there are. */
export async function loadExecutor(name: string): Promise<ExecutorFactory | string> {
  const load = executors.get(name)
  if (load !== undefined) return load()
  const names = [...executors.keys()]
  const nearest = nearestName(name, names)
  const meant = nearest === undefined ? '' : `; did you mean '${nearest}'?`
  return `there is no executor '${name}'${meant} (there are: ${names.join(', ')})`
}
