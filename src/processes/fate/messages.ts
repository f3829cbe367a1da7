import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/** Probabilities of a daughter's type that add up to more than one. */
export function tooMuchDivision(sum: number): Message {
  return {
    code: 'probabilities',
    severity: 'error',
    message: `the probabilities of asymmetric division add up to ${Number(sum.toPrecision(6))}; expected at most 1`,
    hint: 'what is left below 1 is the probability that the daughter is of the type of her mother',
  }
}

/** A type that is to turn into itself. */
export function ownType(type: string): Message {
  return {
    code: 'own-type',
    severity: 'error',
    message: `${quote(type)} cannot turn into itself`,
    hint: 'name another type or delete the line',
  }
}

/** Bounds of a trait that exclude its own value. */
export function outsideBounds(value: string, min: string | undefined, max: string | undefined): Message {
  const bounds = [min && `at least ${min}`, max && `at most ${max}`].filter(Boolean).join(' and ')
  return {
    code: 'out-of-range',
    severity: 'error',
    message: `the value ${value} of the trait is outside its own bounds: ${bounds}`,
    hint: 'change the value or the bounds',
  }
}
