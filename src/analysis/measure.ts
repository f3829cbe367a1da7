import { MilieuError } from '../engine/errors.ts'
import type { World } from '../engine/world.ts'
import { adviseMeasure, measureNames, resolveMeasure } from './measures.ts'

/** What a measure is worth in a world now, by its unit: `measure(world, 'tumour cells')`. */
export function measure(world: World, name: string): { readonly value: number; readonly unit: string } {
  const found = resolveMeasure(name, world.program)?.[0]
  if (found === undefined) {
    const { nearest, problem } = adviseMeasure(name, world.program)
    const list = `there are: ${measureNames(world.program).join(', ')}`
    const hint = problem ?? (nearest === undefined ? list : `did you mean '${nearest}'?`)
    throw new MilieuError('UnknownMeasure', `unknown measure '${name}'; ${hint}`)
  }
  return { value: found.evaluate(world), unit: found.unit }
}
