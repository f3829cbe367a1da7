import type { Model } from '../compile/model.ts'
import type { World } from '../engine/world.ts'
import { type CloneCensus, hasSubclones } from './clone-census.ts'
import { mutatingTraits } from './clone-traits.ts'
import { organismClones } from './organism/organism-clones.ts'
import { type CloneTree, type LargestClones, cloneTree, largestClones } from './clone-tree.ts'

/** The clones that live at one instant, for a page that shows the largest. Plain data. */
export interface LivingClones extends LargestClones {
  /** [min] */
  readonly time: number
  /** Clones with live cells. */
  readonly clones: number
  /** Live cells that belong to one. */
  readonly cells: number
  /** Whether mutants found clones: then there are generations, and it is known since when each is there. */
  readonly hasDescent: boolean
  /** Traits of which a clone's means are known: those that mutate. */
  readonly traits: readonly string[]
  /**
   * Clones with live cells that are known to come from the one that was asked for: cells know the parent of their clone and its root, so that
   * beyond a clone that is gone none but the root is known.
   */
  readonly subclones?: readonly string[]
  /** Live cells of the one that was asked for, whether it is among the largest or not. */
  readonly own?: number
  /** Of an organism, its live cells in each tissue that has any. */
  readonly places?: Readonly<Record<string, number>>
}

/** Which clones are asked for. */
export interface CloneRequest {
  /** So many of the largest. */
  readonly most: number
  /** One whose subclones are asked for, too. */
  readonly of?: string
}

/** Counts the clones of a tissue, or of all tissues of an organism; undefined where its cells do not belong to any. */
export function livingClones(
  world: World,
  model: Model,
  { most, of }: CloneRequest,
): LivingClones | undefined {
  const traits = mutatingTraits(model)
  const census = organismClones(world, traits)
  if (census === undefined) return undefined
  const tree = cloneTree([census])
  const isOrganism = world.program.organism !== undefined
  return {
    ...largestClones(tree, most),
    ...countsOf(census),
    hasDescent: hasSubclones(world),
    traits,
    ...(of === undefined ? {} : { own: cellsOf(census, of), subclones: subclonesOf(tree, of) }),
    ...(of === undefined || !isOrganism ? {} : { places: census.places.get(of) ?? {} }),
  }
}

function countsOf({ time, clones }: CloneCensus): Pick<LivingClones, 'time' | 'clones' | 'cells'> {
  const living = clones.filter(({ cells }) => cells > 0)
  return { time, clones: living.length, cells: clones.reduce((sum, { cells }) => sum + cells, 0) }
}

function cellsOf({ clones }: CloneCensus, key: string): number {
  return clones.find((clone) => clone.key === key)?.cells ?? 0
}

/** All with live cells that a clone is an ancestor of; a tree has parents before children. */
function subclonesOf({ nodes }: CloneTree, key: string): readonly string[] {
  const family = new Set([key])
  for (const node of nodes) if (node.parent !== undefined && family.has(node.parent)) family.add(node.key)
  return nodes
    .filter((node) => node.key !== key && family.has(node.key) && node.sizes[0] !== 0)
    .map((node) => node.key)
}
