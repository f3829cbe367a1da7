import type { FrameRequest, Session } from '../../src/browser.ts'
import { documents, shippedIndex, shippedTexts } from '../app/shipped.ts'
import type { Project } from '../app/project.ts'
import { fieldOptions, frameRequest } from '../view/view-options.ts'
import { SPEEDS, due, durationWords } from '../watch/pace.ts'
import { kernels } from '../workers/kernels.ts'
import { NO_ARMS, useCompare } from './compare-store.ts'
import { type ArmSetup, Lockstep } from './lockstep.ts'
import { openArm } from './open-arm.ts'

/** Memory for the past of each arm [byte]. Chosen: six arms together have what one watched run has. */
const HISTORY_BUDGET = 48e6
/** Curves are asked for no more often than this [ms]. */
const CURVES_EVERY = 250

/** Arms in their workers, and the loop that takes them through time together. */
export class Comparison {
  #lockstep: Lockstep | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #raf = 0
  #beatAt = 0
  #owed = 0
  #curvesAt = 0
  #isBusy = false
  #isStale = false

  /** Opens the arms of a project, in place of those that were open. */
  async open(project: Project, setups: readonly ArmSetup[]): Promise<void> {
    this.close()
    const { speed, mode } = useCompare.getState()
    useCompare.setState({ ...NO_ARMS, speed, mode, setups, phase: 'opening' })
    if (setups.length === 0) return useCompare.setState({ phase: 'empty' })
    const lockstep = new Lockstep(setups, openArm)
    this.#lockstep = lockstep
    const arms = await lockstep.open(await openOptions(project, setups.length), withoutActions(project))
    if (this.#lockstep !== lockstep) return
    const scene = arms.find(({ info }) => info !== undefined)?.info?.scene
    const field = scene?.layers.find((layer) => layer.kind === 'field')
    useCompare.setState(({ options }) => ({
      phase: 'ready',
      arms,
      tick: lockstep.tick,
      options:
        scene === undefined || field === undefined
          ? options
          : { ...options, fields: [fieldOptions(scene, field.name, [])] },
    }))
    await this.refresh()
    this.#beat()
  }

  play(): void {
    if (useCompare.getState().phase !== 'ready') return
    this.#beatAt = performance.now()
    this.#owed = 0
    useCompare.setState({ isPlaying: true, said: 'Playing all arms' })
  }

  pause(): void {
    if (!useCompare.getState().isPlaying) return
    useCompare.setState({ isPlaying: false })
    void this.refresh().then(() => this.#say('Paused at'))
  }

  /** Takes all arms to a tick, exactly, back or on. */
  async seek(tick: number): Promise<void> {
    useCompare.setState({ isPlaying: false, wayTo: tick })
    // Asked for another moment meanwhile: that is where the arms go.
    const isWanted = (): boolean => useCompare.getState().wayTo === tick
    await this.#ask(async () => {
      const lockstep = this.#lockstep
      if (lockstep === undefined || !isWanted()) return
      // Arms that were stopped on their way may stand apart.
      if (ticksOf(lockstep).some((each) => each > tick)) await lockstep.seek(tick)
      else await lockstep.advance(tick, isWanted)
      await this.#draw()
    })
    if (!isWanted()) return
    useCompare.setState({ wayTo: undefined })
    await this.refresh()
    this.#say('At')
  }

  /** From side by side to the difference, or back; one arm alone has no difference. */
  changeMode(): void {
    const { mode, arms } = useCompare.getState()
    if (arms.length < 2) return
    const next = mode === 'side' ? 'difference' : 'side'
    useCompare.setState({ mode: next, said: next === 'side' ? 'Side by side' : 'Difference' })
    this.show()
  }

  /** Draws anew, with other layers or colours. */
  show(): void {
    this.#isStale = true
  }

  /** The pictures and curves of the tick that is shown. */
  async refresh(): Promise<void> {
    await this.#ask(async () => {
      await this.#draw()
      await this.#curves()
    })
  }

  /** Each arm as a session that replays to the tick that is shown, by name. */
  sessions(): Promise<readonly (readonly [string, Session])[]> {
    return this.#ask(async () => this.#lockstep?.sessions() ?? [])
  }

  close(): void {
    cancelAnimationFrame(this.#raf)
    this.#raf = 0
    this.#lockstep?.close()
    this.#lockstep = undefined
    this.#queue = Promise.resolve()
    this.#isBusy = false
  }

  #beat = (): void => {
    this.#raf = requestAnimationFrame(this.#beat)
    if (this.#isBusy) return
    if (useCompare.getState().isPlaying) void this.#ask(() => this.#goOn())
    else if (this.#isStale) void this.#ask(() => this.#draw())
  }

  async #goOn(): Promise<void> {
    const lockstep = this.#lockstep
    const { speed, arms } = useCompare.getState()
    const info = arms.find((arm) => arm.info !== undefined && arm.problem === undefined)?.info
    if (lockstep === undefined || info === undefined) return useCompare.setState({ isPlaying: false })
    const started = performance.now()
    const next = due(SPEEDS[speed] ?? FASTEST, started - this.#beatAt, this.#owed, info.tick)
    this.#beatAt = started
    this.#owed = next.owed
    if (next.ticks === 0) return
    // Without a speed all go on by what the slowest can: an hour is seen as motion, and none runs ahead.
    const ticks = Number.isFinite(next.ticks) ? next.ticks : Math.max(1, Math.round(60 / info.tick))
    const until = Math.min(lockstep.tick + ticks, info.stop)
    if (until <= lockstep.tick) return this.pause()
    await lockstep.advance(until, () => useCompare.getState().isPlaying)
    if (!lockstep.isTogether) await lockstep.advance(Math.max(...ticksOf(lockstep)))
    await this.#draw()
    if (performance.now() - this.#curvesAt > CURVES_EVERY) await this.#curves()
  }

  async #draw(): Promise<void> {
    const lockstep = this.#lockstep
    if (lockstep === undefined) return
    this.#isStale = false
    const { options, mode, site } = useCompare.getState()
    const request: FrameRequest = {
      ...frameRequest(options),
      ...(mode === 'difference' ? { lineages: true } : {}),
    }
    const arms = await lockstep.draw(request, site)
    if (this.#lockstep === lockstep) useCompare.setState({ arms, tick: lockstep.tick })
  }

  async #curves(): Promise<void> {
    this.#curvesAt = performance.now()
    const arms = await this.#lockstep?.record()
    if (arms !== undefined) useCompare.setState({ arms })
  }

  #say(what: string): void {
    const { arms, tick } = useCompare.getState()
    const length = arms.find(({ info }) => info !== undefined)?.info?.tick ?? 0
    useCompare.setState({ said: `${what} ${durationWords(tick * length)}` })
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    const answer = this.#queue.then(() => {
      this.#isBusy = true
      return question()
    })
    this.#queue = answer.then(
      () => void (this.#isBusy = false),
      () => void (this.#isBusy = false),
    )
    return answer
  }
}

const FASTEST = { name: 'as fast as it can', perSecond: Number.POSITIVE_INFINITY }

function ticksOf(lockstep: Lockstep): readonly number[] {
  return lockstep.views.flatMap(({ state, problem }) => (problem === undefined ? (state?.tick ?? []) : []))
}

/** Arms begin where the project's run began. */
function withoutActions({ session }: Project): Project['session'] {
  const { reached: _, ...rest } = session
  return { ...rest, actions: [] }
}

async function openOptions(project: Project, arms: number) {
  const [{ models }, texts] = await Promise.all([shippedIndex(), shippedTexts()])
  const shipped = models.find(({ path }) => path === project.model)
  const files = await documents(shipped?.files ?? [], { ...project.files, ...project.session.files })
  return {
    kernels: await kernels(),
    // Parts that an arm includes are found among the shipped texts.
    files: { ...texts, ...files },
    threads: Math.max(1, Math.floor((navigator.hardwareConcurrency - 1) / arms)),
    historyBudget: HISTORY_BUDGET,
    store: `compare/${project.id}`,
  }
}
