import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Model } from '../compile/model.ts'
import { allSections, hasErrors } from '../compile/parse-model.ts'
import { compileClock } from '../compile/space-time.ts'
import { saveSnapshot } from '../engine/snapshot.ts'
import type { World } from '../engine/world.ts'
import type { ArmChange } from '../experiment/arm.ts'
import { formatNumber, formatTime } from '../figures/number-format.ts'
import { writeModel } from '../model/assemble.ts'
import { issuesToJson } from '../model/format-issue.ts'
import type { ReadFile } from '../model/include.ts'
import { listNames } from '../model/messages.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { startTeamFor } from '../platform/node/node-team.ts'
import {
  type Replayed,
  type ReplayedAction,
  replaySession,
  sessionAt,
  sessionUntil,
} from '../session/replay.ts'
import { writeSession } from '../session/session-document.ts'
import { CHANGES_NAME, actionName, sessionModel } from '../session/session-model.ts'
import type { Session } from '../session/session.ts'
import { ExitCode } from './exit-code.ts'
import { claimFolder } from './file-error.ts'
import { reportIssues } from './issues.ts'
import { openSessionSource } from './open-session.ts'
import { ReplaySeries } from './replay-series.ts'
import { type Terminal, counted, quietTerminal } from './terminal.ts'

export interface ReplayOptions {
  /** [min] */
  readonly until?: number
  readonly threads?: number
  readonly out?: string
  readonly json?: boolean
}

/** `milieu replay`: does a steered run again and says whether it comes to the bits that the session came to. */
export async function replayCommand(
  source: string,
  options: ReplayOptions,
  terminal: Terminal,
): Promise<number> {
  const opened = openSessionSource(source)
  if (typeof opened === 'string') {
    terminal.error(`error: ${opened}`)
    return ExitCode.usage
  }
  const out = options.json === true ? quietTerminal(terminal) : terminal
  const { session, issues, read } = opened
  if (session === undefined) {
    reportIssues(issues, terminal)
    return ExitCode.mistakes
  }
  const { model, issues: found } = sessionModel(session, read, 0)
  const say = { lines: (file: string) => linesOf(session, file) }
  reportIssues(found, hasErrors(found) ? terminal : out, say)
  if (model === undefined) return ExitCode.mistakes
  if (options.out !== undefined) claimFolder(options.out)
  return replay({ session, model, read, options, out }, terminal)
}

interface Replay {
  readonly session: Session
  /** Before the first action. */
  readonly model: Model
  readonly read: ReadFile
  readonly options: ReplayOptions
  readonly out: Terminal
}

async function replay(request: Replay, terminal: Terminal): Promise<number> {
  const { session, model, read, options, out } = request
  const clock = compileClock(model.data)
  const until = options.until === undefined ? undefined : Math.round(options.until / clock.tick)
  const end = until ?? session.reached?.tick ?? clock.stop
  const isChanged = session.modelHash !== undefined && session.modelHash !== model.hash
  if (isChanged) out.error(changedModel(session, model))
  const lines = actionLines(clock.tick * Math.max(end, 1), out)
  if (options.json !== true) terminal.print(heading(request))
  const series = new ReplaySeries()
  const result = await replaySession(
    session,
    read,
    {
      kernels: loadKernels(),
      startTeam: (program) =>
        startTeamFor(program, { threads: options.threads, cores: availableParallelism() }, loadKernels()),
      onBegin: (world, first) => series.begin(world, first),
      onTick: (world) => {
        series.observe(world)
        if (world.tick % TICKS_PER_LOOK === 0) out.progress(progressText(world, end))
        return true
      },
      onAction: (done) => {
        if (options.json !== true) terminal.print(lines(done))
      },
      onEnd: (world, last) => {
        series.end(world)
        if (options.out !== undefined)
          writeFolder(options.out, { session, first: model, world, last, series })
      },
    },
    until,
  )
  out.progress()
  if (!('hash' in result)) {
    reportIssues(result.issues, terminal, { lines: (file) => linesOf(session, file) })
    return ExitCode.mistakes
  }
  terminal.print(options.json === true ? jsonText(result) : ending(result, request))
  return isChanged || result.isSame === false ? ExitCode.differs : ExitCode.done
}

/** Ticks between two looks at how far it is; chosen: a fraction of a second on the largest shipped model. */
const TICKS_PER_LOOK = 64

function progressText(world: World, end: number): string {
  return `  tick ${formatNumber(world.tick)} of ${formatNumber(end)}, ${counted(world.count, 'cell')}`
}

/** Lines of the text of an action, for the frame around a mistake in it. */
function linesOf({ changes, actions }: Session, file: string): readonly string[] | undefined {
  const text =
    file === CHANGES_NAME ? changes : actions.find((_, index) => actionName(index) === file)?.change
  return text?.split('\n')
}

function heading({ session, model }: Replay): string {
  const actions = counted(session.actions.length, 'action')
  return `\n  ${model.data.title}, seed ${session.seed}, ${actions}\n`
}

function changedModel(session: Session, model: Model): string {
  const own = session.files?.[session.model] === undefined ? 'shipped ' : ''
  return `the ${own}model has changed since: its hash is ${model.hash}, that of the session's was ${session.modelHash ?? ''}`
}

/** How an action is told: when, what a reader calls it, and what it did. */
function actionLines(duration: number, { colours }: Terminal): (done: ReplayedAction) => string {
  return ({ index, action, time, added, removed, changes }) => {
    const when =
      `  tick ${formatNumber(action.tick)}`.padEnd(COLUMN) + formatTime(time, duration).padEnd(COLUMN)
    const scaled = changes.map(changeText)
    const more = [
      ...scaled,
      ...(added.length > 0 ? [`new in the state: ${listNames(added)}`] : []),
      ...(removed.length > 0 ? [`no longer in the state: ${listNames(removed)}`] : []),
    ]
    const label = action.label === '' ? actionName(index) : action.label
    return [when + label, ...more.map((line) => ' '.repeat(2 * COLUMN) + colours.dim(line))].join('\n')
  }
}

/** `cell types.tumour.cycle.rate: 0.002 1/min, now 0.0004 1/min` */
function changeText(change: ArmChange): string {
  if (change.kind === 'without') return `without ${change.cellType}`
  const { value, unit } = change.from
  const text = (number: number): string =>
    `${Number(number.toPrecision(DIGITS))}${unit === '' ? '' : ` ${unit}`}`
  return `${change.path}: ${text(value)}, now ${text(value * change.factor)}`
}

/** Digits of numbers that an action scales; chosen: more than anybody knows of one, less than rounding shows. */
const DIGITS = 6

/** Width of a column [characters]. */
const COLUMN = 16

/** The state that was reached, and whether it is that of the session. */
function ending(result: Replayed, { session, options }: Replay): string {
  const when = formatTime(result.time, result.time)
  const cells = `  tick ${formatNumber(result.tick)}, ${when}`
  const folder = options.out === undefined ? [] : [`  written  ${options.out}`]
  return ['', cells, `  state    ${result.hash}`, `  ${verdict(result, session)}`, ...folder].join('\n')
}

function verdict({ isSameModel, isSame, expected, tick }: Replayed, { reached }: Session): string {
  if (isSame === true) return 'same bits as the session'
  if (isSame === false && expected !== undefined) {
    const why = isSameModel === false ? ': the model has changed since' : ''
    return `other bits than the session, which came to ${expected.hash}${why}`
  }
  return reached === undefined
    ? 'the session does not say what it came to'
    : `not compared: the session ended at tick ${formatNumber(reached.tick)}, not at tick ${formatNumber(tick)}`
}

function jsonText({ actions, issues, ...rest }: Replayed): string {
  return JSON.stringify({ ...rest, actions, issues: issuesToJson(issues) }, undefined, 2)
}

/** A session that does not say what it came to, with what it came to now. */
function completed(session: Session, model: Model, world: World): Session {
  if (session.reached !== undefined) return session
  return sessionAt(
    { ...sessionUntil(session, world.tick), modelHash: session.modelHash ?? model.hash },
    world,
  )
}

/** What `--out` writes: the session as it was replayed, its last model, what was recorded, and the state. */
function writeFolder(
  folder: string,
  {
    session,
    first,
    world,
    last,
    series,
  }: {
    readonly session: Session
    readonly first: Model
    readonly world: World
    readonly last: Model
    readonly series: ReplaySeries
  },
): void {
  nodeFiles.write(join(folder, 'session.yaml'), writeSession(completed(session, first, world)))
  nodeFiles.write(join(folder, 'model.yaml'), writeModel(last.data, allSections()))
  nodeFiles.write(join(folder, 'series.csv'), series.csv())
  nodeFiles.write(join(folder, 'state.milieu'), saveSnapshot(world))
}
