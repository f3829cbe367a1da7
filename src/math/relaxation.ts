import { exp } from './elementary.ts'

/*
 * Integrals of first-order loss, without loss of digits where rates are small or equal, from `exp` of elementary.ts: the same
 * bits in every engine. Rates [1/min] are not negative, times [min] not either.
 */

/** Below this the series is used: its omitted term, x^18/18!, is below 2^-18/18! = 6e-22. */
const SMALL = 0.5
const TERMS = 17

/** Returns e^x - 1 [1] without losing the digits of a small x. */
export function expMinusOne(x: number): number {
  if (!(Math.abs(x) < SMALL)) return exp(x) - 1
  let sum = 1
  for (let n = TERMS; n >= 2; n -= 1) sum = 1 + (sum * x) / n
  return x * sum
}

/** Integral of e^(-rate s) from 0 to t [min]. */
export function decayIntegral(rate: number, t: number): number {
  return rate === 0 ? t : -expMinusOne(-rate * t) / rate
}

/** Integral of e^(-a s) e^(-b (t - s)) from 0 to t [min]: what comes out of one decay and is lost by another. */
export function twoDecays(a: number, b: number, t: number): number {
  return exp(-Math.min(a, b) * t) * decayIntegral(Math.abs(b - a), t)
}

/** Integral of (s/t) e^(-rate (t - s)) from 0 to t [min]: what is left of a source that rises evenly from 0 to 1. */
export function risingIntegral(rate: number, t: number): number {
  const z = rate * t
  if (z >= SMALL) return (t - decayIntegral(rate, t)) / z
  // (e^-z - 1 + z) / z^2 = 1/2 - z/6 + z^2/24 - ...
  let sum = 1
  for (let n = TERMS; n >= 3; n -= 1) sum = 1 - (sum * z) / n
  return (t * sum) / 2
}

/** Value of dv/dt = gain (1 - v) - loss v after t [min], from v [1]; stays between 0 and 1. */
export function approach(v: number, gain: number, loss: number, t: number): number {
  const sum = gain + loss
  if (sum === 0) return v
  return v + (gain / sum - v) * -expMinusOne(-sum * t)
}
