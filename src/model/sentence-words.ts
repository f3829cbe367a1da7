import {
  type Dimension,
  canonicalUnit,
  describeDimension,
  dimensionless,
  sameDimension,
} from '../units/dimension.ts'
import { parseQuantity, writeQuantity } from '../units/quantity.ts'
import { requireUnit } from '../units/unit.ts'
import type { Message, TextSpan } from './issue.ts'
import { badQuantity, missingUnit, outOfRange, wrongUnit } from './messages.ts'
import type { SentenceMistake, SentenceResult } from './schema-sentence.ts'

/* What the grammars of sentences share: amounts, clauses between commas, and pieces of a text with their places. */

/** A number with its unit: canonical value, and the unit as the author wrote it. */
export interface Amount {
  readonly value: number
  readonly unit: string
}

/** What a number in a sentence must be. */
export interface AmountOptions {
  readonly example: string
  readonly isPositive?: boolean
  /** True for numbers without a unit. */
  readonly isPlain?: boolean
  /** True for numbers from 0 to 1. */
  readonly isShare?: boolean
}

/** Reads the number in a piece of a sentence. */
export function readAmount(
  text: string,
  span: TextSpan | undefined,
  options: AmountOptions,
): SentenceResult<Amount> {
  const written = slice(text, span)
  const parsed = parseQuantity(written)
  const { offset = 0, length = 0 } = span ?? {}
  if (!parsed.ok) {
    const from = offset + parsed.offset
    const rest = Math.max(1, length - parsed.offset)
    return failAt(badQuantity(written, parsed.message, options.example), { offset: from, length: rest })
  }
  if (options.isPlain === true && !sameDimension(parsed.unit.dimension, dimensionless)) {
    const found = describeDimension(parsed.unit.dimension).split(', for example')[0] ?? ''
    return failAt(wrongUnit(written, found, 'a plain number', options.example), span)
  }
  if (options.isPositive === true && !(parsed.canonical > 0))
    return failAt(outOfRange(written, 'more than zero'), span)
  if (options.isShare === true && !(parsed.canonical >= 0 && parsed.canonical <= 1))
    return failAt(outOfRange(written, 'from 0 % to 100 %'), span)
  return { ok: true, value: { value: parsed.canonical, unit: parsed.unit.text } }
}

/** A mistake that stands in a piece of a sentence. */
export function failAt(message: Message, span: TextSpan | undefined): SentenceMistake {
  return {
    ok: false,
    message,
    offset: span?.offset ?? 0,
    ...(span === undefined ? {} : { length: span.length }),
  }
}

/** The text of a piece. */
export function slice(text: string, span: TextSpan | undefined): string {
  return span === undefined ? '' : text.slice(span.offset, span.offset + span.length)
}

/** The span of text[start, end) without the spaces around it. */
export function trimmed(text: string, start: number, end: number): TextSpan {
  const piece = text.slice(start, end)
  const offset = start + piece.length - piece.trimStart().length
  return { offset, length: piece.trim().length }
}

/** The pieces between commas; a comma before a digit separates nothing. */
export function clausesOf(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = []
  let offset = 0
  for (const piece of text.split(/,(?!\d)/)) {
    spans.push(trimmed(text, offset, offset + piece.length))
    offset += piece.length + 1
  }
  return spans
}

/** A sentence's text may end in its source between brackets. */
export function withoutSource(text: string): string {
  return text.replace(/\s*\[[^[\]]*\]\s*$/, '')
}

/** Writes a number with its unit so that it reads back exactly. */
export function writeAmount(amount: Amount): string {
  return writeQuantity(amount.value, amount.unit)
}

/** Says how the dimension of a number differs from that of a unit ('1' = none); undefined when it does not. */
export function unitMistake(amount: Amount, expectedUnit: string): Message | undefined {
  const found = requireUnit(amount.unit).dimension
  const expected = dimensionOfUnit(expectedUnit)
  if (sameDimension(found, expected)) return undefined
  const text = writeAmount(amount)
  const example = writeQuantity(1, canonicalUnit(expected))
  if (amount.unit === '') return missingUnit(text, words(expected), `${text} ${canonicalUnit(expected)}`)
  return wrongUnit(text, words(found), words(expected), example)
}

/** Dimension of a unit, where '1' stands for none. */
export function dimensionOfUnit(unit: string): Dimension {
  return requireUnit(unit === '1' ? '' : unit).dimension
}

/** A dimension in words, without the example that `describeDimension` adds. */
function words(dimension: Dimension): string {
  if (sameDimension(dimension, dimensionless)) return 'a plain number'
  return describeDimension(dimension).split(', for example')[0] ?? ''
}
