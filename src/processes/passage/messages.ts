import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/** A place that is neither or both of a box and a disc. */
export function oneOfPlaces(found: number): Message {
  return {
    code: 'one-of',
    severity: 'error',
    message: `${quote('into')} has ${found === 0 ? 'no place' : 'two places'}; expected a box or a disc`,
    hint: 'for example into: { disc: { centre: [0 um, 0 um, 0 um], radius: 50 um } }',
  }
}

/** A number of repeats without the time between them. */
export function countWithoutEvery(): Message {
  return {
    code: 'needs-key',
    severity: 'error',
    message: `${quote('count')} needs ${quote('every')}: the time between two passages`,
    hint: 'for example every: 7 day',
  }
}

/** Passages that take nobody. */
export function takesNobody(): Message {
  return {
    code: 'empty-list',
    severity: 'error',
    message: `${quote('cells')} names no cell type`,
    hint: 'for example cells: [tumour]',
  }
}
