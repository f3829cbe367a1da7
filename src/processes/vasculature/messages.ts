import type { Message } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { quote } from '../../model/messages.ts'
import { writeQuantity } from '../../units/quantity.ts'

/** Ligations in a model without vessels. */
export function tiesNothing(): Message {
  return {
    code: 'unused',
    severity: 'warning',
    message: `there is nothing to tie: the model has no ${quote('vessels')}`,
    hint: 'for example include: [library/vessels]',
  }
}

/** A ligation that no run reaches. */
export function tiedTooLate(at: Quantity, stop: Quantity): Message {
  return {
    code: 'never-happens',
    severity: 'warning',
    message: `'at' of ${writeQuantity(at.value, at.unit)} is not before the end of the run, ${writeQuantity(stop.value, stop.unit)}, so that nothing is tied`,
    hint: 'give an earlier time, or make the run longer (time.stop)',
  }
}

/** What only a network of vessels can tell, in a model without one. */
export function needsNetwork(key: string): Message {
  return {
    code: 'unused',
    severity: 'error',
    message: `${quote(key)} needs flow and walls that live: the model has no ${quote('vessel network')}`,
    hint: `add 'vessel network', or leave ${quote(key)} out`,
  }
}

/** A level that falls in blood of which nobody says how much it holds. */
export function fallsWithoutCarried(): Message {
  return {
    code: 'missing-key',
    severity: 'error',
    message: `how far the level in blood falls depends on how much blood holds: ${quote('falls')} needs ${quote('carried')}`,
    hint: 'for example carried: 1 for what is only dissolved, or some 70 for oxygen between 30 and 65 mmHg',
  }
}

/** The same substrate twice on one wall, in one file. */
export function duplicateGate(substrate: string, effect: string, firstLine: number): Message {
  return {
    code: 'duplicate-gate',
    severity: 'error',
    message: `that ${quote(substrate)} ${effect} entry stands here already`,
    hint: `first on line ${firstLine}; keep one of them (what an including file says replaces what the included one said)`,
  }
}
