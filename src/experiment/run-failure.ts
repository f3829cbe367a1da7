import { isMilieuError } from '../engine/errors.ts'

/** What went wrong with a run. */
export interface RunFailure {
  readonly message: string
  /** Code of an error of Milieu's or of the system. */
  readonly code?: string
  /** The last lines of what the error said about itself. */
  readonly lines: readonly string[]
  /** There was too little memory: the run is tried again without company. */
  readonly isMemory?: boolean
}

/** Lines of a stack that are kept of an error. */
const LINES = 12

/** What an error says, as plain data. */
export function failureFrom(error: unknown): RunFailure {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? { code: String(error.code) } : {}
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return {
    message,
    ...code,
    lines: isMilieuError(error) ? [] : stack.split('\n').slice(0, LINES),
    ...(isMemoryError(error) ? { isMemory: true } : {}),
  }
}

/** What V8 and WebAssembly say when there is no more memory. */
function isMemoryError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && (error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error.code === 'ENOMEM')) return true
  return error instanceof RangeError && /memory|allocation/i.test(error.message)
}
