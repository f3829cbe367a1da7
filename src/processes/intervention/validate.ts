import { wholeMultiple } from '../../engine/clock.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { bodySection } from '../../model/body.ts'
import { checkBodyPlace, disseminationOf } from '../../model/body-places.ts'
import { needsBody, notWholeMultiple, outsideDomain } from '../../model/messages-compile.ts'
import { oneOfTwo, unknownName } from '../../model/messages.ts'
import {
  clusterTooLarge,
  comesTooLate,
  needsPlace,
  noDissemination,
  onlyIntoBlood,
  takesNoType,
} from './messages.ts'
import { ablationsSection, injectionsSection, resectionSection } from './schema.ts'

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly domain: { readonly size: readonly Quantity[]; readonly corner?: readonly Quantity[] } | undefined
  readonly time: { readonly fields: Quantity; readonly stop: Quantity } | undefined
}

/** Reports times between two steps or after the end, places outside of the domain, and what does not go together. */
export function validateIntervention(model: ModelData, sink: IssueSink): void {
  for (const [path, { at, centre, 'cell types': types }] of interventionsOf(model)) {
    checkTime(model, at, sink, [...path, 'at'])
    if (centre !== undefined) checkCentre(model, centre, sink, [...path, 'centre'])
    if (types?.length === 0) sink.report(takesNoType(), [...path, 'cell types'])
  }
  validateInjections(model, sink)
  validateResections(model, sink)
}

/** What all of them may say. */
interface Intervention {
  readonly at: Quantity
  readonly centre?: readonly Quantity[]
  readonly 'cell types'?: readonly string[]
}

function interventionsOf(model: ModelData): readonly (readonly [Path, Intervention])[] {
  const sections: Readonly<Record<string, Readonly<Record<string, Intervention>> | undefined>> = {
    ablations: sectionOf(model, ablationsSection),
    injections: sectionOf(model, injectionsSection),
    resection: sectionOf(model, resectionSection),
  }
  return Object.entries(sections).flatMap(([key, section]) =>
    Object.entries(section ?? {}).map(([name, intervention]) => [[key, name], intervention] as const),
  )
}

/** Ways that there are in every organism: out of a tissue, and past all beds. */
const WAYS = ['blood', 'lymph', 'arterial']

function validateInjections(model: ModelData, sink: IssueSink): void {
  for (const [name, injection] of Object.entries(sectionOf(model, injectionsSection) ?? {})) {
    const path = ['injections', name]
    const { into, centre, radius, harvest } = injection
    if (into === undefined) {
      for (const key of ['centre', 'radius'] as const)
        if (injection[key] === undefined) sink.report(needsPlace(key), path)
      for (const key of ['packets', 'cluster size', 'harvest'] as const)
        if (injection[key] !== undefined) sink.report(onlyIntoBlood(key), [...path, key])
      continue
    }
    if (sectionOf(model, bodySection) === undefined) sink.report(needsBody('into'), [...path, 'into'])
    if (centre !== undefined || radius !== undefined) sink.report(oneOfTwo('into', 'centre'), path)
    const size = injection['cluster size'] ?? 1
    if (size > injection.count) sink.report(clusterTooLarge(size, injection.count), [...path, 'cluster size'])
    const dissemination = disseminationOf(model)
    if (dissemination === undefined) sink.report(noDissemination(), [...path, 'into'])
    else checkWay(into, [...WAYS, ...Object.keys(dissemination.ways ?? {})], sink, [...path, 'into'])
    if (harvest !== undefined) checkBodyPlace(model, harvest, sink, [...path, 'harvest'])
  }
}

function checkWay(name: string, known: readonly string[], sink: IssueSink, path: Path): void {
  if (!known.includes(name)) sink.report(unknownName('way', name, known), path)
}

function validateResections(model: ModelData, sink: IssueSink): void {
  const resections = Object.entries(sectionOf(model, resectionSection) ?? {})
  if (resections.length > 0 && sectionOf(model, bodySection) === undefined)
    sink.report(needsBody('resection'), ['resection'])
  for (const [name, { site, centre, radius }] of resections) {
    checkBodyPlace(model, site, sink, ['resection', name, 'site'])
    if ((centre === undefined) !== (radius === undefined))
      sink.report(needsPlace(centre === undefined ? 'centre' : 'radius'), ['resection', name])
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
