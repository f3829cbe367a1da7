/** What a test asks of the page `engine.html` and what it gets back. */
import type { ThreadSupport } from '../../src/platform/browser/thread-support.ts'

export interface EngineJob {
  readonly name: string
  /** Texts by path, the model's among them. */
  readonly files: Readonly<Record<string, string>>
  readonly model: string
  readonly seed: number
  readonly threads: number
  /** Ticks after which the state is hashed. */
  readonly ticks: readonly number[]
  /** Ask for far more ticks, and stop while they run. */
  readonly isStopped?: boolean
}

export interface EngineResult {
  readonly support?: ThreadSupport
  readonly hashes?: readonly string[]
  /** Where a stopped run stood. */
  readonly tick?: number
  /** What went wrong: a code, and those of the model's mistakes. */
  readonly error?: string
  readonly issues?: readonly string[]
}
