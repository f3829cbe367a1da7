import type { SentenceResult } from '../../model/schema-sentence.ts'
import {
  failAt,
  readAmount,
  trimmed,
  unitMistake,
  writeAmount,
  type Amount,
} from '../../model/sentence-words.ts'

/** Pressures of vessels that cross a slice: by turns, or falling along an axis of the picture. */
export interface TissuePressure {
  readonly along?: 'x' | 'y'
  /** [mmHg], and the unit as written */
  readonly high: Amount
  readonly low: Amount
}

export const TISSUE_PRESSURE_EXAMPLE = 'alternate 25 mmHg and 15 mmHg'

const GRAMMAR = /^\s*(?:(alternate)\s+(.+?)\s+and\s+(.+?)|along\s+([xy])\s+from\s+(.+?)\s+to\s+(.+?))\s*$/du

/** Reads `alternate 25 mmHg and 15 mmHg` or `along x from 25 mmHg to 15 mmHg`. */
export function parseTissuePressure(text: string): SentenceResult<TissuePressure> {
  const match = GRAMMAR.exec(text)
  if (match === null) {
    const hint = `write ${TISSUE_PRESSURE_EXAMPLE}, or along x from 25 mmHg to 15 mmHg`
    return { ok: false, message: 'these are not pressures of vessels', hint, offset: 0 }
  }
  const isAlternate = match[1] !== undefined
  const high = readPressure(text, match.indices?.[isAlternate ? 2 : 5])
  if (!high.ok) return high
  const low = readPressure(text, match.indices?.[isAlternate ? 3 : 6])
  if (!low.ok) return low
  const axis = match[4] === 'y' ? 'y' : 'x'
  return {
    ok: true,
    value: { ...(isAlternate ? {} : { along: axis }), high: high.value, low: low.value },
  }
}

function readPressure(text: string, place: [number, number] | undefined): SentenceResult<Amount> {
  const span = trimmed(text, place?.[0] ?? 0, place?.[1] ?? text.length)
  const amount = readAmount(text, span, { example: '25 mmHg' })
  if (!amount.ok) return amount
  const mistake = unitMistake(amount.value, 'mmHg')
  return mistake === undefined ? amount : failAt(mistake, span)
}

/** The inverse of `parseTissuePressure`. */
export function writeTissuePressure({ along, high, low }: TissuePressure): string {
  const [from, to] = [writeAmount(high), writeAmount(low)]
  return along === undefined ? `alternate ${from} and ${to}` : `along ${along} from ${from} to ${to}`
}
