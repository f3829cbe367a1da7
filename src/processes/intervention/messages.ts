import type { Message } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { quote } from '../../model/messages.ts'
import { writeQuantity } from '../../units/quantity.ts'

/** An ablation that takes no type of cell. */
export function takesNoType(): Message {
  return {
    code: 'empty-list',
    severity: 'error',
    message: `${quote('cell types')} names no cell type`,
    hint: 'for example cell types: [tumour]; without the key all types are taken',
  }
}

/** Something at a place that no run reaches. */
export function comesTooLate(at: Quantity, stop: Quantity): Message {
  return {
    code: 'never-happens',
    severity: 'warning',
    message: `'at' of ${writeQuantity(at.value, at.unit)} is not before the end of the run, ${writeQuantity(stop.value, stop.unit)}, so that nothing happens`,
    hint: 'give an earlier time, or make the run longer (time.stop)',
  }
}
