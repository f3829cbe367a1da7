import { exp } from '../../math/elementary.ts'

/** What a step does to the cargo of a cell: delivered at a constant rate, set free with rate r, lost with rate k. */
export interface CargoStep {
  /** Share of what is free that stays [1]. */
  readonly keep: number
  /** Share of what arrived in the step that is free at its end [1]. */
  readonly arrived: number
  /** Share of what was enclosed before the step that is free at its end [1]. */
  readonly freed: number
  /** Share of what was enclosed that stays so [1]. */
  readonly enclosed: number
  /** Share of what arrived that is enclosed at the end [1]. */
  readonly enclosedArrived: number
}

/** Exact solution of a step of `dt` [min] with `loss` and `release` [1/min]; release Infinity = set free at once. */
export function cargoStep(loss: number, release: number, dt: number): CargoStep {
  const keep = exp(-loss * dt)
  if (release === Infinity)
    return { keep, arrived: meanSurvival(loss * dt), freed: 0, enclosed: 0, enclosedArrived: 0 }
  return {
    keep,
    arrived: release * dt * spread(loss * dt, release * dt),
    freed: release * dt * exp((-(loss + release) * dt) / 2) * hyperbolicSine(((loss - release) * dt) / 2),
    enclosed: exp(-release * dt),
    enclosedArrived: meanSurvival(release * dt),
  }
}

/** Below this the series are used. Chosen: their first omitted terms are below 1e-14 relative. */
const SMALL = 1e-3

/** (1 - e^-z) / z: what is left of a constant inflow. */
function meanSurvival(z: number): number {
  return z < SMALL ? 1 - z / 2 + (z * z) / 6 - (z * z * z) / 24 : (1 - exp(-z)) / z
}

/** sinh(z) / z. */
function hyperbolicSine(z: number): number {
  return Math.abs(z) < SMALL ? 1 + (z * z) / 6 : (exp(z) - exp(-z)) / (2 * z)
}

/** Nodes and weights of Gauss and Legendre on [0, 1]. */
const GAUSS: readonly (readonly [number, number])[] = [
  [0.5 - Math.sqrt(15) / 10, 5 / 18],
  [0.5, 4 / 9],
  [0.5 + Math.sqrt(15) / 10, 5 / 18],
]

/**
 * (g(y) - g(x)) / (x - y) with g = (1 - e^-z) / z: the second divided difference of the exponential. Where x and y are close
 * it is minus the mean slope of g between them, by quadrature: the difference itself would lose its digits.
 */
function spread(x: number, y: number): number {
  if (Math.abs(x - y) > 0.1) return (meanSurvival(y) - meanSurvival(x)) / (x - y)
  return -GAUSS.reduce((sum, [node, weight]) => sum + weight * slope(x + node * (y - x)), 0)
}

/** Terms of the slope's series below 1: the first omitted one is below 1e-17. */
const TERMS = 18

/** Derivative of (1 - e^-z) / z. */
function slope(z: number): number {
  if (z > 1) return (exp(-z) * (z + 1) - 1) / (z * z)
  // Sum over n >= 1 of (-1)^n n z^(n-1) / (n+1)!
  let sum = 0
  let term = 1
  for (let n = 1; n <= TERMS; n++) {
    term = n === 1 ? -1 / 2 : (term * -z) / (n + 1)
    sum += n * term
  }
  return sum
}
