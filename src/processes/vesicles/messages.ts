import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/* What can be wrong with vesicles. One function per message. */

const error = (code: string, message: string, hint: string): Message => ({
  code,
  severity: 'error',
  message,
  hint,
})

/** Exchange that follows from the release of vesicles and cannot be said twice. */
export function releasedAsVesicles(key: string, kind: string): Message {
  return error(
    'superfluous-key',
    `${quote(kind)} are vesicles: '${key}' follows from their release`,
    `write release: under vesicles, or a rule on '${kind} release'`,
  )
}

/** Vesicles that are there without a cell that released them, while their load is a matter of who did. */
export function loadUnknown(kind: string, cargo: string, key: string): Message {
  return error(
    'load-unknown',
    `the load of ${cargo} differs between ${quote(kind)}, so nobody knows how much those of '${key}' carry`,
    'make a kind of its own of them, with constant loads',
  )
}
