import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'
import { nearestName } from '../../math/nearest-name.ts'

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

/** A drug that nobody gives. */
export function noSuchDrug(name: string, there: readonly string[]): Message {
  const nearest = nearestName(name, there)
  return {
    code: 'unused',
    // A part of the library may name what only some models have; a name that is nearly right is a mistake.
    severity: nearest === undefined ? 'note' : 'warning',
    message: `${quote(name)} is not in the plasma: no drug brings it`,
    hint: nearest === undefined ? 'write a drug with this substrate' : `did you mean ${quote(nearest)}?`,
  }
}
