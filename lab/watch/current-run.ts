import type { Session } from '../../src/browser.ts'
import { dismissNotice, noticeOf, notify } from '../app/notices.ts'
import { type Project, useProject } from '../app/project.ts'
import type { Answer, Problem, RunInfo } from '../workers/run-api.ts'
import { deleteHistory } from '../workers/spill-database.ts'
import { actionsAlong, branchWith, newestTick } from './history-path.ts'
import type { Intent } from './intent.ts'
import { clockText } from './pace.ts'
import { restoreView } from './restore-view.ts'
import { originOf, storeOf } from './open-options.ts'
import { NO_RUN, useRun } from './run-store.ts'
import { forgetThumbnails } from './thumbnails.ts'
import { WatchedRun } from './watched-run.ts'

let run: WatchedRun | undefined
/** A run that is being opened: it is shown once it is there. */
let coming: WatchedRun | undefined
/** The project that the open run was made from. */
let opened: Project | undefined
/** The origin that could not be opened last. */
let refused: string | undefined
/** The session that this page put into the project: anything else comes from an undo, a link or another page. */
let written: Session | undefined
let notice: number | undefined

/** The run that the page watches; it stays open while the reader looks at other pages. */
export function currentRun(): WatchedRun | undefined {
  return run
}

/** True when the run that is shown is that of the project as it is now. */
export function isProjectsRun(): boolean {
  return run !== undefined && isOf(useProject.getState().project)
}

function isOf(project: Project): boolean {
  return opened !== undefined && (opened === project || originOf(opened) === originOf(project))
}

/** Ends a way that takes long where it is. */
export function stopWay(): void {
  ;(coming ?? run)?.stopWay()
}

/** Opens the run of a project, or goes on with the one that is open; goes to where an undo leads. True for a run that begins. */
export async function watchProject(project: Project): Promise<boolean> {
  if (!isOf(project)) {
    run?.wake()
    return refused === originOf(project) ? false : reopen(project)
  }
  opened = project
  settle()
  run?.wake()
  if (project.session === written) return false
  const previous = written
  written = project.session
  if (!(await goToSession(project.session, previous))) await reopen(project)
  return false
}

/** The run that is shown is that of the project (again): nothing is refused and nothing else is on its way. */
function settle(): void {
  refused = undefined
  coming?.close()
  coming = undefined
  dropNotice()
  if (useRun.getState().isBefore === true) useRun.setState({ isBefore: false, isOpening: false })
}

/** Takes back what was said of a project that could not begin. */
function dropNotice(): void {
  if (notice !== undefined) dismissNotice(notice)
  notice = undefined
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

/** Opens the project's run anew; the one that is open stays until the new one is there. True when it is. */
export async function reopen(project = useProject.getState().project): Promise<boolean> {
  coming?.close()
  const next = new WatchedRun()
  coming = next
  // states of one origin lie in one place: the run that holds it has to go first
  if (run === undefined || isOf(project)) dropRun()
  else {
    run.pause()
    useRun.setState({ isOpening: true })
  }
  const answer = await next.open(project)
  if (coming !== next) return false
  coming = undefined
  if (!answer.ok) {
    next.close()
    refuse(project, answer.problem)
    return false
  }
  const before = opened
  run?.close()
  forgetThumbnails()
  settle()
  if (before?.id === project.id && storeOf(before) !== storeOf(project)) void deleteHistory(storeOf(before))
  ;[run, opened, written] = [next, project, project.session]
  restoreView(project, answer.value.scene)
  await next.show(answer.value, project.session, project.view?.at)
  return true
}

function dropRun(): void {
  run?.close()
  run = undefined
  forgetThumbnails()
  useRun.setState({ ...NO_RUN, speed: useRun.getState().speed, phase: 'opening' }, true)
}

/** Says why a project cannot begin, beside the tissue that was there before. */
function refuse(project: Project, problem: Problem): void {
  refused = originOf(project)
  if (run === undefined) {
    useRun.setState({ phase: 'refused', problem })
    return
  }
  useRun.setState({ isOpening: false, isBefore: true, problem })
  // Tried twice, it is said once.
  dropNotice()
  notice = notify({
    ...noticeOf(problem),
    tone: 'problem',
    message: `“${project.name}” cannot begin: ${problem.message} What is shown is the run before.`,
    action: { label: 'Open in Edit', run: () => void (location.hash = '#/edit') },
  })
}

const BEFORE: Problem = {
  code: 'Failed',
  message:
    'This is the run before: the model as it is now cannot begin, so that nothing done here could be kept. Mend it in Edit first, or undo.',
  issues: [],
}

/** Puts the session as it is now into the project; as a step that can be undone after an action. */
export async function keepSession(isStep: boolean): Promise<void> {
  const { phase, now, history } = useRun.getState()
  if (run === undefined || !isProjectsRun() || phase !== 'ready' || now === undefined) return
  // whoever looks at the past has not given up what was done after it
  if (!isStep && now.tick < newestTick(history)) return
  const before = useProject.getState().project.session
  const session = await run.session()
  if (!isProjectsRun()) return
  // an undo or a redo came meanwhile: it counts
  if (!isStep && useProject.getState().project.session !== before) return
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
  if (!isProjectsRun()) return { ok: false, problem: BEFORE }
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
