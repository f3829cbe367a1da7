import type { Model } from '../../compile/model.ts'
import { sectionOf } from '../../model/assemble.ts'
import { parseQuantity } from '../../units/quantity.ts'
import { type Rule, rulesSection } from '../../processes/rules/schema.ts'
import type { Sign } from './interaction-graph.ts'

/** One arrow of an edge's sentence. */
export interface EdgePart {
  readonly from: string
  readonly to: string
  readonly sign: Sign
}

/**
 * The arrows of an edge of a network: one from each input, a second negation turns its sign.
 * `CIN and not MIIP activate cytosolic DNA, half at 0.5` is an activation by CIN and an inhibition by MIIP.
 */
export function edgeParts(sentence: string): readonly EdgePart[] {
  const [main = '', ...clauses] = sentence.split(/,\s+/)
  const acts = /^(.+?) (activates?|inhibits?) (.+)$/.exec(main)
  if (acts !== null) {
    const [, inputs = '', verb = '', to = ''] = acts
    return inputsOf(inputs, verb.startsWith('activate')).map((input) => ({ ...input, to }))
  }
  const becomes = /^(.+?) becomes? (.+?)(?: at .+)?$/.exec(main)
  if (becomes === null) return []
  const [, from = '', to = ''] = becomes
  const by = clauses.flatMap((clause) => /^by (.+)$/.exec(clause)?.[1] ?? [])
  const helpers = by.flatMap((inputs) => inputsOf(inputs, true)).map((input) => ({ ...input, to }))
  return [{ from, to, sign: 'passes' }, ...helpers]
}

function inputsOf(text: string, isActivation: boolean): readonly Pick<EdgePart, 'from' | 'sign'>[] {
  return text.split(/ and /).map((word) => {
    const isNegated = word.startsWith('not ')
    const sign = isActivation === isNegated ? 'inhibits' : 'activates'
    return { from: isNegated ? word.slice(4) : word, sign }
  })
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
