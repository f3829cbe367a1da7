import { type ModelData, readModel } from '../model/assemble.ts'
import type { Issue, Path } from '../model/issue.ts'
import type { Section } from '../model/kit.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { type Written, locatedFrom, nodeAt } from '../model/reader.ts'

/*
 * A model with mistakes, without them: what did not read is cut out of the document until the rest reads. The rest is a
 * model like any other, so that no check can meet a hole; it only must not complain about what was cut out.
 */

/** A model made of those parts of a document that read well. */
export interface PartialModel {
  readonly data: ModelData
  /** The document without what did not read; its nodes still know where they stand. */
  readonly root: LocatedMap
  /** True for a name that the parts which did not read may have defined. */
  readonly isLost: (name: string) => boolean
}

/** Rounds of cutting. Chosen: a mistake is cut deeper to shallower, and nothing that a process reads is nested deeper. */
const MOST_ROUNDS = 12

/**
 * What takes the place of parts that nothing can be read without: a substrate that did not read keeps its name.
 * Nothing that is checked of a partial model depends on these values.
 */
const STAND_INS: Readonly<Record<string, Written>> = {
  format: 1,
  title: 'what could be read',
  domain: { size: ['20 um', '20 um', '20 um'] },
  time: { stop: '6 min' },
  'substrates.*': { unit: 'relative', diffusion: '0 um^2/min' },
  'substrates.*.diffusion': '0 um^2/min',
  'cell types.*': {},
}

/** Cuts out what did not read, as `issues` tell; undefined when the document makes no model even so. */
export function readPart(
  root: LocatedMap,
  sections: readonly Section[],
  issues: readonly Issue[],
): PartialModel | undefined {
  const lost = new Set<string>()
  let part = root
  let mistakes = issues
  if (hidesNames(root, sections, issues)) return undefined
  for (let round = 0; round < MOST_ROUNDS; round++) {
    part = cut(part, mistakes, lost)
    const reading = readModel(part, sections)
    if (reading.model !== undefined)
      return { data: reading.model, root: part, isLost: (name) => mentions(name, lost) }
    mistakes = reading.issues
  }
  return undefined
}

/** True when something else stands where a map with names should: then nobody knows which they were to be. */
function hidesNames(root: LocatedMap, sections: readonly Section[], issues: readonly Issue[]): boolean {
  const groups = { model: '', substrate: 'substrates.*.', 'cell type': 'cell types.*.' }
  const maps = sections.filter(({ schema }) => schema.kind === 'map')
  const naming = ['substrates', 'cell types', ...maps.map(({ place, key }) => groups[place] + key)]
  return issues.some(
    ({ severity, path }) =>
      severity === 'error' &&
      naming.includes(patternOf(path)) &&
      (nodeAt(root, path)?.kind ?? 'map') !== 'map',
  )
}

/** Names of signals and behaviours are made of the names and keys that they depend on. */
function mentions(name: string, lost: ReadonlySet<string>): boolean {
  return [...lost].some((part) => ` ${name} `.includes(` ${part} `))
}

function cut(root: LocatedMap, issues: readonly Issue[], lost: Set<string>): LocatedMap {
  const wrong = new Set<Located>()
  for (const { severity, path } of issues) {
    if (severity !== 'error') continue
    const { node, depth } = deepestAt(root, path)
    wrong.add(node)
    noteLost(node, path.slice(0, depth), lost)
  }
  return withStandIns(withoutEntries(root, [], wrong))
}

/** The node at a path, or the deepest one on the way to it that exists. */
function deepestAt(root: Located, path: Path): { readonly node: Located; readonly depth: number } {
  let node = root
  for (const [depth, key] of path.entries()) {
    const next = nodeAt(node, [key])
    if (next === undefined) return { node, depth }
    node = next
  }
  return { node, depth: path.length }
}

/** Notes the key that is cut out, those above it up to its substrate or cell type, and all that stands below. */
function noteLost(node: Located, path: Path, lost: Set<string>): void {
  if (path.length === 0) return
  for (const key of path.length < 3 ? path.slice(-1) : path.slice(2)) lost.add(String(key))
  for (const word of wordsIn(node)) lost.add(word)
}

function wordsIn(node: Located): readonly string[] {
  if (node.kind === 'scalar') return node.text === '' ? [] : [node.text]
  if (node.kind === 'list') return node.items.flatMap(wordsIn)
  return [...node.entries].flatMap(([key, entry]) => [key, ...wordsIn(entry.node)])
}

function withoutEntries(map: LocatedMap, path: readonly string[], wrong: ReadonlySet<Located>): LocatedMap {
  const entries = [...map.entries].flatMap(([key, entry]) => {
    const node = without(entry.node, [...path, key], wrong)
    return node === undefined ? [] : [[key, { ...entry, node }] as const]
  })
  return { ...map, entries: new Map(entries) }
}

/** The node without what is wrong in it; its stand-in, or nothing, when it is wrong itself. */
function without(node: Located, path: readonly string[], wrong: ReadonlySet<Located>): Located | undefined {
  if (wrong.has(node)) return standInAt(path)
  if (node.kind === 'map') return withoutEntries(node, path, wrong)
  if (node.kind === 'scalar') return node
  const items = node.items.map((item, index) => without(item, [...path, String(index)], wrong))
  return { ...node, items: items.filter((item) => item !== undefined) }
}

function standInAt(path: Path): Located | undefined {
  const value = STAND_INS[patternOf(path)]
  return value === undefined ? undefined : locatedFrom(value)
}

/** A path with a star for the name of the substrate or cell type. */
function patternOf(path: Path): string {
  return path.map((key, depth) => (depth === 1 ? '*' : key)).join('.')
}

/** Adds keys at the top that the author left out. */
function withStandIns(root: LocatedMap): LocatedMap {
  const missing = Object.keys(STAND_INS).filter((key) => !key.includes('.') && !root.entries.has(key))
  const added = missing.flatMap((key) => {
    const node = standInAt([key])
    return node === undefined ? [] : [[key, { key: root.position, node }] as const]
  })
  return { ...root, entries: new Map([...root.entries, ...added]) }
}

/** The path in the whole document of what stands at `path` of a part of it: lists may have lost items. */
export function pathInWhole(whole: Located, part: Located, path: Path): Path {
  const found: (string | number)[] = []
  for (const [depth, key] of path.entries()) {
    const list = nodeAt(whole, found)
    const position = nodeAt(part, path.slice(0, depth + 1))?.position
    const index = list?.kind === 'list' ? list.items.findIndex((item) => item.position === position) : -1
    found.push(index < 0 ? key : index)
  }
  return found
}
