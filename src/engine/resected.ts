import type { ColumnDeclaration } from './columns.ts'
import type { World } from './world.ts'

/*
 * A tissue of an organism that was taken out as a whole. While nothing lives there, its steps are empty: neither fields nor
 * vessels do anything, and only what is given to the body as a whole goes on.
 */

/** What became of a tissue: one of `TAKEN`. */
export const RESECTED = 'tissue.resected'
/** It is there; it goes in the commit of this tick; it was taken out. */
export const TAKEN = { no: 0, now: 1, yes: 2 } as const

/** Declared by the process that takes tissues out. */
export const resectedColumn: ColumnDeclaration = {
  name: RESECTED,
  group: 'world',
  type: 'u8',
  unit: '1',
  doc: '0 while the tissue is there, 1 in the tick in which it is taken out, 2 afterwards',
}

/** True where a tissue was taken out and nothing has come since. */
export function isVacant(world: World): boolean {
  return (
    world.count === 0 &&
    world.arrivals.length === 0 &&
    world.has(RESECTED) &&
    world.u8(RESECTED)[0] === TAKEN.yes
  )
}
