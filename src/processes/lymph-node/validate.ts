import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { EMIGRATION } from './compile.ts'
import { noLymphNode, notInPlasma, primedForNothing } from './messages.ts'
import { type LymphNodeSection, emigrationSection, lymphNodeSection } from './schema.ts'

/** Reports types that leave for nowhere, types that are primed and have no way in, and drugs that are never in the plasma. */
export function validateLymphNode(model: ModelData, sink: IssueSink): void {
  const section = sectionOf(model, lymphNodeSection)
  const taken = section?.['dendritic cells'].type
  for (const type of model.cellTypes) {
    if (type.name === taken) continue
    const path = ['cell types', type.name]
    const isWritten = (sectionOf(type, emigrationSection)?.value ?? 0) > 0
    const isModulated = JSON.stringify(type.sections['rules'] ?? []).includes(`"${EMIGRATION}"`)
    if (isWritten) sink.report(noLymphNode(type.name, taken), [...path, EMIGRATION])
    else if (isModulated && taken !== undefined)
      sink.report(noLymphNode(type.name, taken), [...path, 'rules'])
  }
  if (section !== undefined) checkPriming(model, section, sink)
}

/** What other sections read to, as far as it is needed here. */
interface Surroundings {
  readonly vessels: { readonly entry?: Readonly<Record<string, unknown>> } | undefined
  readonly drugs: Readonly<Record<string, { readonly substrate: string }>> | undefined
}

function checkPriming(model: ModelData, { primes }: LymphNodeSection, sink: IssueSink): void {
  // The cast states what the sections of other processes read to; in a part of a model they may be missing.
  const { vessels, drugs } = model.sections as unknown as Surroundings
  const inPlasma = new Set(Object.values(drugs ?? {}).map(({ substrate }) => substrate))
  for (const [type, priming] of Object.entries(primes)) {
    const path = ['lymph node', 'primes', type]
    if (vessels?.entry?.[type] === undefined) sink.report(primedForNothing(type), path)
    for (const [name, hold] of Object.entries(priming['held back by'])) {
      for (const substrate of Object.keys(hold['blocked by'])) {
        if (!inPlasma.has(substrate))
          sink.report(notInPlasma(substrate), [...path, 'held back by', name, 'blocked by', substrate])
      }
    }
    for (const substrate of Object.keys(priming['raised by'])) {
      if (!inPlasma.has(substrate)) sink.report(notInPlasma(substrate), [...path, 'raised by', substrate])
    }
  }
}
