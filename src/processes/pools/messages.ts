import type { Message } from '../../model/issue.ts'
import { listNames, quote } from '../../model/messages.ts'
import { nearestName } from '../../math/nearest-name.ts'

/** A level that nothing gives. */
export function notInPlasma(name: string, there: readonly string[]): Message {
  const nearest = nearestName(name, there)
  return {
    code: 'unused',
    // A part of the library may name what only some models have; a name that is nearly right is a mistake.
    severity: nearest === undefined ? 'note' : 'warning',
    message: `${quote(name)} is not in the plasma: it is no factor, and no drug brings it`,
    hint:
      nearest === undefined
        ? `pools know factors and drugs by their level in plasma${there.length === 0 ? '' : `: ${listNames(there)}`}`
        : `did you mean ${quote(nearest)}?`,
  }
}

/** Two pools that say how many of a type there are. */
export function entersTwice(type: string, pools: readonly string[]): Message {
  return {
    code: 'enters-twice',
    severity: 'error',
    message: `${quote(type)} enters from ${listNames(pools)}: one pool says how many there are`,
    hint: 'name the type in one of them',
  }
}
