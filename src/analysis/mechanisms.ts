import type { Model } from '../compile/model.ts'
import { sectionOf } from '../model/assemble.ts'
import type { Provenance } from '../model/kit.ts'
import { networkSection } from '../processes/network/schema.ts'
import { writeEdge } from '../processes/network/sentence.ts'
import { rulesSection } from '../processes/rules/schema.ts'
import { writeRule } from '../processes/rules/sentence.ts'
import { writeGate } from '../processes/vasculature/gate.ts'
import { vesselsSection } from '../processes/vasculature/schema.ts'
import type { MechanismSummary } from './summary.ts'

/**
 * What a model claims, a sentence each with its source: the edges of networks and the rules of its cell types, then the gates of its vessels.
 * The sentences are those of the model's file, so that a reader finds them there.
 */
export function mechanismsOf(model: Model): readonly MechanismSummary[] {
  const rules = model.data.cellTypes.flatMap((type) =>
    sectionOf(type, rulesSection).map((rule) => mechanism(type.name, writeRule(rule), rule.provenance)),
  )
  const edges = model.data.cellTypes.flatMap((type) =>
    (sectionOf(type, networkSection)?.edges ?? []).map((edge) =>
      mechanism(type.name, writeEdge(edge), edge.provenance),
    ),
  )
  const entries = Object.entries(sectionOf(model.data, vesselsSection)?.entry ?? {})
  const gates = entries.flatMap(([type, { gates: list }]) =>
    list.map((gate) =>
      mechanism('vessels', writeGate(gate).replace(/ entry\b/, ` entry of ${type}`), gate.provenance),
    ),
  )
  return [...edges, ...rules, ...gates]
}

function mechanism(subject: string, text: string, { kind, key }: Provenance): MechanismSummary {
  return { subject, text, kind, ...(key === undefined ? {} : { source: key }) }
}
