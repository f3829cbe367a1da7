import { exp, log } from '../../../math/elementary.ts'

/** What remains to be felt of `level` where `blocked` is the sum of blockers over their dissociation constants [1]. */
export function feltLevel(level: number, blocked: number): number {
  return level <= 0 ? 0 : level / (1 + blocked)
}

/** Hill function of what is felt [0 to 1]. */
export function hill(level: number, half: number, steepness: number): number {
  if (level <= 0) return 0
  return 1 / (1 + power(half / level, steepness))
}

/** x^n for x > 0 [1]; the same bits everywhere. */
function power(x: number, n: number): number {
  if (n === 1) return x
  if (n === 2) return x * x
  return exp(n * log(x))
}

/**
 * Share of the agonist's signal through Tie2 that an antagonist takes away [0 to 1]: both compete for one site.
 * `agonist` and `antagonist` are levels over dissociation constants.
 */
export function openness(agonist: number, antagonist: number): number {
  return antagonist / (1 + agonist + antagonist)
}

/** Coverage after `dt` [min] of dc/dt = coating (1 - c) - loss c, rates in [1/min]; exact, so that it stays from 0 to 1. */
export function coverageAfter(coverage: number, coating: number, loss: number, dt: number): number {
  const total = coating + loss
  if (total === 0) return coverage
  const rest = coating / total
  return rest + (coverage - rest) * exp(-total * dt)
}

/** Permeability to large molecules relative to a mature wall [1]. */
export function leakOf(
  coverage: number,
  activation: number,
  { bare, activated }: { readonly bare: number; readonly activated: number },
): number {
  return (1 + (bare - 1) * (1 - coverage)) * (1 + (activated - 1) * activation)
}

/** Chance [0 to 1] that something with `rate` [1/min] happens within `dt` [min]. */
export function chance(rate: number, dt: number): number {
  return rate <= 0 ? 0 : 1 - exp(-rate * dt)
}

/** Rate [1/min] at which a wall vanishes that pericytes cover to a share. */
export function protectedRate(rate: number, coverage: number, protection: number): number {
  return rate / (1 + (protection - 1) * coverage)
}

/** Shear stress of the wall in the unit of the pressures, which differ by `difference` at the ends of a tube: r |dP| / (2 L). */
export function wallShear(radius: number, difference: number, length: number): number {
  return (radius * Math.abs(difference)) / (2 * length)
}
