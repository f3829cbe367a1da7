import type { CompileContext } from '../../engine/process.ts'
import { type LedgerEntry, LEDGER_ENTRIES, ledgerColumn } from '../../engine/ledger-columns.ts'
import { decayedDeclaration, meanDeclaration } from '../../engine/source-columns.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { ledgerSection } from './schema.ts'

/** What is counted of a substrate. */
export interface Account {
  readonly substrate: string
}

export interface LedgerTables {
  readonly accounts: readonly Account[]
}

const DOC: Readonly<Record<LedgerEntry, string>> = {
  start: 'in the medium at the start',
  neutralised: 'bound by what neutralises it, and gone',
  removed: 'taken up by cells that have disappeared',
}

/** The columns of the accounts; undefined where nobody asks. */
export function compileLedger(model: ModelData, context: CompileContext): LedgerTables | undefined {
  const listed = sectionOf(model, ledgerSection)
  if (listed === undefined || listed.length === 0) return undefined
  const accounts = [...new Set(listed)].map((substrate) => ({ substrate }))
  for (const { substrate } of accounts) {
    for (const entry of LEDGER_ENTRIES) {
      const doc = `${substrate} ${DOC[entry]}`
      context.column({ name: ledgerColumn(entry, substrate), group: 'world', type: 'f64', unit: 'ymol', doc })
    }
    // What decays, transport counts by the means of its steps.
    context.column(decayedDeclaration(substrate))
    context.column(meanDeclaration(substrate))
  }
  return { accounts }
}
