import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { bodySection } from '../../model/body.ts'
import type { IssueSink } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { endsBefore } from '../../model/schema-spans.ts'
import { needsBody, noSuchDrug } from '../../model/messages-compile.ts'
import { notInSubstrateUnit } from '../../model/messages.ts'
import { fitsSubstrate, substrateUnit } from '../../model/substrate-unit.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { drugSubstrates } from './compile.ts'
import { isADrug, leavesMore, notInTissues } from './messages.ts'
import { type Factor, factorsSection } from './schema.ts'

/** Reports factors without a body, those that are drugs, and those that come from nowhere. */
export function validateFactors(model: ModelData, sink: IssueSink): void {
  const factors = sectionOf(model, factorsSection)
  if (factors === undefined) return
  if (sectionOf(model, bodySection) === undefined) sink.report(needsBody('factors'), ['factors'])
  const drugs = drugSubstrates(model)
  for (const [name, factor] of Object.entries(factors)) {
    const path = ['factors', name]
    if (drugs.includes(name)) sink.report(isADrug(name), path)
    for (const drug of Object.keys(factor['neutralised by'])) {
      if (!drugs.includes(drug)) sink.report(noSuchDrug(drug, drugs), [...path, 'neutralised by', drug])
    }
    factor.given.forEach(({ from, until }, index) => {
      if (until !== undefined && until.value <= from.value)
        sink.report(endsBefore('given'), [...path, 'given', index, 'until'])
    })
    checkOrigin(model, name, factor, sink)
  }
}

function checkOrigin(model: ModelData, name: string, factor: Factor, sink: IssueSink): void {
  const path = ['factors', name]
  const substrate = model.substrates.find((candidate) => candidate.name === name)
  const leaves = factor['enters blood']
  if (substrate === undefined) {
    if (leaves !== undefined) sink.report(notInTissues(name), [...path, 'enters blood'])
    return
  }
  const { value, unit } = factor.normal
  if (!fitsSubstrate(model, name, unit))
    sink.report(notInSubstrateUnit(writeQuantity(value, unit), name, substrateUnit(model, name) ?? ''), path)
  // The cast states what the section of transport reads to; in a part of a model it may be missing.
  const decay = (substrate.sections['decay'] as Quantity | undefined)?.value
  if (leaves !== undefined && decay !== undefined && leaves.value > decay)
    sink.report(leavesMore(name, leaves.value, decay), [...path, 'enters blood'])
}
