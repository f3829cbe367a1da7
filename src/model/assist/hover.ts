import type { Schema } from '../kit.ts'
import { splitSource } from '../provenance.ts'
import { parseQuantity, formatQuantity } from '../../units/quantity.ts'
import { canonicalUnit } from '../../units/dimension.ts'
import { detailOf, infoOf } from './complete.ts'
import type { AssistContext } from './context.ts'
import { type Mark, scan, unquoted } from './scan.ts'
import { scalarForm, schemaAt } from './schema-at.ts'
import { sourceText } from './source-text.ts'

/** What is known about the piece of text under the cursor. */
export interface Hover {
  readonly from: number
  readonly to: number
  readonly title: string
  /** Paragraphs, plain text. */
  readonly lines: readonly string[]
}

/** Says what stands at `offset`: meaning, unit, default, the number in canonical units, its source. */
export function hoverAt(text: string, offset: number, context: AssistContext): Hover | undefined {
  const { marks } = scan(text)
  const mark = marks.find(({ from, to }) => from <= offset && offset <= to)
  if (mark === undefined) return undefined
  const schema = schemaAt(context.schema, mark.path)
  if (schema === undefined) return undefined
  const value =
    mark.role === 'value' ? mark : marks.find((other) => other.role === 'value' && isSame(other, mark))
  const written = value === undefined ? '' : flat(unquoted(text.slice(value.from, value.to)))
  const word = wordAt(text, mark, offset)
  return {
    from: mark.from,
    to: mark.to,
    title: `${titleOf(mark)} (${detailOf(schema)})`,
    lines: [infoOf(schema), ...wordLines(word, context), ...valueLines(schema, written, context)],
  }
}

function isSame(a: Mark, b: Mark): boolean {
  return a.path.length === b.path.length && a.path.every((key, index) => key === b.path[index])
}

function titleOf({ path }: Mark): string {
  const names = path.filter((key) => typeof key === 'string')
  return names.slice(-2).join(' · ')
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** A signal or behaviour that is named at the cursor. */
function wordAt(text: string, { role, from, to }: Mark, offset: number): string | undefined {
  return role === 'key' ? undefined : around(text.slice(from, to), offset - from)
}

/** The text, marked at the cursor, for names with spaces. */
function around(text: string, at: number): string {
  return `${text.slice(0, at)}\0${text.slice(at)}`
}

function wordLines(marked: string | undefined, { signals, behaviours }: AssistContext): readonly string[] {
  if (marked === undefined) return []
  const at = marked.indexOf('\0')
  const text = marked.replace('\0', '')
  const words = [...signals, ...behaviours].filter(({ name }) => covers(text, name, at))
  const longest = words.toSorted((a, b) => b.name.length - a.name.length)[0]
  if (longest === undefined) return []
  const { name, unit, doc } = longest
  return [`${name}${unit === '1' ? '' : ` [${unit}]`}: ${doc}.`]
}

/** True when `name` stands in a text as whole words around `at`. */
export function covers(text: string, name: string, at: number): boolean {
  for (let from = text.indexOf(name); from >= 0; from = text.indexOf(name, from + 1)) {
    const to = from + name.length
    const isWhole = !/[\p{L}\p{N}-]/u.test(text[from - 1] ?? ' ') && !/[\p{L}\p{N}-]/u.test(text[to] ?? ' ')
    if (from <= at && at <= to && isWhole) return true
  }
  return false
}

function valueLines(given: Schema<unknown>, written: string, context: AssistContext): readonly string[] {
  const schema = scalarForm(given)
  if (written === '' || (schema.kind !== 'quantity' && schema.kind !== 'sentence')) return []
  const { body, inside } = splitSource(written)
  const explained = schema.facts?.explain?.(body)
  return [
    ...(explained === undefined ? [] : [`In words: ${explained}`]),
    ...(schema.kind === 'quantity' ? canonicalLine(body) : []),
    ...sourceLines(inside, schema.facts?.isSetting === true, context),
  ]
}

function canonicalLine(body: string): readonly string[] {
  const parsed = parseQuantity(body)
  if (!parsed.ok) return []
  const unit = canonicalUnit(parsed.unit.dimension)
  if (unit === parsed.unit.text || unit === '1') return []
  return [`${body} is ${formatQuantity(parsed.canonical, unit)}.`]
}

function sourceLines(
  inside: string | undefined,
  isSetting: boolean,
  context: AssistContext,
): readonly string[] {
  if (inside === undefined)
    return isSetting ? ['A choice of the author; it needs no source.'] : ['No source is given.']
  const words = inside.split(',').map((word) => word.trim())
  return words.map((word) => {
    const reference = sourceText(word, context)
    return reference === undefined ? `How well it is known: ${word}.` : `Source: ${reference}`
  })
}
