import type { Issue } from '../../model/issue.ts'
import type { TeamOptions } from '../../parallel/team.ts'
import type { ThreadSupport } from './thread-support.ts'

/** What a run begins with. */
export interface EngineStart {
  /** The compiled kernels; a page compiles them once for all its engines. */
  readonly kernels: WebAssembly.Module
  /** Path of the model among `files`. */
  readonly model: string
  /** Texts by path: the model and all that it includes. */
  readonly files: Readonly<Record<string, string>>
  /** Seed of the run: whole number from 0 to 2^53. */
  readonly seed: number
  /** Threads that share the work, the engine's own among them; 1 when absent. */
  readonly threads?: number
  /** What the team of threads shares out; results do not depend on it, and its own choice is measured. */
  readonly team?: TeamOptions
}

/** What a page asks an engine; `id` comes back with the answer. Requests are answered in the order in which they came. */
export type EngineRequest =
  | ({ readonly kind: 'start'; readonly id: number } & EngineStart)
  /** Advances to tick `until`. */
  | { readonly kind: 'run'; readonly id: number; readonly until: number }
  | { readonly kind: 'hash'; readonly id: number }
  /** Ends runs that were asked for before this one, at the tick that they have reached. */
  | { readonly kind: 'stop'; readonly id: number }

/** How far a world is. */
export interface EngineState {
  readonly tick: number
  readonly cells: number
  /** Blocks of work that each thread has computed, where there is a team. */
  readonly blocks?: readonly number[]
}

/** What an engine answers. */
export type EngineReply =
  | {
      readonly kind: 'started'
      readonly id: number
      readonly support: ThreadSupport
      readonly state: EngineState
    }
  | { readonly kind: 'ran'; readonly id: number; readonly state: EngineState }
  | { readonly kind: 'hash'; readonly id: number; readonly hash: string; readonly state: EngineState }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly code: string
      readonly error: string
      readonly issues: readonly Issue[]
    }
