import type { Model } from '../compile/model.ts'
import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import type { ReadFile } from '../model/include.ts'
import type { Team } from '../parallel/team.ts'
import type { SpillStore } from './kept-states.ts'
import type { Session } from './session.ts'

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
