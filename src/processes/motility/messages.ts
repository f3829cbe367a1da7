import type { Message } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { writeQuantity } from '../../units/quantity.ts'

/* What can be wrong with motility. One function per message. */

/** Pores that stop a cell and are wider than those that let it go. */
export function poresUpsideDown(smallest: Quantity, free: Quantity): Message {
  const text = ({ value, unit }: Quantity): string => writeQuantity(value, unit)
  return {
    code: 'upside-down',
    severity: 'error',
    message: `pores of ${text(smallest)} stop the cell, but those of ${text(free)} would not slow it`,
    hint: 'write a smallest width below the free one',
  }
}
