import type { World } from '../../engine/world.ts'

/**
 * Keeps what several measures of one instant share: computed at most once per world and tick. What is kept must be a copy,
 * not a view of the world's memory.
 */
export function shared<T>(compute: (world: World) => T): (world: World) => T {
  const kept = new WeakMap<World, { readonly tick: number; readonly count: number; readonly value: T }>()
  return (world) => {
    const before = kept.get(world)
    if (before !== undefined && before.tick === world.tick && before.count === world.count)
      return before.value
    const value = compute(world)
    kept.set(world, { tick: world.tick, count: world.count, value })
    return value
  }
}
