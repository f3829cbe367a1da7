import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { outsideDomain, upsideDown } from '../../model/messages-compile.ts'
import { heldValueLost, noSuchSide, notInSubstrateUnit, overwrittenNeedsLod } from '../../model/messages.ts'
import { sameDimension } from '../../units/dimension.ts'
import { requireUnit } from '../../units/unit.ts'
import { writeQuantity } from '../../units/quantity.ts'
import {
  SIDES,
  type SideMap,
  type TransportSection,
  sidesOf,
  transportSection,
  transportSettings,
} from './schema.ts'

/** Reports values in another dimension than the substrate's unit, and conditions where the domain has no voxel. */
export function validateTransport(model: ModelData, sink: IssueSink): void {
  // The cast states what the model's own section `domain` reads to, as far as it is needed here.
  const domain = model.sections['domain'] as WrittenDomain | undefined
  const time = model.sections['time'] as { readonly fields: Quantity } | undefined // likewise
  const settings = sectionOf(model, transportSettings)
  const isExact = settings['held sides'] === 'exact'
  const isLod = settings.scheme === 'lod'
  if (!isLod && !isExact) sink.report(overwrittenNeedsLod(), ['transport', 'held sides'])
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
    const path = ['substrates', substrate.name]
    if (domain === undefined || time === undefined) continue
    validatePlaces(section, domain, path, sink)
    if (isLod)
      warnOfLoss(section, { voxel: domain.voxel.value, step: time.fields.value, isExact }, path, sink)
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
  ;(section.regions ?? []).forEach(({ box }, index) => {
    for (const [axis, name] of (['x', 'y', 'z'] as const).entries()) {
      // Axes of the corners are those of the domain: three of each.
      if ((box.low[axis]?.value ?? 0) > (box.high[axis]?.value ?? 0))
        sink.report(upsideDown(name), [...path, 'regions', index, 'box'])
    }
  })
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

/** What overwriting may cost before an author hears of it; chosen: more than the other errors of a usual mesh. */
const TOLERATED_LOSS = 0.05

/** Held values lose D dt / (h length) of themselves between overwriting, or sqrt(D k) dt / h. */
function warnOfLoss(
  section: TransportSection,
  { voxel, step, isExact }: { readonly voxel: number; readonly step: number; readonly isExact: boolean },
  path: Path,
  sink: IssueSink,
): void {
  const loss = (Math.sqrt(section.diffusion.value * section.decay.value) * step) / voxel
  if (loss <= TOLERATED_LOSS) return
  const sides = isExact ? [] : sidesOf(section)
  if (sides.some((side) => side !== 'closed')) {
    const hint = 'leave transport.held sides at exact, or write a shorter step in time.fields'
    sink.report(heldValueLost(loss, hint), [...path, 'boundary'])
  }
  if (section.fixed.length > 0)
    sink.report(heldValueLost(loss, 'write a shorter step in time.fields'), [...path, 'fixed'])
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
  ;(section.regions ?? []).forEach((region, index) =>
    values.push([region.value, ['regions', index, 'value']]),
  )
  fixed.forEach((point, index) => values.push([point.value, ['fixed', index, 'value']]))
  return values
}
