import type { Message, Path } from './issue.ts'
import type { Infer, Reader, Schema } from './kit.ts'
import type { Located, LocatedMap } from './located.ts'
import { expectedForm, missingKey, unknownKey, unknownName, wrongLength } from './messages.ts'
import { createReader, locatedFrom, readDefault, type Written } from './reader.ts'

/*
 * The combinators. Values with units are in schema-quantity.ts, single words and counts in schema-scalar.ts, sentences
 * in schema-sentence.ts. Each reads everything it can, so that an author sees all mistakes at once.
 */

/** The keys of a record with their schemas. */
export type Children = Readonly<Record<string, Schema<unknown>>>

type Simplify<T> = { [K in keyof T]: T[K] }

/** The value of a record: keys whose schema is `optional` may be missing. */
export type RecordOf<C extends Children> = Simplify<
  { readonly [K in keyof C as undefined extends Infer<C[K]> ? never : K]: Infer<C[K]> } & {
    readonly [K in keyof C as undefined extends Infer<C[K]> ? K : never]?: Exclude<Infer<C[K]>, undefined>
  }
>

/** A schema whose children are known by name. */
export interface RecordSchema<C extends Children> extends Schema<RecordOf<C>> {
  readonly kind: 'record'
  readonly children: C
}

/** A map with fixed keys. */
export function record<const C extends Children>(
  children: C,
  options: { readonly doc: string },
): RecordSchema<C> {
  return {
    kind: 'record',
    doc: options.doc,
    children,
    absent: () => undefined,
    // The cast states what readRecord has just checked: every key was read by its own schema.
    read: (node, path, reader) => readRecord(children, node, path, reader) as RecordOf<C> | undefined,
    jsonSchema: () => recordJsonSchema(children, options.doc),
    write: (value) => writeRecord(children, value),
  }
}

function readRecord(
  children: Children,
  node: Located,
  path: Path,
  reader: Reader,
): Record<string, unknown> | undefined {
  if (node.kind !== 'map') {
    reader.report(
      expectedForm('a map', node, `with the keys ${Object.keys(children).join(', ')}`),
      node,
      path,
    )
    return undefined
  }
  let isGood = reportUnknownKeys(children, node, path, reader)
  const entries: [string, unknown][] = []
  for (const [key, schema] of Object.entries(children)) {
    const result = readChild(key, schema, node, path, reader)
    if (result === undefined) isGood = false
    else if (result.value !== undefined) entries.push([key, result.value])
  }
  return isGood ? Object.fromEntries(entries) : undefined
}

function reportUnknownKeys(children: Children, node: LocatedMap, path: Path, reader: Reader): boolean {
  const unknown = [...node.entries.keys()].filter((key) => !Object.hasOwn(children, key))
  for (const key of unknown)
    reader.report(unknownKey(key, Object.keys(children)), { key, of: node }, [...path, key])
  return unknown.length === 0
}

/** Reads one key, or takes its default; undefined after an error. */
function readChild(
  key: string,
  schema: Schema<unknown>,
  node: LocatedMap,
  path: Path,
  reader: Reader,
): { readonly value: unknown } | undefined {
  const entry = node.entries.get(key)
  if (entry === undefined) {
    const absent = schema.absent([...path, key])
    if (absent === undefined) reader.report(missingKey(key, schema.doc), node, path)
    return absent
  }
  const value = schema.read(entry.node, [...path, key], reader)
  return value === undefined ? undefined : { value }
}

function recordJsonSchema(children: Children, doc: string): Record<string, unknown> {
  const entries = Object.entries(children)
  const required = entries.filter(([key, schema]) => schema.absent([key]) === undefined).map(([key]) => key)
  return {
    type: 'object',
    description: doc,
    properties: Object.fromEntries(entries.map(([key, schema]) => [key, schema.jsonSchema()])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}

function writeRecord(children: Children, value: object): Record<string, unknown> {
  const values: ReadonlyMap<string, unknown> = new Map(Object.entries(value))
  const present = Object.entries(children).filter(([key]) => values.get(key) !== undefined)
  return Object.fromEntries(present.map(([key, schema]) => [key, schema.write(values.get(key))]))
}

/** A map whose keys the author chooses, or that must be names of `keyKind` ('substrate', 'cell type' ...). */
export function map<T>(
  keyKind: string | undefined,
  value: Schema<T>,
  options: { readonly doc: string; readonly default?: Readonly<Record<string, Written>> },
): Schema<Readonly<Record<string, T>>> {
  const read = (node: Located, path: Path, reader: Reader) => readMap(keyKind, value, node, path, reader)
  const written = options.default
  return {
    kind: 'map',
    doc: options.doc,
    children: { '*': value },
    absent: (path) => (written === undefined ? undefined : { value: readDefault({ read }, written, path) }),
    read,
    jsonSchema: () => ({
      type: 'object',
      description: options.doc,
      additionalProperties: value.jsonSchema(),
    }),
    write: (entries) =>
      Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, value.write(item)])),
    facts: {
      ...(keyKind === undefined ? {} : { names: keyKind }),
      ...(written === undefined ? {} : { default: written }),
    },
  }
}

/** Keys are sorted, since their order means nothing and equal models shall be equal values. */
function readMap<T>(
  keyKind: string | undefined,
  value: Schema<T>,
  node: Located,
  path: Path,
  reader: Reader,
): Readonly<Record<string, T>> | undefined {
  if (node.kind !== 'map') {
    reader.report(expectedForm('a map', node, `write ${keyKind ?? 'name'}: value`), node, path)
    return undefined
  }
  const entries = [...node.entries].map(([key, entry]) => {
    const isKnown = checkKey(keyKind, key, node, path, reader)
    const item = value.read(entry.node, [...path, key], reader)
    return isKnown && item !== undefined ? ([key, item] as const) : undefined
  })
  const good = entries.filter((entry) => entry !== undefined)
  if (good.length < entries.length) return undefined
  return Object.fromEntries(good.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function checkKey(
  keyKind: string | undefined,
  key: string,
  node: LocatedMap,
  path: Path,
  reader: Reader,
): boolean {
  const known = keyKind === undefined ? undefined : reader.names.get(keyKind)
  if (keyKind !== undefined) reader.use?.(keyKind, key)
  if (keyKind === undefined || known === undefined || known.includes(key)) return true
  reader.report(unknownName(keyKind, key, known), { key, of: node }, [...path, key])
  return false
}

/** Options of a list; the default is written as an author would. */
export interface ListOptions {
  readonly doc: string
  readonly min?: number
  readonly max?: number
  readonly default?: readonly Written[]
}

/** A list of like items, in the author's order. */
export function list<T>(item: Schema<T>, options: ListOptions): Schema<readonly T[]> {
  const read = (node: Located, path: Path, reader: Reader) => readList(item, options, node, path, reader)
  const written = options.default
  return {
    kind: 'list',
    doc: options.doc,
    children: { '*': item },
    absent: (path) => (written === undefined ? undefined : { value: readDefault({ read }, written, path) }),
    read,
    jsonSchema: () => ({
      type: 'array',
      description: options.doc,
      items: item.jsonSchema(),
      ...(options.min === undefined ? {} : { minItems: options.min }),
      ...(options.max === undefined ? {} : { maxItems: options.max }),
      ...(written === undefined ? {} : { default: written }),
    }),
    write: (values) => values.map((value) => item.write(value)),
    ...(written === undefined ? {} : { facts: { default: written } }),
  }
}

function readList<T>(
  item: Schema<T>,
  options: ListOptions,
  node: Located,
  path: Path,
  reader: Reader,
): readonly T[] | undefined {
  if (node.kind !== 'list') {
    reader.report(expectedForm('a list', node, 'write [a, b] or one item per line after -'), node, path)
    return undefined
  }
  const { min = 0, max = Infinity } = options
  const found = node.items.length
  const isGood = found >= min && found <= max
  if (!isGood) reader.report(wrongLength(found, describeLength(min, max)), node, path)
  const values = node.items.map((child, index) => item.read(child, [...path, index], reader))
  const good = values.filter((value) => value !== undefined)
  return isGood && good.length === found ? good : undefined
}

function describeLength(min: number, max: number): string {
  if (min === max) return `${min} items`
  return max === Infinity ? `at least ${min} items` : `${min} to ${max} items`
}

/** A list of exactly N values of one type. */
export type Vector<T, N extends number, Rest extends readonly T[] = readonly []> = Rest['length'] extends N
  ? Rest
  : Vector<T, N, readonly [...Rest, T]>

/** A list of exactly `n` items: positions, sizes. */
export function vector<T, const N extends number>(
  item: Schema<T>,
  n: N,
  options: { readonly doc?: string; readonly default?: readonly Written[] } = {},
): Schema<Vector<T, N>> {
  const schema = list(item, { doc: item.doc, ...options, min: n, max: n })
  // The cast states what min = max = n checks when reading.
  return { ...schema, kind: 'vector' } as Schema<unknown> as Schema<Vector<T, N>>
}

/** A key that may be missing without a default taking its place. */
export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return {
    ...schema,
    absent: () => ({ value: undefined }),
    write: (value) => (value === undefined ? undefined : schema.write(value)),
  }
}

/** A key that takes a default, given as an author would write it, e.g. {} for a record with defaults throughout. */
export function withDefault<T>(schema: Schema<T>, written: Written): Schema<T> {
  return {
    ...schema,
    absent: (path) => ({ value: readDefault(schema, written, path) }),
    jsonSchema: () => ({ ...schema.jsonSchema(), default: written }),
    facts: { ...schema.facts, default: written },
  }
}

/** A schema with a further condition on a value that reads well on its own. */
export function checked<T>(schema: Schema<T>, check: (value: T) => Message | undefined): Schema<T> {
  return {
    ...schema,
    read(node, path, reader) {
      const value = schema.read(node, path, reader)
      const mistake = value === undefined ? undefined : check(value)
      if (mistake === undefined) return value
      reader.report(mistake, node, path)
      return mistake.severity === 'error' ? undefined : value
    },
  }
}

/** Schemas for the forms in which one thing may be written. */
export interface Forms {
  readonly scalar?: Schema<unknown>
  readonly map?: Schema<unknown>
  readonly list?: Schema<unknown>
}

/** What any of the forms reads to. */
export type EitherOf<F extends Forms> = { [K in keyof F]: Infer<F[K]> }[keyof F]

/** One thing that may be written as a single value, a map or a list; the node's form decides which schema reads it. */
export function either<const F extends Forms>(
  forms: F,
  options: { readonly doc: string },
): Schema<EitherOf<F>> {
  const schemas = [forms.map, forms.list, forms.scalar].filter((schema) => schema !== undefined)
  const names = { scalar: 'a value', map: 'a map', list: 'a list' }
  const children = forms.map?.children ?? forms.list?.children
  const expected = (['scalar', 'map', 'list'] as const).filter((form) => forms[form] !== undefined)
  return {
    kind: 'either',
    doc: options.doc,
    ...(children === undefined ? {} : { children }),
    facts: { forms },
    absent: () => undefined,
    read(node, path, reader) {
      const schema = forms[node.kind]
      // The cast states that the schema of this form is one of F's.
      if (schema !== undefined) return schema.read(node, path, reader) as EitherOf<F> | undefined
      reader.report(expectedForm(expected.map((form) => names[form]).join(' or '), node), node, path)
      return undefined
    },
    jsonSchema: () => ({ description: options.doc, anyOf: schemas.map((schema) => schema.jsonSchema()) }),
    write: (value) => writeEither(schemas, value),
  }
}

/** Picks the form whose text reads back to the value; forms may read to the same type, so the value alone cannot say. */
function writeEither(schemas: readonly Schema<unknown>[], value: unknown): unknown {
  const wanted = JSON.stringify(value, withoutProvenance)
  for (const schema of schemas) {
    const written = tryWrite(schema, value)
    if (written === undefined) continue
    const back = schema.read(locatedFrom(written), [], createReader(new Map()))
    if (JSON.stringify(back, withoutProvenance) === wanted) return written
  }
  throw new TypeError('no form of this key writes the value')
}

/** A default knows that it is one; its text, read back, does not. */
function withoutProvenance(key: string, value: unknown): unknown {
  return key === 'provenance' ? undefined : value
}

/** Writing in a form that the value does not have may throw; that only means that it is another form's. */
function tryWrite(schema: Schema<unknown>, value: unknown): Written | undefined {
  try {
    // The cast states what `write` promises: a plain value that YAML can print.
    return schema.write(value) as Written | undefined
  } catch {
    return undefined
  }
}
