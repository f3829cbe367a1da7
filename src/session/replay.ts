import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { hasErrors } from '../compile/parse-model.ts'
import { branchWorld, differingPlaces } from '../engine/branch.ts'
import { createWorld } from '../engine/create-world.ts'
import type { Program } from '../engine/program.ts'
import { stateHash } from '../engine/state-hash.ts'
import { type Stepper, createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import type { ArmChange } from '../experiment/arm.ts'
import type { ReadFile } from '../model/include.ts'
import type { Issue, Message } from '../model/issue.ts'
import { actionInPast, otherPlaces } from '../model/messages-session.ts'
import type { Team } from '../parallel/team.ts'
import type { Session, SessionAction, SessionEnd } from './session.ts'
import { type SessionModel, actionName, sessionModel } from './session-model.ts'

/** What a world of a session needs from where it runs. */
export interface SessionEnvironment {
  /** The compiled WebAssembly module. */
  readonly kernels: WebAssembly.Module
  /** Threads for the one world that is made; none: the calling thread alone. */
  readonly team?: Team
}

/** A world of a session, ready to step. */
export interface SessionWorld {
  readonly world: World
  readonly stepper: Stepper
  readonly model: Model
  /** Warnings and notes. */
  readonly issues: readonly Issue[]
}

/** What a session cannot do, and why; nothing has changed. */
export interface Refusal {
  readonly world?: undefined
  readonly issues: readonly Issue[]
}

/** A world after an action. */
export interface ActedWorld extends SessionWorld {
  /** The session with the action in it. */
  readonly session: Session
  /** Columns that begin with their initial values, since only the changed model has them. */
  readonly added: readonly string[]
  /** Columns of which nothing is left. */
  readonly removed: readonly string[]
  /** Numbers that the action scaled, with what they were. */
  readonly changes: readonly ArmChange[]
}

/** Makes the world of a session at tick 0, before its first action. */
export function beginSession(
  session: Session,
  read: ReadFile,
  environment: SessionEnvironment,
): SessionWorld | Refusal {
  const { model, issues } = sessionModel(session, read, 0)
  if (model === undefined) return { issues }
  const world = createWorld(compile(model), { ...environment, seed: session.seed })
  return { world, stepper: createStepper(world), model, issues }
}

/**
 * Does one more action, at the tick at which `world` stands: reads the model with all changes so far and takes the state into it.
 * `session` holds the actions done so far. The given world stays as it is, whether the action is possible or not.
 */
export function act(
  world: World,
  session: Session,
  action: SessionAction,
  read: ReadFile,
  environment: SessionEnvironment,
): ActedWorld | Refusal {
  const prepared = prepareAction(world, session, action, read)
  return 'program' in prepared ? enact(world, prepared, environment) : prepared
}

/** An action that is possible, before its world is made: whoever starts threads for that needs to know the program. */
export interface PreparedAction {
  readonly session: Session
  readonly program: Program
  readonly parsed: SessionModel
  readonly model: Model
}

/** Reads the model that an action makes, and says whether the state of `world` fits into it. */
export function prepareAction(
  world: World,
  session: Session,
  action: SessionAction,
  read: ReadFile,
): PreparedAction | Refusal {
  const index = session.actions.length
  const refuse = (message: Message): Refusal => ({
    issues: [{ ...message, path: [], position: { file: actionName(index), line: 1, column: 1, length: 1 } }],
  })
  if (action.tick !== world.tick) return refuse(actionInPast(action.tick, world.tick))
  const next: Session = { ...withoutEnd(session), actions: [...session.actions, action] }
  const parsed = sessionModel(next, read)
  const { model, issues } = parsed
  if (model === undefined || hasErrors(issues)) return { issues }
  const program = compile(model)
  const differing = differingPlaces(world.program, program)
  return differing.length > 0 ? refuse(otherPlaces(differing)) : { session: next, program, parsed, model }
}

/** Takes the state of `world` into the model of an action. */
export function enact(
  world: World,
  { session, program, parsed, model }: PreparedAction,
  environment: SessionEnvironment,
): ActedWorld {
  const branch = branchWorld(world, program, { ...environment, seed: session.seed })
  const { issues, changes } = parsed
  return { ...branch, stepper: createStepper(branch.world), model, session, issues, changes }
}

/** The session without what it came to: it goes on. */
function withoutEnd(session: Session): Session {
  const rest: { -readonly [K in keyof Session]: Session[K] } = { ...session }
  delete rest.reached
  return rest
}

/** The session up to a tick, with the actions at that tick: what to go on from after going back. */
export function sessionUntil(session: Session, tick: number): Session {
  return { ...withoutEnd(session), actions: session.actions.filter((action) => action.tick <= tick) }
}

/** The session as it stands in a world: with the tick that was reached, and the hash of the state there. */
export function sessionAt(session: Session, world: World): Session {
  return { ...session, reached: { tick: world.tick, hash: stateHash(world) } }
}

/** What a replay needs beside kernels. */
export interface ReplayEnvironment {
  readonly kernels: WebAssembly.Module
  /** Starts threads for a world of this program; each world has its own, which end with it. */
  startTeam?(program: Program): Promise<Team | undefined>
  /** Called with the world at tick 0. */
  onBegin?(world: World, model: Model): void
  /** Called after each tick; returns false to stop there. */
  onTick?(world: World): boolean
  /** Called when an action has been done. */
  onAction?(done: ReplayedAction): void
  /** Called with the world at its end, while its memory is there. */
  onEnd?(world: World, model: Model): void
}

/** An action of a replay. */
export interface ReplayedAction {
  readonly index: number
  readonly action: SessionAction
  /** [min] */
  readonly time: number
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changes: readonly ArmChange[]
}

/** What a replay came to. */
export interface Replayed {
  readonly tick: number
  /** [min] */
  readonly time: number
  /** Of the state at `tick`. */
  readonly hash: string
  /** Of the model before the first action. */
  readonly modelHash: string
  /** False when the model is no longer the one that the session was made with; undefined when the session does not say. */
  readonly isSameModel?: boolean
  /** What the session says it came to, when the replay went to that tick. */
  readonly expected?: SessionEnd
  /** Whether the bits are those of the session; undefined when it does not say, or the replay went elsewhere. */
  readonly isSame?: boolean
  readonly actions: readonly ReplayedAction[]
  readonly issues: readonly Issue[]
}

/**
 * Does a session again: begins, runs, acts, runs, to the tick that it reached, or to `until`, or to the end that its model names.
 * What is wrong with it comes back as issues.
 */
export async function replaySession(
  session: Session,
  read: ReadFile,
  environment: ReplayEnvironment,
  until?: number,
): Promise<Replayed | Refusal> {
  const begin: Session = { ...withoutEnd(session), actions: [] }
  const { model, issues } = sessionModel(begin, read)
  if (model === undefined) return { issues }
  const program = compile(model)
  const run = new ReplayRun(environment)
  try {
    await run.enter(program, (env) => createWorld(program, { ...env, seed: session.seed }))
    environment.onBegin?.(run.world, model)
    const end = until ?? session.reached?.tick ?? program.clock.stop
    const outcome = await replayActions(session, { begin, read, run, end })
    if (outcome !== undefined) return outcome
    return replayed(session, run, { model, issues, until })
  } finally {
    await run.close()
  }
}

interface Replaying {
  readonly begin: Session
  readonly read: ReadFile
  readonly run: ReplayRun
  readonly end: number
}

async function replayActions(
  session: Session,
  { begin, read, run, end }: Replaying,
): Promise<Refusal | undefined> {
  let current = begin
  for (const action of session.actions) {
    if (action.tick > end) break
    if (!run.to(action.tick)) return undefined
    const prepared = prepareAction(run.world, current, action, read)
    if (!('program' in prepared)) return prepared
    await run.act(prepared, action)
    current = prepared.session
  }
  run.to(end)
  return undefined
}

function replayed(
  session: Session,
  run: ReplayRun,
  { model, issues, until }: { model: Model; issues: readonly Issue[]; until: number | undefined },
): Replayed {
  const { world } = run
  const hash = stateHash(world)
  run.end(model)
  const { reached, modelHash } = session
  const isThere = reached !== undefined && reached.tick === world.tick && (until ?? world.tick) === world.tick
  return {
    tick: world.tick,
    time: world.time,
    hash,
    modelHash: model.hash,
    ...(modelHash === undefined ? {} : { isSameModel: modelHash === model.hash }),
    ...(isThere ? { expected: reached, isSame: reached.hash === hash } : {}),
    actions: run.actions,
    issues,
  }
}

/** The worlds of a replay, one after the other; ends the threads of each when the next has its state. */
class ReplayRun {
  readonly actions: ReplayedAction[] = []
  readonly #environment: ReplayEnvironment
  #stepper: Stepper | undefined
  #team: Team | undefined
  #model: Model | undefined

  constructor(environment: ReplayEnvironment) {
    this.#environment = environment
  }

  get world(): World {
    if (this.#stepper === undefined) throw new Error('a replay has no world before it enters one')
    return this.#stepper.world
  }

  /** Makes a world with threads of its own, and leaves the one before. */
  async enter(program: Program, make: (environment: SessionEnvironment) => World): Promise<void> {
    const { kernels } = this.#environment
    const team = await this.#environment.startTeam?.(program)
    const before = this.#team
    this.#team = team
    this.#stepper = createStepper(make({ kernels, ...(team === undefined ? {} : { team }) }))
    await before?.close()
  }

  /** Runs to a tick; false when it was stopped before. */
  to(tick: number): boolean {
    if (this.#stepper === undefined) return false
    runUntil(this.#stepper, tick, (world) => this.#environment.onTick?.(world) ?? true)
    return this.world.tick >= tick
  }

  async act(prepared: PreparedAction, action: SessionAction): Promise<void> {
    const from = this.world
    const { time } = from
    let done: ActedWorld | undefined
    await this.enter(prepared.program, (environment) => {
      done = enact(from, prepared, environment)
      return done.world
    })
    if (done === undefined) return
    this.#model = done.model
    const { added, removed, changes } = done
    const entry = { index: this.actions.length, action, time, added, removed, changes }
    this.actions.push(entry)
    this.#environment.onAction?.(entry)
  }

  /** Shows the last world to whoever wants it; `first` is its model when nobody acted. */
  end(first: Model): void {
    this.#environment.onEnd?.(this.world, this.#model ?? first)
  }

  async close(): Promise<void> {
    await this.#team?.close()
  }
}
