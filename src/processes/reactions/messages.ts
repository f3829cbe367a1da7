import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/* What can be wrong with reactions. One function per message. */

const error = (code: string, message: string, hint: string): Message => ({
  code,
  severity: 'error',
  message,
  hint,
})

const EXAMPLE = 'plasmin turns pro-MMP into MMP at 0.06 1/(nM min)'

/** A sentence that is no reaction. */
export function noReaction(): Message {
  return error(
    'bad-sentence',
    'this is no reaction',
    `for example '${EXAMPLE}', or 'TIMP binds MMP at 0.1 1/(nM min)'`,
  )
}

/** A substrate that would turn or bind itself. */
export function reactsWithItself(substrate: string): Message {
  return error('binds-itself', `${quote(substrate)} cannot react with itself`, 'name two substrates')
}

/** The same reaction twice in one file. */
export function duplicateReaction(text: string, firstLine: number): Message {
  return error('duplicate-reaction', `'${text}' was said already in line ${firstLine}`, 'delete one of them')
}
