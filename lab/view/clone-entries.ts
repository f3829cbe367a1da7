import {
  type ClonePick,
  type Frame,
  WITHOUT_NUMBER,
  cloneKeyColour,
  pickedClones,
} from '../../src/browser.ts'
import type { Swatch } from './legend-entry.ts'
import type { ViewOptions } from './view-options.ts'

/** Digits of a clone's key that name it. Chosen: a thousand clones share none but with a chance of 3 %. */
const NAME_DIGITS = 6

/** What a clone is called wherever the page speaks of it: the first digits of its key, which stay the same while sizes change. */
export function cloneName(key: string): string {
  return `clone ${key.slice(0, NAME_DIGITS)}`
}

/** Lines of the legend for clones: the one that stands out, and the cells of none. */
export function cloneEntries({ clone, state, count }: Frame, { look }: ViewOptions): readonly Swatch[] {
  if (clone === undefined) return []
  const live = (is: (number: number) => boolean): number => {
    let found = 0
    for (let slot = 0; slot < count; slot++) if (state[slot] === 0 && is(clone[slot] ?? 0)) found += 1
    return found
  }
  const none = live((number) => number === 0)
  return [
    ...(look.clone === undefined ? [] : [pickedEntry(look.clone, look.colouring, live)]),
    ...(look.colouring !== 'clone' || none === 0
      ? []
      : [
          {
            kind: 'swatch',
            name: 'in no clone',
            colour: WITHOUT_NUMBER,
            shape: 'cell',
            count: none,
          } as const,
        ]),
  ]
}

/** Its mark is its colour where clones have colours; elsewhere it says that the others are dimmed. */
function pickedEntry(
  pick: ClonePick,
  colouring: string,
  live: (is: (number: number) => boolean) => number,
): Swatch {
  const numbers = pickedClones(pick)
  const family = pick.subclones === undefined || pick.subclones.length === 0 ? '' : ' and its subclones'
  return {
    kind: 'swatch',
    name: `${cloneName(pick.key)}${family}${colouring === 'clone' ? '' : ', not dimmed'}`,
    colour: cloneKeyColour(pick.key),
    shape: 'cell',
    count: live((number) => numbers.has(number)),
  }
}
