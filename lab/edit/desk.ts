import type { Remote } from 'comlink'
import { create } from 'zustand'
import { type Project, useProject } from '../app/project.ts'
import { shippedIndex, shippedTable, shippedTexts } from '../app/shipped.ts'
import { guardWorker } from '../workers/guarded-worker.ts'
import type { Check, DeskApi, Files } from '../workers/desk-api.ts'

/** What the page knows of the worker that reads models. */
interface DeskState {
  /** Shipped documents by path; absent while they are fetched. */
  readonly shipped?: Files
  /** Of the project as it was last checked. */
  readonly check?: Check
  /** Grows with every check that came back: views of the model ask again. */
  readonly revision: number
  /** Why nothing can be read at all. */
  readonly problem?: string | undefined
}

/** Answers of the worker, for every part of the page. */
export const useDesk = create<DeskState>()(() => ({ revision: 0 }))

let remote: Remote<DeskApi> | undefined

/** The worker that reads models; started when it is first asked. */
export function desk(): Remote<DeskApi> {
  remote ??= guardWorker<DeskApi>(
    new Worker(new URL('../workers/desk.worker.ts', import.meta.url), { type: 'module', name: 'desk' }),
    { who: 'The worker that reads models' },
  ).remote
  return remote
}

/** Tables of the ledger: what the literature says, and which part of which model carries it. */
const TABLES = ['claims', 'entities', 'documents', 'mechanisms'].map((name) => `evidence/${name}.csv`)
const opened = new Map<string, Promise<Files>>()

/** Gives the worker the documents that ship, with the tissue of the project's model. */
export async function openDesk(model: string): Promise<void> {
  try {
    const before = opened.get(model) ?? shippedFor(model)
    opened.set(model, before)
    const shipped = await before
    await desk().open(shipped)
    useDesk.setState({ shipped, problem: undefined })
  } catch (error) {
    opened.delete(model)
    useDesk.setState({ problem: `The shipped models cannot be read: ${String(error)}. Reload the page.` })
  }
}

async function shippedFor(model: string): Promise<Files> {
  const [texts, index] = await Promise.all([shippedTexts(), shippedIndex()])
  const parts = index.models.find(({ path }) => path === model)?.files ?? []
  const tables = [...TABLES, ...parts.filter((path) => texts[path] === undefined)]
  const read = await Promise.all(tables.map(async (path) => [path, await shippedTable(path)] as const))
  return { ...texts, ...Object.fromEntries(read) }
}

/** Has the project checked; of several checks that wait only the newest comes back. */
export async function checkProject({ model, files, experiment }: Project): Promise<void> {
  try {
    await desk().edit({ model, own: files, ...(experiment === undefined ? {} : { experiment }) })
    const check = await desk().check()
    if (check !== undefined) useDesk.setState(({ revision }) => ({ check, revision: revision + 1 }))
  } catch (error) {
    useDesk.setState({
      problem: `The model cannot be checked: ${String(error)} Reload the page; nothing is lost.`,
    })
  }
}

/** Writes a document into the project as one step that can be undone. */
export function writeFile(path: string, text: string): void {
  const { project, change } = useProject.getState()
  if (project.files[path] !== text) change({ files: { ...project.files, [path]: text } })
}
