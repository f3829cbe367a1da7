import { MilieuError } from '../../engine/errors.ts'
import type { Issue } from '../../model/issue.ts'

/** An engine said no: the model has errors, or a run failed. */
export class EngineError extends MilieuError {
  /** Mistakes in the model; empty when it is something else. */
  readonly issues: readonly Issue[]

  constructor(code: string, message: string, issues: readonly Issue[] = []) {
    super(code, message)
    this.name = 'EngineError'
    this.issues = issues
  }
}
