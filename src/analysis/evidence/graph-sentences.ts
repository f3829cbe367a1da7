import type { Model } from '../../compile/model.ts'
import { sectionOf } from '../../model/assemble.ts'
import { parseQuantity } from '../../units/quantity.ts'
import { type Edge, networkSection } from '../../processes/network/schema.ts'
import { type Rule, rulesSection } from '../../processes/rules/schema.ts'
import type { Sign } from './graph.ts'

/** One arrow of an edge. */
export interface EdgePart {
  readonly from: string
  readonly to: string
  readonly sign: Sign
}

/**
 * The arrows of an edge of a network: one from each input, and negation turns its sign.
 * `CIN and not MIIP activate cytosolic DNA` is an activation by CIN and an inhibition by MIIP.
 */
export function edgeParts({ verb, inputs, from, target }: Edge): readonly EdgePart[] {
  const arrows = inputs.map(({ name, isNot }): EdgePart => {
    const raises = (verb !== 'inhibits') !== isNot
    return { from: name, to: target, sign: raises ? 'activates' : 'inhibits' }
  })
  return from === undefined ? arrows : [{ from, to: target, sign: 'passes' }, ...arrows]
}

/** The edges of all networks of a model with their places. */
export function networkEdgesOf(model: Model): readonly {
  readonly type: string
  readonly index: number
  readonly edge: Edge
}[] {
  return model.data.cellTypes.flatMap((type) =>
    (sectionOf(type, networkSection)?.edges ?? []).map((edge, index) => ({ type: type.name, index, edge })),
  )
}

/** A number of a written model: `0.7 molecules/s [fitted]`, or a map with a value; 0 where there is none. */
export function numberOf(value: unknown): number {
  const inner = typeof value === 'object' && value !== null ? Object(value)['value'] : value
  if (typeof inner === 'number') return inner
  if (typeof inner !== 'string') return 0
  const parsed = parseQuantity(inner.replace(/\s*\[[^\]]*\]\s*$/, ''))
  return parsed.ok ? parsed.canonical : 0
}

/** The rules of a model with their places. */
export function rulesOf(model: Model): readonly {
  readonly type: string
  readonly index: number
  readonly rule: Rule
}[] {
  return model.data.cellTypes.flatMap((type) =>
    sectionOf(type, rulesSection).map((rule, index) => ({ type: type.name, index, rule })),
  )
}
