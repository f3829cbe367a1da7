import { BLOOD, PRIMARY, innerWorlds } from '../../engine/organism.ts'
import type { World } from '../../engine/world.ts'
import { type CloneCensus, type CloneCount, clonesIn } from '../clone-census.ts'

/** The clones of an organism: a clone that lives in several tissues is one. */
export interface OrganismClones extends CloneCensus {
  /** Live cells of each clone by tissue, those with none left out. */
  readonly places: ReadonlyMap<string, Readonly<Record<string, number>>>
}

/**
 * Counts the clones of a world and of all worlds in it; undefined where cells belong to none. Rows of the blood are packets, not cells: a clone of
 * which all are on their way is there, with no cells.
 */
export function organismClones(host: World, traits: readonly string[]): OrganismClones | undefined {
  const worlds = [{ name: PRIMARY, world: host }, ...innerWorlds(host)]
  const found = worlds.flatMap(({ name, world }) => {
    const clones = clonesIn(world, traits)?.clones
    if (clones === undefined) return []
    return [{ name, clones: name === BLOOD ? clones.map((clone) => ({ ...clone, cells: 0 })) : clones }]
  })
  if (found.length === 0) return undefined
  const merged = new Map<string, CloneCount>()
  const places = new Map<string, Record<string, number>>()
  for (const { name, clones } of found)
    for (const clone of clones) {
      const before = merged.get(clone.key)
      merged.set(clone.key, before === undefined ? clone : together(before, clone))
      if (clone.cells > 0) places.set(clone.key, { ...places.get(clone.key), [name]: clone.cells })
    }
  return { time: host.time, clones: [...merged.values()], places }
}

/** The same clone in two places: its cells, and the means of their traits. */
function together(a: CloneCount, b: CloneCount): CloneCount {
  const cells = a.cells + b.cells
  const share = cells === 0 ? 0.5 : a.cells / cells
  const traits = Object.entries(a.traits).map(
    ([name, mean]) => [name, share * mean + (1 - share) * (b.traits[name] ?? mean)] as const,
  )
  return { ...a, cells, traits: Object.fromEntries(traits) }
}
