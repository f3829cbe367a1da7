/** What a page asks the worker of a run (`run.worker.ts`), through Comlink. Everything is plain data; nothing throws: answers say what went wrong. */
import type {
  Answer,
  Cascade,
  CellCard,
  CloneRequest,
  Frame,
  FrameRequest,
  Handles,
  History,
  Issue,
  OrganismScene,
  LivingClones,
  RunState,
  Scene,
  SeriesRows,
  Session,
} from '../../src/browser.ts'
import type { Intent } from '../watch/intent.ts'

export type {
  Answer,
  CellCard,
  CellFact,
  CellRule,
  Handles,
  History,
  HistoryBranch as Branch,
  LivingClones,
  Problem,
  RunState,
  SeriesRows,
} from '../../src/browser.ts'

export interface OpenRun {
  /** Compiled once by the page. */
  readonly kernels: WebAssembly.Module
  /** Every document of the model: path -> text. */
  readonly files: Readonly<Record<string, string>>
  /** Actions in it are replayed; `reached` is where it goes to. */
  readonly session: Session
  readonly threads: number
  /** Memory for history in this worker [bytes]; what is more goes to the browser's database. */
  readonly historyBudget: number
  /** Name under which history is spilled; the same name finds it again. */
  readonly store: string
  /** Measures to record, beside those that the model records. */
  readonly measures?: readonly string[]
  /** Memory that the run may take beside its history [byte]; what 32-bit addresses reach when absent. */
  readonly memoryLimit?: number
}

export interface RunInfo {
  readonly scene: Scene
  /** Other tissues, where the model describes an organism. */
  readonly organism?: OrganismScene
  readonly title: string
  readonly modelHash: string
  readonly state: RunState
  /** Ticks at the end that the model names. */
  readonly stop: number
  /** [min] */
  readonly tick: number
  readonly threads: number
  /** Why there are fewer threads than asked for: a sentence to show. */
  readonly threadNote?: string
  /** Notes and warnings about the model. */
  readonly issues: readonly Issue[]
  readonly series: readonly { readonly name: string; readonly unit: string }[]
  /** What the reader may do now: drugs that the model has, numbers to knock down, types, vessels. */
  readonly handles: Handles
}

/** An organism as it is. */
export interface BodyNow {
  /** In the order of `OrganismScene.numbers`; none where the model describes one tissue. */
  readonly values: Float64Array
  /** How many cells got how far, organ by organ. */
  readonly cascades: readonly Cascade[]
}

export interface RunApi {
  open(options: OpenRun): Promise<Answer<RunInfo>>
  /** Runs to tick `until`, or as far as `budget` [ms] of wall time allows. */
  advance(until: number, budget: number): Promise<RunState>
  /** Buffers of an older frame may be handed back to be used again. */
  frame(request: FrameRequest, recycled?: readonly ArrayBuffer[]): Promise<Frame>
  /** The same of a site of an organism; undefined while its tissue is not laid out. */
  siteFrame(
    site: string,
    request: FrameRequest,
    recycled?: readonly ArrayBuffer[],
  ): Promise<Frame | undefined>
  /** The change that does what a reader wants, written for the model and the tick as they are now. */
  write(intent: Intent): Promise<string>
  /**
   * Changes the model at the present tick; on a tick with a future, a new branch begins. An empty change begins a branch and
   * changes nothing: to leave an action out, go to `before` it and act with an empty change.
   */
  act(change: string, label: string): Promise<Answer<RunInfo>>
  /**
   * Goes to a tick of a branch, exactly: from the nearest state kept before it. Actions at that tick are done, unless `before`. When
   * another call comes meanwhile that goes elsewhere (`seek`, `stop`), it ends where it is.
   */
  seek(tick: number, branch?: string, before?: boolean): Promise<Answer<RunState>>
  /** Where a `seek` or an `open` that takes long is; answers at once. Undefined when none is under way. */
  progress(): Promise<{ readonly tick: number; readonly until: number } | undefined>
  /** Ends a `seek` that is under way where it is. */
  stop(): Promise<void>
  /** The state kept nearest to a tick, for the moment in which somebody drags; changes nothing. */
  preview(tick: number, request: FrameRequest, site?: string): Promise<Frame | undefined>
  history(): Promise<History>
  /** Forgets a branch and those that leave it. */
  forget(branch: string): Promise<void>
  inspect(lineage: string): Promise<CellCard | undefined>
  /** The cell at a slot of the last frame, in the primary tissue unless said. */
  inspectSlot(slot: number, site?: string): Promise<CellCard | undefined>
  follow(lineages: readonly string[]): Promise<void>
  /** What is known of an organism's blood and organs now. */
  body(): Promise<BodyNow>
  /** The living clones of the state as it is, counted, and the tree of the largest; undefined where cells belong to none. */
  clones(request: CloneRequest): Promise<LivingClones | undefined>
  /** Rows of the current branch later than `after` [min], or all; what lies ahead of a present in the past is among them. */
  series(after?: number): Promise<SeriesRows>
  hash(): Promise<string>
  /** With actions up to here, and `reached`; the state is left under `store`, so that opening this session again need not compute it. */
  session(): Promise<Session>
  snapshot(): Promise<Uint8Array>
  close(): Promise<void>
}
