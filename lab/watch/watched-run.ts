import { type Frame, type FrameRequest, PRIMARY, type Session } from '../../src/browser.ts'
import { notify } from '../app/notices.ts'
import type { Project } from '../app/project.ts'
import { type RunHandle, openRun } from '../workers/open-run.ts'
import type { Answer, RunInfo, RunState } from '../workers/run-api.ts'
import { countClones } from './clone-store.ts'
import { filmed } from './film.ts'
import type { Intent } from './intent.ts'
import { clockText, due, durationWords, SPEEDS } from './pace.ts'
import { newestTick } from './history-path.ts'
import { openOptions, problemOf } from './open-options.ts'
import { Questions } from './questions.ts'
import { NO_RUN, say, useRun } from './run-store.ts'
import { SiteFrames } from './site-frames.ts'
import { NO_SITES, useSites } from './site-store.ts'
import { frameRequest } from '../view/view-options.ts'
import { useView } from './view-store.ts'
import { keepThumbnail } from './thumbnails.ts'

/** Numbers in the page change no more often than this [ms]: ten times a second. */
const NUMBERS_EVERY = 100
/** A way that is expected to take longer than this is shown with its progress [ms]. Chosen: shorter ones feel immediate. */
const LONG_WAY = 400

/**
 * A run in its worker, and the loop that asks it for the next picture: one request at a time, so that what the reader does comes
 * before the next picture and never between a step and its frame.
 */
export class WatchedRun {
  readonly #handle: RunHandle
  readonly #sites: SiteFrames
  readonly #questions = new Questions((error) => this.#failed(error))
  #raf = 0
  #beatAt = 0
  #owed = 0
  #numbersAt = 0
  #isStale = true
  #isStopped = false
  #isClosed = false
  /** Frames before the one that is shown; of two nobody draws the older one any more: its buffers can be used again. */
  readonly #spent: Frame[] = []
  /** What the worker said last; the page hears of it ten times a second. */
  #latest: RunState | undefined
  readonly #unlisten = useView.subscribe(({ options }, before) => {
    if (options !== before.options) this.#isStale = true
  })
  /** Measured ticks per ms, for how long a way will take. */
  #pace = 0

  constructor(handle: RunHandle = openRun()) {
    this.#handle = handle
    this.#sites = new SiteFrames(handle)
  }

  /** Opens the run of a project in the worker; nothing of it is shown before `show`. */
  open(project: Project): Promise<Answer<RunInfo>> {
    return this.#onWay(() =>
      this.#ask(async (): Promise<Answer<RunInfo>> => {
        try {
          return await this.#handle.run.open(await openOptions(project))
        } catch (error) {
          return { ok: false, problem: problemOf(error) }
        }
      }),
    )
  }

  /** Shows a run that was opened, at `at` where that is in its past. */
  async show(info: RunInfo, { reached }: Session, at?: number): Promise<void> {
    this.#latest = info.state
    useSites.setState(NO_SITES, true)
    useRun.setState(
      { ...NO_RUN, speed: useRun.getState().speed, phase: 'ready', info, now: info.state },
      true,
    )
    await Promise.all([this.checkHash(reached), this.refresh()])
    if (this.#isClosed) return
    const { check } = useRun.getState()
    if (at !== undefined && at < info.state.tick) await this.seek(at)
    useRun.setState({ check })
    this.#beat()
  }

  /** Compares the state with the one that the session ended in. */
  async checkHash(reached: Session['reached']): Promise<void> {
    if (reached === undefined) return
    const found = await this.hash()
    useRun.setState({ check: { tick: reached.tick, expected: reached.hash, found } })
  }

  play(): void {
    const { info, now } = useRun.getState()
    if (info === undefined || now === undefined || now.problem !== undefined) return
    this.#beatAt = performance.now()
    this.#owed = 0
    useRun.setState({ isPlaying: true, scrub: undefined })
    say(`Playing at ${SPEEDS[useRun.getState().speed]?.name ?? ''}`)
  }

  pause(why = 'Paused'): void {
    if (!useRun.getState().isPlaying) return
    useRun.setState({ isPlaying: false, reached: undefined })
    void this.refresh().then(() => say(`${why} at ${durationWords(useRun.getState().now?.time ?? 0)}`))
  }

  /** Goes on by some ticks, and shows where it leads. */
  async step(ticks: number): Promise<void> {
    const now = this.#latest
    if (now === undefined) return
    useRun.setState({ isPlaying: false, reached: undefined })
    if (ticks < 0) return this.seek(Math.max(0, now.tick + ticks))
    const until = now.tick + ticks
    await this.#ask(async () => {
      this.#isStopped = false
      let state = await this.#handle.run.advance(until, LONG_WAY)
      while (state.tick < until && state.problem === undefined && !this.#isStopped) {
        useRun.setState({ way: { from: now.tick, to: until, at: state.tick } })
        state = await this.#handle.run.advance(until, LONG_WAY)
      }
      useRun.setState({ way: undefined })
      this.#show(state, await this.#frame())
    })
    await this.refresh()
    say(`At ${durationWords(useRun.getState().now?.time ?? 0)}`)
  }

  /** The state kept nearest to a tick, while the reader drags. */
  preview(tick: number): void {
    useRun.setState({ scrub: tick, isPlaying: false, reached: undefined })
    if (this.#questions.waiting > 0) return
    void this.#ask(async () => {
      const wanted = useRun.getState().scrub
      if (wanted === undefined) return
      const frame = await this.#handle.run.preview(wanted, this.#request())
      await this.#sites.preview(wanted, this.#request())
      if (frame !== undefined && useRun.getState().scrub !== undefined) this.#put(frame)
    })
  }

  /** Goes to a tick of a branch, exactly; at the tick of an action it is done, unless one asks for the state `before` it. */
  async seek(tick: number, branch?: string, before = false): Promise<void> {
    const left = this.#latest?.tick
    useRun.setState({ isPlaying: false, reached: undefined })
    const answer = await this.#onWay(() =>
      this.#ask(async (): Promise<Answer<RunState>> => this.#handle.run.seek(tick, branch, before)),
    )
    useRun.setState({ scrub: undefined, check: undefined })
    if (answer.ok) this.#latest = answer.value
    else notify(answer.problem)
    this.#isStale = true
    await this.refresh()
    if (left !== tick) say(`At ${durationWords(useRun.getState().now?.time ?? 0)}`)
  }

  /** Goes to the newest state of the current branch. */
  newest(): Promise<void> {
    return this.seek(newestTick(useRun.getState().history))
  }

  /** Does what the reader wants, now. */
  steer(intent: Intent, label: string): Promise<Answer<RunInfo>> {
    return this.#act(async () => this.#handle.run.act(await this.#handle.run.write(intent), label), label)
  }

  /** Begins a branch now. */
  branch(label: string): Promise<Answer<RunInfo>> {
    return this.#act(() => this.#handle.run.act('', label), label)
  }

  async #act(act: () => Promise<Answer<RunInfo>>, label: string): Promise<Answer<RunInfo>> {
    const answer = await this.#ask(act)
    if (!answer.ok) return answer
    this.#latest = answer.value.state
    useRun.setState({ info: answer.value, check: undefined })
    this.#isStale = true
    await this.refresh()
    say(`Done at ${clockText(answer.value.state.time)}: ${label}`)
    return answer
  }

  async forget(branch: string): Promise<void> {
    await this.#ask(() => this.#handle.run.forget(branch))
    await this.refresh()
  }

  /** Chooses a cell by its slot in the frame of a tissue, or by lineage; none leaves it. */
  async select(cell: number | string | undefined, site: string = PRIMARY): Promise<void> {
    if (cell === undefined) {
      useRun.setState({ selected: undefined, card: undefined, isFollowing: false })
      await this.#ask(() => this.#handle.run.follow([]))
      return
    }
    const { run: api } = this.#handle
    const card = await this.#ask(() =>
      typeof cell === 'number' ? api.inspectSlot(cell, site) : api.inspect(cell),
    )
    if (card === undefined) return
    useRun.setState({ selected: card.lineage, card })
    this.#isStale = true
    await this.#ask(() => api.follow([card.lineage]))
    say(`Chosen: ${card.type}, ${card.state}`)
  }

  /** Shows a card for the cell under the pointer. */
  hover(slot: number | undefined, site: string = PRIMARY): void {
    useRun.setState({ hovered: slot === undefined ? undefined : { slot, site } })
    if (slot === undefined || this.#questions.waiting > 1) return
    const isStill = (): boolean => {
      const { hovered } = useRun.getState()
      return hovered?.slot === slot && hovered.site === site
    }
    void this.#ask(async () => {
      if (!isStill()) return
      const card = await this.#handle.run.inspectSlot(slot, site)
      if (isStill()) useRun.setState({ hovered: { slot, site, card } })
    })
  }

  hash(): Promise<string> {
    return this.#ask(() => this.#handle.run.hash())
  }

  session(): Promise<Session> {
    return this.#ask(() => this.#handle.run.session())
  }

  snapshot(): Promise<Uint8Array> {
    return this.#ask(() => this.#handle.run.snapshot())
  }

  /** Numbers, history and the chosen cell as they are now. */
  async refresh(): Promise<void> {
    await this.#ask(() => this.#numbers())
  }

  /** Stops the pictures while the page is not shown; the run stays where it is. */
  rest(): void {
    useRun.setState({ isPlaying: false, reached: undefined })
    cancelAnimationFrame(this.#raf)
    this.#raf = 0
  }

  /** Goes on with the pictures after `rest`. */
  wake(): void {
    if (this.#raf === 0 && useRun.getState().phase === 'ready') this.#beat()
  }

  close(): void {
    this.#isClosed = true
    this.#unlisten()
    this.rest()
    this.#handle.close()
  }

  #beat = (): void => {
    if (this.#isClosed) return
    this.#raf = requestAnimationFrame(this.#beat)
    if (this.#questions.waiting > 0) return
    const { isPlaying, scrub } = useRun.getState()
    if (isPlaying) void this.#ask(() => this.#goOn())
    else if (this.#isStale && scrub === undefined) void this.#ask(() => this.#redraw())
  }

  async #goOn(): Promise<void> {
    const { info, speed } = useRun.getState()
    const now = this.#latest
    if (info === undefined || now === undefined) return
    const started = performance.now()
    const next = due(SPEEDS[speed] ?? FASTEST, started - this.#beatAt, this.#owed, info.tick)
    this.#beatAt = started
    this.#owed = next.owed
    if (next.ticks === 0) return
    const until = Math.min(now.tick + next.ticks, Math.max(info.stop, now.tick))
    if (until === now.tick) return this.pause('The run that the model describes ends')
    const state = await this.#handle.run.advance(until, next.budget)
    this.#measure(state.tick - now.tick, performance.now() - started, info.tick)
    this.#show(state, await this.#frame())
    if (state.problem !== undefined) useRun.setState({ isPlaying: false, reached: undefined })
    await filmed()
    if (performance.now() - this.#numbersAt > NUMBERS_EVERY) await this.#numbers()
    // what nothing holds back does not wait for the screen: the worker computes while the page draws
    if (next.ticks === Number.POSITIVE_INFINITY && useRun.getState().isPlaying)
      void this.#ask(() => this.#goOn())
  }

  /** Speed that is reached, smoothed over about a second. */
  #measure(ticks: number, elapsed: number, tick: number): void {
    const pace = ticks / Math.max(elapsed, 0.1)
    this.#pace = this.#pace === 0 ? pace : 0.95 * this.#pace + 0.05 * pace
    const beat = performance.now() - this.#numbersAt
    if (beat > NUMBERS_EVERY && useRun.getState().isPlaying)
      useRun.setState({ reached: this.#pace * tick * 1000 })
  }

  async #redraw(): Promise<void> {
    this.#isStale = false
    const frame = await this.#frame()
    this.#put(frame)
    if (this.#latest?.tick === frame.tick) keepThumbnail(frame, this.#latest, useRun.getState().info)
  }

  async #frame(): Promise<Frame> {
    const old = this.#spent.length > 1 ? this.#spent.shift() : undefined
    await this.#sites.take(this.#request())
    return this.#handle.frame(this.#request(), old)
  }

  /** What a frame must hold to be shown as the reader wants. */
  #request(): FrameRequest {
    const request = frameRequest(useView.getState().options)
    return useRun.getState().selected === undefined ? request : { ...request, lineages: true }
  }

  #show(state: RunState, frame: Frame): void {
    this.#put(frame)
    this.#isStale = false
    this.#latest = state
    keepThumbnail(frame, state, useRun.getState().info)
  }

  #put(frame: Frame): void {
    const { frame: before } = useRun.getState()
    if (before !== undefined) this.#spent.push(before)
    useRun.setState({ frame })
  }

  async #numbers(): Promise<void> {
    this.#numbersAt = performance.now()
    const { run: api } = this.#handle
    const { selected, phase } = useRun.getState()
    if (phase !== 'ready') return
    const [history, series] = [await api.history(), await api.series()]
    const card = selected === undefined ? undefined : await api.inspect(selected)
    const body = useRun.getState().info?.organism === undefined ? undefined : await api.body()
    useSites.setState({ body })
    useRun.setState({ now: this.#latest, history, series, ...(card === undefined ? {} : { card }) })
    await countClones(api)
  }

  /** Asks where a way is until it ends, once it takes long; the worker answers that between two stretches. */
  async #onWay<T>(go: () => Promise<T>): Promise<T> {
    let from: number | undefined
    const look = async (): Promise<void> => {
      const way = await this.#handle.run.progress()
      if (way === undefined || isOver) return
      from ??= way.tick
      useRun.setState({ way: { from, to: way.until, at: way.tick } })
    }
    let isOver = false
    const timer = setInterval(() => void look(), LONG_WAY / 2)
    try {
      return await go()
    } finally {
      isOver = true
      clearInterval(timer)
      useRun.setState({ way: undefined })
    }
  }

  /** Ends a way that takes long where it is. */
  stopWay(): void {
    this.#isStopped = true
    void this.#handle.run.stop()
  }

  #ask<T>(question: () => Promise<T>): Promise<T> {
    return this.#questions.ask(question)
  }

  #failed(error: unknown): void {
    if (this.#isClosed) return
    useRun.setState({ isPlaying: false, reached: undefined })
    notify(problemOf(error))
  }
}

const FASTEST = { name: 'as fast as it can', perSecond: Number.POSITIVE_INFINITY }
