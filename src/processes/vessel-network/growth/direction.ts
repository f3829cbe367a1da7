/** How a tip weighs what it could follow; see the schema. */
export interface Steering {
  readonly persistence: number
  readonly gradient: number
  readonly random: number
  readonly fibres: number
  /** [um] */
  readonly filopodia: number
}

/** What a tip knows: vectors of three; `fibres` is the traceless moment of directions there, row by row. */
export interface Surroundings {
  readonly direction: Float64Array
  /** [unit/um] */
  readonly gradient: Float64Array
  /** [unit] */
  level: number
  readonly random: Float64Array
  readonly fibres?: Float64Array
}

/**
 * How much of its weight a gradient gets [0 to 1]: the difference over the length of the filopodia, relative to itself and the level.
 * A flat field steers nobody, whatever its level.
 */
export function steepness(slope: number, level: number, filopodia: number): number {
  const difference = slope * filopodia
  return difference <= 0 ? 0 : difference / (difference + level)
}

/** Turns `around.direction` to where the tip goes next: a weighted sum of unit vectors, and then along the fibres. */
export function steer(around: Surroundings, weights: Steering): void {
  const { direction, gradient, random, level } = around
  const slope = length(gradient)
  const pull = slope > 0 ? (weights.gradient * steepness(slope, level, weights.filopodia)) / slope : 0
  const before = length(direction) > 0 ? weights.persistence : 0
  for (let axis = 0; axis < 3; axis++) {
    direction[axis] =
      before * (direction[axis] ?? 0) + pull * (gradient[axis] ?? 0) + weights.random * (random[axis] ?? 0)
  }
  if (around.fibres !== undefined && weights.fibres > 0) align(direction, around.fibres, weights.fibres)
  normalise(direction)
}

/** Adds to a vector what fibres make of it: (1 + weight Q) v, with Q the traceless moment of their directions. */
function align(vector: Float64Array, fibres: Float64Array, weight: number): void {
  const [x = 0, y = 0, z = 0] = vector
  for (let axis = 0; axis < 3; axis++) {
    const along =
      (fibres[3 * axis] ?? 0) * x + (fibres[3 * axis + 1] ?? 0) * y + (fibres[3 * axis + 2] ?? 0) * z
    vector[axis] = (vector[axis] ?? 0) + weight * along
  }
}

/** Takes from a vector what lies along the unit vector `tangent`: a sprout leaves its vessel sideways. */
export function leaveSideways(vector: Float64Array, tangent: Float64Array): void {
  let along = 0
  for (let axis = 0; axis < 3; axis++) along += (vector[axis] ?? 0) * (tangent[axis] ?? 0)
  for (let axis = 0; axis < 3; axis++) vector[axis] = (vector[axis] ?? 0) - along * (tangent[axis] ?? 0)
}

/** Length of a vector of three. */
export function length(vector: Float64Array): number {
  const [x = 0, y = 0, z = 0] = vector
  return Math.sqrt(x * x + y * y + z * z)
}

/** Makes the length one; a vector without length stays. */
export function normalise(vector: Float64Array): void {
  const size = length(vector)
  if (size === 0) return
  for (let axis = 0; axis < 3; axis++) vector[axis] = (vector[axis] ?? 0) / size
}

/** Points that are tried for a random direction; all would miss in one of 10^5 cases in three dimensions, and the last is then scaled. */
const TRIES = 16

/** A random direction, even on the circle or the sphere; `draw` looks up pairs of uniform numbers, by their number from zero on. */
export function randomDirection(
  dimensions: 2 | 3,
  draw: (index: number) => readonly [number, number],
  out: Float64Array,
): void {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const [u, v] = draw(2 * attempt)
    out[0] = 2 * u - 1
    out[1] = 2 * v - 1
    out[2] = dimensions === 2 ? 0 : 2 * draw(2 * attempt + 1)[0] - 1
    const size = length(out)
    if (size > 0 && size <= 1) break
  }
  normalise(out)
}
