import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { notConcentration } from '../../model/messages-drugs.ts'
import { fitsSubstrate } from '../../model/substrate-unit.ts'
import { ledgerNeedsAdaptive } from './messages.ts'
import { ledgerSection } from './schema.ts'

/** Reports ledgers of what has no amounts, or under a scheme that cannot keep them. */
export function validateLedger(model: ModelData, sink: IssueSink): void {
  const listed = sectionOf(model, ledgerSection)
  if (listed === undefined) return
  // The cast states what transport's own section reads to, as far as it is needed here.
  const transport = model.sections['transport'] as { readonly scheme?: string } | undefined
  if (transport?.scheme === 'lod') sink.report(ledgerNeedsAdaptive(), ['ledger'])
  listed.forEach((name, index) => {
    if (!fitsSubstrate(model, name, 'nM')) sink.report(notConcentration(name), ['ledger', index])
  })
}
