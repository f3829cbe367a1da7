import type { Message } from '../../model/issue.ts'
import { listNames, quote } from '../../model/messages.ts'

/** A metabolism of something that the model does not have. */
export function noSuchSubstrate(name: string, substrates: readonly string[]): Message {
  return {
    code: 'missing-key',
    severity: 'error',
    message: `the model has no substrate ${quote(name)}; it has ${substrates.length === 0 ? 'none' : listNames(substrates)}`,
    hint: `for example include: [library/${name}]`,
  }
}

/** A unit in which no amount can be counted. */
export function noAmount(name: string, unit: string, expected: string): Message {
  return {
    code: 'wrong-unit',
    severity: 'error',
    message: `metabolism takes and makes amounts, but ${name} is in ${unit === '' ? 'a plain number' : unit}`,
    hint: `give ${name} the unit ${expected}`,
  }
}

/** Metabolism under the split scheme. */
export function metabolismNeedsAdaptive(): Message {
  return {
    code: 'needs-adaptive',
    severity: 'error',
    message: `metabolism is part of the equation of the field, which scheme: lod does not have`,
    hint: 'write transport: { scheme: adaptive }',
  }
}

/** Lactate that would be made of nothing. */
export function lactateOfNothing(): Message {
  return {
    code: 'missing-key',
    severity: 'error',
    message: 'lactate is made of glucose, which cells of this type do not take up',
    hint: `write ${quote('glucose')} beside ${quote('lactate')}`,
  }
}
