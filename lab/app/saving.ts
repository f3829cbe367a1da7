import { create } from 'zustand'
import { dropDraft, keepDraft, readDraft } from './draft.ts'
import { dismissNotice, notify } from './notices.ts'
import { downloadProject } from './project-download.ts'
import {
  type ProjectDatabase,
  type ProjectHead,
  forgetUntouched,
  listProjects,
  markDeleted,
  openProjects,
  readProject,
  writeProject,
} from './project-store.ts'
import { type Project, copyOf, useProject } from './project.ts'
import { takeProject } from './tab-lock.ts'

interface SavingState {
  /** `off`: this browser stores nothing. */
  readonly kind: 'saved' | 'saving' | 'failed' | 'off'
  /** Projects that can be opened, the latest first. */
  readonly projects: readonly ProjectHead[]
}

/** Whether what is on the screen is safe. */
export const useSaving = create<SavingState>()(() => ({ kind: 'saved', projects: [] }))

/** Changes within this time are saved together [ms]. Chosen: somebody who types; what a crash may cost. */
const DELAY = 300
/** Which project a tab has open, and which was open last in any. */
const OPEN_KEY = 'milieu-open-project'

let database: ProjectDatabase | undefined
let timer: ReturnType<typeof setTimeout> | undefined
/** The state that nobody has begun to save. */
let pending: Project | undefined
/** The state that the database does not have yet. */
let unsaved: Project | undefined
const touched = new Set<string>()
let queue: Promise<void> = Promise.resolve()
let failureNotice: number | undefined
let hasAskedToKeep = false

/** Brings back the project that was open, and from then on saves after each change. */
export async function startSaving(): Promise<void> {
  try {
    database = await openProjects(Date.now())
    await restore(database)
  } catch {
    database = undefined
    useSaving.setState({ kind: 'off' })
    notify({
      tone: 'warning',
      message:
        'This browser stores nothing for this page (a private window does that): what you do here is gone when the tab closes. Save the project as a file to keep it.',
      action: { label: 'Save as a file', run: () => downloadProject(useProject.getState().project) },
    })
    return
  }
  useProject.subscribe(onChange)
  if (unsaved !== undefined) void saveNow()
  window.addEventListener('pagehide', () => {
    if (unsaved !== undefined) keepDraft(unsaved)
    void saveNow()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void saveNow()
  })
}

async function restore(from: ProjectDatabase): Promise<void> {
  const id = remembered()
  const found = id === undefined ? undefined : await load(from, id)
  if (found !== undefined) useProject.getState().open(await asOwn(found))
  const { project } = useProject.getState()
  if (found === undefined) await takeProject(project.id)
  remember(project.id)
  useSaving.setState({ projects: await listProjects(from) })
}

/** A project as it was left: what was not saved any more comes first. */
async function load(from: ProjectDatabase, id: string): Promise<Project | undefined> {
  const draft = readDraft(id)
  if (draft === undefined) return readProject(from, id)
  touched.add(id)
  pending = unsaved = draft
  return draft
}

/** The project, or a copy of it when another tab works on it. */
async function asOwn(project: Project): Promise<Project> {
  if (await takeProject(project.id)) return project
  const copy = copyOf(project)
  await takeProject(copy.id)
  notify({
    message: `“${project.name}” is open in another tab. This is a copy of it, so that the two do not overwrite each other.`,
  })
  return copy
}

/** Opens a saved project; says so when it cannot be read. */
export async function openSaved(id: string): Promise<void> {
  if (database === undefined) return
  await saveNow()
  const project = await load(database, id)
  if (project === undefined)
    notify({ tone: 'problem', message: 'This project cannot be read any more. What was open is still open.' })
  else useProject.getState().open(await asOwn(project))
}

/** Deletes a saved project; a notice offers it back. Another one is opened where it was the open one. */
export async function deleteSaved(
  { id, name }: Pick<ProjectHead, 'id' | 'name'>,
  next: Project,
): Promise<void> {
  if (database === undefined) return
  await saveNow()
  await markDeleted(database, id, Date.now())
  if (useProject.getState().project.id === id) useProject.getState().open(next)
  await refreshList()
  notify({
    message: `“${name}” is deleted.`,
    action: {
      label: 'Undo',
      run: () => {
        if (database !== undefined) void markDeleted(database, id, undefined).then(() => openSaved(id))
      },
    },
  })
}

function onChange(state: { readonly project: Project }, before: { readonly project: Project }): void {
  const { project } = state
  if (project === before.project) return
  if (project.id === before.project.id) {
    if (!isSameWork(project, before.project)) touched.add(project.id)
  } else {
    void saveNow()
    queue = queue.then(() => leave(before.project.id, project.id))
  }
  pending = unsaved = project
  useSaving.setState({ kind: 'saving' })
  clearTimeout(timer)
  timer = setTimeout(() => void saveNow(), DELAY)
}

async function leave(left: string, opened: string): Promise<void> {
  remember(opened)
  await takeProject(opened)
  if (database !== undefined) await forgetUntouched(database, left)
}

/** Saves what is not saved yet, and waits for it. */
export function saveNow(): Promise<void> {
  clearTimeout(timer)
  const project = pending
  pending = undefined
  if (project !== undefined) queue = queue.then(() => tryToSave(project))
  return queue
}

async function tryToSave(project: Project): Promise<void> {
  if (database === undefined) return
  const isTouched = touched.has(project.id) || holdsWork(project)
  try {
    await writeProject(database, project, isTouched, Date.now())
    if (isTouched) askToKeep()
    dropDraft(project.id)
    if (unsaved === project) unsaved = undefined
    if (pending === undefined) useSaving.setState({ kind: 'saved' })
    if (failureNotice !== undefined) dismissNotice(failureNotice)
    failureNotice = undefined
    await refreshList()
  } catch (error) {
    pending ??= project
    useSaving.setState({ kind: 'failed' })
    failureNotice = notify({
      tone: 'problem',
      message: await whyNotSaved(error),
      action: { label: 'Save as a file', run: () => downloadProject(useProject.getState().project) },
    })
  }
}

/** True where two states of a project differ in how it is looked at, if at all. */
function isSameWork(one: Project, other: Project): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof Project> // both are projects
  keys.delete('view')
  return [...keys].every((key) => one[key] === other[key])
}

/** False for a model as it ships, which nobody misses when it is left. */
function holdsWork({ files, arms, session, experiment }: Project): boolean {
  const texts = Object.keys(files).length + Object.keys(arms).length
  return texts + session.actions.length > 0 || session.reached !== undefined || experiment !== undefined
}

async function refreshList(): Promise<void> {
  if (database !== undefined) useSaving.setState({ projects: await listProjects(database) })
}

async function whyNotSaved(error: unknown): Promise<string> {
  const rest =
    'Everything goes on and is tried again with the next change; save the project as a file to be safe.'
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
  if (!isFull)
    return `The project could not be saved: ${error instanceof Error ? error.message : String(error)}. ${rest}`
  const { usage, quota } = await roomLeft()
  const numbers =
    usage === undefined || quota === undefined ? '' : ` (${megabytes(usage)} of ${megabytes(quota)} in use)`
  return `The browser's storage for this page is full${numbers}: the last changes are not saved. Delete projects that you do not need. ${rest}`
}

async function roomLeft(): Promise<StorageEstimate> {
  try {
    return await navigator.storage.estimate()
  } catch {
    return {}
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 1 : 0)} MB`
}

/** Asks the browser not to clear this page's storage when disks fill up: once, and only when there is work to lose. */
function askToKeep(): void {
  if (hasAskedToKeep) return
  hasAskedToKeep = true
  // Absent where pages come by plain http; a refusal changes nothing.
  const storage = navigator.storage as StorageManager | undefined
  void storage?.persist().catch(() => false)
}

function remembered(): string | undefined {
  return sessionStorage.getItem(OPEN_KEY) ?? localStorage.getItem(OPEN_KEY) ?? undefined
}

function remember(id: string): void {
  sessionStorage.setItem(OPEN_KEY, id)
  localStorage.setItem(OPEN_KEY, id)
}
