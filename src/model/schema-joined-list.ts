import type { Message, Path } from './issue.ts'
import type { Reader, Schema } from './kit.ts'
import type { Located } from './located.ts'
import { list } from './schema.ts'

/** What a joined list must know about its items. */
export interface JoinedListOptions<T> {
  readonly doc: string
  /** What makes two items the same hypothesis. */
  readonly keyOf: (item: T) => string
  /** What to say of the same item twice in one file. */
  readonly duplicate: (item: T, firstLine: number) => Message
}

/** Where items stood in their document's list, when some before them were replaced; only messages ask. */
const places = new WeakMap<object, number>()

/** Index of an item in the list of its document. */
export function placeOf(item: object, index: number): number {
  return places.get(item) ?? index
}

/** A list that includes join (see `mergeLocated`): an item of an including file replaces the same one of an included file. */
export function joinedList<T extends object>(
  item: Schema<T>,
  options: JoinedListOptions<T>,
): Schema<readonly T[]> {
  const items = list(item, { doc: options.doc, default: [] })
  return {
    ...items,
    read: (node, path, reader) => {
      const read = items.read(node, path, reader)
      if (read === undefined || node.kind !== 'list') return read
      return withoutReplaced(read, node.items, path, reader, options)
    },
  }
}

function withoutReplaced<T extends object>(
  read: readonly T[],
  nodes: readonly Located[],
  path: Path,
  reader: Reader,
  { keyOf, duplicate }: JoinedListOptions<T>,
): readonly T[] | undefined {
  const latest = new Map<string, number>()
  let isGood = true
  read.forEach((item, index) => {
    const key = keyOf(item)
    const before = nodes[latest.get(key) ?? -1]
    const here = nodes[index]
    latest.set(key, index)
    if (before === undefined || here === undefined || before.position.file !== here.position.file) return
    reader.report(duplicate(item, before.position.line), here, [...path, index])
    isGood = false
  })
  if (!isGood) return undefined
  const kept = new Set(latest.values())
  read.forEach((item, index) => places.set(item, index))
  return read.filter((_, index) => kept.has(index))
}
