import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

const error = (code: string, message: string, hint: string): Message => ({
  code,
  severity: 'error',
  message,
  hint,
})

/** Cells that are to leave where there is no vessel. */
export function noVessels(type: string): Message {
  return error(
    'no-vessels',
    `${quote(type)} has an intravasation, but the model has no vessel point`,
    'write vessels.points, or the label of a vessel in the table of the tissue',
  )
}

/** Cells that are to leave into nothing. */
export function noCirculation(type: string): Message {
  return error(
    'no-circulation',
    `${quote(type)} has an intravasation, but no circulation takes it up`,
    'write a section circulation, or name the type in its cells',
  )
}

/** A type that would be in two pools. */
export function inTwoPools(type: string, pool: string): Message {
  return error(
    'name-twice',
    `cells of type ${quote(type)} escape into ${quote(pool)} already`,
    'name it once',
  )
}

/** Shares that add up to more than one. */
export function sharesAboveOne(what: string, sum: number): Message {
  const shown = Number(sum.toPrecision(6))
  return error('probabilities', `${what} add up to ${shown}; expected at most 1`, 'lower one of them')
}

/** A circulation beside a body. */
export function circulationInOrganism(): Message {
  return error(
    'circulation-in-organism',
    "'circulation' is the blood of a model without 'body'; in an organism the blood is a world of its own",
    "take out 'circulation' and what includes it, and write 'dissemination'",
  )
}

const warning = (code: string, message: string, hint: string): Message => ({
  code,
  severity: 'warning',
  message,
  hint,
})

/** Cells of an organism that nothing lets out of a tissue. */
export function noWayOut(type: string, key: string, what: string, hint: string): Message {
  return warning('no-way-out', `${quote(type)} has ${quote(key)}, but this tissue has no ${what}`, hint)
}
