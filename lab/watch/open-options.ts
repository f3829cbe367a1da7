import { fnv1a32 } from '../../src/browser.ts'
import type { Project } from '../app/project.ts'
import { documents, shippedIndex, shippedTexts } from '../app/shipped.ts'
import { kernels } from '../workers/kernels.ts'
import { HISTORY_BUDGET } from '../workers/open-run.ts'
import type { OpenRun, Problem } from '../workers/run-api.ts'

/** All that the first state of a project's run depends on: another one needs another run. */
export function originOf({ id, model, files, session }: Project): string {
  const { changes = '', seed } = session
  return JSON.stringify([id, model, session.model, changes, seed, files, session.files ?? {}])
}

/** Where the states of a run are kept: another origin has a place of its own, so that one run can begin before another one ends. */
export function storeOf(project: Project): string {
  return `${project.id}/${fnv1a32(originOf(project)).toString(36)}`
}

/** What the worker needs to open the run of a project. */
export async function openOptions(project: Project): Promise<OpenRun> {
  const { models } = await shippedIndex()
  const shipped = models.find((each) => each.path === project.model)
  const own = { ...project.files, ...project.session.files }
  // all that ships: parts of the library bring drugs that the model does not have
  const files = { ...(await shippedTexts()), ...(await documents(shipped?.files ?? [], own)) }
  return {
    kernels: await kernels(),
    files,
    session: project.session,
    threads: Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)),
    historyBudget: HISTORY_BUDGET,
    store: storeOf(project),
  }
}

/** What a worker that failed has to say. */
export function problemOf(error: unknown): Problem {
  return { code: 'Failed', message: error instanceof Error ? error.message : String(error), issues: [] }
}
