import { transfer } from 'comlink'
import {
  type Answer,
  type CellCard,
  type CloneRequest,
  type Frame,
  type FrameRequest,
  type History,
  type LivingClones,
  type Measure,
  type Program,
  type RunState,
  type SeriesRows,
  type Session,
  SteeredRun,
  type ThreadSupport,
  type WorkerScope,
  bodyMeasures,
  buffersOf,
  cascadesOf,
  cellCard,
  followedFacts,
  PRIMARY,
  handlesOf,
  livingClones,
  messagesRead,
  modelAt,
  organismScene,
  packFrame,
  sceneOf,
  siteNames,
  startBrowserTeam,
  textReader,
  worldAt,
} from '../../src/browser.ts'
import { type Intent, changeOf } from '../watch/intent.ts'
import type { BodyNow, OpenRun, RunApi, RunInfo } from './run-api.ts'
import { spillDatabase } from './spill-database.ts'

/** Time between two looks at the page's messages on a long way [ms]. Chosen: progress seems smooth, and turning the loop costs nothing. */
const SLICE = 50

/** A state [byte] that is not written with every question for the session. Chosen: a database takes 0.1 s for it. */
const LARGE_STATE = 16e6
/** Time between writes of large states [ms]. Chosen: what one does not mind computing again. */
const SAVE_INTERVAL = 20_000

const MEMORY_ONLY =
  'Earlier states are kept in memory only: this browser stores nothing here, or another page has this run open.'

interface Open {
  readonly run: SteeredRun
  readonly files: Readonly<Record<string, string>>
  readonly support: ThreadSupport
  /** False where the browser keeps no states for this run. */
  readonly isStored: boolean
}

/** Where a way that takes long is. */
interface Way {
  readonly tick: number
  readonly until: number
}

/** Holds a run for a page. Questions are answered in the order in which they came, but for `progress` and `stop`. */
export class RunService implements RunApi {
  readonly #scope: WorkerScope
  #open: Open | undefined
  #last: Promise<unknown> = Promise.resolve()
  #way: Way | undefined
  /** Grows with each wish to be elsewhere: a way for an older one ends where it is. */
  #wish = 0
  #sliceEnd = 0
  #saving: Promise<void> | undefined
  /** Found once per program. */
  #body: { readonly program: Program; readonly measures: readonly Measure[] } | undefined
  #saved = Number.NEGATIVE_INFINITY

  constructor(scope: WorkerScope) {
    this.#scope = scope
  }

  open(options: OpenRun): Promise<Answer<RunInfo>> {
    const wish = ++this.#wish
    return this.#inTurn(async () => {
      await this.#saving
      await this.#open?.run.close()
      this.#open = undefined
      const files = { ...options.files, ...options.session.files }
      let support: ThreadSupport = { threads: 1 }
      const spill = await spillDatabase(options.store)
      const answer = await this.#onWay(() =>
        SteeredRun.open({
          session: options.session,
          read: textReader(files),
          kernels: options.kernels,
          startTeam: async (program) => {
            const rooms = siteNames(program)
            const started = await startBrowserTeam(this.#scope, options.kernels, options.threads, { rooms })
            support = started.support
            return started.team
          },
          historyBudget: options.historyBudget,
          ...(spill === undefined ? {} : { spill }),
          memoryLimit: options.memoryLimit ?? memoryHere(),
          ...(options.measures === undefined ? {} : { measures: options.measures }),
          factsOf: followedFacts,
          pause: (tick, until) => this.#pause(tick, until),
          isWanted: () => wish === this.#wish,
        }),
      )
      if (!answer.ok) return answer
      this.#open = { run: answer.value, files, support, isStored: spill !== undefined }
      return { ok: true, value: this.#info() }
    })
  }

  advance(until: number, budget: number): Promise<RunState> {
    return this.#inTurn(async () => {
      const { run } = this.#opened()
      const end = performance.now() + budget
      run.advance(until, () => performance.now() < end)
      await run.settle()
      return run.state
    })
  }

  frame(request: FrameRequest, recycled: readonly ArrayBuffer[] = []): Promise<Frame> {
    return this.#inTurn(() => handOver(packFrame(this.#opened().run.world, request, recycled)))
  }

  siteFrame(
    site: string,
    request: FrameRequest,
    recycled: readonly ArrayBuffer[] = [],
  ): Promise<Frame | undefined> {
    return this.#inTurn(() => {
      const world = worldAt(this.#opened().run.world, site)
      return world === undefined ? undefined : handOver(packFrame(world, request, recycled))
    })
  }

  write(intent: Intent): Promise<string> {
    return this.#inTurn(() => changeOf(this.#opened().run.model, this.#opened().run.world.tick, intent))
  }

  act(change: string, label: string): Promise<Answer<RunInfo>> {
    return this.#inTurn(() => {
      const answer = this.#opened().run.act(change, label)
      return answer.ok ? { ok: true, value: this.#info() } : answer
    })
  }

  seek(tick: number, branch?: string, before = false): Promise<Answer<RunState>> {
    const wish = ++this.#wish
    return this.#inTurn(() =>
      this.#onWay(() => this.#opened().run.seek(tick, branch, before, () => wish === this.#wish)),
    )
  }

  async progress(): Promise<Way | undefined> {
    return this.#way
  }

  async stop(): Promise<void> {
    this.#wish += 1
  }

  preview(tick: number, request: FrameRequest, site: string = PRIMARY): Promise<Frame | undefined> {
    return this.#inTurn(async () => {
      const host = await this.#opened().run.preview(tick)
      const world = host && worldAt(host, site)
      return world === undefined ? undefined : handOver(packFrame(world, request))
    })
  }

  history(): Promise<History> {
    return this.#inTurn(() => {
      const { run, isStored } = this.#opened()
      return isStored ? run.history() : { note: MEMORY_ONLY, ...run.history() }
    })
  }

  forget(branch: string): Promise<void> {
    return this.#inTurn(() => this.#opened().run.forget(branch))
  }

  inspect(lineage: string): Promise<CellCard | undefined> {
    return this.#inTurn(() => {
      const place = this.#opened().run.placeOf(lineage)
      return place === undefined ? undefined : this.#card(place.slot, place.name)
    })
  }

  inspectSlot(slot: number, site: string = PRIMARY): Promise<CellCard | undefined> {
    return this.#inTurn(() => this.#card(slot, site))
  }

  follow(lineages: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#opened().run.follow(lineages))
  }

  body(): Promise<BodyNow> {
    return this.#inTurn(() => {
      const { world } = this.#opened().run
      if (this.#body?.program !== world.program)
        this.#body = { program: world.program, measures: bodyMeasures(world.program) }
      const { measures } = this.#body
      return {
        values: Float64Array.from(measures, (measure) => measure.evaluate(world)),
        cascades: cascadesOf(world),
      }
    })
  }

  clones(request: CloneRequest): Promise<LivingClones | undefined> {
    return this.#inTurn(() => livingClones(this.#opened().run.world, this.#opened().run.model, request))
  }

  series(after?: number): Promise<SeriesRows> {
    return this.#inTurn(() => this.#opened().run.rows(after))
  }

  hash(): Promise<string> {
    return this.#inTurn(() => this.#opened().run.hash())
  }

  session(): Promise<Session> {
    return this.#inTurn(() => {
      const { run } = this.#opened()
      this.#save(run)
      return run.session()
    })
  }

  snapshot(): Promise<Uint8Array> {
    return this.#inTurn(() => {
      const bytes = this.#opened().run.snapshot()
      return transfer(bytes, [bytes.buffer])
    })
  }

  close(): Promise<void> {
    this.#wish += 1
    return this.#inTurn(async () => {
      await this.#saving
      await this.#open?.run.close()
      this.#open = undefined
    })
  }

  /** Leaves the state for the next time; a large one only now and then. Nobody waits for it. */
  #save(run: SteeredRun): void {
    const now = performance.now()
    const isLarge = run.history().bytes / Math.max(1, run.history().kept.length) > LARGE_STATE
    if (this.#saving !== undefined || (isLarge && now - this.#saved < SAVE_INTERVAL)) return
    this.#saving = run.save().finally(() => {
      this.#saving = undefined
      this.#saved = performance.now()
    })
  }

  #card(slot: number, site: string): CellCard | undefined {
    const { run } = this.#opened()
    const world = worldAt(run.world, site)
    if (world === undefined) return undefined
    const model = modelAt(run.model, site)
    const card = cellCard(world, model, slot)
    return card === undefined ? undefined : cellCard(world, model, slot, run.cellHistory(card.lineage))
  }

  #info(): RunInfo {
    const { run, files, support } = this.#opened()
    const { model, world } = run
    const { program } = world
    const organism = organismScene(model, program)
    return {
      scene: sceneOf(model, program),
      ...(organism === undefined ? {} : { organism }),
      title: program.title,
      modelHash: model.hash,
      state: run.state,
      stop: program.clock.stop,
      tick: program.clock.tick,
      threads: run.threads,
      ...(support.reason === undefined ? {} : { threadNote: support.reason }),
      issues: run.issues,
      series: run.series,
      handles: handlesOf(model, files, program.vessels.length > 0),
    }
  }

  #opened(): Open {
    if (this.#open === undefined) throw new Error('there is no run: open one first')
    return this.#open
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }

  async #onWay<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } finally {
      this.#way = undefined
    }
  }

  /** Reads the page's messages now and then. */
  #pause(tick: number, until: number): void | Promise<void> {
    if (performance.now() < this.#sliceEnd) return undefined
    this.#way = { tick, until }
    return messagesRead().then(() => void (this.#sliceEnd = performance.now() + SLICE))
  }
}

/** Hands the buffers of a frame over to the page: nothing is copied. */
function handOver(frame: Frame): Frame {
  return transfer(frame, buffersOf(frame))
}

/** Share of the machine's memory that a run may take. Chosen: the browser, the page and other programs need the rest. */
const MEMORY_SHARE = 0.5
/** Memory where the browser does not say how much there is [byte]. Chosen: what most laptops have to spare. */
const USUAL_MEMORY = 4e9

function memoryHere(): number {
  // Not every browser has it, and types do not know it.
  const { deviceMemory } = navigator as { deviceMemory?: number }
  return deviceMemory === undefined ? USUAL_MEMORY : Math.min(USUAL_MEMORY, MEMORY_SHARE * deviceMemory * 1e9)
}
