import { type Distribution, distributionProblem } from '../math/sampling/distribution.ts'
import type { SentenceMistake, SentenceResult } from '../model/schema-sentence.ts'
import { distributionForm, mixedUnits } from '../model/messages-experiment.ts'
import { badQuantity } from '../model/messages.ts'
import { dimensionless, sameDimension } from '../units/dimension.ts'
import { parseQuantity } from '../units/quantity.ts'
import { type Unit, noUnit } from '../units/unit.ts'

/** What a number is drawn from, as a sentence says it. */
export interface Spread {
  /** In `unit`. */
  readonly distribution: Distribution
  /** As the author writes it; '' for plain numbers; 'times' where the numbers are factors of what stands in the model. */
  readonly unit: string
  /** The sentence without its source. */
  readonly text: string
}

/** The unit of a factor: of what stands in the model without it. */
export const TIMES = 'times'

/** Sentences that documentation and messages show. */
export const SPREAD_EXAMPLES = [
  'uniform from 0.1 to 0.5 1/h [measured, key]',
  'log-uniform from 0.01 to 1 nM [assumed]',
  'normal, mean 10 um, sd 2 um, from 5 um to 20 um [measured, key]',
  'lognormal, median 3 1/h, cv 40 % [fitted, key]',
  'triangular from 1 over 2 to 5 1/h [assumed]',
  'one of 0, 1, 3, 10 mg/kg [assumed]',
  'uniform from 0.5 to 2 times [assumed]',
] as const

interface Piece {
  readonly text: string
  readonly offset: number
}

/** A form of sentence: its groups are quantities in one unit, apart from `cv`. */
interface Form {
  readonly pattern: RegExp
  readonly make: (values: readonly number[], cv: number) => Distribution
}

const RANGE = '(?:, from (.+?) to (.+?))?'

const FORMS: Readonly<Record<string, Form>> = {
  uniform: {
    pattern: /^uniform from (.+?) to (.+)$/d,
    make: ([low = Number.NaN, high = Number.NaN]) => ({ kind: 'uniform', low, high }),
  },
  'log-uniform': {
    pattern: /^log-uniform from (.+?) to (.+)$/d,
    make: ([low = Number.NaN, high = Number.NaN]) => ({ kind: 'log-uniform', low, high }),
  },
  normal: {
    pattern: new RegExp(`^normal, mean (.+?), sd (.+?)${RANGE}$`, 'd'),
    make: ([mean = Number.NaN, sd = Number.NaN, ...ends]) => ({ kind: 'normal', mean, sd, ...between(ends) }),
  },
  lognormal: {
    pattern: new RegExp(`^lognormal, median (.+?), cv (?<cv>.+?)${RANGE}$`, 'd'),
    make: ([median = Number.NaN, ...ends], cv) => ({ kind: 'lognormal', median, cv, ...between(ends) }),
  },
  triangular: {
    pattern: /^triangular from (.+?) over (.+?) to (.+)$/d,
    make: ([low = Number.NaN, mode = Number.NaN, high = Number.NaN]) => ({
      kind: 'triangular',
      low,
      mode,
      high,
    }),
  },
  one: { pattern: /^one of (?<list>.+)$/d, make: (values) => ({ kind: 'values', values }) },
}

function between([low, high]: readonly number[]): { readonly low?: number; readonly high?: number } {
  return low === undefined || high === undefined ? {} : { low, high }
}

/** Reads `uniform from 0.1 to 0.5 1/h` and its like; a number without a unit takes the one that follows next. */
export function parseSpread(written: string): SentenceResult<Spread> {
  const start = written.length - written.trimStart().length
  const text = written.trim()
  const word = /^[\w-]+/.exec(text)?.[0] ?? ''
  const form = Object.hasOwn(FORMS, word) ? FORMS[word] : undefined
  const match = form?.pattern.exec(text)
  if (form === undefined || match === null || match === undefined)
    return { ok: false, message: distributionForm(text, word, SPREAD_EXAMPLES), offset: start }
  const result = readForm(form, match, text)
  return result.ok ? result : { ...result, offset: result.offset + start }
}

function readForm(form: Form, match: RegExpExecArray, text: string): SentenceResult<Spread> {
  const { cv, list } = match.groups ?? {}
  const places = match.indices ?? []
  const groups = match.slice(1).flatMap((group, index): readonly Piece[] => {
    const offset = places[index + 1]?.[0] ?? 0
    // A group that took no part in the match is absent, whatever its type says.
    if ((group as string | undefined) === undefined || (cv !== undefined && index === 1)) return []
    return list === undefined ? [{ text: group, offset }] : itemsOf(group, offset)
  })
  const numbers = readPieces(groups)
  if ('mistake' in numbers) return numbers.mistake
  const spread = cv === undefined ? { value: 0 } : readShare({ text: cv, offset: places[2]?.[0] ?? 0 })
  if ('mistake' in spread) return spread.mistake
  const distribution = form.make(numbers.values, spread.value)
  const problem = distributionProblem(distribution)
  if (problem !== undefined) {
    const message = `the distribution ${problem}`
    return { ok: false, message, offset: 0, length: text.length }
  }
  return { ok: true, value: { distribution, unit: numbers.unit, text } }
}

function itemsOf(text: string, offset: number): readonly Piece[] {
  let at = offset
  return text.split(',').map((item) => {
    const piece = { text: item, offset: at }
    at += item.length + 1
    return piece
  })
}

type Read<T> = T | { readonly mistake: SentenceMistake }

/** The coefficient of variation: `40 %` or `0.4`. */
function readShare(piece: Piece): Read<{ readonly value: number }> {
  const parsed = parseQuantity(piece.text)
  if (parsed.ok && sameDimension(parsed.unit.dimension, dimensionless)) return { value: parsed.canonical }
  const reason = parsed.ok ? 'a coefficient of variation has no unit' : parsed.message
  return { mistake: mistakeAt(piece, badQuantity(piece.text, reason, '40 %')) }
}

/** Numbers in the unit of the last one. */
function readPieces(
  pieces: readonly Piece[],
): Read<{ readonly values: readonly number[]; readonly unit: string }> {
  const last = pieces.at(-1)
  const isFactor = last !== undefined && hasTimes(last.text)
  const parsed: { readonly value: number; readonly unit?: Unit; readonly piece: Piece }[] = []
  for (const piece of pieces) {
    const result = parseQuantity(isFactor ? withoutTimes(piece.text) : piece.text)
    if (!result.ok)
      return {
        mistake: mistakeAt(piece, badQuantity(piece.text, result.message, '0.5 1/h'), result.offset),
      }
    const { value, unit } = result
    parsed.push(unit.text === '' ? { value, piece } : { value, unit, piece })
  }
  const unit = parsed.at(-1)?.unit ?? noUnit
  const stray = parsed.find(
    (one) => one.unit !== undefined && !sameDimension(one.unit.dimension, unit.dimension),
  )
  if (stray !== undefined || (isFactor && unit.text !== '')) {
    const piece = (stray ?? parsed.at(-1))?.piece ?? { text: '', offset: 0 }
    return { mistake: mistakeAt(piece, mixedUnits(piece.text, isFactor ? TIMES : unit.text)) }
  }
  return { values: inUnit(parsed, unit), unit: isFactor ? TIMES : unit.text }
}

/** A bare number is in the unit of the next number that has one. */
function inUnit(
  parsed: readonly { readonly value: number; readonly unit?: Unit }[],
  unit: Unit,
): readonly number[] {
  return parsed.map(({ value }, index) => {
    const own = parsed.slice(index).find((one) => one.unit !== undefined)?.unit ?? unit
    return own.text === unit.text ? value : (value * own.factor) / unit.factor
  })
}

function hasTimes(text: string): boolean {
  return /\btimes\s*$/.test(text)
}

function withoutTimes(text: string): string {
  return text.replace(/\s*\btimes\s*$/, '')
}

function mistakeAt(piece: Piece, message: SentenceMistake['message'], from = 0): SentenceMistake {
  return { ok: false, message, offset: piece.offset + from, length: Math.max(1, piece.text.length - from) }
}
