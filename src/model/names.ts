import type { Message, Path } from './issue.ts'
import type { Names, Reader, Section, SourceKind } from './kit.ts'
import type { Located, LocatedMap } from './located.ts'
import { badName } from './messages.ts'
import { isSourceKind } from './provenance.ts'

/** Words that sentences use to join names and numbers; a name that contains one could not be told apart. */
const reservedWords = ['and', 'to', 'from', 'half', 'hill', 'increases', 'decreases']

/** Keys of a cell type under which its own things are named, beside those that sections declare. */
const cellTypeNames: readonly (readonly [key: string, kind: string])[] = [
  ['traits', 'trait'],
  ['markers', 'marker'],
]

/** A name with the map that defines it. */
export interface Definition {
  readonly kind: string
  readonly name: string
  readonly of: Located
  readonly path: Path
}

/**
 * Collects what a document defines before anything is read, so that references may point forwards.
 * Names are sorted: their order must not depend on the order of files and lines.
 */
export function collectNames(root: LocatedMap, sections: readonly Section[]): Names {
  const names = new Map<string, string[]>()
  for (const kind of kindsOf(sections)) names.set(kind, [])
  for (const { kind, name } of definitions(root, sections)) {
    const known = names.get(kind)
    if (known !== undefined && !known.includes(name)) known.push(name)
  }
  for (const known of names.values()) known.sort()
  return names
}

function kindsOf(sections: readonly Section[]): readonly string[] {
  const own = sections.map((section) => section.names).filter((kind) => kind !== undefined)
  return ['substrate', 'cell type', 'source', ...cellTypeNames.map(([, kind]) => kind), ...own]
}

/** Every name that a document defines, with where. */
export function definitions(root: LocatedMap, sections: readonly Section[]): readonly Definition[] {
  const model = sections.filter((section) => section.place === 'model' && section.names !== undefined)
  return [
    ...keysAt(root, ['substrates'], 'substrate'),
    ...keysAt(root, ['cell types'], 'cell type'),
    ...keysAt(root, ['sources'], 'source'),
    ...model.flatMap((section) => keysAt(root, [section.key], section.names ?? '')),
    ...nestedDefinitions(root, 'substrates', namedSections(sections, 'substrate')),
    ...nestedDefinitions(root, 'cell types', [...cellTypeNames, ...namedSections(sections, 'cell type')]),
  ]
}

function namedSections(
  sections: readonly Section[],
  place: Section['place'],
): readonly (readonly [string, string])[] {
  return sections.flatMap((section) =>
    section.place === place && section.names !== undefined ? [[section.key, section.names] as const] : [],
  )
}

function nestedDefinitions(
  root: LocatedMap,
  group: string,
  keys: readonly (readonly [string, string])[],
): readonly Definition[] {
  const owners = root.entries.get(group)?.node
  if (owners?.kind !== 'map') return []
  return [...owners.entries.keys()].flatMap((owner) =>
    keys.flatMap(([key, kind]) => keysAt(root, [group, owner, key], kind)),
  )
}

/** The keys of the map at a path, or the words of the list there. */
function keysAt(root: LocatedMap, path: readonly string[], kind: string): readonly Definition[] {
  let node: Located | undefined = root
  for (const key of path) node = node?.kind === 'map' ? node.entries.get(key)?.node : undefined
  if (node?.kind === 'map') {
    const of = node
    return [...node.entries.keys()].map((name) => ({ kind, name, of, path: [...path, name] }))
  }
  const items = node?.kind === 'list' ? node.items : []
  return items.flatMap((item, index) =>
    item.kind === 'scalar' ? [{ kind, name: item.text, of: item, path: [...path, index] }] : [],
  )
}

/** Reports names that sentences and paths could not tell apart from the words around them. */
export function checkNames(root: LocatedMap, sections: readonly Section[], reader: Reader): boolean {
  let isGood = true
  for (const { kind, name, of, path } of definitions(root, sections)) {
    const mistake = kind === 'source' ? sourceKeyMistake(name) : nameMistake(kind, name)
    if (mistake === undefined) continue
    reader.report(mistake, of.kind === 'map' ? { key: name, of } : of, path)
    isGood = false
  }
  return isGood
}

/** Says why a text cannot name something; undefined when it can. */
export function nameMistake(kind: string, name: string): Message | undefined {
  if (name !== name.trim() || name === '') return badName(kind, name, 'it begins or ends with a space')
  const wrong = /[^\p{Script=Latin}\p{Script=Greek}\p{Nd} \-+/.()]/u.exec(name)?.[0]
  if (wrong !== undefined)
    return badName(kind, name, `the character ${JSON.stringify(wrong)} has no place in a name`)
  const word = name.split(' ').find((part) => part === '' || reservedWords.includes(part))
  if (word === '') return badName(kind, name, 'it has two spaces in a row')
  return word === undefined ? undefined : badName(kind, name, `sentences use the word '${word}'`)
}

function sourceKeyMistake(name: string): Message | undefined {
  if (isSourceKind(name)) return badName('source', name, 'it says how well something is known')
  const isPlain = /^[\p{Script=Latin}\p{Script=Greek}\p{Nd}\-+./_:]+$/u.test(name)
  return isPlain ? undefined : badName('source', name, 'use letters, digits and - + . / _ : only')
}

/** Collects what the `sources` entries say about how well their numbers are known. */
export function collectSourceKinds(root: LocatedMap): ReadonlyMap<string, SourceKind> {
  const sources = root.entries.get('sources')?.node
  const kinds = new Map<string, SourceKind>()
  if (sources?.kind !== 'map') return kinds
  for (const [key, { node }] of sources.entries) {
    const kind = node.kind === 'map' ? node.entries.get('kind')?.node : undefined
    if (kind?.kind === 'scalar' && isSourceKind(kind.text)) kinds.set(key, kind.text)
  }
  return kinds
}
