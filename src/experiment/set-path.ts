import { allSections } from '../compile/parse-model.ts'
import { assembleSchema } from '../model/assemble.ts'
import type { Message, Path, Position } from '../model/issue.ts'
import type { Schema } from '../model/kit.ts'
import type { Located, LocatedList, LocatedMap } from '../model/located.ts'
import { isQuantity } from '../model/model-hash.ts'
import { notAMap } from '../model/messages-compile.ts'
import { unknownKey } from '../model/messages.ts'
import { splitSource } from '../model/provenance.ts'
import { type Written, createReader, locatedFrom } from '../model/reader.ts'
import { parseQuantity } from '../units/quantity.ts'

/** What shall stand where, and who is told when it cannot. */
export interface SetPath {
  /** Dotted: `cell types.tumour.cycle.rate`. */
  readonly path: string
  readonly value: Located
  /** Where the author wrote the path. */
  readonly place: Position
  /** True makes maps on the way that the author left out, for numbers that are known to be in the model. */
  readonly creates?: boolean
  report(message: Message, position: Position): void
}

/**
 * Replaces what stands at a dotted path of a model's document. The path must exist up to its last key. A number inside of a
 * sentence is replaced by writing the sentence again: `cell types.CD8.rules.0.half`.
 */
export function setPath(root: LocatedMap, request: SetPath): LocatedMap {
  const keys = request.path.split('.')
  const replaced = replaceIn(root, keys, 0, request)
  return replaced.kind === 'map' ? replaced : root
}

function replaceIn(
  node: LocatedMap | LocatedList,
  keys: readonly string[],
  depth: number,
  request: SetPath,
): Located {
  return node.kind === 'map'
    ? replaceInMap(node, keys, depth, request)
    : replaceInList(node, keys, depth, request)
}

function replaceInMap(map: LocatedMap, keys: readonly string[], depth: number, request: SetPath): LocatedMap {
  const key = keys[depth] ?? ''
  const place = partAt(request, keys, depth)
  if (depth === keys.length - 1) return withEntry(map, key, request.value, place)
  const found = map.entries.get(key)?.node
  const child: Located | undefined =
    found === undefined && request.creates === true
      ? { kind: 'map', entries: new Map(), position: place }
      : found
  if (
    child !== undefined &&
    child.kind !== 'scalar' &&
    (child.kind === 'map' || isIndex(keys[depth + 1], child))
  )
    return withEntry(map, key, replaceIn(child, keys, depth + 1, request), place)
  const message =
    child === undefined ? unknownKey(key, [...map.entries.keys()]) : notAMap(key, keys[depth + 1] ?? '')
  request.report(message, place)
  return map
}

function replaceInList(
  list: LocatedList,
  keys: readonly string[],
  depth: number,
  request: SetPath,
): LocatedList {
  const index = Number(keys[depth])
  const item = list.items[index]
  const rest = keys.slice(depth + 1)
  if (rest.length === 0) return { ...list, items: list.items.with(index, request.value) }
  if (item !== undefined && item.kind !== 'scalar')
    return { ...list, items: list.items.with(index, replaceIn(item, keys, depth + 1, request)) }
  const rewritten = rewrittenSentences(list, keys.slice(0, depth), [index, ...rest], request.value)
  if (rewritten !== undefined) return rewritten
  request.report(notAMap(keys[depth] ?? '', rest[0] ?? ''), partAt(request, keys, depth))
  return list
}

/** Writes a list of sentences again with one number replaced; undefined when it holds no such number. */
function rewrittenSentences(
  list: LocatedList,
  path: readonly string[],
  within: Path,
  value: Located,
): LocatedList | undefined {
  const schema = schemaAt(path)
  // Names are not known here: whether they exist is checked when the model is read.
  const sentences = schema?.read(list, path, createReader(new Map(), { isDefault: true }))
  if (schema === undefined || sentences === undefined || value.kind !== 'scalar') return undefined
  const changed = withQuantity(sentences, within, splitSource(value.text).body)
  if (changed === undefined) return undefined
  // The cast states what `write` promises: a plain value that YAML can print.
  const written = locatedFrom(schema.write(changed) as Written, value.position.file)
  if (written.kind !== 'list') return undefined
  return { ...list, items: written.items.map((item) => ({ ...item, position: value.position })) }
}

/** A copy of a plain value with the quantity at a path replaced; undefined when there is none. */
function withQuantity(value: unknown, path: Path, text: string): unknown {
  const [key, ...rest] = path
  if (key === undefined) {
    const parsed = parseQuantity(text)
    if (!isQuantity(value) || !parsed.ok) return undefined
    return { ...value, value: parsed.canonical, unit: parsed.unit.text }
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  // The cast states what was just checked: the key is one of the value's own.
  const child = withQuantity((value as Readonly<Record<string, unknown>>)[key], rest, text)
  if (child === undefined) return undefined
  return Array.isArray(value) ? value.with(Number(key), child) : { ...value, [key]: child }
}

function schemaAt(path: readonly string[]): Schema<unknown> | undefined {
  return path.reduce<Schema<unknown> | undefined>(
    (schema, key) => schema?.children?.[key] ?? schema?.children?.['*'],
    assembleSchema(allSections()),
  )
}

function isIndex(key: string | undefined, list: LocatedList): boolean {
  return /^\d+$/.test(key ?? '') && Number(key) < list.items.length
}

/** Where a key of the path stands in the author's text. */
function partAt({ place }: SetPath, keys: readonly string[], depth: number): Position {
  const before = keys.slice(0, depth).join('.').length
  const offset = depth === 0 ? 0 : before + 1
  return { ...place, column: place.column + offset, length: Math.max(1, keys[depth]?.length ?? 1) }
}

/** A map with one entry replaced; an entry that is new stands at `place`. */
function withEntry(map: LocatedMap, key: string, node: Located, place: Position): LocatedMap {
  const entries = new Map(map.entries)
  entries.set(key, { key: map.entries.get(key)?.key ?? place, node })
  return { ...map, entries }
}
