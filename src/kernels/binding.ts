import type { SpecialFunctions } from './special.ts'

/** Below this (1 - exp(-z)) / z is taken from its series: z^4/120 is then below 1e-14. */
const SERIES = 1e-3

/** The plain form of `binding.lib.as.ts`: what concentrations a and b > 0 bind of each other in a step; kt = association x dt [1/nM]. */
export function boundInStep(a: number, b: number, kt: number, special: SpecialFunctions): number {
  const more = Math.max(a, b)
  const less = Math.min(a, b)
  const z = kt * (more - less)
  const mean = z < SERIES ? 1 - z * (0.5 - z * (1 / 6 - z / 24)) : (1 - special.exp(-z)) / z
  const w = kt * mean
  return Math.min((more * less * w) / (1 + less * w), less)
}
