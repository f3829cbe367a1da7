import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { DIVISIONS_LEFT, STEMNESS } from '../../processes/hierarchy/columns.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { type CellSet, forEachCell, tumourSet } from './selection.ts'
import { cellsSlot } from './slots.ts'

/** Shares of a hierarchy: what among the cells is stem, and what is differentiated. */
export const hierarchyFamilies: readonly MeasureFamily[] = [
  shareFamily('stem fraction', 'share of stem cells', (stemness) => stemness === 1),
  shareFamily(
    'differentiated fraction',
    'share of cells that are neither stem cells nor have divisions left',
    (stemness, left) => stemness !== 1 && left === 0,
  ),
]

function shareFamily(
  name: string,
  meaning: string,
  counts: (stemness: number, left: number) => boolean,
): MeasureFamily {
  return defineFamily({
    pattern: `${name} [of <cells>]`,
    unit: '1',
    doc: `${meaning} among live cells; of the tumour lineage unless said. Some type must have a \`hierarchy\``,
    optional: { cells: cellsSlot },
    names: (program) => (lacksHierarchy(program) === undefined ? [name] : []),
    lacks: lacksHierarchy,
    measure: ({ cells }, program) => ({
      unit: '1',
      evaluate: (world) => shareOf(world, cells ?? tumourSet(program), counts),
    }),
  })
}

/** Why a model has no shares of a hierarchy; undefined when it has. */
export function lacksHierarchy({ columns }: Program): string | undefined {
  return columns.some(({ name }) => name === STEMNESS)
    ? undefined
    : 'no cell type of the model has a hierarchy'
}

function shareOf(world: World, cells: CellSet, counts: (stemness: number, left: number) => boolean): number {
  const [stemness, left] = [world.f64(STEMNESS), world.f64(DIVISIONS_LEFT)]
  let [some, all] = [0, 0]
  forEachCell(world, cells, 'live', (slot) => {
    all += 1
    if (counts(stemness[slot] ?? 0, left[slot] ?? 0)) some += 1
  })
  return all === 0 ? Number.NaN : some / all
}
