import { fibreAxis } from '../../kernels/fibres.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'

/** The plain form of `motility_step`, with the same operations in the same order. */

export type Vector = readonly [number, number, number]

/** A concentration on the mesh; voxel (i, j, k) has index (k ny + j) nx + i. */
export interface Mesh {
  readonly corner: Vector
  /** [um] */
  readonly edge: number
  readonly shape: Vector
  readonly isPeriodic: readonly [boolean, boolean, boolean]
}

/** A followed substrate: its field [voxels] and its weight for the cell. */
export interface Attractant {
  readonly field: ArrayLike<number>
  readonly weight: number
}

/** Uniform numbers in [0, 1) that decide about a cell in a step. */
export interface Draws {
  /** Whether it turns. */
  readonly turn: number
  /** The angle in the plane, as a share of a whole turn. */
  readonly around: number
  /** The height on the sphere. */
  readonly up: number
}

export interface Walker {
  readonly position: Vector
  readonly direction: Vector
  /** [min] */
  readonly persistence: number
  readonly bias: number
  readonly attractants: readonly Attractant[]
  readonly isEachNormalised: boolean
}

/** Direction of a live cell after a step of `dt` [min]: of length 1, or 0 when it has none. */
export function nextDirection(
  walker: Walker,
  draws: Draws,
  dimensions: 2 | 3,
  mesh: Mesh,
  dt: number,
  special: SpecialFunctions,
): Vector {
  const { persistence, bias } = walker
  const turns = persistence < dt || draws.turn < 1 - special.exp(-(1 / persistence) * dt)
  if (!turns) return walker.direction
  const angle = 2 * Math.PI * draws.around
  const up = dimensions === 3 ? 2 * draws.up - 1 : 0
  const random = (1 - bias) * Math.sqrt(1 - up * up)
  const along = bias > 0 ? chemotaxis(walker, mesh) : ([0, 0, 0] as const)
  return normalise([
    random * special.cos(angle) + bias * along[0],
    random * special.sin(angle) + bias * along[1],
    (1 - bias) * up + bias * along[2],
  ])
}

function chemotaxis(walker: Walker, mesh: Mesh): Vector {
  let sum: Vector = [0, 0, 0]
  for (const { field, weight } of walker.attractants) {
    const steepness = gradient(field, mesh, walker.position)
    const g = walker.isEachNormalised ? normalise(steepness) : steepness
    sum = [sum[0] + weight * g[0], sum[1] + weight * g[1], sum[2] + weight * g[2]]
  }
  return normalise(sum)
}

/** Gradient of a field in the voxel of a point: central, one-sided at closed ends, around the box where periodic. */
export function gradient(field: ArrayLike<number>, mesh: Mesh, position: Vector): Vector {
  const indices = ([0, 1, 2] as const).map((axis) => {
    const index = Math.floor((position[axis] - mesh.corner[axis]) / mesh.edge)
    return Math.min(Math.max(index, 0), mesh.shape[axis] - 1)
  })
  const slope = (axis: 0 | 1 | 2): number => {
    const n = mesh.shape[axis]
    if (n === 1) return 0
    const at = indices[axis] ?? 0
    const neighbour = (step: 1 | -1): number =>
      mesh.isPeriodic[axis] ? (at + step + n) % n : Math.min(Math.max(at + step, 0), n - 1)
    const value = (index: number): number => {
      const [i = 0, j = 0, k = 0] = indices.with(axis, index)
      return field[(k * mesh.shape[1] + j) * mesh.shape[0] + i] ?? 0
    }
    const steps = mesh.isPeriodic[axis] ? 2 : neighbour(1) - neighbour(-1)
    return (value(neighbour(1)) - value(neighbour(-1))) / (steps * mesh.edge)
  }
  return [slope(0), slope(1), slope(2)]
}

/** Vectors up to this length have no direction; chosen: no cell can feel slopes like that, and the reference's trajectories agree [unit/um]. */
const NO_DIRECTION = 1e-16

function normalise([x, y, z]: Vector): Vector {
  const norm = Math.sqrt(x * x + y * y + z * z)
  const scale = norm > NO_DIRECTION ? 1 / norm : 0
  return [x * scale, y * scale, z * scale]
}

/** Direction of a cell turned towards fibres, whose tensor is that of its voxel; `guidance` is from 0 to 1. */
export function guided(direction: Vector, tensor: readonly number[], guidance: number): Vector {
  const { axis, degree } = fibreAxis(tensor)
  const weight = guidance * degree
  const agreement = direction[0] * axis[0] + direction[1] * axis[1] + direction[2] * axis[2]
  if (weight === 0 || agreement === 0) return direction
  const along = agreement < 0 ? -weight : weight
  const own = 1 - weight
  return normalise([
    own * direction[0] + along * axis[0],
    own * direction[1] + along * axis[1],
    own * direction[2] + along * axis[2],
  ])
}

/** Widths of pores [um] that stop cells of a type and that let them go; free 0 = they do not matter. */
export interface Pores {
  readonly smallest: number
  readonly free: number
}

/** Share of its speed that fibres of that volume fraction leave to a cell; `bundle` is the radius of their bundles [um]. */
export function passable(density: number, { smallest, free }: Pores, bundle: number): number {
  if (free === 0 || density <= 0) return 1
  const pore = bundle * Math.sqrt(Math.PI / density)
  return Math.max(Math.min((pore - smallest) / (free - smallest), 1), 0)
}

/** Velocity of a cell less what would bring its front, `reach` [um] ahead, to a point where `isHeld`. */
export function held(
  position: Vector,
  velocity: Vector,
  reach: number,
  isHeld: (point: Vector) => boolean,
): Vector {
  const left = velocity.map((component, axis) => {
    const front = position.map((at, other) => (other === axis ? at + Math.sign(component) * reach : at))
    return component !== 0 && isHeld(front as unknown as Vector) ? 0 : component // three axes, as the position has
  })
  const [u = 0, v = 0, w = 0] = left
  const speed = Math.sqrt(u * u + v * v + w * w)
  if (speed === 0) return [u, v, w]
  const ahead = reach / speed
  const front: Vector = [position[0] + ahead * u, position[1] + ahead * v, position[2] + ahead * w]
  return isHeld(front) ? [0, 0, 0] : [u, v, w]
}
