import { type Clock, wholeMultiple } from '../engine/clock.ts'
import type { Space } from '../engine/space.ts'
import { type ModelData, sectionOf } from '../model/assemble.ts'
import type { IssueSink } from '../model/issue.ts'
import { notWholeMultiple } from '../model/messages-compile.ts'
import { domainSection, timeSection } from './core-sections.ts'

type Axis = 0 | 1 | 2
const AXES = ['x', 'y', 'z'] as const

/** The box and its mesh. Two-dimensional when it is one voxel thick; then the plane z = middle holds all cells. */
export function compileSpace(model: ModelData): Space {
  const domain = sectionOf(model, domainSection)
  const size = domain.size.map((extent) => extent.value) as [number, number, number] // a vector of three
  const voxel = domain.voxel.value
  const shape = size.map((extent) => Math.max(1, Math.round(extent / voxel))) as [number, number, number] // three
  const corner = (domain.corner?.map((coordinate) => coordinate.value) ??
    size.map((extent) => -extent / 2)) as [number, number, number] // three
  const { boundary } = domain
  const along = (axis: Axis) => (typeof boundary === 'string' ? boundary : boundary[AXES[axis]])
  const dimensions = shape[2] === 1 ? 2 : 3
  return {
    corner,
    size,
    voxel,
    shape,
    boundary: [along(0), along(1), dimensions === 2 ? 'closed' : along(2)],
    dimensions,
  }
}

/** Cadences in ticks; the tick is the shortest of them. */
export function compileClock(model: ModelData): Clock {
  const time = sectionOf(model, timeSection)
  const cadences = {
    fields: time.fields.value,
    mechanics: time.mechanics.value,
    phenotype: time.phenotype.value,
  }
  const tick = Math.min(...Object.values(cadences))
  const ticks = (minutes: number): number => wholeMultiple(minutes, tick) ?? 1
  return {
    tick,
    every: {
      fields: ticks(cadences.fields),
      mechanics: ticks(cadences.mechanics),
      phenotype: ticks(cadences.phenotype),
    },
    stop: ticks(time.stop.value),
  }
}

/** Reports sizes that are not whole voxels and cadences that are not whole ticks. */
export function validateSpaceTime(model: ModelData, sink: IssueSink): void {
  const domain = sectionOf(model, domainSection)
  domain.size.forEach((extent, axis) => {
    if (wholeMultiple(extent.value, domain.voxel.value) !== undefined) return
    sink.report(notWholeMultiple('the size', extent, 'the voxel', domain.voxel), ['domain', 'size', axis])
  })
  const time = sectionOf(model, timeSection)
  const cadences = [time.fields, time.mechanics, time.phenotype]
  const shortest = cadences.reduce((least, cadence) => (cadence.value < least.value ? cadence : least))
  for (const key of ['fields', 'mechanics', 'phenotype', 'stop'] as const) {
    if (wholeMultiple(time[key].value, shortest.value) !== undefined) continue
    sink.report(notWholeMultiple(`'${key}'`, time[key], 'the shortest step', shortest), ['time', key])
  }
}
