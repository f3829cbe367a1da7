import { dimensionOf, sameDimension } from '../../units/dimension.ts'
import { unitDimension } from '../../model/substrate-unit.ts'

/** What a dose counts, and whether per body weight. */
export type DoseKind = 'mass' | 'amount' | 'mass per weight' | 'amount per weight'

const KINDS: readonly (readonly [DoseKind, ReturnType<typeof dimensionOf>])[] = [
  ['mass', dimensionOf({ mass: 1 })],
  ['amount', dimensionOf({ amount: 1 })],
  ['mass per weight', dimensionOf({})],
  ['amount per weight', dimensionOf({ amount: 1, mass: -1 })],
]

/** The kind of dose that a unit counts; undefined for one that counts no drug. */
export function doseKind(unit: string): DoseKind | undefined {
  const dimension = unitDimension(unit)
  const kind =
    dimension === undefined ? undefined : KINDS.find(([, wanted]) => sameDimension(wanted, dimension))?.[0]
  // mg/kg has no dimension, and neither have % and plain numbers.
  return kind === 'mass per weight' && !/g\s*\/\s*k?g$/u.test(unit) ? undefined : kind
}
