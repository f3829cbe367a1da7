import type { Model } from '../compile/model.ts'
import { BLOOD, PRIMARY, type Tissue, innerWorlds } from '../engine/organism.ts'
import type { World } from '../engine/world.ts'
import { slotOf } from './followed-cells.ts'

/** Where a cell of an organism is. */
export interface CellPlace extends Tissue {
  readonly slot: number
}

/** The world of a tissue, or of the blood, by its name; undefined where it is not laid out. */
export function worldAt(host: World, site: string): World | undefined {
  return site === PRIMARY ? host : host.inner.get(site)
}

/** The model that a place of an organism follows: that of the host in the blood. */
export function modelAt(model: Model, site: string): Model {
  if (site === PRIMARY || site === BLOOD) return model
  return model.sites?.find(({ name }) => name === site)?.model ?? model
}

/** Where the cell with this lineage key is: in the host, in the blood or in a site; undefined when it is gone. */
export function placeOf(host: World, lineage: string): CellPlace | undefined {
  const inner = innerWorlds(host)
  // Tissues first: there a cell has a place.
  const isBlood = ({ name }: Tissue): boolean => name === BLOOD
  const places = [...inner.filter((each) => !isBlood(each)), ...inner.filter(isBlood)]
  for (const tissue of [{ name: PRIMARY, world: host }, ...places]) {
    const slot = slotOf(tissue.world, lineage)
    if (slot !== undefined) return { ...tissue, slot }
  }
  return undefined
}
