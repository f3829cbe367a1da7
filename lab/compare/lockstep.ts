import {
  type Frame,
  type FrameRequest,
  PRIMARY,
  type Session,
  type SessionAction,
} from '../../src/browser.ts'
import { withCommon } from '../arms/arms-question.ts'
import type { Answer, OpenRun, Problem, RunApi, RunInfo, RunState, SeriesRows } from '../workers/run-api.ts'

/** A run in a worker, and how to end it. */
export interface OpenedRun {
  readonly api: Pick<RunApi, 'open' | 'advance' | 'frame' | 'siteFrame' | 'series' | 'seek' | 'session'>
  close(): void
}

/** One arm of a comparison: as the model stands, or with a change before the first tick. */
export interface ArmSetup {
  readonly name: string
  /** As an arm is written (YAML); empty for the model as it stands. */
  readonly change: string
  /** Changes while it ran. */
  readonly actions?: readonly SessionAction[]
}

/** What is known of an arm at the tick that all arms share. */
export interface ArmView {
  readonly name: string
  readonly info?: RunInfo
  readonly state?: RunState
  /** Of the tissue that is shown; absent while a site has none. */
  readonly frame?: Frame | undefined
  readonly series?: SeriesRows
  readonly problem?: Problem
}

/** Wall time of one request [ms]. Chosen: a stop is heard at once, and the way to and fro costs little. */
const BUDGET = 40

/**
 * Arms that go through time together: none is shown at a tick that another has not reached. They share the seed, so that
 * they are twins until a change reaches a cell.
 */
export class Lockstep {
  readonly #runs: readonly OpenedRun[]
  readonly #setups: readonly ArmSetup[]
  #views: readonly ArmView[]
  #isClosed = false

  constructor(setups: readonly ArmSetup[], openRun: () => OpenedRun) {
    this.#setups = setups
    this.#runs = setups.map(() => openRun())
    this.#views = setups.map(({ name }) => ({ name }))
  }

  get views(): readonly ArmView[] {
    return this.#views
  }

  /** Opens every arm; one that cannot be opened keeps its problem, the others go on without it. */
  async open(base: Omit<OpenRun, 'session'>, session: OpenRun['session']): Promise<readonly ArmView[]> {
    await this.#each(async ({ api }, index) => {
      const setup = this.#setups[index]
      if (setup === undefined) return {}
      const changes = withCommon(session.changes ?? '', setup.change)
      const own = { ...session, ...(changes === '' ? {} : { changes }), actions: setup.actions ?? [] }
      const answer = await api.open({ ...base, session: own, store: `${base.store}/${setup.name}` })
      return answer.ok ? { info: answer.value, state: answer.value.state } : { problem: answer.problem }
    })
    // An arm with actions opens at its last one: they begin together.
    return this.isTogether ? this.#views : this.seek(0)
  }

  /** Takes every arm to tick `until`; returns early, arms still together on their way, when `mayGoOn` says no. */
  async advance(until: number, mayGoOn: () => boolean = () => true): Promise<readonly ArmView[]> {
    await this.#each(async ({ api }, index) => {
      let state = this.#views[index]?.state
      while (state !== undefined && state.tick < until && state.problem === undefined && !this.#isClosed) {
        if (!mayGoOn()) break
        state = await api.advance(until, BUDGET)
      }
      return state === undefined ? {} : withProblem(state)
    })
    return this.#views
  }

  /** Goes back or on to a tick, every arm exactly. */
  async seek(tick: number): Promise<readonly ArmView[]> {
    await this.#each(async ({ api }) => stateOf(await api.seek(tick)))
    return this.#views
  }

  /** Asks every arm for the picture of a tissue at its present tick; buffers of the last one are used again. */
  async draw(request: FrameRequest, site: string = PRIMARY): Promise<readonly ArmView[]> {
    await this.#each(async ({ api }) => ({
      frame: await (site === PRIMARY ? api.frame(request) : api.siteFrame(site, request)),
    }))
    return this.#views
  }

  /** Asks every arm for what it recorded so far. */
  async record(): Promise<readonly ArmView[]> {
    await this.#each(async ({ api }) => ({ series: await api.series() }))
    return this.#views
  }

  /** Each arm that runs as a session that replays to where it stands, with its name. */
  async sessions(): Promise<readonly (readonly [string, Session])[]> {
    const running = this.#runs.flatMap((run, index) => {
      const view = this.#views[index]
      return view === undefined || view.problem !== undefined ? [] : [{ run, name: view.name }]
    })
    return Promise.all(running.map(async ({ run, name }) => [name, await run.api.session()] as const))
  }

  /** The tick that every arm has reached; arms that failed count no more. */
  get tick(): number {
    const ticks = this.#ticks()
    return ticks.length === 0 ? 0 : Math.min(...ticks)
  }

  /** True when all arms that run stand at one tick. */
  get isTogether(): boolean {
    return new Set(this.#ticks()).size <= 1
  }

  #ticks(): readonly number[] {
    return this.#views.flatMap(({ state, problem }) => (problem === undefined ? (state?.tick ?? []) : []))
  }

  close(): void {
    this.#isClosed = true
    for (const run of this.#runs) run.close()
  }

  /** Lets every arm that has not failed do something at the same time. */
  async #each(ask: (run: OpenedRun, index: number) => Promise<Partial<ArmView>>): Promise<void> {
    const found = await Promise.all(
      this.#runs.map(async (run, index) =>
        this.#views[index]?.problem === undefined ? ask(run, index) : {},
      ),
    )
    this.#views = this.#views.map((view, index) => ({ ...view, ...found[index] }))
  }
}

function stateOf(answer: Answer<RunState>): Partial<ArmView> {
  return answer.ok ? withProblem(answer.value) : { problem: answer.problem }
}

function withProblem(state: RunState): Partial<ArmView> {
  return state.problem === undefined ? { state } : { state, problem: state.problem }
}
