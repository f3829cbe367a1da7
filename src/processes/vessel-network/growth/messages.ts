import type { Message } from '../../../model/issue.ts'
import { quote } from '../../../model/messages.ts'

/** Tips that would be slower with what attracts them. */
export function slowerWith(without: string, most: string): Message {
  return {
    code: 'upside-down',
    severity: 'error',
    message: `${quote('most')} of ${most} is below ${quote('without')} of ${without}`,
    hint: 'tips are fastest where they feel the substrate most',
  }
}

/** A key of growth that does nothing without sprouting. */
export function needsSprouting(key: string): Message {
  return {
    code: 'needs-key',
    severity: 'error',
    message: `${quote(key)} needs ${quote('sprouting')}: its substrate is the one that is felt`,
    hint: 'give sprouting, with rate: 0 1/min if no vessel shall grow',
  }
}
