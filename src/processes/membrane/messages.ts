import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/** A membrane where the domain has no room on both of its sides. */
export function membraneOutside(at: number, low: number, high: number): Message {
  return {
    code: 'outside-domain',
    severity: 'error',
    message: `the membrane at ${at} um is not inside of the domain, from ${low} to ${high} um`,
    hint: 'write a place between the two faces',
  }
}

/** A membrane that cells would get around. */
export function membraneAround(axis: string, why: 'periodic' | 'flat'): Message {
  const reason = why === 'periodic' ? 'is periodic: cells would go around' : 'is one voxel thick'
  return {
    code: 'membrane-axis',
    severity: 'error',
    message: `no membrane can stand across ${axis}, which ${reason}`,
    hint: why === 'periodic' ? `write closed for ${axis} in domain.boundary` : 'choose another axis',
  }
}

/** More membranes than a cell can remember. */
export function tooManyMembranes(count: number, most: number): Message {
  return {
    code: 'out-of-range',
    severity: 'error',
    message: `${count} membranes; at most ${most} are possible`,
    hint: `delete some of ${quote('membranes')}`,
  }
}
