import { defineProcess } from '../../engine/process.ts'
import { type LedgerTables, compileLedger } from './compile.ts'
import { ledgerSection } from './schema.ts'
import { ledgerHooks, startLedger } from './step.ts'
import { validateLedger } from './validate.ts'

/** Accounts of substrates: what became of all that came into the tissue. */
export const ledgerProcess = defineProcess<LedgerTables>({
  name: 'ledger',
  doc: 'counts what became of a drug in the tissue',
  sections: [ledgerSection],
  validate: validateLedger,
  compile: compileLedger,
  activities: [],
  start: startLedger,
  hooks: ledgerHooks,
})
