import { wholeMultiple } from '../../engine/clock.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { notWholeMultiple, outsideDomain } from '../../model/messages-compile.ts'
import { comesTooLate, takesNoType } from './messages.ts'
import { ablationsSection, injectionsSection } from './schema.ts'

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly domain: { readonly size: readonly Quantity[]; readonly corner?: readonly Quantity[] } | undefined
  readonly time: { readonly fields: Quantity; readonly stop: Quantity } | undefined
}

/** Reports times between two steps or after the end, places outside of the domain, and ablations of no type. */
export function validateIntervention(model: ModelData, sink: IssueSink): void {
  const [ablations, injections] = [sectionOf(model, ablationsSection), sectionOf(model, injectionsSection)]
  for (const [key, section] of Object.entries({ ablations, injections })) {
    for (const [name, { at, centre }] of Object.entries(section ?? {})) {
      checkTime(model, at, sink, [key, name, 'at'])
      checkCentre(model, centre, sink, [key, name, 'centre'])
    }
  }
  for (const [name, ablation] of Object.entries(ablations ?? {})) {
    if (ablation['cell types']?.length === 0) sink.report(takesNoType(), ['ablations', name, 'cell types'])
  }
}

function surroundingsOf(model: ModelData): Surroundings {
  // The cast states what the model's own sections read to.
  return model.sections as unknown as Surroundings
}

function checkTime(model: ModelData, at: Quantity, sink: IssueSink, path: Path): void {
  const { time } = surroundingsOf(model)
  if (time === undefined) return
  if (at.value !== 0 && wholeMultiple(at.value, time.fields.value) === undefined)
    sink.report(notWholeMultiple("'at'", at, "the step of 'fields'", time.fields), path)
  if (at.value >= time.stop.value) sink.report(comesTooLate(at, time.stop), path)
}

function checkCentre(model: ModelData, centre: readonly Quantity[], sink: IssueSink, path: Path): void {
  const { domain } = surroundingsOf(model)
  if (domain === undefined) return
  const coordinates = centre.map(({ value }) => value)
  const low = domain.size.map(({ value }, axis) => domain.corner?.[axis]?.value ?? -value / 2)
  const isInside = coordinates.every(
    (x, axis) => x >= (low[axis] ?? 0) && x <= (low[axis] ?? 0) + (domain.size[axis]?.value ?? 0),
  )
  if (!isInside) sink.report(outsideDomain('the middle of a place', coordinates), path)
}
