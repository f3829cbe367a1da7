import type { Program } from '../../engine/program.ts'
import { type Space, periods, voxelCount } from '../../engine/space.ts'
import { type VesselPoints, lacksVessels, presentVessels } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { nestDistances } from '../nests.ts'
import { type PointGrid, createPointGrid, nearestDistance, shortest } from './point-grid.ts'
import { forEachCell, tumourSet } from './selection.ts'
import { shared } from './shared-map.ts'

/** Something in the tissue that distances are taken from. */
export interface Place {
  readonly name: string
  /** Why a model has no such place; undefined when it has. */
  lacks(program: Program): string | undefined
  /** Distance of a point [um]; NaN when the place is not there now. Looked up once per instant, then called per point. */
  distance(world: World): (x: number, y: number, z: number) => number
  /** Distance of each voxel's centre [um], [nz ny nx]. */
  perVoxel(world: World): Float64Array
}

type Vector = readonly [number, number, number]

/** The points where vessels are. */
export const VESSELS: Place = {
  name: 'vessels',
  lacks: lacksVessels,
  distance: (world) => distanceFrom(vesselGrid(world), world.program.space),
  perVoxel: (world) => vesselDistances(world),
}

/** Places by the names that authors give them. */
export const PLACES: Readonly<Record<string, Place>> = {
  'tumour nests': {
    name: 'tumour nests',
    lacks: lacksTumour,
    distance: (world) => {
      const distances = nestDistances(world)
      const { space } = world.program
      return (x, y, z) => Math.max(between(distances, space, [x, y, z]), 0)
    },
    // Inside is not at distance zero: only what is outside counts.
    perVoxel: (world) => nestDistances(world).map((distance) => (distance < 0 ? Number.NaN : distance)),
  },
  vessels: VESSELS,
  'tumour centre': fromPoint('tumour centre', lacksTumour, (world) => tumourCentre(world)),
  'field centre': fromPoint(
    'field centre',
    () => undefined,
    ({ program: { space } }) => [
      space.corner[0] + space.size[0] / 2,
      space.corner[1] + space.size[1] / 2,
      space.corner[2] + space.size[2] / 2,
    ],
  ),
}

/** Says that a model has no tumour; undefined when it has. */
export function lacksTumour({ isTumour }: Program): string | undefined {
  return isTumour.includes(true) ? undefined : 'no cell type of the model has the lineage tumour'
}

function fromPoint(
  name: string,
  lacks: (program: Program) => string | undefined,
  centre: (world: World) => Vector,
): Place {
  const distance = (world: World) => {
    const { space } = world.program
    const [cx, cy, cz] = centre(world)
    const period = periods(space)
    return (x: number, y: number, z: number): number => {
      const dx = shortest(x - cx, period[0])
      const dy = shortest(y - cy, period[1])
      const dz = shortest(z - cz, period[2])
      return Math.sqrt(dx * dx + dy * dy + (space.dimensions === 2 ? 0 : dz * dz))
    }
  }
  return { name, lacks, distance, perVoxel: (world) => overVoxels(world.program.space, distance(world)) }
}

/** A function of position at the centre of each voxel, [nz ny nx]. */
function overVoxels(space: Space, of: (x: number, y: number, z: number) => number): Float64Array {
  const [nx, ny] = space.shape
  const centre = (axis: 0 | 1 | 2, index: number): number => space.corner[axis] + (index + 0.5) * space.voxel
  return Float64Array.from({ length: voxelCount(space) }, (_, voxel) =>
    of(
      centre(0, voxel % nx),
      centre(1, Math.floor(voxel / nx) % ny),
      centre(2, Math.floor(voxel / (nx * ny))),
    ),
  )
}

/** What follows from where vessels are is kept as long as they stay: for ever, but in a network that lives. */
function whileTheyStay<T>(compute: (points: VesselPoints, space: Space) => T): (world: World) => T {
  const kept = new WeakMap<VesselPoints, T>()
  return (world) => {
    const points = presentVessels(world)
    const before = kept.get(points)
    if (before !== undefined) return before
    const value = compute(points, world.program.space)
    kept.set(points, value)
    return value
  }
}

/** Vessels by where they are; in two dimensions they cross the plane, and heights do not count. */
const vesselGrid = whileTheyStay((points, space): PointGrid => {
  const heights = space.dimensions === 2 ? points.z.map(() => 0) : points.z
  return createPointGrid({ count: points.count, x: points.x, y: points.y, z: heights }, space)
})

function distanceFrom(grid: PointGrid, { dimensions }: Space): (x: number, y: number, z: number) => number {
  // In a network that lives, all vessels may be gone.
  if (grid.points.count === 0) return () => Number.NaN
  return (x, y, z) => nearestDistance(grid, [x, y, dimensions === 2 ? 0 : z])
}

const distancesByGrid = new WeakMap<PointGrid, Float64Array>()

function vesselDistances(world: World): Float64Array {
  const grid = vesselGrid(world)
  const { space } = world.program
  const before = distancesByGrid.get(grid)
  if (before !== undefined) return before
  const distances = overVoxels(space, distanceFrom(grid, space))
  distancesByGrid.set(grid, distances)
  return distances
}

/** Steps towards the mean around periodic axes. Chosen: two suffice for a tumour within half a period. */
const CENTRE_STEPS = 8

/** Mean position of the tumour's cells, live and dead [um]; NaN when there are none. */
export const tumourCentre = shared((world: World): Vector => {
  const { x, y, z } = world.cells
  const period = periods(world.program.space)
  const slots: number[] = []
  forEachCell(world, tumourSet(world.program), 'present', (slot) => slots.push(slot))
  const along = (column: Float64Array, axis: 0 | 1 | 2): number => {
    let centre = column[slots[0] ?? 0] ?? 0
    for (let step = 0; step < CENTRE_STEPS; step++) {
      let sum = 0
      for (const slot of slots) sum += shortest((column[slot] ?? 0) - centre, period[axis])
      centre += sum / slots.length
    }
    return centre
  }
  return [along(x, 0), along(y, 1), along(z, 2)]
})

/** Value of a map between the centres of voxels, linear along each axis; at the rim that of the nearest centre. */
export function between(map: Float64Array, space: Space, place: Vector): number {
  const [nx, ny] = space.shape
  const [i, j, k] = [
    cornersAlong(space, 0, place),
    cornersAlong(space, 1, place),
    cornersAlong(space, 2, place),
  ]
  let sum = 0
  for (const [kk, wk] of k) {
    for (const [jj, wj] of j) {
      for (const [ii, wi] of i) {
        const weight = wi * wj * wk
        if (weight > 0) sum += weight * (map[(kk * ny + jj) * nx + ii] ?? 0)
      }
    }
  }
  return sum
}

/** The two centres around a place along an axis, with their weights. */
function cornersAlong(
  { corner, voxel, shape, boundary }: Space,
  axis: 0 | 1 | 2,
  place: Vector,
): readonly [readonly [number, number], readonly [number, number]] {
  const n = shape[axis]
  const at = (place[axis] - corner[axis]) / voxel - 0.5
  const below = Math.floor(at)
  const index = (k: number): number =>
    boundary[axis] === 'periodic' ? ((k % n) + n) % n : Math.min(Math.max(k, 0), n - 1)
  return [
    [index(below), 1 - (at - below)],
    [index(below + 1), at - below],
  ]
}
