import { LIVE } from '../engine/columns.ts'
import { type Space, voxelAt } from '../engine/space.ts'
import type { World } from '../engine/world.ts'
import { distanceMap } from './measures/distance-map.ts'
import { shared } from './measures/shared-map.ts'

/**
 * Distance over which cells are counted when a place is called tumour nest or stroma [um].
 * Chosen: two to three cell diameters, so that a single cell does not make a nest nor a lymphocyte a hole in one.
 */
const NEST_RADIUS = 40

export const NEST = 1
export const STROMA = 2
const EMPTY = 0

/** Above this, a sum holds cells of the tumour, below it all cells: both are added at once. More than fit into 40 um. */
const SHIFT = 1_048_576

/**
 * What each voxel is, [nz ny nx]: NEST where tumour cells make up at least half of the live cells within 40 um of
 * it, STROMA where there are live cells but fewer, EMPTY where there are none.
 */
export const regionsOf = shared((world: World): Uint8Array => {
  const { space } = world.program
  const sums = sumsNear(countsPerVoxel(world), space)
  return Uint8Array.from(sums, (sum) => {
    const tumour = Math.floor(sum / SHIFT)
    const live = sum - tumour * SHIFT
    if (live === 0) return EMPTY
    return 2 * tumour >= live ? NEST : STROMA
  })
})

/**
 * Distance of each voxel's centre from the boundary of the nests [um], [nz ny nx]: negative inside. The boundary lies half-way
 * between centres; closed faces of the domain are none. Infinite where there is no boundary.
 */
export const nestDistances = shared((world: World): Float64Array => {
  const { space } = world.program
  const regions = regionsOf(world)
  const outside = distanceMap(space, (voxel) => regions[voxel] === NEST)
  const inside = distanceMap(space, (voxel) => regions[voxel] !== NEST)
  return outside.map((distance, voxel) =>
    distance > 0 ? distance - space.voxel / 2 : space.voxel / 2 - (inside[voxel] ?? 0),
  )
})

/** All live cells, plus SHIFT for each of the tumour, per voxel. */
function countsPerVoxel(world: World): Float64Array {
  const { space, isTumour } = world.program
  const counts = new Float64Array(world.layout.sizes.voxel)
  const { type, state, x, y, z } = world.cells
  for (let slot = 0; slot < world.count; slot++) {
    if (state[slot] !== LIVE) continue
    const voxel = voxelAt(space, x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0)
    counts[voxel] = (counts[voxel] ?? 0) + (isTumour[type[slot] ?? 0] === true ? SHIFT + 1 : 1)
  }
  return counts
}

/** A row of voxels within reach: how far it lies along y and z, and how far it extends along x to both sides [voxels]. */
interface NearRow {
  readonly dy: number
  readonly dz: number
  readonly half: number
}

/** Sums over the voxels whose centres are within 40 um, [nz ny nx]: whole rows at a time, from sums along x. */
function sumsNear(counts: Float64Array, space: Space): Float64Array {
  const [nx, ny, nz] = space.shape
  const sums = new Float64Array(counts.length)
  const rows = nearRows(space)
  const reach = rows.reduce((most, { half }) => Math.max(most, half), 0)
  const running = new Float64Array(nx + 2 * reach + 1)
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      if (!sumAlong(counts, (z * ny + y) * nx, space, reach, running)) continue
      for (const { dy, dz, half } of rows) {
        const to = rowAt(space, y + dy, z + dz)
        if (to < 0) continue
        for (let x = 0; x < nx; x++) {
          const sum = (running[x + reach + half + 1] ?? 0) - (running[x + reach - half] ?? 0)
          sums[to + x] = (sums[to + x] ?? 0) + sum
        }
      }
    }
  }
  return sums
}

/** Running sums of one row and what is beyond its ends; false when all are zero. */
function sumAlong(
  counts: Float64Array,
  row: number,
  { shape, boundary }: Space,
  reach: number,
  running: Float64Array,
): boolean {
  const [nx] = shape
  const wraps = boundary[0] === 'periodic'
  let sum = 0
  for (let k = 0; k < nx + 2 * reach; k++) {
    const x = k - reach
    const isIn = x >= 0 && x < nx
    if (isIn || wraps) sum += counts[row + (((x % nx) + nx) % nx)] ?? 0
    running[k + 1] = sum
  }
  return sum > 0
}

/** First voxel of the row (y, z), around the faces of periodic axes; -1 outside. */
function rowAt({ shape, boundary }: Space, y: number, z: number): number {
  const [nx, ny, nz] = shape
  const [j, k] = [wrapped(y, ny, boundary[1]), wrapped(z, nz, boundary[2])]
  return j < 0 || k < 0 ? -1 : (k * ny + j) * nx
}

function wrapped(index: number, n: number, boundary: 'closed' | 'periodic'): number {
  if (index >= 0 && index < n) return index
  return boundary === 'periodic' ? ((index % n) + n) % n : -1
}

function nearRows({ shape, voxel, dimensions }: Space): readonly NearRow[] {
  const radius = NEST_RADIUS / voxel
  const range = (n: number): readonly number[] => {
    // No voxel counts twice where the domain is narrower than the ball and periodic.
    const reach = Math.min(Math.floor(radius), Math.floor((n - 1) / 2))
    return Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach)
  }
  const most = Math.floor((shape[0] - 1) / 2)
  const heights = dimensions === 2 ? [0] : range(shape[2])
  return range(shape[1])
    .flatMap((dy) => heights.map((dz) => ({ dy, dz, rest: radius * radius - dy * dy - dz * dz })))
    .filter(({ rest }) => rest >= 0)
    .map(({ dy, dz, rest }) => ({ dy, dz, half: Math.min(Math.floor(Math.sqrt(rest)), most) }))
}
