import type { CompileContext } from '../../engine/process.ts'
import { type LedgerEntry, LEDGER_ENTRIES, ledgerColumn } from '../../engine/ledger-columns.ts'
import { meanDeclaration } from '../../engine/source-columns.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { ledgerSection } from './schema.ts'

/** What is counted of a substrate. */
export interface Account {
  readonly substrate: string
  /** [1/min] */
  readonly decay: number
}

export interface LedgerTables {
  readonly accounts: readonly Account[]
}

const DOC: Readonly<Record<LedgerEntry, string>> = {
  start: 'in the medium at the start',
  decayed: 'decayed in the medium',
  neutralised: 'bound by what neutralises it, and gone',
  removed: 'taken up by cells that have disappeared',
}

/** The columns of the accounts; undefined where nobody asks. */
export function compileLedger(model: ModelData, context: CompileContext): LedgerTables | undefined {
  const listed = sectionOf(model, ledgerSection)
  if (listed === undefined || listed.length === 0) return undefined
  const accounts = [...new Set(listed)].map((substrate) => ({ substrate, decay: decayOf(model, substrate) }))
  for (const { substrate } of accounts) {
    for (const entry of LEDGER_ENTRIES) {
      const doc = `${substrate} ${DOC[entry]}`
      context.column({ name: ledgerColumn(entry, substrate), group: 'world', type: 'f64', unit: 'ymol', doc })
    }
    context.column(meanDeclaration(substrate))
  }
  return { accounts }
}

/** The key belongs to the section of transport. */
function decayOf(model: ModelData, substrate: string): number {
  const decay = model.substrates.find(({ name }) => name === substrate)?.sections['decay']
  const value: unknown = typeof decay === 'object' && decay !== null ? Reflect.get(decay, 'value') : 0
  return typeof value === 'number' ? value : 0
}
