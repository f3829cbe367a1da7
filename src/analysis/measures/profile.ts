import type { World } from '../../engine/world.ts'

/** Mean distance [um] and mean value of a class of voxels. */
export interface ProfilePoint {
  readonly distance: number
  readonly value: number
}

/** A substrate by distance, in classes one voxel wide; those without voxels are left out. */
export function profileOf(world: World, substrate: number, distances: Float64Array): readonly ProfilePoint[] {
  const field = world.f32(`field/${world.program.substrates[substrate] ?? ''}`)
  const { voxel: width } = world.program.space
  const classes: { count: number; distance: number; value: number }[] = []
  distances.forEach((distance, voxel) => {
    if (!(distance >= 0 && distance < Number.POSITIVE_INFINITY)) return
    const own = (classes[Math.floor(distance / width)] ??= { count: 0, distance: 0, value: 0 })
    own.count += 1
    own.distance += distance
    own.value += field[voxel] ?? 0
  })
  return classes
    .filter((found) => found !== undefined)
    .map(({ count, distance, value }) => ({ distance: distance / count, value: value / count }))
}
