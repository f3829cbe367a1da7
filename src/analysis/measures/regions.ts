import { type Space, voxelAt } from '../../engine/space.ts'
import { presentVessels } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { NEST, STROMA, regionsOf } from '../nests.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { type CellSet, countCells, forEachCell, voxelOf } from './selection.ts'
import { cellsSlot, regionSlot } from './slots.ts'

/** um^2 in a mm^2 and um^3 in a mm^3. */
const PER_MM2 = 1e6
const PER_MM3 = 1e9

/** Densities of cells and vessels in regions of the field, and the sizes of these. */
export const regionFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'density of <cells> [in <region>]',
    unit: '1/mm^2 (1/mm^3 in three dimensions)',
    doc: 'live cells per area, of the whole field or of a region: `in tumour nests`, `in stroma`; a nest is where cells of the tumour lineage make up at least half of the live cells within 40 um',
    slots: { cells: cellsSlot },
    optional: { region: regionSlot },
    measure: ({ cells, region }, { space }) => ({
      unit: perExtent(space),
      evaluate: (world) => density(world, cells, region),
    }),
  }),
  defineFamily({
    pattern: 'area of <region>',
    unit: 'mm^2 (mm^3)',
    doc: 'area (volume) of a region: `area of tumour nests`, `area of stroma`',
    slots: { region: regionSlot },
    measure: ({ region }, { space }) => ({
      unit: extentUnit(space),
      evaluate: (world) => regionSize(world, region),
    }),
  }),
  defineFamily({
    pattern: 'exclusion index of <cells>',
    unit: '1',
    doc: 'density in the stroma divided by density in the tumour nests: above 1 for cells that are kept out; infinite where none is inside, not a number where there is no cell or no such region',
    slots: { cells: cellsSlot },
    measure: ({ cells }) => ({
      unit: '1',
      evaluate: (world) => density(world, cells, STROMA) / density(world, cells, NEST),
    }),
  }),
  defineFamily({
    pattern: 'vessel density [in <region>]',
    unit: '1/mm^2 (1/mm^3)',
    doc: 'vessel points per area (volume) of the whole field or of a region',
    optional: { region: regionSlot },
    measure: ({ region }, { space }) => ({
      unit: perExtent(space),
      evaluate: (world) => vesselDensity(world, region),
    }),
  }),
]

/** Unit of an area, or of a volume in three dimensions. */
export function extentUnit({ dimensions }: Space): string {
  return dimensions === 2 ? 'mm^2' : 'mm^3'
}

/** Unit of a number per area, or per volume in three dimensions. */
export function perExtent(space: Space): string {
  return `1/${extentUnit(space)}`
}

/** um^2 in a mm^2, um^3 in a mm^3. */
export function perMillimetre({ dimensions }: Space): number {
  return dimensions === 2 ? PER_MM2 : PER_MM3
}

/** Cells per area [1/mm^2] (volume); not a number where there is no such region. */
function density(world: World, cells: CellSet, region: number | undefined): number {
  if (region === undefined) return countCells(world, cells) / fieldSize(world.program.space)
  const regions = regionsOf(world)
  let within = 0
  forEachCell(world, cells, 'live', (slot) => {
    if (regions[voxelOf(world, slot)] === region) within += 1
  })
  const extent = regionSize(world, region)
  return extent === 0 ? Number.NaN : within / extent
}

/** Area of the field [mm^2], or its volume [mm^3] in three dimensions. */
export function fieldSize(space: Space): number {
  const { size, dimensions } = space
  return (size[0] * size[1] * (dimensions === 2 ? 1 : size[2])) / perMillimetre(space)
}

/** Area [mm^2] of a region, or its volume [mm^3] in three dimensions. */
function regionSize(world: World, region: number): number {
  const { space } = world.program
  const voxels = regionsOf(world).reduce((sum, found) => sum + (found === region ? 1 : 0), 0)
  return (
    (voxels * space.voxel * space.voxel * (space.dimensions === 2 ? 1 : space.voxel)) / perMillimetre(space)
  )
}

function vesselDensity(world: World, region: number | undefined): number {
  const { space } = world.program
  const { count, x, y, z } = presentVessels(world)
  if (region === undefined) return count / fieldSize(space)
  const regions = regionsOf(world)
  const voxels = Array.from({ length: count }, (_, k) => voxelAt(space, x[k] ?? 0, y[k] ?? 0, z[k] ?? 0))
  const within = voxels.filter((voxel) => regions[voxel] === region).length
  const extent = regionSize(world, region)
  return extent === 0 ? Number.NaN : within / extent
}
