import type { ColumnDeclaration } from './columns.ts'
import type { World } from './world.ts'

/**
 * Bonds: which cells hold on to each other (springs, an attacker and its target).
 *
 * Each cell lists its partners, so that forces along bonds are gathered like all others; a bond stands in both lists.
 * Lists change serially only, inside `commit`. When a partner is removed its entry becomes -1, as for all columns that
 * refer to cells; free places are thus anywhere in a list, not only at its end.
 */

/**
 * Places in each cell's list. The same for every process that asks, so that they can share the column.
 * Chosen: twelve spheres touch one of their size, and four more for attackers.
 */
export const BOND_WIDTH = 16

const FREE = -1

/** The column of the partner lists: a process that needs bonds declares it; to declare it twice does no harm. */
export function bondColumns(): readonly ColumnDeclaration[] {
  return [
    {
      name: 'bond.partner',
      group: 'cell',
      type: 'i32',
      unit: '1',
      doc: 'slots of the cells that this one is bound to, -1 = free place',
      width: BOND_WIDTH,
      initial: FREE,
      divide: 'clear',
      refersToCells: true,
    },
  ]
}

/** Binds two different cells; returns false, changing nothing, when one has no free place or they are bound already. */
export function attach(world: World, a: number, b: number): boolean {
  if (a === b || areBound(world, a, b)) return false
  const placeOfB = findPlace(world, a, FREE)
  const placeOfA = findPlace(world, b, FREE)
  if (placeOfA === undefined || placeOfB === undefined) return false
  const partners = world.i32('bond.partner')
  partners[placeOfB] = b
  partners[placeOfA] = a
  return true
}

/** Ends the bond between two cells; returns false when there is none. */
export function detach(world: World, a: number, b: number): boolean {
  const placeOfB = findPlace(world, a, b)
  const placeOfA = findPlace(world, b, a)
  const partners = world.i32('bond.partner')
  if (placeOfB !== undefined) partners[placeOfB] = FREE
  if (placeOfA !== undefined) partners[placeOfA] = FREE
  return placeOfB !== undefined
}

/** Ends all bonds of a cell. */
export function detachAll(world: World, slot: number): void {
  for (const partner of bondsOf(world, slot)) detach(world, slot, partner)
}

/** True when a bond joins the two cells. */
export function areBound(world: World, a: number, b: number): boolean {
  return findPlace(world, a, b) !== undefined
}

/** Slots of the cells that one is bound to. */
export function bondsOf(world: World, slot: number): readonly number[] {
  const partners = world.i32('bond.partner')
  const bonds: number[] = []
  for (let k = 0; k < BOND_WIDTH; k++) {
    const partner = partners[k * world.capacity + slot] ?? FREE
    if (partner !== FREE) bonds.push(partner)
  }
  return bonds
}

/** Index into the column of the first place in the list of `slot` that holds `wanted`. */
function findPlace(world: World, slot: number, wanted: number): number | undefined {
  const partners = world.i32('bond.partner')
  for (let k = 0; k < BOND_WIDTH; k++) {
    const place = k * world.capacity + slot
    if (partners[place] === wanted) return place
  }
  return undefined
}
