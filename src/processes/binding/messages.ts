import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/* What can be wrong with binding. One function per message. */

const error = (code: string, message: string, hint: string): Message => ({
  code,
  severity: 'error',
  message,
  hint,
})

/** Both ways to say how tightly something binds, or neither. */
export function oneOfDissociation(substrate: string): Message {
  return error(
    'one-of',
    `the binding of ${quote(substrate)} needs either 'dissociation' or 'half'`,
    'write one of them: half is dissociation divided by association',
  )
}

/** Binding beside a scheme that cannot solve it with the field. */
export function bindingNeedsAdaptive(): Message {
  return error(
    'wrong-scheme',
    "binding is solved with the field, which 'scheme: lod' cannot do",
    'write transport: { scheme: adaptive }, or leave the scheme out',
  )
}
