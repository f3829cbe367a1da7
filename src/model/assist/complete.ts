import type { Path } from '../issue.ts'
import type { Schema } from '../kit.ts'
import { nodeAt } from '../reader.ts'
import { sourceKinds } from '../provenance.ts'
import { parseUnit } from '../../units/unit.ts'
import { sameDimension } from '../../units/dimension.ts'
import type { Completion, Completions } from './completion.ts'
import type { AssistContext } from './context.ts'
import { childrenOf, scalarForm, schemaAt } from './schema-at.ts'
import { completeSentence } from './complete-sentence.ts'
import { type Slot, slotAt } from './slot-at.ts'
import { sourceText } from './source-text.ts'
import { unitsFor } from './units-for.ts'

/** What may be typed at `offset`. */
export function completionsAt(text: string, offset: number, context: AssistContext): Completions | undefined {
  const slot = slotAt(text, offset)
  if (slot === undefined) return undefined
  const before = text.slice(slot.from, offset)
  if (slot.path[0] === 'include') return includes(slot, context)
  const schema = schemaAt(context.schema, slot.path)
  if (schema === undefined) return undefined
  if (slot.role === 'key') return keys(slot, schema, context)
  const values = valuesAt(schema, before, slot.from, context)
  const own = slot.role === 'item' ? keys(slot, schema, context) : undefined
  return values === undefined || values.items.length === 0 ? own : values
}

function includes({ from, role, siblings }: Slot, { files }: AssistContext): Completions | undefined {
  if (role === 'key' && siblings.size === 0) return undefined
  const parts = files.filter((file) => file.startsWith('models/library/'))
  const items = parts.map((file): Completion => {
    const name = file.slice('models/'.length).replace(/\.ya?ml$/, '')
    return { kind: 'file', label: name, detail: 'library part' }
  })
  return { from, items }
}

function keys(slot: Slot, schema: Schema<unknown>, context: AssistContext): Completions | undefined {
  const children = childrenOf(schema)
  if (children === undefined)
    return schema.kind === 'list' || children === undefined ? dash(slot, schema, context) : undefined
  const named = keyNames(slot.path, schema, children, context)
  const items = named
    .filter(([key]) => !slot.siblings.has(key))
    .map(([key, child]) => keyItem(key, child, slot))
  if (slot.path.length === 0 && !slot.siblings.has('include'))
    items.push({
      kind: 'key',
      label: 'include',
      insert: 'include: [',
      detail: 'list',
      info: 'Files whose content stands below this one.',
    })
  return { from: slot.from, items }
}

/** A list in lines begins with a dash; a value may stand on a line of its own. */
function dash(slot: Slot, schema: Schema<unknown>, context: AssistContext): Completions | undefined {
  if (childrenOf(schema, 'list') === undefined) return valuesAt(schema, '', slot.from, context)
  return {
    from: slot.from,
    items: [{ kind: 'word', label: '- ', detail: 'one more item', info: sentence(schema.doc) }],
  }
}

type Named = readonly (readonly [string, Schema<unknown>])[]

/** Keys that may stand in a map: its own, names of a kind, or those that included parts have given already. */
function keyNames(
  path: Path,
  schema: Schema<unknown>,
  children: Readonly<Record<string, Schema<unknown>>>,
  { names, root }: AssistContext,
): Named {
  const any = children['*']
  if (any === undefined) return Object.entries(children)
  if (schema.kind === 'list') return []
  const kind = (schema.facts?.forms?.map ?? schema).facts?.names
  const node = root === undefined ? undefined : nodeAt(root, path)
  const known = node?.kind === 'map' ? [...node.entries.keys()] : []
  return (kind === undefined ? known : (names.get(kind) ?? [])).map((name) => [name, any] as const)
}

function keyItem(key: string, schema: Schema<unknown>, { indent }: Slot): Completion {
  const isNested = schema.kind === 'record' || schema.kind === 'map' || schema.kind === 'list'
  const insert = isNested && indent !== undefined ? `${key}:\n${' '.repeat(indent + 2)}` : `${key}: `
  const detail = isRequired(schema) && !isNested ? `${detailOf(schema)}, required` : detailOf(schema)
  return { kind: 'key', label: key, insert, detail, info: infoOf(schema) }
}

/** In a few words: the form or the unit. */
export function detailOf(schema: Schema<unknown>): string {
  const { unit, choices } = scalarForm(schema).facts ?? {}
  const form =
    choices?.join(' | ') ??
    (unit === undefined || unit === 'any' ? schema.kind : unit === '1' ? 'number' : unit)
  return form
}

/** True when the key must be written; sentences and maps without a default must, too. */
export function isRequired(schema: Schema<unknown>): boolean {
  try {
    return schema.absent([]) === undefined
  } catch {
    return false
  }
}

/** What a key means, with bounds and default. */
export function infoOf(schema: Schema<unknown>): string {
  const { default: written, source, range } = schema.facts ?? {}
  const stand = defaultText(written)
  return [
    sentence(schema.doc),
    ...(range === undefined ? [] : [sentence(range)]),
    ...(stand === undefined ? [] : [`Default: ${stand}${source === undefined ? '' : ` [${source}]`}.`]),
  ].join(' ')
}

/** A default as an author would write it, when it says anything. */
export function defaultText(written: unknown): string | undefined {
  if (written === undefined) return undefined
  const text = typeof written === 'string' ? written : JSON.stringify(written).replaceAll('"', '')
  return text === '{}' || text === '[]' ? undefined : text.replaceAll(',', ', ')
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}

function valuesAt(
  given: Schema<unknown>,
  before: string,
  from: number,
  context: AssistContext,
): Completions | undefined {
  const schema = scalarForm(given)
  const sources = /\[([^[\]]*)$/.exec(before)
  if (sources !== null && (schema.kind === 'quantity' || schema.kind === 'sentence'))
    return sourceItems(sources[1] ?? '', from + before.length, context)
  const { choices, names, next } = schema.facts ?? {}
  if (next !== undefined) return completeSentence(next, before, from, context)
  if (choices !== undefined) return { from, items: choices.map((label) => ({ kind: 'value', label })) }
  if (names !== undefined && schema.kind.startsWith('reference'))
    return { from, items: nameItems(names, context) }
  if (schema.kind === 'quantity') return completeQuantity(schema, before, from)
  if (schema.kind === 'unit')
    return { from, items: unitsFor('any').map((label) => ({ kind: 'unit', label })) }
  if (schema.kind === 'sentence')
    return {
      from,
      items: (schema.facts?.examples ?? []).map((label) => ({ kind: 'value', label, detail: 'example' })),
    }
  return undefined
}

function nameItems(kind: string, context: AssistContext): readonly Completion[] {
  return (context.names.get(kind) ?? []).map((label) => ({
    kind: 'name',
    label,
    detail: kind,
    ...(kind === 'source' ? { info: sourceText(label, context) ?? '' } : {}),
  }))
}

/** What may stand between the brackets behind a number or sentence. */
function sourceItems(inside: string, cursor: number, context: AssistContext): Completions {
  const word = inside.slice(inside.lastIndexOf(',') + 1).trimStart()
  const kinds = sourceKinds.filter((kind) => !inside.includes(kind))
  const items: Completion[] = [
    ...kinds.map((label): Completion => ({ kind: 'source', label, detail: 'how well it is known' })),
    ...nameItems('source', context),
  ]
  return { from: cursor - word.length, items }
}

function completeQuantity(schema: Schema<unknown>, before: string, from: number): Completions | undefined {
  const { unit = 'any', examples = [], default: standard, source } = schema.facts ?? {}
  if (before.trim() === '') {
    const shown = standard === undefined ? examples : [defaultText(standard) ?? '']
    const detail = standard === undefined ? 'example' : 'default'
    return {
      from,
      items: shown.map((label) => ({
        kind: 'value',
        label,
        detail,
        ...(source === undefined ? {} : { info: source }),
      })),
    }
  }
  const match = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(\s*)(.*)$/i.exec(before)
  if (match === null) return undefined
  const [, space = '', word = ''] = match
  const complete = completeUnit(word.trim(), unit)
  if (complete && /\s$/.test(before)) return { from: from + before.length, items: bracketItems }
  const gap = space === '' ? ' ' : ''
  const items = unitsFor(unit).map((label): Completion => ({ kind: 'unit', label, insert: gap + label }))
  return { from: from + before.length - word.length, items }
}

const bracketItems: readonly Completion[] = sourceKinds.map((kind) => ({
  kind: 'source',
  label: `[${kind}]`,
  insert: kind === 'assumed' ? '[assumed]' : `[${kind}, `,
  detail: 'where it comes from',
}))

function completeUnit(word: string, unit: string): boolean {
  const found = parseUnit(word)
  if (!found.ok || (word === '' && unit !== '1')) return false
  const wanted = parseUnit(unit === '1' ? '' : unit)
  return unit === 'any' || (wanted.ok && sameDimension(found.unit.dimension, wanted.unit.dimension))
}
