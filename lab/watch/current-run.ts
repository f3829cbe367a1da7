import type { Session } from '../../src/browser.ts'
import { type Project, useProject } from '../app/project.ts'
import type { Answer, RunInfo } from '../workers/run-api.ts'
import { actionsAlong, branchWith, newestTick } from './history-path.ts'
import type { Intent } from './intent.ts'
import { clockText } from './pace.ts'
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
  const previous = written
  written = project.session
  if (!(await goToSession(project.session, previous))) await reopen(project, key)
}

/** Goes to where a session's actions are done and no others, on a branch of its own where there is none; false when it is unknown. */
async function goToSession({ actions }: Session, previous: Session | undefined): Promise<boolean> {
  const { history } = useRun.getState()
  const found = history === undefined ? undefined : branchWith(history, actions)
  if (run === undefined || history === undefined || found === undefined) return false
  const next = actionsAlong(history, found.id)[actions.length]
  if (next === undefined) {
    await run.seek(found.to, found.id)
    return true
  }
  await run.seek(next.tick, found.id, true)
  const undone = previous?.actions[actions.length]?.label ?? next.label
  await run.branch(`without ${undone}`)
  return true
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
  const { phase, now, history } = useRun.getState()
  if (run === undefined || phase !== 'ready' || now === undefined) return
  // whoever looks at the past has not given up what was done after it
  if (!isStep && now.tick < newestTick(history)) return
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

/** Does what the reader wants at the instant that is shown, and keeps it in the project; what is wrong is given back. */
export async function steer(intent: Intent, label: string): Promise<Answer<RunInfo> | undefined> {
  if (run === undefined) return undefined
  const answer = await run.steer(intent, label)
  if (answer.ok) await keepSession(true)
  return answer
}

/** Begins a branch at the instant that is shown: what comes after it is kept as it is. */
export async function branchHere(): Promise<void> {
  const { now } = useRun.getState()
  if (run === undefined || now === undefined) return
  await run.branch(`from ${clockText(now.time)}`)
}

/** All that the first state depends on: another one needs another run. */
function originOf({ id, model, files, session }: Project): string {
  const { changes = '', seed } = session
  return JSON.stringify([id, model, session.model, changes, seed, files, session.files ?? {}])
}
