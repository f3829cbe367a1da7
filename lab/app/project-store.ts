import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { checkProject } from './project-check.ts'
import type { Project } from './project.ts'

/** A saved project in the list of projects. */
export interface ProjectHead {
  readonly id: string
  readonly name: string
  readonly model: string
  /** Of the state that counts. */
  readonly revision: number
  /** When it was saved [ms since 1970]. */
  readonly saved: number
  /** False while nobody has changed anything in it. */
  readonly isTouched: boolean
  /** When it was deleted [ms since 1970]; it can be had back for a day. */
  readonly deleted?: number
}

interface ProjectSchema extends DBSchema {
  heads: { key: string; value: ProjectHead }
  revisions: { key: [string, number]; value: Project }
}

export type ProjectDatabase = IDBPDatabase<ProjectSchema>

/** How long deleted projects, and such as were opened and never changed, can be had back [ms]: a day. Chosen. */
const GRACE = 24 * 60 * 60 * 1000

/** Opens the database of projects, and gives up what is over its grace. Rejects where the browser stores nothing. */
export async function openProjects(now: number): Promise<ProjectDatabase> {
  const database = await openDB<ProjectSchema>('milieu-projects', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('heads', { keyPath: 'id' })
      fresh.createObjectStore('revisions')
    },
    blocking: () => database.close(), // a later version in another tab wants to change the database
  })
  const old = (await database.getAll('heads')).filter(
    ({ saved, isTouched, deleted }) => (deleted ?? (isTouched ? now : saved)) < now - GRACE,
  )
  for (const { id } of old) await purge(database, id)
  return database
}

/** Projects that can be opened, the latest first. */
export async function listProjects(database: ProjectDatabase): Promise<readonly ProjectHead[]> {
  const heads = await database.getAll('heads')
  return heads.filter(({ deleted }) => deleted === undefined).toSorted((a, b) => b.saved - a.saved)
}

/**
 * Saves a project: first the whole of it beside what was there, then one small entry that says which counts. Whatever happens in
 * between, one of the two is whole.
 */
export async function writeProject(
  database: ProjectDatabase,
  project: Project,
  isTouched: boolean,
  now: number,
): Promise<void> {
  const { id, name, model } = project
  const before = await database.get('heads', id)
  const revision = (before?.revision ?? 0) + 1
  const writing = database.transaction('revisions', 'readwrite', { durability: 'strict' })
  await Promise.all([writing.store.put(project, [id, revision]), writing.done])
  const switching = database.transaction(['heads', 'revisions'], 'readwrite')
  const touched = isTouched || (before?.isTouched ?? false)
  await Promise.all([
    switching.objectStore('heads').put({ id, name, model, revision, saved: now, isTouched: touched }),
    switching.objectStore('revisions').delete(IDBKeyRange.bound([id], [id, revision - 2])),
    switching.done,
  ])
}

/** The project as it was saved last; the time before, should that be damaged; undefined when there is none. */
export async function readProject(database: ProjectDatabase, id: string): Promise<Project | undefined> {
  const head = await database.get('heads', id)
  if (head === undefined || head.deleted !== undefined) return undefined
  for (const revision of [head.revision, head.revision - 1]) {
    const project = checkProject(await database.get('revisions', [id, revision]))
    if (typeof project !== 'string') return project
  }
  return undefined
}

/** Marks a project as deleted, or takes that back. */
export async function markDeleted(
  database: ProjectDatabase,
  id: string,
  deleted: number | undefined,
): Promise<void> {
  const head = await database.get('heads', id)
  if (head === undefined) return
  const { deleted: _, ...rest } = head
  await database.put('heads', deleted === undefined ? rest : { ...rest, deleted })
}

/** Forgets a project that nobody has changed; others stay. */
export async function forgetUntouched(database: ProjectDatabase, id: string): Promise<void> {
  const head = await database.get('heads', id)
  if (head?.isTouched === false) await purge(database, id)
}

async function purge(database: ProjectDatabase, id: string): Promise<void> {
  const removing = database.transaction(['heads', 'revisions'], 'readwrite')
  await Promise.all([
    removing.objectStore('heads').delete(id),
    removing.objectStore('revisions').delete(IDBKeyRange.bound([id], [id, Number.MAX_SAFE_INTEGER])),
    removing.done,
  ])
}
