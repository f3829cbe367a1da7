import { voxelAt } from '../../engine/space.ts'
import { vesselPoints } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'

/** Sorts the vessel points into voxels, once: without a network they do not move. */
export function siteStayingPoints(world: World): void {
  const { space, vessels } = world.program
  const voxels = world.u32('vessel.voxel')
  vessels.forEach((point, index) => (voxels[index] = voxelAt(space, point.x, point.y, point.z)))
  const order = vessels.map((_, index) => index)
  order.sort((a, b) => (voxels[a] ?? 0) - (voxels[b] ?? 0) || a - b)
  groupSites(world, order)
}

/** Writes down the order of the points, and fills first entry and count of each site; `vessel.voxel` is given. */
export function groupSites(world: World, order: readonly number[]): void {
  const voxels = world.u32('vessel.voxel')
  const first = world.u32('vessel.siteFirst')
  const counts = world.u32('vessel.siteCount')
  world.u32('vessel.order').set(order)
  counts.fill(0)
  let site = -1
  order.forEach((vessel, place) => {
    const isNew = place === 0 || voxels[vessel] !== voxels[order[place - 1] ?? 0]
    if (isNew) {
      site += 1
      first[site] = place
    }
    counts[site] = (counts[site] ?? 0) + 1
  })
  world.u32('vessel.sites')[0] = site + 1
}

/** Rows of vessel points that may be in use, as they are when it is called. */
export function bindPointCount(world: World, isLiving: boolean): () => number {
  if (!isLiving) {
    const { count } = vesselPoints(world)
    return () => count
  }
  const nodes = world.u32('network.nodes')
  return () => nodes[0] ?? 0
}
