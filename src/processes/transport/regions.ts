import { type Space, voxelCount } from '../../engine/space.ts'
import type { TransportSection } from './schema.ts'

/** A box of the domain [um] and the value with which its voxels begin. */
export interface CompiledRegion {
  readonly low: readonly [number, number, number]
  readonly high: readonly [number, number, number]
  readonly value: number
}

/** The regions of a substrate in canonical units. */
export function compileRegions({ regions = [] }: TransportSection): readonly CompiledRegion[] {
  return regions.map(({ box: { low, high }, value }) => ({
    low: [low[0].value, low[1].value, low[2].value],
    high: [high[0].value, high[1].value, high[2].value],
    value: value.value,
  }))
}

/** Calls `visit` for each voxel whose centre lies in a region; faces belong to it, and in a plane z does not count. */
export function forEachVoxelIn(space: Space, region: CompiledRegion, visit: (voxel: number) => void): void {
  const { corner, voxel: edge, shape } = space
  const isIn = (index: number, axis: 0 | 1 | 2): boolean => {
    if (axis === 2 && space.dimensions === 2) return true
    const centre = corner[axis] + (index + 0.5) * edge
    return centre >= region.low[axis] && centre <= region.high[axis]
  }
  const count = voxelCount(space)
  for (let voxel = 0; voxel < count; voxel++) {
    const i = voxel % shape[0]
    const j = Math.floor(voxel / shape[0]) % shape[1]
    const k = Math.floor(voxel / (shape[0] * shape[1]))
    if (isIn(i, 0) && isIn(j, 1) && isIn(k, 2)) visit(voxel)
  }
}
