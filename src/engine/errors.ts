import type { CellEvent } from './events.ts'

/** Base of every error that Milieu throws at a caller; `code` says which. */
export class MilieuError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MilieuError'
    this.code = code
  }
}

/** True for an error of Milieu's, of the given code if one is given. */
export function isMilieuError(error: unknown, code?: string): error is MilieuError {
  return error instanceof MilieuError && (code === undefined || error.code === code)
}

export interface NumericalFailure {
  readonly column: string
  /** Cell slot or voxel index, by the column's group. */
  readonly index: number
  readonly tick: number
  /** [min] */
  readonly time: number
  /** Events committed last. */
  readonly recent: readonly CellEvent[]
}

/** A run reached a state that is not a number; it stopped at that tick. */
export class NumericalError extends MilieuError {
  readonly failure: NumericalFailure

  constructor(failure: NumericalFailure) {
    const place = `column '${failure.column}', index ${failure.index}`
    super(
      'NumericalFailure',
      `the state is no longer a finite number: ${place}, tick ${failure.tick} (${failure.time} min)`,
    )
    this.failure = failure
  }
}
