import type { Model } from '../compile/model.ts'
import type { Program } from '../engine/program.ts'
import { saveSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import type { World } from '../engine/world.ts'
import type { Issue } from '../model/issue.ts'
import { soloTeam } from '../parallel/solo-team.ts'
import type { Team } from '../parallel/team.ts'
import { BOOKMARK, type Bookmark, bookmarkKey, findBookmark, leaveBookmark } from './bookmark.ts'
import { type CellHistory, FollowedCells } from './followed-cells.ts'
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
  rowsUntil,
} from './run-tree.ts'
import { RunWorlds } from './run-worlds.ts'
import { type CellPlace, modelAt, placeOf } from './sites.ts'
import { type CompiledModel, compileSession } from './session-program.ts'
import type { Session, SessionAction } from './session.ts'
import type { SteerOptions } from './steer-options.ts'

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
  readonly #worlds: RunWorlds
  #place: Place
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
    const first = compileSession(begin, read)
    if (!first.ok) return first
    const { model, program } = first.value
    const large = tooLarge(program, options.memoryLimit ?? MOST_MEMORY)
    if (large !== undefined) return refused('TooLarge', large)
    const end = reached?.tick ?? session.actions.at(-1)?.tick ?? 0
    const key = bookmarkKey(model.hash, session.seed, session.actions)
    const bookmark = await findBookmark(options.spill, key, end)
    await clear(options.spill)
    const home = (await options.startTeam?.(program)) ?? soloTeam(kernels)
    try {
      const run = new SteeredRun({ ...options, session: begin }, home, first.value)
      const mistake = run.#plan(session.actions)
      if (mistake !== undefined) {
        await home.close()
        return { ok: false, problem: mistake }
      }
      if (bookmark !== undefined) run.#adopt(bookmark)
      let went = await run.seek(end, undefined, false, options.isWanted)
      // A state from a store is believed as long as it leads where the session says.
      const isWrong = bookmark !== undefined && run.world.tick === end && run.hash() !== reached?.hash
      if (isWrong) {
        run.#distrust()
        went = await run.seek(end, undefined, false, options.isWanted)
      }
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
    this.#worlds = new RunWorlds(options.kernels, options.session.seed, home)
    const line = this.#addLine(undefined, 0, 'run')
    line.segments.push(this.#segment(0, first))
    this.#place = { line, index: 0 }
    this.#begin()
  }

  get world(): World {
    return this.#worlds.stepper.world
  }

  get model(): Model {
    return this.#segmentNow.model
  }

  /** Warnings and notes about the model as it is now. */
  get issues(): readonly Issue[] {
    return this.#segmentNow.issues
  }

  get threads(): number {
    return this.#worlds.home.threads
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
    const world = this.#worlds.look(segment.program, bytes)
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

  /** Where a cell is, in the tissue or elsewhere in the organism; undefined when it is gone. */
  placeOf(lineage: string): CellPlace | undefined {
    return placeOf(this.world, lineage)
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

  /** Leaves the state as it is for the next time that this session is opened; does nothing where there is no store. */
  async save(): Promise<void> {
    const { spill, session } = this.#options
    if (spill === undefined || this.#problem !== undefined) return
    const { world } = this
    const names = this.series.map(({ name }) => name)
    const first = this.#lines[0]?.segments[0]?.model.hash ?? ''
    const key = bookmarkKey(first, session.seed, this.actions)
    const { tick: length } = world.program.clock
    const rows = rowsUntil(this.rows(), world.time)
    const head = { key, tick: world.tick, names, state: saveSnapshot(world) }
    // A store that is full has been said so by the history; the session is there without it.
    await leaveBookmark(spill, head, rows, length).catch(() => undefined)
  }

  snapshot(): Uint8Array<ArrayBuffer> {
    return saveSnapshot(this.world)
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.#kept.settle()
    await this.#worlds.home.close()
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

  /** Takes what an earlier run has left as if it had been computed here. */
  #adopt({ tick, names, ticks, values, state }: Bookmark): void {
    const path = this.#path
    const index = path.length - 1
    const last = path[index]
    if (last === undefined) return
    for (const [at, segment] of path.entries()) {
      const end = Math.min(tick, endOf(path, at))
      segment.to = Math.max(segment.to, end)
      for (const [k, time] of ticks.entries())
        if (time <= end && (time > segment.start || at === 0))
          addRow(
            segment.rows,
            time,
            () =>
              new Map(
                segment.measures.map(({ name }) => [name, values[names.indexOf(name)]?.[k] ?? Number.NaN]),
              ),
          )
    }
    this.#kept.keep({ segment: last.id, tick }, state)
  }

  /** Forgets all states, and all rows but the first: everything is computed again. */
  #distrust(): void {
    const path = this.#path
    this.#kept.forget(new Set(path.map(({ id }) => id)))
    for (const { rows } of path) {
      rows.ticks.length = 0
      for (const list of rows.values.values()) list.length = 0
    }
    this.#place = { line: this.#place.line, index: 0 }
    this.#begin()
  }

  #compiled(actions: readonly SessionAction[], before: Program): Answer<CompiledModel> {
    const { session, read } = this.#options
    return compileSession({ ...session, actions }, read, before)
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

  #begin(): void {
    this.#worlds.begin(this.#segmentNow.program)
    this.#problem = undefined
    this.#observe(true)
  }

  #load(program: Program, bytes: Uint8Array<ArrayBuffer>): void {
    this.#worlds.load(program, bytes)
    this.#problem = undefined
  }

  /** Takes a state of the stretch before this one into the model of this one; where that fails, the state is there again. */
  #change(bytes: Uint8Array<ArrayBuffer>): Problem | undefined {
    const before = this.#path[this.#place.index - 1]
    if (before === undefined) return undefined
    this.#previewed = undefined
    try {
      this.#worlds.change(before.program, bytes, this.#segmentNow.program)
    } catch (error) {
      this.#load(before.program, bytes)
      return problemOf(error, this.world)
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
        this.#worlds.stepper.step()
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
        this.#load(segment.program, bytes)
        this.#place = { line, index: at }
        return
      }
      if (here >= 0 && here <= until) {
        this.#place = { line, index: at }
        return
      }
    }
    this.#place = { line, index: 0 }
    this.#begin()
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
    this.#followed.note(this.world.tick, this.#segmentNow, (lineage) => {
      const place = placeOf(this.world, lineage)
      return place && factsOf(place.world, modelAt(model, place.name), place.slot)
    })
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

/** Forgets what an earlier run under the same name has left behind. */
async function clear(spill: SpillStore | undefined): Promise<void> {
  if (spill === undefined) return
  const keys = (await spill.list().catch(() => [])).filter((key) => key !== BOOKMARK)
  await Promise.all(keys.map((key) => spill.delete(key).catch(() => undefined)))
}
