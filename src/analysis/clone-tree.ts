import type { CellEvent } from '../engine/events.ts'
import type { CloneCensus, CloneCount } from './clone-census.ts'

/** A clone of a tree. Plain data. */
export interface CloneNode {
  readonly key: string
  /** The nearest ancestor that is in the tree; absent in roots. */
  readonly parent?: string
  /** True when clones between it and `parent` are not known. */
  readonly hasGap?: true
  /** When it was founded [min]. */
  readonly since: number
  readonly generation: number
  /** Live cells at each time of the tree. */
  readonly sizes: readonly number[]
  /** Mean of each trait when it was last seen; empty in ancestors that were never seen. */
  readonly traits: Readonly<Record<string, number>>
}

/** Clones over time, every parent before its children, children in the order in which they were founded. Plain data. */
export interface CloneTree {
  /** [min] */
  readonly times: readonly number[]
  readonly nodes: readonly CloneNode[]
}

/** What events tell of a clone: who its parent is, and when it was founded [min]. */
export interface Parentage {
  readonly parent: string
  readonly since: number
}

/** The parents of all clones that mutants founded, from the events of a run; `tick` is the length of one [min]. */
export function parentsOf(events: readonly CellEvent[], tick: number): ReadonlyMap<string, Parentage> {
  return new Map(
    events.flatMap(({ kind, other, cause, tick: at }) =>
      kind === 'subclone' && other !== undefined && cause !== undefined
        ? [[other, { parent: cause, since: at * tick }]]
        : [],
    ),
  )
}

/** A clone while the tree is made. */
interface Draft {
  readonly key: string
  readonly root: string
  readonly generation: number
  since: number
  readonly parent?: string
  readonly sizes: number[]
  traits: Readonly<Record<string, number>>
}

/**
 * Makes the tree of the clones that censuses saw and of their ancestors. Ancestors that no census saw are there as far as
 * a child, or `parents` of events, names them; a clone whose parent's own parent nobody knows hangs on its root, with a gap.
 */
export function cloneTree(
  censuses: readonly CloneCensus[],
  parents: ReadonlyMap<string, Parentage> = new Map(),
): CloneTree {
  const drafts = new Map<string, Draft>()
  censuses.forEach(({ clones }, at) => {
    for (const clone of clones) {
      const draft = drafts.get(clone.key) ?? draftOf(clone, censuses.length)
      draft.sizes[at] = clone.cells
      draft.traits = clone.traits
      drafts.set(clone.key, draft)
    }
  })
  // The list grows as it is walked: an ancestor that is added has ancestors of its own.
  for (const draft of drafts.values()) addParent(draft, drafts, parents)
  const nodes = inOrder([...drafts.values()].map((draft) => nodeOf(draft, drafts)))
  return { times: censuses.map(({ time }) => time), nodes }
}

function draftOf(clone: Omit<CloneCount, 'cells'>, times: number): Draft {
  const { key, root, generation, since, parent, traits } = clone
  const sizes = Array.from({ length: times }, () => 0)
  return { key, root, generation, since, sizes, traits, ...(parent === undefined ? {} : { parent }) }
}

function addParent(
  { parent, root, generation, since, sizes }: Draft,
  drafts: Map<string, Draft>,
  parents: ReadonlyMap<string, Parentage>,
): void {
  if (parent === undefined) return
  if (drafts.has(parent)) {
    // Ancestors that nobody saw are not younger than any of their descendants; those that were seen never are.
    for (let up = drafts.get(parent); up !== undefined; up = drafts.get(up.parent ?? ''))
      up.since = Math.min(up.since, since)
    return
  }
  const told = parents.get(parent)
  const above = told?.parent ?? (parent === root ? undefined : root)
  const clone = { key: parent, root, generation: generation - 1, since: told?.since ?? since, traits: {} }
  drafts.set(parent, draftOf({ ...clone, ...(above === undefined ? {} : { parent: above }) }, sizes.length))
}

function nodeOf(draft: Draft, drafts: ReadonlyMap<string, Draft>): CloneNode {
  const { key, parent, since, generation, sizes, traits } = draft
  const above = parent === undefined ? undefined : drafts.get(parent)
  const isFar = above !== undefined && generation - above.generation > 1
  const ancestry = {
    ...(parent === undefined ? {} : { parent }),
    ...(isFar ? { hasGap: true as const } : {}),
  }
  return { key, ...ancestry, since, generation, sizes, traits }
}

/** Parents before children, each family together. */
function inOrder(nodes: readonly CloneNode[]): readonly CloneNode[] {
  const children = childrenOf(nodes)
  const ordered: CloneNode[] = []
  const waiting = (children.get(undefined) ?? []).toReversed()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    ordered.push(node)
    waiting.push(...(children.get(node.key) ?? []).toReversed())
  }
  return ordered
}

/** Children by their parent's key, roots under undefined; in the order of founding, and of keys where that is the same. */
export function childrenOf(
  nodes: readonly CloneNode[],
): ReadonlyMap<string | undefined, readonly CloneNode[]> {
  const byParent = Map.groupBy(nodes, ({ parent }) => parent)
  return new Map(
    [...byParent].map(([parent, own]) => [
      parent,
      own.toSorted((a, b) => a.since - b.since || (a.key < b.key ? -1 : 1)),
    ]),
  )
}

/** The largest clones of a tree, for pictures, and the cells of all others. */
export interface LargestClones {
  /** A tree of the largest alone: whoever is left out is skipped on the way to the parent. */
  readonly tree: CloneTree
  /** Clones with cells that are left out. */
  readonly left: number
  /** Their live cells at each time of the tree. */
  readonly rest: readonly number[]
}

/** The `most` clones that had most cells at any one time. */
export function largestClones(tree: CloneTree, most: number): LargestClones {
  const seen = tree.nodes.filter(({ sizes }) => peak(sizes) > 0)
  const kept = new Set(
    seen
      .toSorted((a, b) => peak(b.sizes) - peak(a.sizes) || (a.key < b.key ? -1 : 1))
      .slice(0, most)
      .map(({ key }) => key),
  )
  const left = seen.filter(({ key }) => !kept.has(key))
  const rest = tree.times.map((_, at) => left.reduce((sum, { sizes }) => sum + (sizes[at] ?? 0), 0))
  return { tree: keepClones(tree, kept), left: left.length, rest }
}

/** A tree of some of the clones of a tree: whoever is left out is skipped on the way to the parent. */
export function keepClones(tree: CloneTree, kept: ReadonlySet<string>): CloneTree {
  const byKey = new Map(tree.nodes.map((node) => [node.key, node]))
  const nodes = tree.nodes.filter(({ key }) => kept.has(key)).map((node) => skipTo(node, kept, byKey))
  return { times: tree.times, nodes: inOrder(nodes) }
}

/** Most live cells that a clone had at any time of the tree. */
export function peak(sizes: readonly number[]): number {
  return Math.max(0, ...sizes)
}

/** The clone with the nearest kept ancestor as its parent. */
function skipTo(
  node: CloneNode,
  kept: ReadonlySet<string>,
  byKey: ReadonlyMap<string, CloneNode>,
): CloneNode {
  const { parent, hasGap, ...own } = node
  let above = parent
  while (above !== undefined && !kept.has(above)) above = byKey.get(above)?.parent
  const isSkipped = hasGap === true || above !== parent
  return {
    ...own,
    ...(above === undefined ? {} : { parent: above }),
    ...(isSkipped && above !== undefined ? { hasGap: true as const } : {}),
  }
}
