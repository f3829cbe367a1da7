import { parseDocument } from './document.ts'
import type { Issue, Message } from './issue.ts'
import type { Located, LocatedList, LocatedMap, LocatedScalar } from './located.ts'
import { expectedForm, includeCycle, includeNotFound, unreadable } from './messages.ts'

/** Folders above the including file in which `models/` is looked for; chosen: deeper than any project. */
const searchDepth = 8

/** What reading a file gives: its text, or why not ("no such file"). */
export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string }

/** Reads a file by path; given from outside, since a browser has no files. */
export type ReadFile = (path: string) => ReadResult

/** Reads texts that lie in memory, by path. */
export function textReader(texts: Readonly<Record<string, string>>): ReadFile {
  return (path) => {
    const text = Object.hasOwn(texts, path) ? texts[path] : undefined
    return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
  }
}

/** A file that was read, as it was; stored with the results. */
export interface DocumentFile {
  readonly file: string
  readonly text: string
}

/** A document with everything that it includes. */
export interface LoadedDocument {
  /** Absent when a part is missing, since everything that it defines would then seem unknown. */
  readonly root?: LocatedMap
  /** In the order of merging: parts first, the including file last. */
  readonly files: readonly DocumentFile[]
  readonly issues: readonly Issue[]
}

interface Loading {
  readonly read: ReadFile
  readonly files: DocumentFile[]
  readonly issues: Issue[]
  readonly done: Set<string>
  /** False once a part could not be found or read. */
  isWhole: boolean
}

/**
 * Loads a file and merges it over the parts that its `include` lists.
 *
 * A part is looked for in the including file's folder, then in `models/` of that folder and of each folder above. A
 * part that is reached twice counts once. Maps merge key by key, lists of rules, edges, gates and antibodies are joined, anything else replaces.
 */
export function loadDocument(file: string, read: ReadFile): LoadedDocument {
  const loading: Loading = { read, files: [], issues: [], done: new Set(), isWhole: true }
  const path = normalisePath(file) || file
  const result = read(path)
  if (!result.ok) {
    const position = { file: path, line: 1, column: 1, length: 1 }
    return { files: [], issues: [{ ...unreadable(path, result.reason), path: [], position }] }
  }
  const root = loadPart(loading, path, result.text, [])
  const { files, issues, isWhole } = loading
  return { ...(root === undefined || !isWhole ? {} : { root }), files, issues }
}

/** The parts that the `include` of a map in a file lists; files that were `included` already are not loaded again. */
export function loadInto(
  owner: LocatedMap,
  read: ReadFile,
  included: readonly string[],
): { readonly parts: readonly LocatedMap[]; readonly issues: readonly Issue[] } {
  const loading: Loading = { read, files: [], issues: [], done: new Set(included), isWhole: true }
  const parts = includedParts(loading, owner, owner.position.file, [])
  return { parts, issues: loading.issues }
}

function loadPart(
  loading: Loading,
  file: string,
  text: string,
  chain: readonly string[],
): LocatedMap | undefined {
  loading.done.add(file)
  const parsed = parseDocument(text, file)
  loading.issues.push(...parsed.issues)
  const own = parsed.root?.kind === 'map' ? parsed.root : undefined
  const parts = own === undefined ? [] : includedParts(loading, own, file, [...chain, file])
  loading.files.push({ file, text })
  if (own === undefined) {
    loading.isWhole = false
    return undefined
  }
  const layers = [...parts, withoutKey(own, 'include')]
  // Merging starts from the part that comes first, and ends with the includer, whose place the result keeps.
  const merged = layers.reduce((base, layer) => mergeMaps(base, layer))
  return { ...merged, position: own.position }
}

function includedParts(
  loading: Loading,
  root: LocatedMap,
  file: string,
  chain: readonly string[],
): readonly LocatedMap[] {
  const list = root.entries.get('include')?.node
  if (list === undefined) return []
  if (list.kind !== 'list') {
    report(loading, expectedForm('a list', list, 'for example include: [library/oxygen]'), list)
    return []
  }
  const parts = list.items.map((item, index) => includedPart(loading, item, index, file, chain))
  return parts.filter((part) => part !== undefined)
}

function includedPart(
  loading: Loading,
  item: Located,
  index: number,
  file: string,
  chain: readonly string[],
): LocatedMap | undefined {
  if (item.kind !== 'scalar' || typeof item.value !== 'string' || item.text.trim() === '') {
    report(loading, expectedForm('the name of a file', item, 'for example library/oxygen'), item, index)
    return undefined
  }
  const found = findPart(loading.read, item, file)
  if (!found.ok) {
    report(loading, includeNotFound(item.text, found.reasons), item, index)
    return undefined
  }
  if (chain.includes(found.path)) {
    report(loading, includeCycle([...chain.slice(chain.indexOf(found.path)), found.path]), item, index)
    return undefined
  }
  return loading.done.has(found.path) ? undefined : loadPart(loading, found.path, found.text, chain)
}

function report(loading: Loading, message: Message, node: Located, index?: number): void {
  const path = index === undefined ? ['include'] : ['include', index]
  loading.issues.push({ ...message, path, position: node.position })
  loading.isWhole = false
}

type FoundPart =
  | { readonly ok: true; readonly path: string; readonly text: string }
  | { readonly ok: false; readonly reasons: readonly string[] }

function findPart(read: ReadFile, item: LocatedScalar, file: string): FoundPart {
  const paths = includeCandidates(item.text, file)
  const reasons: string[] = []
  for (const path of paths) {
    const result = read(path)
    if (result.ok) return { ok: true, path, text: result.text }
    if (reasons.length < 3) reasons.push(`${path} (${result.reason})`)
  }
  return { ok: false, reasons: paths.length > 3 ? [...reasons, 'and models/ in the folders above'] : reasons }
}

/** Lists the paths at which an included name is looked for, nearest first. */
export function includeCandidates(name: string, file: string): readonly string[] {
  const target = /\.ya?ml$/.test(name) ? name : `${name}.yaml`
  if (isAbsolute(target)) return [normalisePath(target)]
  const folder = folderOf(file)
  const paths = [joinPath(folder, target)]
  for (let level = 0, at = folder; level < searchDepth; level += 1, at = joinPath(at, '..')) {
    paths.push(joinPath(at, `models/${target}`))
    if (at === '/' || /^[A-Za-z]:\/?$/.test(at)) break
  }
  return [...new Set(paths)]
}

/** Lists the paths at which a data file is looked for: beside the file that names it, then in each folder above. */
export function fileCandidates(name: string, file: string): readonly string[] {
  if (isAbsolute(name)) return [normalisePath(name)]
  const paths: string[] = []
  for (let level = 0, at = folderOf(file); level < searchDepth; level += 1, at = joinPath(at, '..')) {
    paths.push(joinPath(at, name))
    if (at === '/' || /^[A-Za-z]:\/?$/.test(at)) break
  }
  return [...new Set(paths)]
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path)
}

function folderOf(file: string): string {
  const path = normalisePath(file)
  const end = path.lastIndexOf('/')
  if (end === 0) return '/'
  return end < 0 ? '' : path.slice(0, end)
}

function joinPath(folder: string, name: string): string {
  return normalisePath(folder === '' ? name : `${folder}/${name}`)
}

/** Writes a path with forward slashes and without '.', '..' and empty parts where they can be resolved. */
export function normalisePath(path: string): string {
  const plain = path.replaceAll('\\', '/')
  const root = plain.startsWith('/') ? '/' : ''
  const parts: string[] = []
  for (const part of plain.split('/')) {
    if (part === '' || part === '.') continue
    const last = parts.at(-1)
    if (part !== '..' || last === '..' || (last === undefined && root === '')) parts.push(part)
    else parts.pop()
  }
  return root + parts.join('/')
}

function withoutKey(map: LocatedMap, key: string): LocatedMap {
  return { ...map, entries: new Map([...map.entries].filter(([name]) => name !== key)) }
}

/** Keys of lists that grow by inclusion: hypotheses, of which fragments bring some each. */
const JOINED = new Set(['rules', 'edges', 'neutralisation', 'reactions', 'gates'])

/** Lays one node over another: maps merge, lists under some keys are joined, anything else is replaced. */
export function mergeLocated(base: Located, over: Located, key?: string): Located {
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over)
  if (base.kind === 'list' && over.kind === 'list' && JOINED.has(key ?? '')) return joinLists(base, over)
  return over
}

/** Lays one map over another, keeping the place of every part. */
export function mergeMaps(base: LocatedMap, over: LocatedMap): LocatedMap {
  const entries = new Map(base.entries)
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key)
    entries.set(
      key,
      below === undefined ? entry : { key: entry.key, node: mergeLocated(below.node, entry.node, key) },
    )
  }
  return { kind: 'map', entries, position: over.position }
}

function joinLists(base: LocatedList, over: LocatedList): LocatedList {
  return { kind: 'list', items: [...base.items, ...over.items], position: over.position }
}
