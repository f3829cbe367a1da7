import { type Space, isInside } from './space.ts'

type Point = readonly [number, number, number]

/** Where cells are placed [um]: in a box, and within `radius` of its centre where there is one. */
export interface Place {
  readonly low: Point
  readonly high: Point
  readonly radius?: number
}

/** Points that are tried for one cell; all would miss the disc in one of 10^40 cases, the ball of three dimensions in one of 10^13. */
const TRIES = 64

/** A point in the place and in the domain; `draw` looks up pairs of uniform numbers, by their number from zero on. */
export function pointIn(
  space: Space,
  place: Place,
  draw: (index: number) => readonly [number, number],
): { x: number; y: number; z: number } {
  const plane = space.corner[2] + space.size[2] / 2
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const [u, v] = draw(2 * attempt)
    const [w] = draw(2 * attempt + 1)
    const x = between(place, 0, u)
    const y = between(place, 1, v)
    const z = space.dimensions === 2 ? plane : between(place, 2, w)
    if (isIn(place, space, x, y, z)) return { x, y, z }
  }
  return {
    x: between(place, 0, 0.5),
    y: between(place, 1, 0.5),
    z: space.dimensions === 2 ? plane : between(place, 2, 0.5),
  }
}

function between({ low, high }: Place, axis: 0 | 1 | 2, share: number): number {
  return low[axis] + share * (high[axis] - low[axis])
}

function isIn(place: Place, space: Space, x: number, y: number, z: number): boolean {
  if (!isInside(space, x, y, z)) return false
  const { radius } = place
  if (radius === undefined) return true
  const dx = x - between(place, 0, 0.5)
  const dy = y - between(place, 1, 0.5)
  const dz = space.dimensions === 2 ? 0 : z - between(place, 2, 0.5)
  return dx * dx + dy * dy + dz * dz <= radius * radius
}

/** A disc, or a ball in three dimensions. */
export interface Ball {
  /** [um] */
  readonly centre: Point
  /** [um] */
  readonly radius: number
}

/** True when a point [um] lies in the ball, its face included: across periodic faces too, and at any height in two dimensions. */
export function isInBall(space: Space, { centre, radius }: Ball, x: number, y: number, z: number): boolean {
  const dx = shortest(space, 0, x - centre[0])
  const dy = shortest(space, 1, y - centre[1])
  const dz = space.dimensions === 2 ? 0 : shortest(space, 2, z - centre[2])
  return dx * dx + dy * dy + dz * dz <= radius * radius
}

/** A difference of positions [um] along an axis, the short way round where it is periodic. */
export function shortest(space: Space, axis: 0 | 1 | 2, difference: number): number {
  if (space.boundary[axis] !== 'periodic') return difference
  const period = space.size[axis]
  return difference - period * Math.floor(difference / period + 0.5)
}
