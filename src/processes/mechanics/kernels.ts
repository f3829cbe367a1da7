/**
 * The plain form of the kernels: every pair of cells is looked at, and formulas stand as in README.md. Operations come
 * in the same order as in the kernels, so results agree to the last bit.
 */

/** What a cell is, as the equations see it. */
export interface Body {
  readonly position: readonly [number, number, number]
  /** [um] */
  readonly radius: number
  /** Distance of adhesion [um]. */
  readonly reach: number
  readonly type: number
  /** [um/min] */
  readonly adhesion: number
  /** [um/min] */
  readonly repulsion: number
  /** Affinity to each type. */
  readonly affinities: readonly number[]
}

export type Vector = [number, number, number]

/** Period of each axis [um], 0 where closed. */
export type Periods = readonly [number, number, number]

/** Below this distance [um] the direction of a pair is not resolved. */
const CLOSEST = 1e-5
/** Sum of squared overlaps of a cell with twelve neighbours in close packing at rest: pressure 1. */
export const PRESSURE_SCALE = 0.027288820670331
/** Strength of repulsion by a face of the domain [um/min], unless the model says another; of the field's reference program. */
export const WALL_STRENGTH = 100

/** Shortest difference along an axis of the given period [um]. */
export function minimumImage(difference: number, period: number): number {
  return period === 0 ? difference : difference - period * Math.floor(difference / period + 0.5)
}

function separation(a: Body, b: Body, periods: Periods): Vector {
  const along = (axis: 0 | 1 | 2): number => minimumImage(a.position[axis] - b.position[axis], periods[axis])
  return [along(0), along(1), along(2)]
}

function square([x, y, z]: Vector): number {
  return x * x + y * y + z * z
}

/** Velocity [um/min] of cell `i` by all others, and the pressure on it. */
export function pairVelocity(
  bodies: readonly Body[],
  i: number,
  periods: Periods,
): { readonly velocity: Vector; readonly pressure: number } {
  const velocity: Vector = [0, 0, 0]
  let squeeze = 0
  const a = bodies[i]
  for (const b of bodies) {
    if (a === undefined || a === b) continue
    const apart = separation(a, b, periods)
    const far = a.reach + b.reach
    if (square(apart) >= far * far) continue
    const distance = Math.max(Math.sqrt(square(apart)), CLOSEST)
    const adhesion = Math.sqrt(
      a.adhesion * (a.affinities[b.type] ?? 1) * (b.adhesion * (b.affinities[a.type] ?? 1)),
    )
    let push = -adhesion * ((1 - distance / far) * (1 - distance / far))
    const near = a.radius + b.radius
    if (distance < near) {
      const overlap = 1 - distance / near
      push += Math.sqrt(a.repulsion * b.repulsion) * (overlap * overlap)
      squeeze += overlap * overlap
    }
    for (const axis of [0, 1, 2] as const) velocity[axis] += (push / distance) * apart[axis]
  }
  return { velocity, pressure: squeeze / PRESSURE_SCALE }
}

/** Velocity [um/min] by the two faces of an axis, of the given strength [um/min]; a face at infinity does not act. */
export function wallVelocity(
  position: number,
  low: number,
  high: number,
  radius: number,
  strength: number,
): number {
  let push = 0
  for (const [distance, sign] of [
    [position - low, 1],
    [high - position, -1],
  ] as const) {
    if (distance >= radius) continue
    const overlap = 1 - distance / radius
    push += sign * (strength * (overlap * overlap))
  }
  return push
}

/** Velocity [um/min] by springs of constants `stiffness` [1/min] to `partners` [um] as seen from `position`. */
export function springVelocity(
  position: Body['position'],
  partners: readonly Body['position'][],
  stiffness: readonly number[],
  periods: Periods,
): Vector {
  const velocity: Vector = [0, 0, 0]
  partners.forEach((partner, k) => {
    for (const axis of [0, 1, 2] as const) {
      velocity[axis] += (stiffness[k] ?? 0) * minimumImage(partner[axis] - position[axis], periods[axis])
    }
  })
  return velocity
}

/** Faces of an axis [um] and its period, 0 where closed. */
export interface Axis {
  readonly low: number
  readonly high: number
  readonly period: number
}

/** One Adams-Bashforth step of `dt` [min] along an axis: `velocity` now, `previous` one step before [um/min]. */
export function move(position: number, velocity: number, previous: number, dt: number, axis: Axis): number {
  const next = position + dt * (1.5 * velocity - 0.5 * previous)
  if (axis.period === 0) return Math.min(Math.max(next, axis.low), axis.high)
  return next - axis.period * Math.floor((next - axis.low) / axis.period)
}
