import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { regionsOf } from '../nests.ts'
import { share } from './counts.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { lacksTumour } from './places.ts'
import { countCells, forEachCell, tumourSet, voxelOf } from './selection.ts'
import { regionSlot } from './slots.ts'

/** Below this pH a cell counts as in acid; the upper end of what is measured in tumours, 6.6 to 7.0 (PMC3718046). */
const ACID = 7

/** What metabolism lays down about pH. */
const CONSTANTS = 'acidity.constants'

/** pH of voxels, and of the tumour's cells by where they are. */
export const acidityFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'mean pH [in <region>]',
    unit: '1',
    doc: 'mean over the voxels of the field, or of a region, of the pH that lactate, bicarbonate and carbon dioxide make',
    slots: {},
    optional: { region: regionSlot },
    lacks: lacksAcidity,
    measure: ({ region }) => ({ unit: '1', evaluate: (world) => meanPh(world, region) }),
  }),
  defineFamily({
    pattern: 'acidic fraction',
    unit: '1',
    doc: 'share of the live cells of the tumour lineage around which pH is below 7',
    lacks: (program) => lacksAcidity(program) ?? lacksTumour(program),
    measure: () => ({ unit: '1', evaluate: acidicFraction }),
  }),
]

function lacksAcidity({ columns }: Program): string | undefined {
  return columns.some(({ name }) => name === CONSTANTS) ? undefined : "the model has no 'acidity'"
}

/** The pH of a voxel now. */
function phOf(world: World): (voxel: number) => number {
  const [bicarbonate = 0, dissolved = 1, floor = 0, lactate = -1, buffer = -1] = world.f64(CONSTANTS)
  const fieldOf = (index: number): Float32Array | undefined =>
    index < 0 ? undefined : world.f32(`field/${world.program.substrates[index] ?? ''}`)
  const [acid, base] = [fieldOf(lactate), fieldOf(buffer)]
  const level = (field: Float32Array | undefined, voxel: number): number => Math.max(field?.[voxel] ?? 0, 0)
  return (voxel) => {
    const left = bicarbonate - level(acid, voxel) + level(base, voxel)
    return world.kernels.call('metabolism_henderson', [left, dissolved, floor])
  }
}

function meanPh(world: World, region: number | undefined): number {
  const at = phOf(world)
  const regions = region === undefined ? undefined : regionsOf(world)
  let [sum, count] = [0, 0]
  for (let voxel = 0; voxel < world.layout.sizes.voxel; voxel++) {
    if (regions !== undefined && regions[voxel] !== region) continue
    sum += at(voxel)
    count += 1
  }
  return share(sum, count)
}

function acidicFraction(world: World): number {
  const at = phOf(world)
  const cells = tumourSet(world.program)
  let low = 0
  forEachCell(world, cells, 'live', (slot) => {
    if (at(voxelOf(world, slot)) < ACID) low += 1
  })
  return share(low, countCells(world, cells))
}
