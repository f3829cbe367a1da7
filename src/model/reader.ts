import type { Issue, Message, Path, Position, TextSpan } from './issue.ts'
import type { Names, Reader, Schema, SourceKind } from './kit.ts'
import type { Located, LocatedScalar } from './located.ts'

/** A plain value as an author would write it; defaults are given in this form. */
export type Written =
  | string
  | number
  | boolean
  | null
  | readonly Written[]
  | { readonly [key: string]: Written }

/** A reader that collects what it is told. */
export interface CollectingReader extends Reader {
  readonly issues: readonly Issue[]
  /** Names that were used, as "kind/name". */
  readonly used: ReadonlySet<string>
}

/** What a reader needs beyond the names. */
export interface ReaderOptions {
  readonly sourceKinds?: ReadonlyMap<string, SourceKind>
  readonly isDefault?: boolean
}

/** Makes a reader that collects issues with their places, in the order in which they are found. */
export function createReader(names: Names, options: ReaderOptions = {}): CollectingReader {
  const issues: Issue[] = []
  const used = new Set<string>()
  return {
    names,
    issues,
    used,
    isDefault: options.isDefault ?? false,
    report(message, at, path, offset, length) {
      issues.push({ ...message, path, position: positionOf(at, offset, length) })
    },
    sourceKind: (key) => options.sourceKinds?.get(key),
    use: (kind, name) => void used.add(`${kind}/${name}`),
  }
}

/** Returns the place of a node, of a key in a map, or of a piece of a scalar's text. */
export function positionOf(
  at: Located | { readonly key: string; readonly of: Located },
  offset?: number,
  length?: number,
): Position {
  if (!('kind' in at)) return keyPosition(at.of, at.key)
  if (at.kind !== 'scalar' || offset === undefined) return at.position
  return textPosition(at, offset, length)
}

function keyPosition(node: Located, key: string): Position {
  return (node.kind === 'map' ? node.entries.get(key)?.key : undefined) ?? node.position
}

/** Finds the line on which the piece of text starts; a piece that runs over its end is underlined up to there. */
function textPosition(node: LocatedScalar, offset: number, length?: number): Position {
  const lines = node.lines ?? []
  const index = lines.findLastIndex((line) => line.offset <= offset)
  const start = lines[index] ?? { offset: 0, line: node.position.line, column: node.position.column }
  const end = lines[index + 1]?.offset ?? Math.max(node.text.length, offset + 1)
  const rest = Math.max(1, end - offset)
  return {
    file: node.position.file,
    line: start.line,
    column: start.column + offset - start.offset,
    length: Math.max(1, Math.min(length ?? rest, rest)),
  }
}

/** Returns the place of a path in a document, or of its deepest part that exists: keys of maps, items of lists. */
export function locate(root: Located, path: Path): Position {
  let node = root
  let position = root.position
  for (const key of path) {
    const next = childOf(node, key)
    if (next === undefined) return position
    position = next.key ?? next.node.position
    node = next.node
  }
  return position
}

/** Returns the node at a path, undefined when the author wrote nothing there. */
export function nodeAt(root: Located, path: Path): Located | undefined {
  let node: Located | undefined = root
  for (const key of path) node = node === undefined ? undefined : childOf(node, key)?.node
  return node
}

function childOf(
  node: Located,
  key: string | number,
): { readonly key?: Position; readonly node: Located } | undefined {
  if (node.kind === 'map') return node.entries.get(String(key))
  const item = node.kind === 'list' ? node.items[Number(key)] : undefined
  return item === undefined ? undefined : { node: item }
}

/**
 * Makes an issue about a path of a document after reading, for checks that look at the whole model.
 * `within` finds the piece of the text to underline when a sentence stands at the path.
 */
export function issueAt(
  message: Message,
  root: Located,
  path: Path,
  within?: (text: string) => TextSpan | undefined,
): Issue {
  const node = within === undefined ? undefined : nodeAt(root, path)
  const span = node?.kind === 'scalar' ? within?.(node.text) : undefined
  const position =
    node === undefined || span === undefined ? locate(root, path) : positionOf(node, span.offset, span.length)
  return { ...message, path, position }
}

/** Turns a plain value into nodes that stand nowhere. */
export function locatedFrom(value: Written, file = ''): Located {
  const position: Position = { file, line: 1, column: 1, length: 1 }
  if (isWrittenList(value))
    return { kind: 'list', items: value.map((item) => locatedFrom(item, file)), position }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, { key: position, node: locatedFrom(item, file) }] as const,
    )
    return { kind: 'map', entries: new Map(entries), position }
  }
  return { kind: 'scalar', value, text: value === null ? '' : String(value), position }
}

/** Array.isArray does not narrow readonly arrays. */
function isWrittenList(value: Written): value is readonly Written[] {
  return Array.isArray(value)
}

/** Reads a schema's own default; a default that does not read is a programming mistake and throws. */
export function readDefault<T>(schema: Pick<Schema<T>, 'read'>, written: Written, path: Path): T {
  const reader = createReader(new Map(), { isDefault: true })
  const value = schema.read(locatedFrom(written), path, reader)
  if (value !== undefined) return value
  const reason = reader.issues.map((issue) => issue.message).join('; ')
  throw new Error(`the default of ${path.join('.')} does not read: ${reason}`)
}
