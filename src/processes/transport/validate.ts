import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { outsideDomain } from '../../model/messages-compile.ts'
import { noSuchSide, notInSubstrateUnit } from '../../model/messages.ts'
import { sameDimension } from '../../units/dimension.ts'
import { requireUnit } from '../../units/unit.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { SIDES, type SideMap, type TransportSection, transportSection } from './schema.ts'

/** Reports values in another dimension than the substrate's unit, and conditions where the domain has no voxel. */
export function validateTransport(model: ModelData, sink: IssueSink): void {
  // The cast states what the model's own section `domain` reads to, as far as it is needed here.
  const domain = model.sections['domain'] as WrittenDomain | undefined
  for (const substrate of model.substrates) {
    const section = sectionOf(substrate, transportSection)
    const unit = requireUnit(section.unit)
    for (const [value, path] of writtenValues(section)) {
      if (sameDimension(requireUnit(value.unit).dimension, unit.dimension)) continue
      const text = writeQuantity(value.value, value.unit)
      sink.report(notInSubstrateUnit(text, substrate.name, section.unit), [
        'substrates',
        substrate.name,
        ...path,
      ])
    }
    if (domain !== undefined) validatePlaces(section, domain, ['substrates', substrate.name], sink)
  }
}

/** The box, as its author wrote it. */
interface WrittenDomain {
  readonly size: readonly Quantity[]
  readonly voxel: Quantity
  readonly corner?: readonly Quantity[]
}

function validatePlaces(section: TransportSection, domain: WrittenDomain, path: Path, sink: IssueSink): void {
  const { boundary, fixed } = section
  if (Math.round((domain.size[2]?.value ?? 0) / domain.voxel.value) <= 1 && isMap(boundary)) {
    for (const name of SIDES.slice(4)) {
      if (boundary[name] !== 'closed') sink.report(noSuchSide(name), [...path, 'boundary', name])
    }
  }
  fixed.forEach(({ at }, index) => {
    const isOutside = at.some(({ value }, axis) => {
      const extent = domain.size[axis]?.value ?? 0
      const low = domain.corner?.[axis]?.value ?? -extent / 2
      return value < low || value > low + extent
    })
    const coordinates = at.map(({ value }) => value)
    if (isOutside) sink.report(outsideDomain('a fixed value', coordinates), [...path, 'fixed', index, 'at'])
  })
}

function isMap(boundary: TransportSection['boundary']): boundary is SideMap {
  return boundary !== 'closed' && !('provenance' in boundary)
}

/** Every value that must be in the substrate's unit, with its path. */
function writtenValues(section: TransportSection): readonly (readonly [Quantity, Path])[] {
  const { initial, boundary, fixed } = section
  const values: (readonly [Quantity, Path])[] = initial === undefined ? [] : [[initial, ['initial']]]
  if (boundary !== 'closed' && 'provenance' in boundary) values.push([boundary, ['boundary']])
  if (isMap(boundary)) {
    for (const name of SIDES) {
      const side = boundary[name]
      if (side !== 'closed') values.push([side, ['boundary', name]])
    }
  }
  fixed.forEach((point, index) => values.push([point.value, ['fixed', index, 'value']]))
  return values
}
