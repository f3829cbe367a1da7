import { normalCdf, studentCdf } from './distributions.ts'
import { regularisedGamma, regularisedGammaTail } from './incomplete-gamma.ts'
import { regularisedBetaOf } from './special-functions.ts'

/** Tail probabilities from which tests take their p-values. All are NaN outside their domains. */

/** Returns the probability that chi-square with `freedom` degrees of freedom [1] is below x. */
export function chiSquareCdf(x: number, freedom: number): number {
  return regularisedGamma(freedom / 2, x / 2)
}

/** Returns the probability that chi-square with `freedom` degrees of freedom [1] exceeds x, accurate where small. */
export function chiSquareTail(x: number, freedom: number): number {
  return regularisedGammaTail(freedom / 2, x / 2)
}

/** Returns the probability that F with `above` and `below` degrees of freedom [1] is below x. */
export function fCdf(x: number, above: number, below: number): number {
  if (!(x >= 0)) return Number.NaN
  return regularisedBetaOf(...shares(above * x, below), above / 2, below / 2)
}

/** Returns the probability that F with `above` and `below` degrees of freedom [1] exceeds x, accurate where small. */
export function fTail(x: number, above: number, below: number): number {
  if (!(x >= 0)) return Number.NaN
  return regularisedBetaOf(...shares(below, above * x), below / 2, above / 2)
}

/** Returns the probability that a standard normal variable lies further from zero than z. */
export function twoSidedNormal(z: number): number {
  return 2 * normalCdf(-Math.abs(z))
}

/** Returns the probability that Student's t with `freedom` degrees of freedom [1] lies further from zero than t. */
export function twoSidedStudent(t: number, freedom: number): number {
  return 2 * studentCdf(-Math.abs(t), freedom)
}

/** The shares of a and b in their sum, each without the cancellation of 1 minus the other. */
function shares(a: number, b: number): [number, number] {
  if (a === Infinity) return [1, 0]
  if (b === Infinity) return [0, 1]
  return [a / (a + b), b / (a + b)]
}
