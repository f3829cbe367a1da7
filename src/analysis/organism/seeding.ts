import { LIVE } from '../../engine/columns.ts'
import { keyText } from '../../engine/heredity.ts'
import { BLOOD, innerWorlds } from '../../engine/organism.ts'
import type { World } from '../../engine/world.ts'
import { FOUNDER_HIGH, FOUNDER_LOW } from '../../processes/clones/columns.ts'
import { type CloneCensus, type CloneCount, cloneCensus } from '../clone-census.ts'
import { type CloneTree, cloneTree, parentsOf } from '../clone-tree.ts'
import { type LesionEvents, lesionsOf } from './lesions.ts'
import type { LesionSummary, SeedingSummary } from './organism-summary.ts'

/** Lesions that a summary lists. Chosen: more nobody reads, and small ones come last. */
const MOST_LESIONS = 40

/** Who seeded what, from the last state of a run and its events. */
export function seedingOf(
  host: World,
  recorded: LesionEvents,
  run: { readonly arm: string; readonly replicate: number },
  traits: readonly string[],
): SeedingSummary {
  const tree = treeOf(host, recorded, traits)
  const lesions = lesionsOf(host, recorded, tree?.nodes ?? [])
  return {
    arm: run.arm,
    replicate: run.replicate,
    ...(tree === undefined ? {} : { tree }),
    lesions: lesions.slice(0, MOST_LESIONS),
    counts: countsOf(lesions),
  }
}

function countsOf(lesions: readonly LesionSummary[]): SeedingSummary['counts'] {
  const groups = Map.groupBy(lesions, ({ place, kind }) => `${place}/${kind}`)
  const order = ['tissue', 'metastases', 'micrometastases']
  const rank = ([first]: readonly LesionSummary[]): number => order.indexOf(first?.kind ?? '')
  const sorted = [...groups.values()].toSorted((a, b) => rank(a) - rank(b))
  return sorted.flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            place: first.place,
            kind: first.kind,
            count: others.reduce((sum, { count }) => sum + count, first.count),
          },
        ],
  )
}

/** The tree of all clones that live anywhere in an organism, or whose cells are on their way. */
function treeOf(
  host: World,
  { events, tick }: LesionEvents,
  traits: readonly string[],
): CloneTree | undefined {
  const worlds = [host, ...innerWorlds(host).map(({ world }) => world)]
  const found = worlds.flatMap((world) => {
    const clones = cloneCensus(world, traits)?.clones ?? foundersIn(world)
    // Rows of the blood are packets, not cells.
    return world.program.site === BLOOD ? clones.map((clone) => ({ ...clone, cells: 0 })) : clones
  })
  if (found.length === 0) return undefined
  const census: CloneCensus = { time: host.time, clones: mergeCounts(found) }
  return cloneTree([census], parentsOf(events, tick))
}

/** Clones of cells that know their founder and nothing of its descent. */
function foundersIn(world: World): readonly CloneCount[] {
  if (!world.has(FOUNDER_LOW)) return []
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  const counts = new Map<string, number>()
  for (let slot = 0; slot < world.count; slot++) {
    if (world.cells.state[slot] !== LIVE || (low[slot] === 0 && high[slot] === 0)) continue
    const key = keyText([low[slot] ?? 0, high[slot] ?? 0])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].map(([key, cells]) => ({ key, root: key, generation: 0, since: 0, cells, traits: {} }))
}

/** A clone that lives in several places is one. */
function mergeCounts(clones: readonly CloneCount[]): readonly CloneCount[] {
  const merged = new Map<string, CloneCount>()
  for (const clone of clones) {
    const before = merged.get(clone.key)
    merged.set(clone.key, before === undefined ? clone : { ...before, cells: before.cells + clone.cells })
  }
  return [...merged.values()]
}
