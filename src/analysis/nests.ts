import { LIVE } from '../engine/columns.ts'
import { voxelAt } from '../engine/space.ts'
import type { World } from '../engine/world.ts'

/**
 * Distance over which cells are counted when a place is called tumour nest or stroma [um].
 * Chosen: two to three cell diameters, so that a single cell does not make a nest nor a lymphocyte a hole in one.
 */
const NEST_RADIUS = 40

export const NEST = 1
export const STROMA = 2
const EMPTY = 0

/**
 * What each voxel is, [nz ny nx]: NEST where tumour cells make up at least half of the live cells within 40 um of
 * it, STROMA where there are live cells but fewer, EMPTY where there are none.
 */
export function regionsOf(world: World): Uint8Array {
  const cached = cache.get(world)
  if (cached !== undefined && cached.tick === world.tick && cached.count === world.count)
    return cached.regions
  const regions = computeRegions(world)
  cache.set(world, { tick: world.tick, count: world.count, regions })
  return regions
}

/** Several measures of one instant share the map. */
const cache = new WeakMap<World, { tick: number; count: number; regions: Uint8Array }>()

function computeRegions(world: World): Uint8Array {
  const { space, isTumour } = world.program
  const voxels = world.layout.sizes.voxel
  const all = new Float64Array(voxels)
  const tumour = new Float64Array(voxels)
  const types = world.u16('cell.type')
  const states = world.u8('cell.state')
  const [x, y, z] = [world.f64('cell.x'), world.f64('cell.y'), world.f64('cell.z')]
  for (let slot = 0; slot < world.count; slot++) {
    if (states[slot] !== LIVE) continue
    const voxel = voxelAt(space, x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0)
    all[voxel] = (all[voxel] ?? 0) + 1
    if (isTumour[types[slot] ?? 0] === true) tumour[voxel] = (tumour[voxel] ?? 0) + 1
  }
  const near = offsetsWithin(NEST_RADIUS / space.voxel, space.dimensions)
  return Uint8Array.from({ length: voxels }, (_, voxel) => {
    const live = sumNear(all, voxel, near, space.shape)
    if (live === 0) return EMPTY
    return sumNear(tumour, voxel, near, space.shape) >= live / 2 ? NEST : STROMA
  })
}

type Offset = readonly [number, number, number]

function offsetsWithin(radius: number, dimensions: 2 | 3): readonly Offset[] {
  const reach = Math.floor(radius)
  const range = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach)
  const heights = dimensions === 2 ? [0] : range
  return range
    .flatMap((i) => range.flatMap((j) => heights.map((k): Offset => [i, j, k])))
    .filter(([i, j, k]) => i * i + j * j + k * k <= radius * radius)
}

function sumNear(
  counts: Float64Array,
  voxel: number,
  near: readonly Offset[],
  shape: readonly [number, number, number],
): number {
  const [nx, ny, nz] = shape
  const [i, j, k] = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))]
  let sum = 0
  for (const [di, dj, dk] of near) {
    const [x, y, z] = [i + di, j + dj, k + dk]
    if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) continue
    sum += counts[(z * ny + y) * nx + x] ?? 0
  }
  return sum
}
