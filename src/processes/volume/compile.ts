import type { CompileContext } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type VolumeSection, volumeSection } from './schema.ts'

/** Fluid fraction that a dead cell strives for: none, all, none (shrinking, swelling, burst). */
const DEAD_FLUID = { apoptotic: 0, necrotic: 1, lysed: 0 } as const

/** Rates [1/min] and the fluid fraction of one class. */
interface Rates {
  readonly fluid: number
  readonly nuclear: number
  readonly cytoplasmic: number
  readonly calcification: number
  readonly fluidFraction: number
}

/** What a type's cells are made of when they arrive. */
export interface RestingCell {
  /** Share of the total volume, each. */
  readonly fluid: number
  readonly nuclearSolid: number
  readonly cytoplasmicSolid: number
  readonly nuclear: number
}

export interface VolumeTables {
  /** Per type. */
  readonly resting: readonly RestingCell[]
  /** Nuclear solids of a resting cell, per type [um^3]. */
  readonly nuclearSolids: readonly number[]
}

/** Puts the rates of each class (state of life x type) and the cytoplasm to nucleus ratio of each type into tables. */
export function compileVolume(model: ModelData, context: CompileContext): VolumeTables {
  const sections = model.cellTypes.map((type) => sectionOf(type, volumeSection))
  const rows = [
    ...sections.map(liveRates),
    ...(['apoptotic', 'necrotic', 'lysed'] as const).flatMap((state) =>
      sections.map((each) => deadRates(each, state)),
    ),
  ]
  context.table(
    'volume.fluidRate',
    'f64',
    rows.map((row) => row.fluid),
  )
  context.table(
    'volume.nuclearRate',
    'f64',
    rows.map((row) => row.nuclear),
  )
  context.table(
    'volume.cytoplasmicRate',
    'f64',
    rows.map((row) => row.cytoplasmic),
  )
  context.table(
    'volume.calcificationRate',
    'f64',
    rows.map((row) => row.calcification),
  )
  context.table(
    'volume.fluidTarget',
    'f64',
    rows.map((row) => row.fluidFraction),
  )
  context.table('volume.cytoplasmToNucleus', 'f64', sections.map(cytoplasmToNucleus))
  const resting = sections.map(restingCell)
  const nuclearSolids = sections.map(({ total }, type) => (resting[type]?.nuclearSolid ?? 0) * total.value)
  return { resting, nuclearSolids }
}

function liveRates(section: VolumeSection): Rates {
  return {
    fluid: section['fluid change'].value,
    nuclear: section['nuclear growth'].value,
    cytoplasmic: section['cytoplasmic growth'].value,
    calcification: section.calcification.value,
    fluidFraction: section['fluid fraction'].value,
  }
}

function deadRates(section: VolumeSection, state: keyof typeof DEAD_FLUID): Rates {
  const rates = section['after death'][state]
  return {
    fluid: rates['fluid change'].value,
    nuclear: rates['nuclear loss'].value,
    cytoplasmic: rates['cytoplasmic loss'].value,
    calcification: rates.calcification.value,
    fluidFraction: DEAD_FLUID[state],
  }
}

function cytoplasmToNucleus(section: VolumeSection): number {
  return (section.total.value - section.nuclear.value) / section.nuclear.value
}

function restingCell(section: VolumeSection): RestingCell {
  const solid = 1 - section['fluid fraction'].value
  const nuclear = section.nuclear.value / section.total.value
  return {
    fluid: section['fluid fraction'].value,
    nuclearSolid: nuclear * solid,
    cytoplasmicSolid: (1 - nuclear) * solid,
    nuclear,
  }
}
