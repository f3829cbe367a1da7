import type { World } from '../../engine/world.ts'

/** Places per block of loops over neighbours. Chosen: some 10 us, so that threads share those of a thousand cells. */
export const PAIR_BLOCK = 128

/** First byte of each column. */
export function pointers(world: World, ...names: readonly string[]): readonly number[] {
  return names.map((name) => world.pointer(name))
}

/** Pointer and kind of each behaviour, as kernels take them. */
export function behaviours(world: World, ...names: readonly string[]): readonly number[] {
  return names.flatMap((name) => {
    const { pointer, perCell } = world.behaviour(name)
    return [pointer, perCell]
  })
}

/** Places in each cell's list of partners. */
export function bondWidth(world: World): number {
  return world.i32('bond.partner').length / world.capacity
}
