import { defineProcess } from '../../engine/process.ts'
import type { World } from '../../engine/world.ts'
import { sectionOf } from '../../model/assemble.ts'
import { FOUNDER_HIGH, FOUNDER_LOW, cloneColumns } from './columns.ts'
import { clonesSection } from './schema.ts'

interface CloneTables {
  /** By cell type: whether its cells found clones. */
  readonly founds: readonly boolean[]
}

/** Clones: every cell carries the lineage key of its founder. It changes nothing but what can be measured. */
export const clonesProcess = defineProcess<CloneTables>({
  name: 'clones',
  doc: 'whom a cell descends from, for measures of clones',
  sections: [clonesSection],
  compile: (model, context) => {
    const section = sectionOf(model, clonesSection)
    if (section === undefined || section.founders.length === 0) return undefined
    for (const column of cloneColumns) context.column(column)
    return { founds: context.cellTypes.map((name) => section.founders.includes(name)) }
  },
  activities: [],
  hooks: (world, { founds }) => ({ arrived: founding(world, founds) }),
})

/** Makes a cell that has just come the founder of a clone, under its own lineage key. */
function founding(world: World, founds: readonly boolean[]): (slot: number) => void {
  const { type, lineageLow, lineageHigh } = world.cells
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  return (slot) => {
    if (founds[type[slot] ?? 0] !== true) return
    low[slot] = lineageLow[slot] ?? 0
    high[slot] = lineageHigh[slot] ?? 0
  }
}
