/** Below this (1 - exp(-z)) / z is taken from its series: z^4/120 is then below 1e-14. */
const SERIES: f64 = 1e-3

/** What two substrates of concentrations a and b > 0 bind of each other in a step, for good; kt = association x dt [1/nM]. */
// @ts-ignore: decorator
@inline
export function boundInStep(a: f64, b: f64, kt: f64): f64 {
  const more = max(a, b)
  const less = min(a, b)
  const z = kt * (more - less)
  const mean = z < SERIES ? 1.0 - z * (0.5 - z * (1.0 / 6.0 - z / 24.0)) : (1.0 - NativeMath.exp(-z)) / z
  const w = kt * mean
  return min((more * less * w) / (1.0 + less * w), less)
}
