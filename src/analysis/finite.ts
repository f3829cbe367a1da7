import type { MaybeNumber } from './summary-results.ts'

/** A number as summaries and tables keep it: what could not be computed, or is endless, is `null`. */
export function finite(value: number): MaybeNumber {
  return Number.isFinite(value) ? value : null
}
