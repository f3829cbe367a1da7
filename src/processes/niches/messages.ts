import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/** A number in a unit that its level has not. */
export function notInLevelUnit(written: string, level: string, unit: string): Message {
  return {
    code: 'wrong-unit',
    severity: 'error',
    message: `${written} is no value of ${quote(level)}, which is ${unit === '1' ? 'relative' : `in ${unit}`}`,
    hint:
      unit === '1'
        ? 'write a plain number; 1 is a healthy body, or all that there can be'
        : `for example 1 ${unit}`,
  }
}
