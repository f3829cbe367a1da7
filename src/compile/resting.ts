import { type ModelData, sectionOf } from '../model/assemble.ts'
import { mechanicsSection } from '../processes/mechanics/schema.ts'
import { volumeSection } from '../processes/volume/schema.ts'

/** Volume of a cell at rest, per type [um^3]. */
export function restingVolumes(data: ModelData): readonly number[] {
  return data.cellTypes.map((type) => sectionOf(type, volumeSection).total.value)
}

/** Adhesive reach relative to the radius, per type. */
export function restingReaches(data: ModelData): readonly number[] {
  return data.cellTypes.map((type) => sectionOf(type, mechanicsSection).reach.value)
}
