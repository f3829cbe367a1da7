import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { hasErrors } from '../compile/parse-model.ts'
import { branchWorld, differingPlaces } from '../engine/branch.ts'
import { createWorld } from '../engine/create-world.ts'
import type { Program } from '../engine/program.ts'
import { loadSnapshot, saveSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import { type Stepper, createStepper } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import type { ReadFile } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import { soloTeam } from '../parallel/solo-team.ts'
import type { Team } from '../parallel/team.ts'
import { type CellHistory, FollowedCells, slotOf } from './followed-cells.ts'
import { KeptStates, type Kept, type SpillStore } from './kept-states.ts'
import { outgrown, problemOf, tooLarge } from './run-problem.ts'
import { seriesBeat, seriesMeasures, stateBeat } from './run-series.ts'
import {
  type Answer,
  type History,
  type Problem,
  type RunState,
  type SeriesRows,
  refused,
} from './run-state.ts'
import {
  type Line,
  type Segment,
  actionsOf,
  addRow,
  describeLine,
  endOf,
  indexAt,
  pathOf,
  reachOf,
  rowsAlong,
} from './run-tree.ts'
import { sessionModel } from './session-model.ts'
import type { Session, SessionAction } from './session.ts'

/** What a steered run begins with, and what it needs from where it runs. */
export interface SteerOptions {
  /** Actions in it are done again; `reached` is where it goes to. */
  readonly session: Session
  /** Reads the documents of the model, and of parts that actions include. */
  readonly read: ReadFile
  readonly kernels: WebAssembly.Module
  /** Threads for the run, asked for once its model is known to be good. */
  startTeam?(program: Program): Promise<Team | undefined>
  /** Memory for states of the past [byte]. */
  readonly historyBudget: number
  /** Where states go that memory has no room for. */
  readonly spill?: SpillStore
  /** Memory that the run may take beside its history [byte]. */
  readonly memoryLimit?: number
  /** Measures to record beside those of the model. */
  readonly measures?: readonly string[]
  /** Facts that are noted of followed cells on each beat of the series. */
  factsOf?(world: World, model: Model, slot: number): Readonly<Record<string, number>>
  /** Called after each tick of a way to somewhere; a promise lets others speak meanwhile. */
  pause?(tick: number, until: number): void | Promise<void>
  /** False ends the way on which the run opens: it stays where it is. */
  isWanted?(): boolean
}

/** What 32-bit addresses reach [byte]. */
export const MOST_MEMORY = 4_294_967_296

/** A place in the tree of a run. */
interface Place {
  readonly line: Line
  /** Stretch of the line's path. */
  readonly index: number
}

/**
 * A run that somebody steers, with its past. It may go on, be changed at any tick, go back to any earlier tick exactly, and branch
 * there; what it comes to is the session's and nothing else's (docs/adr/0023-sessions.md).
 */
export class SteeredRun {
  readonly #options: SteerOptions
  readonly #kept: KeptStates
  readonly #followed = new FollowedCells()
  readonly #lines: Line[] = []
  readonly #home: Team
  /** A second memory: for states that are looked at, and for the one that an action takes into another model. */
  readonly #spare: Team
  #place: Place
  #stepper: Stepper
  #problem: Problem | undefined
  #nextSegment = 0
  #nextLine = 0
  /** What the spare memory shows. */
  #previewed: { readonly kept: Kept; readonly world: World } | undefined

  /** Opens a session: reads its model, does its actions and goes to where it had come. Says what is wrong instead of failing. */
  static async open(options: SteerOptions): Promise<Answer<SteeredRun>> {
    const { session, read, kernels } = options
    const { reached, ...rest } = session
    const begin: Session = { ...rest, actions: [] }
    const { model, issues } = sessionModel(begin, read)
    if (model === undefined || hasErrors(issues))
      return refused('ModelHasErrors', `the model ${session.model} has errors`, issues)
    const program = compile(model)
    const large = tooLarge(program, options.memoryLimit ?? MOST_MEMORY)
    if (large !== undefined) return refused('TooLarge', large)
    await clear(options.spill)
    const home = (await options.startTeam?.(program)) ?? soloTeam(kernels)
    try {
      const run = new SteeredRun({ ...options, session: begin }, home, { model, program, issues })
      const mistake = run.#plan(session.actions)
      if (mistake !== undefined) {
        await home.close()
        return { ok: false, problem: mistake }
      }
      const end = reached?.tick ?? session.actions.at(-1)?.tick ?? 0
      const went = await run.seek(end, undefined, false, options.isWanted)
      if (went.ok) return { ok: true, value: run }
      await home.close()
      return went
    } catch (error) {
      await home.close()
      if (!(error instanceof RangeError)) throw error
      return refused('OutOfMemory', `There is not enough memory for this model here: ${error.message}.`)
    }
  }

  private constructor(options: SteerOptions, home: Team, first: CompiledModel) {
    this.#options = options
    this.#kept = new KeptStates({
      budget: options.historyBudget,
      ...(options.spill === undefined ? {} : { spill: options.spill }),
    })
    this.#home = home
    this.#spare = soloTeam(options.kernels)
    const line = this.#addLine(undefined, 0, 'run')
    line.segments.push(this.#segment(0, first))
    this.#place = { line, index: 0 }
    this.#stepper = this.#begin()
    this.#observe(true)
  }

  get world(): World {
    return this.#stepper.world
  }

  get model(): Model {
    return this.#segmentNow.model
  }

  /** Warnings and notes about the model as it is now. */
  get issues(): readonly Issue[] {
    return this.#segmentNow.issues
  }

  get threads(): number {
    return this.#home.threads
  }

  /** The series of the model as it is now. */
  get series(): readonly { readonly name: string; readonly unit: string }[] {
    return this.#segmentNow.measures.map(({ name, unit }) => ({ name, unit }))
  }

  get state(): RunState {
    const { tick, time, count } = this.world
    const problem = this.#problem === undefined ? {} : { problem: this.#problem }
    return { tick, time, cells: count, branch: this.#place.line.id, ...problem }
  }

  /**
   * Runs to tick `until` along the branch, its actions included, as long as `mayGoOn` says so after a tick. One tick is done at least.
   */
  advance(until: number, mayGoOn: () => boolean = () => true): RunState {
    while (this.#problem === undefined && this.world.tick < until) {
      this.#cross()
      const isFree = this.#advanceWithin(Math.min(until, endOf(this.#path, this.#place.index)), mayGoOn)
      // Whoever arrives at a tick arrives after what is done there.
      this.#cross()
      if (!isFree) break
    }
    return this.state
  }

  /** Waits until states that were spilled are where they belong, if there is much of it. */
  async settle(most = this.#options.historyBudget / 4): Promise<void> {
    if (this.#kept.movingBytes > most) await this.#kept.settle()
  }

  /**
   * Changes the model at the present tick. Where the branch has gone on from here already, another one begins. An empty change begins a
   * branch and changes nothing. A change with mistakes leaves all as it was.
   */
  act(change: string, label: string): Answer<RunState> {
    if (this.#problem !== undefined)
      return refused('RunStopped', 'This state cannot go on: go back to an earlier one first.')
    const { tick } = this.world
    const action: SessionAction = { tick, change, label }
    const isBlank = change.trim() === ''
    const next = isBlank
      ? { ok: true as const, value: this.#segmentNow }
      : this.#compiled([...this.actions, action], this.world.program)
    if (!next.ok) return next
    const isTip = this.#isAtTip && !isBlank
    const before = this.#place
    const bytes = saveSnapshot(this.world)
    this.#keep(bytes)
    const line = isTip ? before.line : this.#addLine(before, tick, label)
    line.segments.push(this.#segment(tick, next.value, isBlank ? undefined : action))
    this.#place = { line, index: pathOf(line).length - 1 }
    if (isBlank) return { ok: true, value: this.state }
    const failure = this.#change(bytes)
    if (failure === undefined) return { ok: true, value: this.state }
    line.segments.pop()
    if (!isTip) this.#lines.pop()
    this.#place = before
    return { ok: false, problem: failure }
  }

  /**
   * Goes to a tick of a branch, exactly: from the nearest state kept before it, computed on from there. At the tick of an action it is
   * done, unless one asks for the state `before` it. Stays where it has come when it is no longer wanted.
   */
  async seek(
    tick: number,
    branch?: string,
    before = false,
    isWanted: () => boolean = () => true,
  ): Promise<Answer<RunState>> {
    const line = this.#lines.find(({ id }) => id === (branch ?? this.#place.line.id))
    if (line === undefined) return refused('UnknownBranch', `there is no branch '${branch ?? ''}' any more`)
    if (!Number.isInteger(tick) || tick < 0) return refused('NoSuchTick', `there is no tick ${tick}`)
    const path = pathOf(line)
    const index = indexAt(path, tick, before)
    await this.#goNear(line, path, index, tick)
    while (this.#problem === undefined && (this.world.tick < tick || this.#place.index < index)) {
      const until = Math.min(tick, endOf(path, this.#place.index))
      this.#advanceWithin(until, () => false)
      if (this.world.tick >= until && this.#place.index < index) this.#crossOnce()
      const pausing = this.#options.pause?.(this.world.tick, tick)
      if (pausing !== undefined) await pausing
      await this.settle()
      if (!isWanted()) break
    }
    return { ok: true, value: this.state }
  }

  /** A world of the state kept nearest to a tick of this branch, to be looked at and not to be changed; valid until the next call. */
  async preview(tick: number): Promise<World | undefined> {
    const path = this.#path
    const kept = path.flatMap((segment, index) =>
      this.#kept.within(segment.id, segment.start, endOf(path, index)),
    )
    const distance = (at: number): number => Math.abs(at - tick)
    const nearest = kept.toSorted((a, b) => distance(a.tick) - distance(b.tick))[0]
    if (nearest === undefined || distance(this.world.tick) <= distance(nearest.tick)) return this.world
    if (this.#previewed?.kept.segment === nearest.segment && this.#previewed.kept.tick === nearest.tick)
      return this.#previewed.world
    const bytes = await this.#kept.read(nearest)
    const segment = path.find(({ id }) => id === nearest.segment)
    if (bytes === undefined || segment === undefined) return undefined
    const world = this.#loadSpare(segment.program, bytes)
    this.#previewed = { kept: nearest, world }
    return world
  }

  history(): History {
    const path = this.#path
    const { bytes, spilledBytes, budget, note } = this.#kept
    const kept = path.flatMap((segment, index) =>
      this.#kept.within(segment.id, segment.start, endOf(path, index)).map(({ tick }) => tick),
    )
    return {
      branches: this.#lines.map(describeLine),
      current: this.#place.line.id,
      kept: [...new Set(kept)],
      bytes,
      spilledBytes,
      budget,
      ...(note === undefined ? {} : { note }),
    }
  }

  /** Forgets a branch and those that leave it, but never the first. Who stands on one of them goes to where it left its parent. */
  async forget(branch: string): Promise<void> {
    const line = this.#lines.find(({ id }) => id === branch)
    if (line?.parent === undefined) return
    const isGone = (each: Line): boolean =>
      each === line || (each.parent !== undefined && isGone(each.parent))
    if (isGone(this.#place.line)) await this.seek(line.from, line.parent.id, true)
    const gone = this.#lines.filter(isGone)
    this.#kept.forget(new Set(gone.flatMap(({ segments }) => segments.map(({ id }) => id))))
    this.#lines.splice(0, this.#lines.length, ...this.#lines.filter((each) => !isGone(each)))
  }

  /** Rows of the branch later than a time [min], what lies ahead of a present in the past included. */
  rows(after?: number): SeriesRows {
    const names = this.series.map(({ name }) => name)
    return rowsAlong(this.#path, names, this.world.program.clock.tick, after)
  }

  follow(lineages: readonly string[]): void {
    this.#followed.follow(lineages)
    this.#noteFollowed()
  }

  /** What was noted of a cell along this branch. */
  cellHistory(lineage: string): CellHistory {
    return this.#followed.historyOf(lineage, this.#path, this.world.program.clock.tick)
  }

  /** Row of a cell in the world; undefined when it is gone. */
  slotOf(lineage: string): number | undefined {
    return slotOf(this.world, lineage)
  }

  hash(): string {
    return stateHash(this.world)
  }

  /** Actions done up to here. */
  get actions(): readonly SessionAction[] {
    return actionsOf(this.#path, this.#place.index)
  }

  /** What anybody needs to come to the same state. */
  session(): Session {
    const modelHash = this.#lines[0]?.segments[0]?.model.hash
    return {
      ...this.#options.session,
      ...(modelHash === undefined ? {} : { modelHash }),
      actions: this.actions,
      reached: { tick: this.world.tick, hash: this.hash() },
    }
  }

  snapshot(): Uint8Array<ArrayBuffer> {
    return saveSnapshot(this.world)
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.#kept.settle()
    await this.#home.close()
  }

  get #path(): readonly Segment[] {
    return pathOf(this.#place.line)
  }

  get #segmentNow(): Segment {
    const segment = this.#path[this.#place.index]
    if (segment === undefined) throw new Error('the place of a run is not on its path')
    return segment
  }

  /** True where the branch has not gone on. */
  get #isAtTip(): boolean {
    const { line, index } = this.#place
    return index === this.#path.length - 1 && this.world.tick >= reachOf(line)
  }

  /** Lays out the stretches of a session's actions, without computing them. */
  #plan(actions: readonly SessionAction[]): Problem | undefined {
    const { line } = this.#place
    for (const [index, action] of actions.entries()) {
      const before = line.segments.at(-1)?.program
      if (before === undefined) break
      const next = this.#compiled(actions.slice(0, index + 1), before)
      if (!next.ok) return next.problem
      line.segments.push(this.#segment(action.tick, next.value, action))
    }
    return undefined
  }

  /** The model after some actions, if the state of `before` fits into it. */
  #compiled(actions: readonly SessionAction[], before: Program): Answer<CompiledModel> {
    const { session, read } = this.#options
    const { model, issues } = sessionModel({ ...session, actions }, read)
    const label = actions.at(-1)?.label ?? ''
    if (model === undefined || hasErrors(issues))
      return refused('ModelHasErrors', `'${label}' does not fit the model`, issues)
    const program = compile(model)
    const differing = differingPlaces(before, program)
    if (differing.length === 0) return { ok: true, value: { model, program, issues } }
    return refused(
      'SnapshotOfOtherModel',
      `'${label}' changes ${differing.join(' and ')}, which a run keeps; begin a new run with it`,
    )
  }

  #segment(start: number, { model, program, issues }: CompiledModel, action?: SessionAction): Segment {
    return {
      id: this.#nextSegment++,
      start,
      ...(action === undefined ? {} : { action }),
      model,
      program,
      issues,
      measures: seriesMeasures(model, program, this.#options.measures),
      rows: { ticks: [], values: new Map() },
      to: start,
    }
  }

  #addLine(place: Place | undefined, from: number, label: string): Line {
    const line: Line = {
      id: String(this.#nextLine++),
      ...(place === undefined ? {} : { parent: place.line }),
      shared: place === undefined ? 0 : place.index + 1,
      from,
      label,
      segments: [],
    }
    this.#lines.push(line)
    return line
  }

  #begin(): Stepper {
    const { kernels, session } = this.#options
    const { program } = this.#segmentNow
    return createStepper(createWorld(program, { kernels, seed: session.seed, team: this.#home }))
  }

  /** Puts another world into the place of the one that runs. */
  #enter(make: (team: Team) => World): void {
    this.#home.leave()
    this.#stepper = createStepper(make(this.#home))
    this.#problem = undefined
  }

  #loadSpare(program: Program, bytes: Uint8Array<ArrayBuffer>): World {
    this.#previewed = undefined
    this.#spare.leave()
    return loadSnapshot(program, bytes, this.#options.kernels, this.#spare)
  }

  /** Takes a state of the stretch before this one into the model of this one; where that fails, the state is there again. */
  #change(bytes: Uint8Array<ArrayBuffer>): Problem | undefined {
    const { kernels, session } = this.#options
    const segment = this.#segmentNow
    const before = this.#path[this.#place.index - 1]
    if (before === undefined) return undefined
    try {
      const from = this.#loadSpare(before.program, bytes)
      this.#enter((team) => branchWorld(from, segment.program, { kernels, seed: session.seed, team }).world)
    } catch (error) {
      this.#enter((team) => loadSnapshot(before.program, bytes, kernels, team))
      return problemOf(error, this.world)
    } finally {
      this.#spare.leave()
    }
    this.#keep(undefined, true)
    return undefined
  }

  /** At the end of a stretch: goes over into what follows, as often as something follows at this tick. */
  #cross(): void {
    while (this.#problem === undefined && this.world.tick >= endOf(this.#path, this.#place.index))
      this.#crossOnce()
  }

  #crossOnce(): void {
    if (this.#problem !== undefined) return
    const before = this.#place
    this.#place = { line: before.line, index: before.index + 1 }
    if (this.#segmentNow.action === undefined) return
    const failure = this.#change(saveSnapshot(this.world))
    if (failure === undefined) return
    this.#place = before
    this.#problem = failure
  }

  /** Runs within a stretch; false when it was told to stop, or had to. */
  #advanceWithin(until: number, mayGoOn: () => boolean): boolean {
    while (this.#problem === undefined && this.world.tick < until) {
      try {
        this.#stepper.step()
      } catch (error) {
        this.#stop(error)
        return false
      }
      this.#observe(false)
      if (!mayGoOn()) return false
    }
    return this.#problem === undefined
  }

  /** Puts the run at the best place from which to reach a tick: where it stands, a kept state, or the beginning. */
  async #goNear(line: Line, path: readonly Segment[], index: number, tick: number): Promise<void> {
    for (let at = index; at >= 0; at--) {
      const segment = path[at]
      if (segment === undefined) continue
      const until = Math.min(tick, endOf(path, at))
      const here = this.#problem === undefined && this.#segmentNow === segment ? this.world.tick : -1
      const kept = this.#kept.within(segment.id, segment.start, until).toReversed()
      for (const state of kept) {
        if (here <= until && here >= state.tick) break
        const bytes = await this.#kept.read(state)
        if (bytes === undefined) continue
        this.#enter((team) => loadSnapshot(segment.program, bytes, this.#options.kernels, team))
        this.#place = { line, index: at }
        return
      }
      if (here >= 0 && here <= until) {
        this.#place = { line, index: at }
        return
      }
    }
    this.#place = { line, index: 0 }
    this.#home.leave()
    this.#problem = undefined
    this.#stepper = this.#begin()
    this.#observe(true)
  }

  /** After a tick: what the series, the history and those who follow a cell want to know. */
  #observe(isFirst: boolean): void {
    const { world } = this
    const segment = this.#segmentNow
    const { tick } = world
    segment.to = Math.max(segment.to, tick)
    if (!this.#followed.isEmpty) this.#followed.observe(world, segment)
    if (isFirst || tick % seriesBeat(segment.model, segment.program) === 0) {
      addRow(
        segment.rows,
        tick,
        () => new Map(segment.measures.map((one) => [one.name, one.evaluate(world)])),
      )
      this.#noteFollowed()
    }
    if (!isFirst && tick % stateBeat(segment.program) !== 0) return
    this.#keep()
    const full = outgrown(world, this.#options.memoryLimit ?? MOST_MEMORY)
    if (full !== undefined)
      this.#problem = {
        code: 'OutOfMemory',
        message: `The run has become too large: ${full}.`,
        issues: [],
        tick,
      }
  }

  #noteFollowed(): void {
    const { factsOf } = this.#options
    if (factsOf === undefined || this.#followed.isEmpty) return
    const { model } = this
    this.#followed.note(this.world, this.#segmentNow, (slot) => factsOf(this.world, model, slot))
  }

  #keep(bytes?: Uint8Array<ArrayBuffer>, isStart = false): void {
    const { id, start } = this.#segmentNow
    const { tick } = this.world
    if (this.#kept.has(id, tick)) return
    this.#kept.keep({ segment: id, tick }, bytes ?? saveSnapshot(this.world), isStart || tick === start)
  }

  #stop(error: unknown): void {
    const path = this.#path
    const kept = path.flatMap(({ id, start }, index) => this.#kept.within(id, start, endOf(path, index)))
    const last = kept.findLast(({ tick }) => tick < this.world.tick)?.tick
    this.#problem = problemOf(error, this.world, last)
  }
}

/** A model that has been read, and its program. */
interface CompiledModel {
  readonly model: Model
  readonly program: Program
  readonly issues: readonly Issue[]
}

/** Forgets what an earlier run under the same name has left behind. */
async function clear(spill: SpillStore | undefined): Promise<void> {
  if (spill === undefined) return
  const keys = await spill.list().catch(() => [])
  await Promise.all(keys.map((key) => spill.delete(key).catch(() => undefined)))
}
