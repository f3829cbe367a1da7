import { transfer } from 'comlink'
import type { Frame, Session } from '../../src/browser.ts'
import { documents, shippedIndex } from '../app/shipped.ts'
import type { Project } from '../app/project.ts'
import { kernels } from '../workers/kernels.ts'
import { HISTORY_BUDGET, type RunHandle, openRun } from '../workers/open-run.ts'
import type { Answer, Problem, RunInfo, RunState } from '../workers/run-api.ts'
import type { Intent } from './intent.ts'
import { clockText, due, durationWords, SPEEDS } from './pace.ts'
import { newestTick } from './history-path.ts'
import { NO_RUN, say, useRun } from './run-store.ts'
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
  #queue: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #raf = 0
  #beatAt = 0
  #owed = 0
  #numbersAt = 0
  #isStale = true
  #isClosed = false
  /** The frame before the one that is shown: nobody draws it any more, its buffers can be used again. */
  #spent: Frame | undefined
  /** Measured ticks per ms, for how long a way will take. */
  #pace = 0

  constructor(handle: RunHandle = openRun()) {
    this.#handle = handle
  }

  /** Opens the run of a project in the worker; what went wrong is in the store. */
  async open(project: Project): Promise<void> {
    useRun.setState({ ...NO_RUN, speed: useRun.getState().speed, phase: 'opening' })
    const answer = await this.#ask(async () => this.#handle.api.open(await openOptions(project)))
    if (this.#isClosed) return
    if (!answer.ok) {
      useRun.setState({ phase: 'refused', problem: answer.problem })
      return
    }
    useRun.setState({
      phase: 'ready',
      info: answer.value,
      now: answer.value.state,
      request: firstRequest(answer.value),
      isPlaying: false,
    })
    await Promise.all([this.checkHash(project.session), this.refresh()])
    this.#beat()
  }

  /** Compares the state with the one that the session ended in. */
  async checkHash({ reached }: Session): Promise<void> {
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
    const { now } = useRun.getState()
    if (now === undefined) return
    useRun.setState({ isPlaying: false })
    if (ticks < 0) return this.seek(Math.max(0, now.tick + ticks))
    const until = now.tick + ticks
    await this.#ask(async () => {
      let state = await this.#handle.api.advance(until, LONG_WAY)
      while (state.tick < until && state.problem === undefined) {
        useRun.setState({ way: { from: now.tick, to: until, at: state.tick } })
        state = await this.#handle.api.advance(until, LONG_WAY)
      }
      useRun.setState({ way: undefined })
      this.#show(state, await this.#frame())
    })
    await this.refresh()
    say(`At ${durationWords(useRun.getState().now?.time ?? 0)}`)
  }

  /** The state kept nearest to a tick, while the reader drags. */
  preview(tick: number): void {
    useRun.setState({ scrub: tick, isPlaying: false })
    if (this.#waiting > 0) return
    void this.#ask(async () => {
      const wanted = useRun.getState().scrub
      if (wanted === undefined) return
      const frame = await this.#handle.api.preview(wanted, useRun.getState().request)
      if (frame !== undefined && useRun.getState().scrub !== undefined) this.#put(frame)
    })
  }

  /** Goes to a tick of a branch, exactly; at the tick of an action it is done, unless one asks for the state `before` it. */
  async seek(tick: number, branch?: string, before = false): Promise<void> {
    const { history, now } = useRun.getState()
    const nearest = Math.max(0, ...(history?.kept.filter((kept) => kept <= tick) ?? []))
    const isLong = this.#pace > 0 && (tick - nearest) / this.#pace > LONG_WAY
    useRun.setState({
      isPlaying: false,
      ...(isLong ? { way: { from: nearest, to: tick, at: nearest } } : {}),
    })
    const ticker = isLong ? this.#estimateWay(nearest, tick) : undefined
    const answer = await this.#ask(() => this.#handle.api.seek(tick, branch, before))
    if (ticker !== undefined) clearInterval(ticker)
    useRun.setState({ way: undefined, scrub: undefined, check: undefined })
    if (answer.ok) useRun.setState({ now: answer.value })
    else useRun.setState({ problem: answer.problem })
    this.#isStale = true
    await this.refresh()
    if (now?.tick !== tick) say(`At ${durationWords(useRun.getState().now?.time ?? 0)}`)
  }

  /** Goes to the newest state of the current branch. */
  newest(): Promise<void> {
    return this.seek(newestTick(useRun.getState().history))
  }

  /** Does what the reader wants, now. */
  steer(intent: Intent, label: string): Promise<Answer<RunInfo>> {
    return this.#act(async () => this.#handle.api.act(await this.#handle.api.write(intent), label), label)
  }

  /** Begins a branch now. */
  branch(label: string): Promise<Answer<RunInfo>> {
    return this.#act(() => this.#handle.api.act('', label), label)
  }

  async #act(act: () => Promise<Answer<RunInfo>>, label: string): Promise<Answer<RunInfo>> {
    const answer = await this.#ask(act)
    if (!answer.ok) return answer
    useRun.setState({ info: answer.value, now: answer.value.state, check: undefined })
    this.#isStale = true
    await this.refresh()
    say(`Done at ${clockText(answer.value.state.time)}: ${label}`)
    return answer
  }

  async forget(branch: string): Promise<void> {
    await this.#ask(() => this.#handle.api.forget(branch))
    await this.refresh()
  }

  /** Chooses a cell by its slot in the frame that is shown, or by lineage; none leaves it. */
  async select(cell: number | string | undefined): Promise<void> {
    if (cell === undefined) {
      useRun.setState({ selected: undefined, card: undefined, isFollowing: false })
      await this.#ask(() => this.#handle.api.follow([]))
      return
    }
    const { api } = this.#handle
    const card = await this.#ask(() =>
      typeof cell === 'number' ? api.inspectSlot(cell) : api.inspect(cell),
    )
    if (card === undefined) return
    useRun.setState({ selected: card.lineage, card })
    await this.#ask(() => api.follow([card.lineage]))
    say(`Chosen: ${card.type}, ${card.state}`)
  }

  /** Shows a card for the cell under the pointer. */
  hover(slot: number | undefined): void {
    useRun.setState({ hovered: slot === undefined ? undefined : { slot } })
    if (slot === undefined || this.#waiting > 1) return
    void this.#ask(async () => {
      if (useRun.getState().hovered?.slot !== slot) return
      const card = await this.#handle.api.inspectSlot(slot)
      if (useRun.getState().hovered?.slot === slot) useRun.setState({ hovered: { slot, card } })
    })
  }

  /** Asks for another colouring or other fields. */
  show(request: Partial<ReturnType<typeof useRun.getState>['request']>): void {
    useRun.setState((view) => ({ request: { ...view.request, ...request } }))
    this.#isStale = true
  }

  hash(): Promise<string> {
    return this.#ask(() => this.#handle.api.hash())
  }

  session(): Promise<Session> {
    return this.#ask(() => this.#handle.api.session())
  }

  snapshot(): Promise<Uint8Array> {
    return this.#ask(() => this.#handle.api.snapshot())
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
    this.rest()
    this.#handle.close()
  }

  #beat = (): void => {
    if (this.#isClosed) return
    this.#raf = requestAnimationFrame(this.#beat)
    if (this.#waiting > 0) return
    const { isPlaying, scrub } = useRun.getState()
    if (isPlaying) void this.#ask(() => this.#goOn())
    else if (this.#isStale && scrub === undefined) void this.#ask(() => this.#redraw())
  }

  async #goOn(): Promise<void> {
    const { info, now, speed } = useRun.getState()
    if (info === undefined || now === undefined) return
    const started = performance.now()
    const next = due(SPEEDS[speed] ?? FASTEST, started - this.#beatAt, this.#owed, info.tick)
    this.#beatAt = started
    this.#owed = next.owed
    if (next.ticks === 0) return
    const until = Math.min(now.tick + next.ticks, Math.max(info.stop, now.tick))
    if (until === now.tick) return this.pause('The run that the model describes ends')
    const state = await this.#handle.api.advance(until, next.budget)
    this.#measure(state.tick - now.tick, performance.now() - started, info.tick)
    this.#show(state, await this.#frame())
    if (state.problem !== undefined) useRun.setState({ isPlaying: false })
    if (performance.now() - this.#numbersAt > NUMBERS_EVERY) await this.#numbers()
  }

  /** Speed that is reached, smoothed over about a second. */
  #measure(ticks: number, elapsed: number, tick: number): void {
    const pace = ticks / Math.max(elapsed, 0.1)
    this.#pace = this.#pace === 0 ? pace : 0.95 * this.#pace + 0.05 * pace
    const beat = performance.now() - this.#numbersAt
    if (beat > NUMBERS_EVERY) useRun.setState({ reached: this.#pace * tick * 1000 })
  }

  async #redraw(): Promise<void> {
    this.#isStale = false
    this.#put(await this.#frame())
  }

  async #frame(): Promise<Frame> {
    const buffers = this.#spent === undefined ? [] : buffersOf(this.#spent)
    this.#spent = undefined
    return this.#handle.api.frame(useRun.getState().request, transfer(buffers, buffers))
  }

  #show(state: RunState, frame: Frame): void {
    this.#put(frame)
    this.#isStale = false
    useRun.setState({ now: state })
    keepThumbnail(frame, useRun.getState())
  }

  #put(frame: Frame): void {
    this.#spent = useRun.getState().frame
    useRun.setState({ frame })
  }

  async #numbers(): Promise<void> {
    this.#numbersAt = performance.now()
    const { api } = this.#handle
    const { selected, phase } = useRun.getState()
    if (phase !== 'ready') return
    const [history, series] = [await api.history(), await api.series()]
    const card = selected === undefined ? undefined : await api.inspect(selected)
    useRun.setState({ history, series, ...(card === undefined ? {} : { card }) })
  }

  /** Moves the bar of a long way as fast as the run has gone so far. */
  #estimateWay(from: number, to: number): ReturnType<typeof setInterval> {
    const started = performance.now()
    return setInterval(() => {
      const at = Math.min(to, from + (performance.now() - started) * this.#pace)
      useRun.setState({ way: { from, to, at } })
    }, NUMBERS_EVERY)
  }

  #ask<T>(question: () => Promise<T>): Promise<T> {
    this.#waiting += 1
    const answer = this.#queue.then(question)
    this.#queue = answer.then(
      () => void (this.#waiting -= 1),
      (error: unknown) => {
        this.#waiting -= 1
        if (!this.#isClosed) useRun.setState({ isPlaying: false, problem: problemOf(error) })
      },
    )
    return answer
  }
}

const FASTEST = { name: 'as fast as it can', perSecond: Number.POSITIVE_INFINITY }

/** What a worker that failed has to say. */
export function problemOf(error: unknown): Problem {
  return { code: 'Failed', message: error instanceof Error ? error.message : String(error), issues: [] }
}

async function openOptions(project: Project) {
  const { models } = await shippedIndex()
  const shipped = models.find(({ path }) => path === project.model)
  const files = await documents(shipped?.files ?? [], { ...project.files, ...project.session.files })
  return {
    kernels: await kernels(),
    files,
    session: project.session,
    threads: Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)),
    historyBudget: HISTORY_BUDGET,
    store: project.id,
  }
}

/** The model's first field lies under the cells; the tissue says more with it. */
function firstRequest({ scene }: RunInfo): { readonly fields: readonly string[] } {
  const field = scene.layers.find((layer) => layer.kind === 'field')
  return { fields: field === undefined ? [] : [field.name] }
}

function buffersOf(frame: Frame): ArrayBuffer[] {
  const arrays = [frame.spheres, ...frame.fields.map(({ values }) => values)]
  // frames come through a transfer: their buffers are never shared
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))].filter(({ byteLength }) => byteLength > 0)
}
