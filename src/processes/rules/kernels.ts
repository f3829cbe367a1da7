import type { SpecialFunctions } from '../../kernels/special.ts'

/** One rule as seen by one cell. */
export interface ResponseRow {
  /** Value of the signal; below zero counts as zero. */
  readonly signal: number
  /** Signal of half the change, in the unit of the signal. */
  readonly half: number
  readonly hill: number
  readonly alsoWhenDead: boolean
}

/** The rules of one type on one behaviour, as seen by one cell. */
export interface Response {
  /** Value without signals. */
  readonly base: number
  readonly up: readonly ResponseRow[]
  /** Value that the rows of `up` lead to. */
  readonly upTo: number
  readonly down: readonly ResponseRow[]
  readonly downTo: number
}

/** Z / (1 + Z) with Z the sum of (signal / half)^hill: between 0 without signal and 1. */
export function hillResponse(
  rows: readonly ResponseRow[],
  isDead: boolean,
  special: Pick<SpecialFunctions, 'pow'>,
): number {
  let sum = 0
  for (const { signal, half, hill, alsoWhenDead } of rows) {
    if ((isDead && !alsoWhenDead) || !(signal > 0)) continue
    sum += special.pow(signal / half, hill)
  }
  return sum < Infinity ? sum / (1 + sum) : 1
}

/** The plain form of `rules_respond` for one cell and one behaviour; `classBase` is what holds where no rule does. */
export function respond(
  rules: Response,
  classBase: number,
  isDead: boolean,
  special: Pick<SpecialFunctions, 'pow'>,
): number {
  const rows = [...rules.up, ...rules.down]
  if (!rows.some((row) => !isDead || row.alsoWhenDead)) return classBase
  const { base } = rules
  const raised =
    rules.up.length === 0 ? base : base + (rules.upTo - base) * hillResponse(rules.up, isDead, special)
  if (rules.down.length === 0) return raised
  return raised + (rules.downTo - raised) * hillResponse(rules.down, isDead, special)
}
