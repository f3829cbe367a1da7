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

/** A place of which half is said. */
export function needsPlace(key: 'centre' | 'radius'): Message {
  const example = key === 'centre' ? 'centre: [0 um, 0 um, 0 um]' : 'radius: 100 um'
  return {
    code: 'missing-key',
    severity: 'error',
    message: `the key ${quote(key)} is missing: a place is a middle and a radius`,
    hint: `for example ${example}`,
  }
}

/** What an injection at a place does not have. */
export function onlyIntoBlood(key: string): Message {
  return {
    code: 'only-into-blood',
    severity: 'error',
    message: `${quote(key)} is for cells that are injected into the blood`,
    hint: "write 'into' with a way, such as portal, instead of a place",
  }
}

/** Clusters that are larger than all that is injected. */
export function clusterTooLarge(size: number, count: number): Message {
  return {
    code: 'out-of-range',
    severity: 'error',
    message: `clusters of ${size} cells cannot be made of ${count}`,
    hint: 'inject more cells, or smaller clusters',
  }
}

/** Cells that are injected into a blood of which nothing is said. */
export function noDissemination(): Message {
  return {
    code: 'no-dissemination',
    severity: 'error',
    message: "'into' sends cells into the blood, and the model does not say what becomes of them there",
    hint: "write a section 'dissemination'",
  }
}
