import type { Message } from '../../model/issue.ts'

/* What can be wrong with a ledger. One function per message. */

/** A ledger beside a scheme that does not say what its means were. */
export function ledgerNeedsAdaptive(): Message {
  return {
    code: 'wrong-scheme',
    severity: 'error',
    message: "a ledger counts by the means of steps, which 'scheme: lod' does not keep",
    hint: 'write transport: { scheme: adaptive }, or leave the scheme out',
  }
}
