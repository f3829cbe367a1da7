import type { SpecialFunctions } from '../../kernels/special.ts'

/*
 * The plain form of the kernels for one cell: the same operations in the same order (README.md has the equations).
 */

/** Below this the series are taken; the constant of kernels.as.ts. */
const SMALL = 1e-3

/** phi(x) = (1 - exp(-x)) / x. */
export function phi(x: number, special: SpecialFunctions): number {
  if (x < SMALL) return 1 - (x / 2) * (1 - (x / 3) * (1 - (x / 4) * (1 - x / 5)))
  return (1 - special.exp(-x)) / x
}

/** psi(x) = (1 - phi(x)) / x. */
export function psi(x: number, p: number): number {
  if (x < SMALL) return 0.5 * (1 - (x / 3) * (1 - (x / 4) * (1 - x / 5)))
  return (1 - p) / x
}

/** Rate constants of a cell: [1/(nM min)], [1/min], [1/min]. */
export interface Rates {
  readonly association: number
  readonly dissociation: number
  readonly internalisation: number
}

/** What a cell has: sites and what is bound to them [ymol]. */
export interface Sites {
  readonly sites: number
  readonly bound: number
}

/** What a cell does to the field in a step of `length` [min] that begins at the level c: amounts per time and level, and per time. */
export function bindingSource(
  { sites, bound }: Sites,
  { association, dissociation, internalisation }: Rates,
  c: number,
  length: number,
  special: SpecialFunctions,
): { readonly x: number; readonly loss: number; readonly gain: number } {
  const kept = Math.min(bound, sites)
  const x = length * (association * Math.max(c, 0) + dissociation + internalisation)
  const p = phi(x, special)
  const loss = association * ((sites - kept) * p + sites * (internalisation * length * psi(x, p)))
  return { x, loss, gain: dissociation * kept * p + (bound - kept) / length }
}

/** What the step came to at the mean level: bound afterwards, and what was internalised [ymol]. */
export function bindingResult(
  { sites, bound }: Sites,
  { association, dissociation, internalisation }: Rates,
  { x, mean, length }: { readonly x: number; readonly mean: number; readonly length: number },
  special: SpecialFunctions,
): { readonly bound: number; readonly internalised: number } {
  const kept = Math.min(bound, sites)
  const p = phi(x, special)
  const arriving = association * mean
  const internalised = internalisation * length * (kept * p + arriving * sites * (length * psi(x, p)))
  const change = arriving * (sites - kept) - (dissociation + internalisation) * kept
  return { bound: kept + length * p * change, internalised }
}
