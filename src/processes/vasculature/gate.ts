import { unknownName } from '../../model/messages.ts'
import { type SentenceMistake, type SentenceResult, sourcedSentence } from '../../model/schema-sentence.ts'
import type { Names } from '../../model/kit.ts'
import { dimensionless, sameDimension } from '../../units/dimension.ts'
import { parseQuantity, writeQuantity } from '../../units/quantity.ts'
import { nextInGate } from './next.ts'

/** What keeps a substrate from the cells that would answer it. */
export interface GateBlocker {
  readonly substrate: string
  /** Dissociation constant of blocker and receptor, canonical, and the unit as written. */
  readonly constant: number
  readonly unit: string
}

/** How a substrate at the vessel opens or closes the wall to one type of cell. */
export interface Gate {
  readonly substrate: string
  readonly effect: 'increases' | 'decreases'
  /** What the gate lets through where its effect is weakest (increases) or strongest (decreases) [1]. */
  readonly rest: number
  /** Level of half effect, canonical, and the unit as written. */
  readonly half: number
  readonly unit: string
  /** [1] */
  readonly hill: number
  /** Absent when nothing blocks, so that such a gate is what it was before blockers could be written. */
  readonly blockers?: readonly GateBlocker[]
}

const GRAMMAR =
  /^\s*(.+?)\s+(increases|decreases)\s+entry(?:\s+(from|to)\s+([^,]+?))?\s*,\s*half\s+at\s+([^,]+?)(?:\s*,\s*hill\s+([^,]+?))?(?:\s*,\s*blocked\s+by\s+([^,]+?))?\s*$/du

const EXAMPLE = 'CXCL10 increases entry, half at 1 nM, hill 2'

/** Gates as sentences: `CXCL10 increases entry from 0.1, half at 1 nM, hill 2`. */
export const gate = sourcedSentence(parseGate, writeGate, {
  doc: 'a substrate that increases or decreases the entry of cells',
  next: nextInGate,
  examples: [
    `${EXAMPLE} [assumed]`,
    'CXCL12 decreases entry to 0.2, half at 2 nM, hill 2, blocked by plerixafor at 5.7 nM [assumed]',
  ],
})

/** Reads one gate; `names` are the names of the document. */
export function parseGate(text: string, names: Names): SentenceResult<Gate> {
  const match = GRAMMAR.exec(text)
  if (match === null)
    return { ok: false, message: 'this is not a gate', hint: `for example ${EXAMPLE}`, offset: 0 }
  const at = (group: number): number => match.indices?.[group]?.[0] ?? 0
  const [, substrate = '', effect, preposition, restText, halfText = '', hillText = '1', blockedText] = match
  const unknown = unknownSubstrate(substrate, at(1), names)
  if (unknown !== undefined) return unknown
  const wanted = effect === 'increases' ? 'from' : 'to'
  if (preposition !== undefined && preposition !== wanted) {
    return mistake(`what ${effect} entry does so '${wanted}' a fraction`, at(3), preposition)
  }
  const rest = number(restText ?? '0', at(4), (value) => value >= 0 && value <= 1, 'a fraction from 0 to 1')
  const hill = number(hillText, at(6), (value) => value > 0, 'a plain number above zero')
  const half = parseQuantity(halfText)
  if (!half.ok) return { ok: false, message: half.message, offset: at(5) + half.offset }
  if (half.canonical <= 0) return mistake('the level of half effect must be above zero', at(5), halfText)
  if (typeof rest !== 'number') return rest
  if (typeof hill !== 'number') return hill
  const blocked = blockedText === undefined ? {} : parseBlockers(blockedText, at(7), names)
  if (isMistake(blocked)) return blocked
  const value = { substrate, rest, half: half.canonical, unit: half.unit.text, hill, ...blocked }
  return { ok: true, value: { ...value, effect: effect === 'increases' ? 'increases' : 'decreases' } }
}

const BLOCKER = /^(.+?)\s+at\s+(.+)$/du

/** Reads `plerixafor at 5.7 nM and another at 2 nM`, which stands at `offset`. */
function parseBlockers(
  text: string,
  offset: number,
  names: Names,
): { readonly blockers: readonly GateBlocker[] } | SentenceMistake {
  const blockers: GateBlocker[] = []
  for (const part of text.matchAll(/(?:^|\s+and\s+)((?:(?!\s+and\s).)+)/dgu)) {
    const start = offset + (part.indices?.[1]?.[0] ?? 0)
    const match = BLOCKER.exec(part[1] ?? '')
    if (match === null) return mistake("expected '<substrate> at <concentration>'", start, part[1] ?? '')
    const [, substrate = '', constantText = ''] = match
    const unknown = unknownSubstrate(substrate, start, names)
    if (unknown !== undefined) return unknown
    const constant = parseQuantity(constantText)
    const at = start + (match.indices?.[2]?.[0] ?? 0)
    if (!constant.ok) return { ok: false, message: constant.message, offset: at + constant.offset }
    if (constant.canonical <= 0)
      return mistake('a dissociation constant must be above zero', at, constantText)
    blockers.push({ substrate, constant: constant.canonical, unit: constant.unit.text })
  }
  return { blockers }
}

function isMistake(value: object): value is SentenceMistake {
  return 'ok' in value
}

function unknownSubstrate(substrate: string, offset: number, names: Names): SentenceMistake | undefined {
  const known = names.get('substrate')
  if (known === undefined || known.includes(substrate)) return undefined
  return {
    ok: false,
    message: unknownName('substrate', substrate, known),
    offset,
    length: substrate.length,
  }
}

/** Writes a gate so that it reads back to the same value. */
export function writeGate(value: Gate): string {
  const preposition = value.effect === 'increases' ? 'from' : 'to'
  const rest = value.rest === 0 ? '' : ` ${preposition} ${value.rest}`
  const half = writeQuantity(value.half, value.unit)
  const blockers = (value.blockers ?? []).map(
    ({ substrate, constant, unit }) => `${substrate} at ${writeQuantity(constant, unit)}`,
  )
  const blocked = blockers.length === 0 ? '' : `, blocked by ${blockers.join(' and ')}`
  return `${value.substrate} ${value.effect} entry${rest}, half at ${half}, hill ${value.hill}${blocked}`
}

function number(
  text: string,
  offset: number,
  isGood: (value: number) => boolean,
  expected: string,
): number | SentenceMistake {
  const parsed = parseQuantity(text)
  const isNumber =
    parsed.ok && sameDimension(parsed.unit.dimension, dimensionless) && isGood(parsed.canonical)
  return isNumber ? parsed.canonical : mistake(`expected ${expected}, found '${text}'`, offset, text)
}

function mistake(message: string, offset: number, found: string): SentenceMistake {
  return { ok: false, message, offset, length: found.length }
}
