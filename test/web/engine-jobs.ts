/** What a test asks of the page `engine.html` and what it gets back. */
import type { EngineState } from '../../src/platform/browser/engine-messages.ts'
import type { ThreadSupport } from '../../src/platform/browser/thread-support.ts'

export interface EngineJob {
  readonly name: string
  /** Texts by path, the model's among them. */
  readonly files: Readonly<Record<string, string>>
  readonly model: string
  readonly seed: number
  readonly threads: number
  /** Leaves nothing to the calling thread: all that is shared out is computed by the others. */
  readonly leavesAllToWorkers?: boolean
  /** Ticks after which the state is hashed. */
  readonly ticks: readonly number[]
  /** Ask for far more ticks, and stop while they run. */
  readonly isStopped?: boolean
}

/** What a page found: how far the world is at the end, and its hashes on the way. */
export interface EngineResult extends Partial<EngineState> {
  readonly support?: ThreadSupport
  readonly hashes?: readonly string[]
  /** What went wrong: a code, and those of the model's mistakes. */
  readonly error?: string
  readonly issues?: readonly string[]
}
