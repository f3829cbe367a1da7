/** What a page asks the worker of a run (`run.worker.ts`), through Comlink. Everything is plain data; nothing throws: answers say what went wrong. */
import type { Frame, FrameRequest, Issue, Scene, Session } from '../../src/browser.ts'
import type { Intent } from '../watch/intent.ts'

/** Comlink carries of an error its text only; so problems are values. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

export interface Problem {
  /** Code of a `MilieuError`, or `Failed`. */
  readonly code: string
  readonly message: string
  /** Mistakes in the model, with their places. */
  readonly issues: readonly Issue[]
  /** Where a numerical stop happened. */
  readonly tick?: number
}

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
}

export interface RunInfo {
  readonly scene: Scene
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

/** What actions can be offered for a model. */
export interface Handles {
  readonly types: readonly string[]
  /** Drugs of the model, and library parts that bring one. */
  readonly drugs: readonly {
    readonly name: string
    readonly dose: string
    readonly include?: string
  }[]
  /** Paths of numbers that make sense to knock down or overexpress, with a name for people. */
  readonly genes: readonly { readonly path: string; readonly name: string; readonly cellType: string }[]
  readonly hasVessels: boolean
}

export interface RunState {
  readonly tick: number
  /** [min] */
  readonly time: number
  readonly cells: number
  readonly branch: string
  /** Set when the run stopped on its own: a numerical failure, or no memory left. */
  readonly problem?: Problem
}

/** A line of the history tree. */
export interface Branch {
  readonly id: string
  readonly parent?: string
  /** Where it leaves its parent; 0 for the first. */
  readonly from: number
  /** How far it has been computed. */
  readonly to: number
  readonly label: string
  /** Its own actions, those of its parents not among them. */
  readonly actions: readonly { readonly tick: number; readonly label: string }[]
}

export interface History {
  readonly branches: readonly Branch[]
  readonly current: string
  /** Ticks of the current branch (its parents' before it) whose states are kept. */
  readonly kept: readonly number[]
  readonly bytes: number
  readonly spilledBytes: number
  readonly budget: number
}

/** Rows since the last question, or all of the current branch. */
export interface SeriesRows {
  /** [min] */
  readonly times: Float64Array
  /** One array per series of `RunInfo.series`. */
  readonly values: readonly Float64Array[]
}

/** All that is known about a cell. */
export interface CellCard {
  /** Sixteen hexadecimal digits. */
  readonly lineage: string
  readonly slot: number
  readonly type: string
  readonly state: string
  /** [um] */
  readonly position: readonly [number, number, number]
  /** [um] */
  readonly radius: number
  readonly age?: number
  readonly clone?: string
  readonly mother?: string
  readonly facts: readonly CellFact[]
  /** Rules of its type, with what each does now: strongest first. */
  readonly rules: readonly CellRule[]
  /** Nodes of its network. */
  readonly network: readonly { readonly name: string; readonly value: number }[]
  /** Kept while the cell is followed. */
  readonly history: {
    readonly times: readonly number[]
    readonly values: Readonly<Record<string, readonly number[]>>
  }
  readonly events: readonly { readonly time: number; readonly text: string }[]
}

export interface CellFact {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly group: 'signal' | 'behaviour' | 'trait' | 'cell'
}

export interface CellRule {
  /** As the author wrote it. */
  readonly text: string
  /** How far it is open now, 0 to 1. */
  readonly response: number
  readonly signal: number
  readonly source?: string
}

export interface RunApi {
  open(options: OpenRun): Promise<Answer<RunInfo>>
  /** Runs to tick `until`, or as far as `budget` [ms] of wall time allows. */
  advance(until: number, budget: number): Promise<RunState>
  /** Buffers of an older frame may be handed back to be used again. */
  frame(request: FrameRequest, recycled?: readonly ArrayBuffer[]): Promise<Frame>
  /** Changes the model at the present tick; on a tick with a future, a new branch begins. */
  act(change: string, label: string): Promise<Answer<RunInfo>>
  /** The change that does what the reader wants, written for the model as it is now. */
  write(intent: Intent): Promise<string>
  /** Goes to a tick of a branch, exactly: from the nearest state kept before it; at the tick of an action it is done, unless `before`. */
  seek(tick: number, branch?: string, before?: boolean): Promise<Answer<RunState>>
  /** The state kept nearest to a tick, for the moment in which somebody drags; changes nothing. */
  preview(tick: number, request: FrameRequest): Promise<Frame | undefined>
  history(): Promise<History>
  /** Forgets a branch and those that leave it. */
  forget(branch: string): Promise<void>
  inspect(lineage: string): Promise<CellCard | undefined>
  /** The cell at a slot of the last frame. */
  inspectSlot(slot: number): Promise<CellCard | undefined>
  follow(lineages: readonly string[]): Promise<void>
  series(from?: number): Promise<SeriesRows>
  hash(): Promise<string>
  /** With actions up to here, and `reached`. */
  session(): Promise<Session>
  snapshot(): Promise<Uint8Array>
  close(): Promise<void>
}
