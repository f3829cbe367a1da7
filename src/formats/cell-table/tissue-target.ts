import type { Model } from '../../compile/model.ts'
import { type Lineage, displaySection, domainSection, tissueSection } from '../../compile/core-sections.ts'
import { restingVolumes } from '../../compile/resting.ts'
import { compileSpace } from '../../compile/space-time.ts'
import { sectionOf } from '../../model/assemble.ts'
import { vesselsSection } from '../../processes/vasculature/schema.ts'

/** What a model says about the tissue that it could be given. */
export interface TissueTarget {
  readonly path: string
  readonly title: string
  readonly types: readonly TargetType[]
  readonly hasVessels: boolean
  /** Extent of the domain [um], and its lowest corner. */
  readonly size: readonly [number, number, number]
  readonly corner: readonly [number, number, number]
  /** Edge of a voxel [um]. */
  readonly voxel: number
  /** One voxel thick: all cells lie in one plane. */
  readonly isFlat: boolean
  /** What its own tissue section says about labels; empty without one. */
  readonly labels: Readonly<Record<string, string>>
  /** Smallest distances between centres [um], by type or `vessel`. */
  readonly spacing: Readonly<Record<string, number>>
}

export interface TargetType {
  readonly name: string
  readonly lineage: Lineage
  readonly colour?: string
  /** At rest [um]. */
  readonly radius: number
}

/** Reads off a model what a tissue for it has to say. */
export function tissueTarget(path: string, model: Model): TissueTarget {
  const { data } = model
  const space = compileSpace(data)
  const volumes = restingVolumes(data)
  const table = sectionOf(data, tissueSection)
  const types = data.cellTypes.map((type, index): TargetType => {
    const { lineage, colour } = sectionOf(type, displaySection)
    const radius = Math.cbrt((3 * (volumes[index] ?? 0)) / (4 * Math.PI))
    return { name: type.name, lineage, radius, ...(colour === undefined ? {} : { colour }) }
  })
  const spacing = Object.entries(table?.spacing ?? {}).map(([name, { value }]) => [name, value])
  return {
    path,
    title: data.title,
    types,
    hasVessels: sectionOf(data, vesselsSection) !== undefined,
    size: space.size,
    corner: space.corner,
    voxel: sectionOf(data, domainSection).voxel.value,
    isFlat: space.dimensions === 2,
    labels: table?.labels ?? {},
    spacing: Object.fromEntries(spacing) as Record<string, number>, // entries of numbers, made just above
  }
}
