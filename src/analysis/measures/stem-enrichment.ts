import type { World } from '../../engine/world.ts'
import { STEMNESS } from '../../processes/hierarchy/columns.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { lacksHierarchy } from './hierarchy.ts'
import { VESSELS } from './places.ts'
import { forEachCell, tumourSet, voxelOf } from './selection.ts'
import { lengthSlot, levelSlot } from './slots.ts'

const MEANING =
  'divided by their share among all of them: 1 = as many as elsewhere. Not a number where there is no stem cell, or no tumour cell in such a place'

/** Where stem cells are more frequent than elsewhere. */
export const stemEnrichmentFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'stem enrichment below <level>',
    unit: '1',
    doc: `share of stem cells among the live cells of the tumour lineage that see less than a concentration, ${MEANING}`,
    slots: { level: levelSlot },
    lacks: lacksHierarchy,
    names: () => [],
    measure: ({ level: { substrate, value } }, { substrates }) => ({
      unit: '1',
      evaluate: (world) => {
        const field = world.f32(`field/${substrates[substrate] ?? ''}`)
        return enrichment(world, (slot) => (field[voxelOf(world, slot)] ?? Infinity) < value)
      },
    }),
  }),
  defineFamily({
    pattern: 'stem enrichment within <length> of vessels',
    unit: '1',
    doc: `share of stem cells among the live cells of the tumour lineage that are so near to a vessel, ${MEANING}`,
    slots: { length: lengthSlot },
    lacks: (program) => lacksHierarchy(program) ?? VESSELS.lacks(program),
    names: () => [],
    measure: ({ length }) => ({
      unit: '1',
      evaluate: (world) => {
        const distance = VESSELS.distance(world)
        const { x, y, z } = world.cells
        return enrichment(world, (slot) => distance(x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0) <= length)
      },
    }),
  }),
]

/** Share of stem cells where `isThere`, over their share everywhere. */
function enrichment(world: World, isThere: (slot: number) => boolean): number {
  const stemness = world.f64(STEMNESS)
  let [all, stem, near, stemNear] = [0, 0, 0, 0]
  forEachCell(world, tumourSet(world.program), 'live', (slot) => {
    const isStem = stemness[slot] === 1 ? 1 : 0
    const isNear = isThere(slot) ? 1 : 0
    all += 1
    stem += isStem
    near += isNear
    stemNear += isStem * isNear
  })
  return stem === 0 || near === 0 ? Number.NaN : stemNear / near / (stem / all)
}
