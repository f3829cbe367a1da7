import { attach, bondsOf, detach } from '../../engine/bonds.ts'
import { neighbourPointers } from '../../engine/neighbour-calls.ts'
import { periods } from '../../engine/space.ts'
import { stream } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { PAIR_BLOCK, behaviours, bondWidth, pointers } from './arguments.ts'
import type { MechanicsTables } from './compile.ts'

export const ATTACH = stream('mechanics.attach')
export const DETACH = stream('mechanics.detach')

/** Binds the wish of each cell to end and to make springs in `dt` [min]; commit fulfils it. */
export function bindSpringRequests(world: World, tables: MechanicsTables, dt: number): () => void {
  if (!tables.hasSprings) return () => undefined
  const { packed, ends, lists } = neighbourPointers(world)
  const args = [
    packed,
    ends,
    lists,
    ...pointers(world, 'cell.lineageLow', 'cell.lineageHigh', 'world.seed', 'world.tick', 'world.pending'),
    ...pointers(world, 'bond.partner', 'spring.request', 'spring.release'),
    world.capacity,
    bondWidth(world),
    world.pointer('mechanics.most'),
    ...behaviours(world, 'spring attachment', 'spring detachment'),
    world.pointer('mechanics.affinities'),
    ATTACH,
    DETACH,
    ...periods(world.program.space),
    dt,
  ]
  return () => world.pool.run('mechanics_spring_requests', args, world.count, PAIR_BLOCK)
}

/** Ends and makes the springs that were asked for, in slot order; where room is short, the first come first. */
export function resolveSprings(world: World, tables: MechanicsTables): void {
  const { count } = world
  const released = world.u32('spring.release')
  const wanted = world.i32('spring.request')
  // Most cells ask for nothing; who asks to bind does so from the first place on.
  for (let slot = 0; slot < count; slot++) if (released[slot] !== 0) release(world, slot)
  for (let slot = 0; slot < count; slot++) if ((wanted[slot] ?? -1) >= 0) bind(world, slot, tables)
}

function release(world: World, slot: number): void {
  const released = world.u32('spring.release')
  const bits = released[slot] ?? 0
  const partners = world.i32('bond.partner')
  for (let k = 0; k < bondWidth(world); k++) {
    const partner = partners[k * world.capacity + slot] ?? -1
    if ((bits & (1 << k)) !== 0 && partner >= 0) detach(world, slot, partner)
  }
  released[slot] = 0
}

function bind(world: World, slot: number, tables: MechanicsTables): void {
  const wanted = world.i32('spring.request')
  const hasRoom = (cell: number): boolean =>
    bondsOf(world, cell).length < (tables.most[world.u16('cell.type')[cell] ?? 0] ?? 0)
  for (let k = 0; k < bondWidth(world); k++) {
    const place = k * world.capacity + slot
    const other = wanted[place] ?? -1
    if (other < 0) return
    wanted[place] = -1
    if (hasRoom(slot) && hasRoom(other)) attach(world, slot, other)
  }
}
