import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/* What can be wrong with matrix. One function per message. */

const error = (code: string, message: string, hint: string): Message => ({
  code,
  severity: 'error',
  message,
  hint,
})

/** A place that names no shape, or more than one. */
export function oneShape(found: number): Message {
  const message =
    found === 0 ? 'this part of the domain has no shape' : 'this part of the domain has several shapes'
  return error('one-of', message, 'write one of box, layer, rim')
}

/** More fibres than there may be. */
export function moreThanMost(what: string, found: string, most: string): Message {
  return error(
    'out-of-range',
    `${what} ${found} is more than the most that matrix may hold, ${most}`,
    `write ${most} or less, or raise most: under matrix`,
  )
}

/** A direction without a length. */
export function noDirection(): Message {
  return error('no-direction', 'the direction of fibres is zero', 'for example direction: [1, 0, 0]')
}

/** Hindrance under the scheme whose coefficients are constant. */
export function hindranceNeedsAdaptive(substrate: string): Message {
  return error(
    'needs-adaptive',
    `the scheme lod cannot hinder ${quote(substrate)}: its coefficients do not vary in space`,
    'delete hindrance, or leave transport.scheme at adaptive',
  )
}

/** Binding of something that is no concentration, or that cannot bind. */
export function bindsNothing(substrate: string): Message {
  return error(
    'out-of-range',
    `${quote(substrate)} with on: 0 1/(nM min) is never bound`,
    'write a rate above zero, or delete the entry',
  )
}
