import type { Path, Position } from '../issue.ts'
import type { Schema } from '../kit.ts'
import type { Located } from '../located.ts'
import { nodeAt } from '../reader.ts'
import { detailOf, defaultText, infoOf, isRequired } from './complete.ts'
import type { AssistContext } from './context.ts'
import { childrenOf, scalarForm } from './schema-at.ts'
import { unitsFor } from './units-for.ts'

/** How a thing is asked for. */
export type FieldKind = 'group' | 'items' | 'quantity' | 'choice' | 'name' | 'sentence' | 'count' | 'text'

/** A key of a model, with what stands there; plain JSON, for pages. */
export interface FormField {
  readonly path: Path
  readonly label: string
  readonly kind: FieldKind
  /** Meaning, bounds and default. */
  readonly doc: string
  /** Form or unit, in a few words. */
  readonly detail: string
  readonly isRequired: boolean
  readonly isSetting: boolean
  /** As written, without quotes; a quantity in its long form is written out in one line. */
  readonly text?: string
  readonly note?: string
  readonly at?: Position
  readonly units?: readonly string[]
  readonly choices?: readonly string[]
  readonly default?: string
  /** What is written below. */
  readonly fields: readonly FormField[]
  /** What could be added: keys with what they mean. */
  readonly missing: readonly MissingField[]
  /** True where the author chooses names for further keys. */
  readonly isOpen: boolean
}

/** A key that is not written. */
export interface MissingField {
  readonly key: string
  readonly doc: string
  readonly detail: string
  readonly default?: string
  /** What to begin with: an example, or an empty group. */
  readonly start: string | Readonly<Record<string, never>>
}

/** The model as fields: everything that is written, and what could be. */
export function formOf(context: AssistContext): FormField | undefined {
  const { root, schema } = context
  return root === undefined ? undefined : fieldOf([], 'model', schema, root, context)
}

function fieldOf(
  path: Path,
  label: string,
  schema: Schema<unknown>,
  node: Located,
  context: AssistContext,
): FormField {
  const scalar = scalarForm(schema)
  const isQuantity = scalar.kind === 'quantity'
  const isNested = !isQuantity && node.kind !== 'scalar'
  const facts = scalar.facts ?? {}
  const choices =
    facts.choices ?? (scalar.kind.startsWith('reference') ? context.names.get(facts.names ?? '') : undefined)
  return {
    path,
    label,
    kind: isNested ? (node.kind === 'list' ? 'items' : 'group') : kindOf(scalar),
    doc: infoOf(schema),
    detail: detailOf(schema),
    isRequired: isRequired(schema),
    isSetting: facts.isSetting === true,
    ...(isNested ? {} : writtenIn(node)),
    ...place(node),
    ...(isQuantity ? { units: unitsFor(facts.unit ?? 'any') } : {}),
    ...(choices === undefined ? {} : { choices }),
    ...defaultOf(schema),
    fields: isNested ? fieldsOf(path, schema, node, context) : [],
    missing: isNested && node.kind === 'map' ? missingIn(schema, node, context) : [],
    isOpen: isNested && node.kind === 'map' && childrenOf(schema)?.['*'] !== undefined,
  }
}

function place({ position }: Located): Pick<FormField, 'at'> {
  return position.file === '' ? {} : { at: position }
}

function defaultOf(schema: Schema<unknown>): Pick<FormField, 'default'> {
  const text = defaultText(schema.facts?.default)
  return text === undefined ? {} : { default: text }
}

function kindOf({ kind, facts }: Schema<unknown>): FieldKind {
  if (kind === 'quantity' || kind === 'sentence' || kind === 'count') return kind
  if (facts?.choices !== undefined) return 'choice'
  return kind.startsWith('reference') ? 'name' : 'text'
}

/** The text of a value; the long form of a quantity becomes the short one with its note beside it. */
function writtenIn(node: Located): Pick<FormField, 'text' | 'note'> {
  if (node.kind === 'scalar') return { text: node.text.replaceAll(/\s+/g, ' ').trim() }
  const part = (key: string): string | undefined => {
    const found = nodeAt(node, [key])
    return found?.kind === 'scalar' ? found.text : undefined
  }
  const source = [part('kind'), part('source')].filter((text) => text !== undefined).join(', ')
  const note = part('note')
  return {
    text: `${part('value') ?? ''}${source === '' ? '' : ` [${source}]`}`,
    ...(note === undefined ? {} : { note }),
  }
}

function fieldsOf(
  path: Path,
  schema: Schema<unknown>,
  node: Located,
  context: AssistContext,
): readonly FormField[] {
  if (node.kind === 'scalar') return []
  const children = childrenOf(schema, node.kind) ?? {}
  const keys: readonly (string | number)[] =
    node.kind === 'list' ? node.items.map((_item, index) => index) : inSchemaOrder(node, children)
  const entries = keys.map((key) => [key, nodeAt(node, [key])] as const)
  return entries.flatMap(([key, item]) => {
    const child = children[key] ?? children['*']
    if (child === undefined || item === undefined) return []
    return [fieldOf([...path, key], typeof key === 'number' ? `${key + 1}` : key, child, item, context)]
  })
}

/** Keys of a record in the order in which they are documented, whichever part wrote them; other keys as they are written. */
function inSchemaOrder(
  node: Extract<Located, { kind: 'map' }>,
  children: Readonly<Record<string, Schema<unknown>>>,
): readonly string[] {
  const order = Object.keys(children)
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length)
  return [...node.entries.keys()].toSorted((a, b) => rank(a) - rank(b))
}

function missingIn(
  schema: Schema<unknown>,
  node: Extract<Located, { kind: 'map' }>,
  { names }: AssistContext,
): readonly MissingField[] {
  const children = childrenOf(schema) ?? {}
  const any = children['*']
  const kind = (schema.facts?.forms?.map ?? schema).facts?.names
  const possible: readonly (readonly [string, Schema<unknown>])[] =
    any === undefined
      ? Object.entries(children)
      : (kind === undefined ? [] : (names.get(kind) ?? [])).map((name) => [name, any] as const)
  return possible
    .filter(([key]) => !node.entries.has(key))
    .map(([key, child]) => ({
      key,
      doc: infoOf(child),
      detail: detailOf(child),
      ...defaultOf(child),
      start: startOf(child),
    }))
}

/** What stands in a key that somebody has just added. */
export function startOf(schema: Schema<unknown>): MissingField['start'] {
  const scalar = scalarForm(schema)
  const { default: standard, examples, choices } = scalar.facts ?? {}
  if (typeof standard === 'string' || typeof standard === 'number' || typeof standard === 'boolean')
    return String(standard)
  if (childrenOf(schema) !== undefined && scalar.kind !== 'quantity') return {}
  return examples?.[0] ?? choices?.[0] ?? ''
}
