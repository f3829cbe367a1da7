import { MUTATED } from '../../engine/heredity.ts'
import { defineProcess } from '../../engine/process.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { sectionOf } from '../../model/assemble.ts'
import { cloneColumns, subcloneColumns } from './columns.ts'
import { clonesSection } from './schema.ts'
import { type Founding, carryRoots, founding, subcloneFounding } from './step.ts'

interface CloneTables {
  /** By cell type: whether its cells found clones. */
  readonly founds: readonly boolean[]
  readonly hasSubclones: boolean
}

/** Clones: every cell carries the lineage key of its founder. It changes nothing but what can be measured. */
export const clonesProcess = defineProcess<CloneTables>({
  name: 'clones',
  worksIn: 'both',
  doc: 'whom a cell descends from, for measures of clones',
  sections: [clonesSection],
  compile: (model, context) => {
    const section = sectionOf(model, clonesSection)
    if (section === undefined || section.founders.length === 0) return undefined
    const hasSubclones = section.subclones === true
    for (const column of cloneColumns) context.column(column)
    if (hasSubclones) for (const column of subcloneColumns) context.column(column)
    return { founds: context.cellTypes.map((name) => section.founders.includes(name)), hasSubclones }
  },
  activities: [],
  hooks: cloneHooks,
  carry: (world, { hasSubclones }, before) => {
    if (hasSubclones && !before.hasSubclones) carryRoots(world)
  },
})

function cloneHooks(world: World, { founds, hasSubclones }: CloneTables): PopulationHooks {
  const found: Founding = founding(world, founds, hasSubclones)
  if (!hasSubclones || !world.has(MUTATED)) return { arrived: found }
  const foundSubclone = subcloneFounding(world)
  const mutated = world.u8(MUTATED)
  return {
    arrived: found,
    born: (mother, daughter) => {
      if (mutated[mother] === 1) foundSubclone(mother)
      if (mutated[daughter] === 1) foundSubclone(daughter)
    },
  }
}
