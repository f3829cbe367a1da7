import { MOST_SIDES } from '../../engine/sides.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { membraneAround, membraneOutside, tooManyMembranes } from './messages.ts'
import { membranesSection } from './schema.ts'

/** The box, as far as it is needed here. */
interface WrittenDomain {
  readonly size: readonly Quantity[]
  readonly voxel: Quantity
  readonly corner?: readonly Quantity[]
  readonly boundary: string | Readonly<Record<string, string>>
}

const AXES = ['x', 'y', 'z'] as const

/** Reports membranes that stand outside of the domain, or across an axis that cells could go around. */
export function validateMembranes(model: ModelData, sink: IssueSink): void {
  const membranes = Object.entries(sectionOf(model, membranesSection) ?? {})
  if (membranes.length > MOST_SIDES)
    sink.report(tooManyMembranes(membranes.length, MOST_SIDES), ['membranes'])
  // The cast states what the model's own section `domain` reads to.
  const domain = model.sections['domain'] as WrittenDomain | undefined
  if (domain === undefined) return
  const { size, voxel, corner, boundary } = domain
  for (const [name, { axis, at }] of membranes) {
    const index = AXES.indexOf(axis)
    const extent = size[index]?.value ?? 0
    const low = corner?.[index]?.value ?? -extent / 2
    const path = ['membranes', name]
    const isPeriodic = (typeof boundary === 'string' ? boundary : boundary[axis]) === 'periodic'
    if (isPeriodic) sink.report(membraneAround(axis, 'periodic'), [...path, 'axis'])
    else if (axis === 'z' && Math.round(extent / voxel.value) <= 1)
      sink.report(membraneAround(axis, 'flat'), [...path, 'axis'])
    else if (!(at.value > low && at.value < low + extent))
      sink.report(membraneOutside(at.value, low, low + extent), [...path, 'at'])
  }
}
