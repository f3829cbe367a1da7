import { parseDocument } from '../../model/document.ts'
import type { ReadFile } from '../../model/include.ts'
import type { Issue, Position } from '../../model/issue.ts'
import type { Located, LocatedMap } from '../../model/located.ts'
import { splitSource } from '../../model/provenance.ts'
import type { Claim, Entity, Ledger, Reference } from './ledger.ts'
import { issue } from './read-table.ts'

/** Finds what references name; documents are read once. `root` is the folder that their files count from, with a slash. */
export function createResolver(root: string, read: ReadFile): Resolver {
  const documents = new Map<string, LocatedMap | undefined>()
  const open = (file: string): LocatedMap | undefined => {
    if (!documents.has(file)) {
      const result = read(root + file)
      const parsed = result.ok ? parseDocument(result.text, file).root : undefined
      documents.set(file, parsed?.kind === 'map' ? parsed : undefined)
    }
    return documents.get(file)
  }
  return {
    element: ({ file, what }) => find(open(file), what),
    expectation: ({ file, what }) => {
      const expect = open(file)?.entries.get('expect')?.node
      return expect === undefined ? undefined : findSentence(expect, what)
    },
    sentence: ({ file, what }) => {
      const expect = open(file)?.entries.get('expect')?.node
      return expect === undefined ? undefined : fullSentence(expect, what)
    },
    hasFile: (file) => open(file) !== undefined,
  }
}

/** Where things that the ledger names stand in models and experiments; undefined where there is no such thing. */
export interface Resolver {
  element(reference: Reference): Position | undefined
  expectation(reference: Reference): Position | undefined
  /** The whole sentence of an expectation, without its source. */
  sentence(reference: Reference): string | undefined
  hasFile(file: string): boolean
}

function find(root: LocatedMap | undefined, what: string): Position | undefined {
  if (root === undefined) return undefined
  return findPath(root, what) ?? findSentence(root, what)
}

/** Follows keys with points between them; keys may hold points themselves. */
function findPath(node: Located, rest: string): Position | undefined {
  if (node.kind !== 'map') return undefined
  for (const [key, entry] of node.entries) {
    if (rest === key) return entry.key
    if (!rest.startsWith(`${key}.`)) continue
    const found = findPath(entry.node, rest.slice(key.length + 1))
    if (found !== undefined) return found
  }
  return undefined
}

/** The first sentence of a list that begins so; a word must not be cut. */
function findSentence(node: Located, stem: string): Position | undefined {
  return sentenceNode(node, stem)?.position
}

function fullSentence(node: Located, stem: string): string | undefined {
  const found = sentenceNode(node, stem)
  return found === undefined ? undefined : splitSource(found.text).body
}

/** The sentence that is just that, or else the first that begins so: one may be the beginning of another. */
function sentenceNode(node: Located, stem: string): Scalar | undefined {
  return sentenceWhere(node, (text) => is(text, stem)) ?? sentenceWhere(node, (text) => begins(text, stem))
}

type Scalar = Extract<Located, { kind: 'scalar' }>

function sentenceWhere(node: Located, fits: (text: string) => boolean): Scalar | undefined {
  if (node.kind === 'scalar') return fits(node.text) ? node : undefined
  const inner = node.kind === 'list' ? node.items : [...node.entries.values()].map((entry) => entry.node)
  for (const child of inner) {
    if (node.kind === 'map' && child.kind === 'scalar') continue
    const found = sentenceWhere(child, fits)
    if (found !== undefined) return found
  }
  return undefined
}

function is(text: string, sentence: string): boolean {
  return splitSource(text).body.replaceAll(/\s+/g, ' ').trim() === sentence
}

function begins(text: string, stem: string): boolean {
  const written = text.replaceAll(/\s+/g, ' ').trim()
  return written.startsWith(stem) && !/^[\p{L}\p{N}]/u.test(written.slice(stem.length))
}

/** What is wrong with a ledger against the models and experiments that are there. */
export function checkLedger(ledger: Ledger, resolver: Resolver): readonly Issue[] {
  return [
    ...ledger.claims.flatMap((claim) => [...checkState(claim, claim.shownBy), ...missing(claim, resolver)]),
    ...ledger.entities.flatMap((entity) => [...checkState(entity, []), ...missing(entity, resolver)]),
  ]
}

function missing(row: Claim | Entity, resolver: Resolver): readonly Issue[] {
  const elements = row.carriedBy.filter((reference) => resolver.element(reference) === undefined)
  const expectations = ('shownBy' in row ? row.shownBy : []).filter(
    (reference) => resolver.expectation(reference) === undefined,
  )
  return [...elements, ...expectations].map(({ file, what, at }) => {
    const message = resolver.hasFile(file) ? `${file} has no '${what}'` : `there is no file ${file}`
    return issue('unresolved', `${row.at.text}: ${message}`, at.position)
  })
}

function checkState(row: Claim | Entity, shownBy: readonly Reference[]): readonly Issue[] {
  const { state, carriedBy, note, at } = row
  const isNamed = carriedBy.length + shownBy.length > 0
  if (state === 'implemented' && !isNamed)
    return [issue('no-element', `${at.text} is implemented, but nothing is named`, at.position)]
  if (state !== 'implemented' && isNamed)
    return [issue('has-element', `${at.text} is ${state}, but an element is named`, at.position)]
  if (state !== 'implemented' && note === '')
    return [issue('no-reason', `${at.text} is ${state} without a reason`, at.position)]
  return []
}
