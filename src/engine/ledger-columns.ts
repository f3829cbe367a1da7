/*
 * The accounts of substrates that a model lists under `ledger`. The process ledger declares them and counts what it can see; who takes
 * amounts out of a field by itself (neutralisation) adds to them where they are there.
 */

/** What is counted apart from what columns of other processes hold. */
export const LEDGER_ENTRIES = ['start', 'neutralised', 'removed'] as const
export type LedgerEntry = (typeof LEDGER_ENTRIES)[number]

/** The world column of an account [ymol]. */
export function ledgerColumn(entry: LedgerEntry, substrate: string): string {
  return `ledger.${entry}/${substrate}`
}
