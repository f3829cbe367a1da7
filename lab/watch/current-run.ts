import type { Session } from '../../src/browser.ts'
import { type Project, useProject } from '../app/project.ts'
import { branchWith } from './history-path.ts'
import { useRun } from './run-store.ts'
import { forgetThumbnails } from './thumbnails.ts'
import { WatchedRun } from './watched-run.ts'

let run: WatchedRun | undefined
/** What the open run was made from. */
let opened = ''
/** The session that this page put into the project: anything else comes from an undo, a link or another page. */
let written: Session | undefined

/** The run that the page watches; it stays open while the reader looks at other pages. */
export function currentRun(): WatchedRun | undefined {
  return run
}

/** Opens the run of a project, or goes on with the one that is open; goes to where an undo leads. */
export async function watchProject(project: Project): Promise<void> {
  const key = originOf(project)
  if (run === undefined || key !== opened) return reopen(project, key)
  run.wake()
  if (project.session === written) return
  const { history } = useRun.getState()
  const branch = history === undefined ? undefined : branchWith(history, project.session.actions)
  if (branch === undefined) return reopen(project, key)
  written = project.session
  await run.seek(lastTick(project.session), branch.id)
}

/** Opens the project's run from its beginning. */
export async function reopen(project = useProject.getState().project, key = originOf(project)): Promise<void> {
  run?.close()
  forgetThumbnails()
  opened = key
  written = project.session
  run = new WatchedRun()
  await run.open(project)
}

/** Puts the session as it is now into the project; as a step that can be undone after an action. */
export async function keepSession(isStep: boolean): Promise<void> {
  if (run === undefined || useRun.getState().phase !== 'ready') return
  const session = await run.session()
  written = session
  if (isStep) useProject.getState().change({ session })
  else useProject.setState(({ project }) => ({ project: { ...project, session } }))
}

/** Stops the pictures, and keeps how far the run has come. */
export function leave(): void {
  run?.rest()
  void keepSession(false)
}

/** Changes the run as `change` says, and keeps it in the project; what is wrong is given back. */
export async function steer(change: string, label: string): Promise<ReturnType<WatchedRun['act']> | undefined> {
  if (run === undefined) return undefined
  const answer = await run.act(change, label)
  if (answer.ok) await keepSession(true)
  return answer
}

function lastTick({ actions, reached }: Session): number {
  return reached?.tick ?? actions.at(-1)?.tick ?? 0
}

/** All that the first state depends on: another one needs another run. */
function originOf({ id, model, files, session }: Project): string {
  const { changes = '', seed } = session
  return JSON.stringify([id, model, session.model, changes, seed, files, session.files ?? {}])
}
