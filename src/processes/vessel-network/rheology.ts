import { exp, log } from '../../math/elementary.ts'

/*
 * Viscosity of blood in microvessels: Pries A. R. et al. (1994) Circ. Res. 75:904, the law in vivo, in which a layer at the wall makes
 * narrow vessels more resistant than glass tubes are.
 */

/** Viscosity of plasma [mmHg min]: 1.2 mPa s (assumed, of the order that is usual for 37 degrees). */
export const PLASMA_VISCOSITY = 1.2e-3 / 133.322387415 / 60

/** Below this diameter [um] the law runs away, since red cells do not pass; it is kept at its value there. Chosen. */
const NARROWEST = 3

/** Viscosity relative to plasma of blood with a haematocrit of 0.45 in a vessel of `diameter` [um]. */
export function referenceViscosity(diameter: number): number {
  return 6 * exp(-0.085 * diameter) + 3.2 - 2.44 * exp(-0.06 * power(diameter, 0.645))
}

/** How strongly viscosity rises with haematocrit in a vessel of `diameter` [um]; the symbol C of the law. */
export function haematocritExponent(diameter: number): number {
  const squared = diameter * diameter
  const sixth = squared * squared * squared
  const wide = 1 / (1 + 1e-11 * sixth * sixth)
  return (0.8 + exp(-0.075 * diameter)) * (-1 + wide) + wide
}

/** Apparent viscosity in vivo, relative to plasma, in a vessel of `diameter` [um] with a haematocrit. */
export function relativeViscosity(diameter: number, haematocrit: number): number {
  const wide = Math.max(diameter, NARROWEST)
  const layer = wide / (wide - 1.1)
  const share = haematocritShare(haematocrit, haematocritExponent(wide))
  return (1 + (referenceViscosity(wide) - 1) * share * layer * layer) * layer * layer
}

/** Exponents below this are so small that powers less one would lose their digits. Chosen: both forms err by some 1e-10 there. */
const SMALL_EXPONENT = 1e-5

/** ((1 - H)^C - 1) / ((1 - 0.45)^C - 1), which has a limit where C is 0, at diameters of about 8 um. */
function haematocritShare(haematocrit: number, c: number): number {
  const [own, reference] = [log(1 - haematocrit), log(1 - 0.45)]
  if (Math.abs(c) < SMALL_EXPONENT)
    return ((own / reference) * (1 + (own * c) / 2)) / (1 + (reference * c) / 2)
  return (exp(c * own) - 1) / (exp(c * reference) - 1)
}

/** Conductance of a tube after Poiseuille [um^3/(min mmHg)]; radius and length [um], viscosity [mmHg min]. */
export function conductance(radius: number, length: number, viscosity: number): number {
  const squared = radius * radius
  return (Math.PI * squared * squared) / (8 * viscosity * length)
}

/** x to the power of y for x above 0, the same bits everywhere. */
function power(x: number, y: number): number {
  return exp(y * log(x))
}
