import { wholeMultiple } from '../../engine/clock.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { notWholeMultiple, outsideDomain, upsideDown } from '../../model/messages-compile.ts'
import { countWithoutEvery, oneOfPlaces, takesNobody } from './messages.ts'
import { type Passage, passageSection } from './schema.ts'

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly domain: { readonly size: readonly Quantity[]; readonly corner?: readonly Quantity[] } | undefined
  readonly time: { readonly fields: Quantity } | undefined
}

const AXES = ['x', 'y', 'z'] as const

/** Reports passages between two steps, places that are none or outside of the domain, and counts without a time between. */
export function validatePassage(model: ModelData, sink: IssueSink): void {
  // The cast states what the model's own sections read to.
  const around = model.sections as unknown as Surroundings
  for (const [name, passage] of Object.entries(sectionOf(model, passageSection) ?? {})) {
    const path = ['passage', name]
    if (passage.cells.length === 0) sink.report(takesNobody(), [...path, 'cells'])
    if (passage.count !== undefined && passage.count > 1 && passage.every === undefined)
      sink.report(countWithoutEvery(), [...path, 'count'])
    if (around.time !== undefined) checkTimes(passage, around.time.fields, sink, path)
    checkPlace(passage, around.domain, sink, [...path, 'into'])
  }
}

function checkTimes(passage: Passage, cadence: Quantity, sink: IssueSink, path: Path): void {
  for (const key of ['at', 'every'] as const) {
    const time = passage[key]
    if (time === undefined || wholeMultiple(time.value, cadence.value) !== undefined) continue
    sink.report(notWholeMultiple(`'${key}'`, time, "the step of 'fields'", cadence), [...path, key])
  }
}

function checkPlace({ into }: Passage, domain: Surroundings['domain'], sink: IssueSink, path: Path): void {
  const { box, disc } = into
  if ((box === undefined) === (disc === undefined)) sink.report(oneOfPlaces(box === undefined ? 0 : 2), path)
  const axis = AXES.findIndex((_, index) => (box?.low[index]?.value ?? 0) > (box?.high[index]?.value ?? 0))
  if (axis >= 0) sink.report(upsideDown(AXES[axis] ?? 'x'), [...path, 'box'])
  if (domain === undefined) return
  for (const [key, point] of [
    ['low', box?.low],
    ['high', box?.high],
    ['centre', disc?.centre],
  ] as const) {
    if (point === undefined || point.every(({ value }, index) => isWithin(value, index, domain))) continue
    const coordinates = point.map(({ value }) => value)
    sink.report(outsideDomain('a place of a passage', coordinates), [...path, disc ? 'disc' : 'box', key])
  }
}

function isWithin(value: number, axis: number, domain: NonNullable<Surroundings['domain']>): boolean {
  const extent = domain.size[axis]?.value ?? 0
  const low = domain.corner?.[axis]?.value ?? -extent / 2
  return value >= low && value <= low + extent
}
