import { BOND_WIDTH, bondsOf, detach } from './bonds.ts'
import type { ColumnDeclaration } from './columns.ts'
import type { World } from './world.ts'

/**
 * Sides: a world may be parted by planes that cells do not touch each other through. Each cell then has a word with one bit
 * per plane, and cells whose words differ are never on each other's neighbour lists: neither forces nor contacts nor
 * bonds reach across. Whoever changes the side of a cell calls `sidesChanged`.
 */
export const SIDE_COLUMN = 'cell.side'

/** Planes that fit into the word of a cell. */
export const MOST_SIDES = 32

/** Declares the sides of cells: a daughter is born on her mother's. */
export const sideColumn: ColumnDeclaration = {
  name: SIDE_COLUMN,
  group: 'cell',
  type: 'u32',
  unit: '1',
  doc: 'one bit per membrane: set where the cell is above it',
}

/** Lets the neighbour lists fall, and ends bonds between cells that are no longer on the same side. */
export function sidesChanged(world: World): void {
  world.neighboursAreStale = true
  if (!world.has('bond.partner')) return
  const sides = world.u32(SIDE_COLUMN)
  const partners = world.i32('bond.partner')
  for (let slot = 0; slot < world.count; slot++) {
    if (!hasBond(partners, world.capacity, slot)) continue
    for (const other of bondsOf(world, slot)) if (sides[other] !== sides[slot]) detach(world, slot, other)
  }
}

function hasBond(partners: Int32Array, capacity: number, slot: number): boolean {
  for (let k = 0; k < BOND_WIDTH; k++) if ((partners[k * capacity + slot] ?? -1) >= 0) return true
  return false
}
