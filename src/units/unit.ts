import { nearestName } from '../math/nearest-name.ts'
import { dimensionless, multiplyDimension, type Dimension } from './dimension.ts'
import { findScale, plainMicro, unitNames, type UnitScale } from './unit-table.ts'

/**
 * Reads compound units such as `um^2/min`, `molecules/cell/s` or `1/(nM min)`.
 *
 *     product := [factor | empty before '/'] { operator factor }
 *     operator := '/' | '*' | '·' | space
 *     factor := ( name | '1' | '(' product ')' ) [ exponent ]
 *     exponent := '^' ['-'] digits | digits | superscript digits
 *
 * `a/b/c` divides twice. `a/b c` is refused: people read it as a/(b c), a calculator as (a/b) c, and a rate constant
 * that is wrong by 3600 looks plausible.
 */
export interface Unit {
  /** The unit as written, trimmed; empty for a bare number. */
  readonly text: string
  readonly dimension: Dimension
  /** Canonical value = written value * factor. */
  readonly factor: number
}

/** Why a unit was refused; `ambiguous` is a product straight after a division. */
export type UnitFailureReason = 'unknown' | 'syntax' | 'ambiguous' | 'range'

/** Where and why a unit could not be read. */
export interface UnitFailure {
  readonly ok: false
  readonly reason: UnitFailureReason
  /** Index of the offending character in the text. */
  readonly offset: number
  /** The offending word, empty at the end of the text. */
  readonly found: string
  /** The unit that was probably meant. */
  readonly nearest?: string
}

export type UnitResult = { readonly ok: true; readonly unit: Unit } | UnitFailure

/** The unit of a bare number. */
export const noUnit: Unit = { text: '', dimension: dimensionless, factor: 1 }

/** Reads a unit, or tells where it stops making sense and which unit was probably meant. */
export function parseUnit(text: string): UnitResult {
  const scanner: Scanner = { text, at: 0, failure: undefined }
  const scale = readProduct(scanner)
  if (scale !== undefined && scanner.at < text.length) fail(scanner, 'syntax')
  if (scale === undefined || scanner.failure !== undefined) return scanner.failure ?? fail(scanner, 'syntax')
  const factor = scale.numerator / scale.denominator
  if (!Number.isFinite(factor) || factor === 0)
    return { ok: false, reason: 'range', offset: 0, found: text.trim() }
  return { ok: true, unit: { text: text.trim(), dimension: scale.dimension, factor } }
}

/** Reads a unit written by a programmer; throws a RangeError when it is not one. */
export function requireUnit(text: string): Unit {
  const result = text === '' ? { ok: true as const, unit: noUnit } : parseUnit(text)
  if (!result.ok) throw new RangeError(`'${text}' is not a unit: ${describeUnitFailure(result)}`)
  return result.unit
}

/** Says in one sentence what is wrong with a unit and what would be right. */
export function describeUnitFailure(failure: UnitFailure): string {
  const found = failure.found === '' ? 'the text ends' : `found '${failure.found}'`
  switch (failure.reason) {
    case 'unknown':
      return `unknown unit '${failure.found}'${failure.nearest === undefined ? '' : `, did you mean '${failure.nearest}'?`}`
    case 'ambiguous':
      return `${found} after a division: write brackets, as in 1/(nM min)`
    case 'range':
      return `the unit is too large or too small to compute with`
    case 'syntax':
      return `${found} where a unit was expected`
    default:
      return failure.reason satisfies never
  }
}

interface Scanner {
  readonly text: string
  at: number
  failure: UnitFailure | undefined
}

const one: UnitScale = { dimension: dimensionless, numerator: 1, denominator: 1 }
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Largest exponent accepted; physical units stop at 3, and 9 keeps every factor finite for sensible units. */
const largestExponent = 9

function readProduct(scanner: Scanner): UnitScale | undefined {
  skipSpaces(scanner)
  let product = scanner.text[scanner.at] === '/' ? one : readFactor(scanner)
  let isDivided = false
  while (product !== undefined) {
    const operator = readOperator(scanner)
    if (operator === undefined) return product
    if (operator === 'none' || (operator === '*' && isDivided)) {
      fail(scanner, operator === 'none' ? 'syntax' : 'ambiguous')
      return undefined
    }
    isDivided ||= operator === '/'
    const factor = readFactor(scanner)
    product = factor && combine(product, factor, operator === '/' ? -1 : 1)
  }
  return undefined
}

/** Consumes an operator; undefined at the end of a product, 'none' when two factors touch, as in "um(min)". */
function readOperator(scanner: Scanner): '*' | '/' | 'none' | undefined {
  const hasSpace = skipSpaces(scanner)
  const character = scanner.text[scanner.at]
  if (character === undefined || character === ')') return undefined
  if (character === '/' || character === '*' || character === '·' || character === '⋅') {
    scanner.at += 1
    skipSpaces(scanner)
    return character === '/' ? '/' : '*'
  }
  return hasSpace ? '*' : 'none'
}

function readFactor(scanner: Scanner): UnitScale | undefined {
  const base = readBase(scanner)
  if (base === undefined) return undefined
  const start = scanner.at
  const exponent = readExponent(scanner)
  if (exponent === undefined) return base
  if (Number.isInteger(exponent) && Math.abs(exponent) <= largestExponent) return raise(base, exponent)
  scanner.at = start
  fail(scanner, 'syntax')
  return undefined
}

function readBase(scanner: Scanner): UnitScale | undefined {
  if (scanner.text[scanner.at] === '(') return readBracket(scanner)
  const word = wordAt(scanner)
  const scale = word === '1' ? one : findScale(word)
  if (scale === undefined) {
    fail(scanner, /^[\p{L}%]/u.test(word) ? 'unknown' : 'syntax')
    return undefined
  }
  scanner.at += word.length
  return scale
}

function readBracket(scanner: Scanner): UnitScale | undefined {
  scanner.at += 1
  const inside = readProduct(scanner)
  if (inside === undefined) return undefined
  if (scanner.text[scanner.at] !== ')') {
    fail(scanner, 'syntax')
    return undefined
  }
  scanner.at += 1
  return inside
}

/** Consumes an exponent; undefined when there is none, NaN when it is malformed. */
function readExponent(scanner: Scanner): number | undefined {
  const match = /^(?:\^(-?\d*)|(\d+)|(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))/u.exec(scanner.text.slice(scanner.at))
  if (match === null) return undefined
  scanner.at += match[0].length
  const [, caret, digits, raised] = match
  const written = caret ?? digits ?? plainDigits(raised ?? '')
  return written === '' || written === '-' ? Number.NaN : Number(written)
}

function plainDigits(raised: string): string {
  return raised.replaceAll(/./gu, (sign) => (sign === '⁻' ? '-' : String(superscripts.indexOf(sign))))
}

function combine(a: UnitScale, b: UnitScale, power: 1 | -1): UnitScale {
  return {
    dimension: multiplyDimension(a.dimension, b.dimension, power),
    numerator: a.numerator * (power === 1 ? b.numerator : b.denominator),
    denominator: a.denominator * (power === 1 ? b.denominator : b.numerator),
  }
}

function raise(base: UnitScale, exponent: number): UnitScale {
  let result = one
  for (let i = 0; i < Math.abs(exponent); i += 1) result = combine(result, base, exponent > 0 ? 1 : -1)
  return result
}

/** Consumes spaces and tells whether there were any. */
function skipSpaces(scanner: Scanner): boolean {
  const start = scanner.at
  while (/\s/u.test(scanner.text[scanner.at] ?? '')) scanner.at += 1
  return scanner.at > start
}

/** Returns the word at the scanner: letters, digits, or one other character; empty at the end. */
function wordAt(scanner: Scanner): string {
  return /^(?:\p{L}+|\d+|.)/u.exec(scanner.text.slice(scanner.at))?.[0] ?? ''
}

/** Records a failure at the scanner's place, unless there is an earlier one, and returns the recorded one. */
function fail(scanner: Scanner, reason: UnitFailureReason): UnitFailure {
  const found = wordAt(scanner)
  const nearest = reason === 'unknown' ? nearestName(plainMicro(found), unitNames) : undefined
  const hint = nearest === undefined ? {} : { nearest }
  scanner.failure ??= { ok: false, reason, offset: scanner.at, found, ...hint }
  return scanner.failure
}
