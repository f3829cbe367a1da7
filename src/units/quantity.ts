import { canonicalUnit, dimensionless, sameDimension } from './dimension.ts'
import { describeUnitFailure, noUnit, parseUnit, requireUnit, type Unit } from './unit.ts'

/** A number with its unit, as written and in canonical units. */
export interface Quantity {
  readonly value: number
  readonly unit: Unit
  /** value * unit.factor, in the canonical unit of the dimension. */
  readonly canonical: number
}

/** Where and why a quantity could not be read. */
export interface QuantityFailure {
  readonly ok: false
  readonly offset: number
  readonly message: string
}

export type QuantityResult = ({ readonly ok: true } & Quantity) | QuantityFailure

/** Significant digits that `formatQuantity` keeps; chosen: more than any measured parameter carries. */
const quantityDigits = 6

/** Significant digits that always identify an IEEE 754 double. */
const exactDigits = 17

/** Reads "10 um^2/s": a decimal number and an optional unit; a bare number is dimensionless. */
export function parseQuantity(text: string): QuantityResult {
  const start = text.length - text.trimStart().length
  const written = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(text.slice(start))?.[0]
  const refusal = refuseNumber(text.slice(start), written ?? '')
  if (written === undefined || refusal !== undefined) return failure(start, refusal ?? 'expected a number')
  const value = Number(written)
  if (!Number.isFinite(value)) return failure(start, `the number ${written} is too large`)
  const rest = text.slice(start + written.length)
  return rest.trim() === ''
    ? quantity(value, noUnit, start)
    : withUnit(value, rest, start, start + written.length)
}

function withUnit(value: number, rest: string, start: number, offset: number): QuantityResult {
  const result = parseUnit(rest)
  if (!result.ok) return failure(offset + result.offset, describeUnitFailure(result))
  return quantity(value, result.unit, start)
}

function quantity(value: number, unit: Unit, offset: number): QuantityResult {
  const canonical = value * unit.factor
  if (!Number.isFinite(canonical))
    return failure(offset, `the number is too large in ${canonicalUnit(unit.dimension)}`)
  return { ok: true, value, unit, canonical }
}

function failure(offset: number, message: string): QuantityFailure {
  return { ok: false, offset, message }
}

/** Names the number notations that look plausible but are not accepted; undefined when none is present. */
function refuseNumber(text: string, written: string): string | undefined {
  if (/^[+-]?(?:nan|inf(?:inity)?)\b/i.test(text)) return 'the number must be finite'
  if (/^[+-]?0[xob]/i.test(text)) return 'write the number in decimal notation'
  if (/^[+-]?\d*,\d/.test(text) || text[written.length] === ',')
    return 'write a decimal point instead of a comma, and no thousands separators'
  return undefined
}

/**
 * Writes a canonical value in a unit with at most six significant digits, for people: "10 um^2/s".
 * What it writes parses back to the canonical value within half a unit of the sixth digit.
 */
export function formatQuantity(canonical: number, unitText: string): string {
  const unit = requireUnit(unitText)
  return join(roundTo(canonical / unit.factor, quantityDigits), unit)
}

/**
 * Writes a canonical value so that `parseQuantity` gives back the same bits, with as few digits as that takes.
 * Falls back to the canonical unit for the rare values that no decimal number in the wanted unit reaches exactly.
 */
export function writeQuantity(canonical: number, unitText: string): string {
  const unit = requireUnit(unitText)
  for (let digits = 1; digits <= exactDigits; digits += 1) {
    const value = roundTo(canonical / unit.factor, digits)
    if (Object.is(value * unit.factor, canonical + 0)) return join(value, unit)
  }
  return join(canonical, requireUnit(canonicalUnit(unit.dimension)))
}

function join(value: number, unit: Unit): string {
  const isBare = sameDimension(unit.dimension, dimensionless) && (unit.text === '' || unit.text === '1')
  return isBare ? String(value) : `${value} ${unit.text}`
}

/**
 * Writes a number for tables and sentences: "4,310", "0.0033", "1.2e-7".
 * With `digits` it rounds to that many significant digits; without, whole numbers are written in full and others to three.
 */
export function formatNumber(value: number, digits?: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : `${value < 0 ? '-' : ''}infinity`
  const isWhole = digits === undefined && Number.isInteger(value)
  const rounded = isWhole ? value + 0 : roundTo(value, digits ?? 3)
  const size = Math.abs(rounded)
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return rounded.toExponential().replace('e+', 'e')
  const [whole = '', fraction] = String(rounded).split('.')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** Rounds to significant digits; adding zero turns -0 into 0. */
function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits)) + 0
}
