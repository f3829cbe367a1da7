import { type Body, type Vector, move, pairVelocity } from '../../src/processes/mechanics/kernels.ts'

/*
 * The neighbour search of the reference program, shortcuts included, around our plain form of the force law.
 *
 * It looks for neighbours in square voxels: a voxel beside the cell's own is passed over when the cell is farther from it
 * than its own reach plus the largest reach that the voxel has ever seen set. Reaches are set when volumes change, not
 * when cells move: a cell that has wandered into a fresh voxel is thus seen by some of its neighbours and not by others,
 * forces do not cancel, and the whole cluster drifts.
 */

const EDGE = 30
const LOW = -500
const OPEN = { low: -Infinity, high: Infinity, period: 0 }

/** Cells in the plane with velocities of the step before [um/min]. */
export interface Cluster {
  readonly bodies: readonly Body[]
  readonly previous: readonly Vector[]
  /** Largest reach set in each voxel [um]. */
  readonly reaches: ReadonlyMap<string, number>
}

/** A resting cluster of default cells at the given points [um]. */
export function startCluster(points: readonly (readonly [number, number])[]): Cluster {
  const radius = Math.cbrt((3 * 2494) / (4 * Math.PI))
  const kind = { radius, reach: 1.25 * radius, type: 0, adhesion: 0.4, repulsion: 10, affinities: [1] }
  const bodies = points.map(([x, y]): Body => ({ ...kind, position: [x, y, 0] }))
  return {
    bodies,
    previous: bodies.map((): Vector => [0, 0, 0]),
    reaches: new Map(bodies.map((body) => [voxelOf(body).join(), body.reach])),
  }
}

/** One step of `dt` [min]. */
export function stepCluster({ bodies, previous, reaches }: Cluster, dt: number): Cluster {
  const velocities = bodies.map((body) => {
    const visible = bodies.filter((other) => other !== body && canSee(body, other, reaches))
    return pairVelocity([body, ...visible], 0, [0, 0, 0]).velocity
  })
  const moved = bodies.map((body, k): Body => {
    const along = (axis: 0 | 1): number =>
      move(body.position[axis], velocities[k]?.[axis] ?? 0, previous[k]?.[axis] ?? 0, dt, OPEN)
    return { ...body, position: [along(0), along(1), 0] }
  })
  return { bodies: moved, previous: velocities, reaches }
}

function voxelOf({ position }: Body): readonly [number, number] {
  const along = (axis: 0 | 1): number => Math.floor((position[axis] - LOW) / EDGE)
  return [along(0), along(1)]
}

function canSee(body: Body, other: Body, reaches: Cluster['reaches']): boolean {
  const from = voxelOf(body)
  const to = voxelOf(other)
  const offset = [to[0] - from[0], to[1] - from[1]] as const
  if (Math.max(Math.abs(offset[0]), Math.abs(offset[1])) > 1) return false
  if (offset[0] === 0 && offset[1] === 0) return true
  const gap = (axis: 0 | 1): number => {
    if (offset[axis] === 0) return 0
    const face = LOW + EDGE * (offset[axis] === 1 ? to[axis] : from[axis])
    return body.position[axis] - face
  }
  return Math.hypot(gap(0), gap(1)) <= body.reach + (reaches.get(to.join()) ?? 0)
}
