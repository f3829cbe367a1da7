/** Two compartments and a clearance: what textbooks of pharmacokinetics give in closed form. */
export interface TwoCompartments {
  /** [1/min] each */
  readonly k10: number
  readonly k12: number
  readonly k21: number
}

/** The two exponents, alpha > beta [1/min]; beta from the product, since the difference of roots loses digits. */
function exponents({ k10, k12, k21 }: TwoCompartments): readonly [number, number] {
  const sum = k10 + k12 + k21
  const alpha = (sum + Math.sqrt(sum * sum - 4 * k10 * k21)) / 2
  return [alpha, (k10 * k21) / alpha]
}

/** The weights of the exponentials of the amount in the central compartment after a unit dose. */
function weights(k: TwoCompartments): readonly [number, number] {
  const [alpha, beta] = exponents(k)
  return [(alpha - k.k21) / (alpha - beta), (k.k21 - beta) / (alpha - beta)]
}

/** Amount in the central compartment at `t` [min] after a unit dose at once. */
export function bolusAmount(k: TwoCompartments, t: number): number {
  if (t < 0) return 0
  const [alpha, beta] = exponents(k)
  const [a, b] = weights(k)
  return a * Math.exp(-alpha * t) + b * Math.exp(-beta * t)
}

/** Amount in the central compartment at `t` [min] when a unit dose flows in evenly over `duration` [min] from 0. */
export function infusionAmount(k: TwoCompartments, duration: number, t: number): number {
  if (t <= 0) return 0
  const rates = exponents(k)
  const shares = weights(k)
  const running = Math.min(t, duration)
  const term = (index: 0 | 1): number =>
    (shares[index] / rates[index]) *
    -Math.expm1(-rates[index] * running) *
    Math.exp(-rates[index] * (t - running))
  return (term(0) + term(1)) / duration
}

/** Amount in blood at `t` [min] after a unit dose absorbed at rate `ka`, one compartment of rate `k`, ka != k. */
export function absorbedAmount(ka: number, k: number, t: number): number {
  return (ka / (ka - k)) * (Math.exp(-k * t) - Math.exp(-ka * t))
}
