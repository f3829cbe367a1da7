import type { Infer } from '../../../model/kit.ts'
import { quantity } from '../../../model/schema-quantity.ts'
import { reference } from '../../../model/schema-scalar.ts'
import { map, record } from '../../../model/schema.ts'

/** Source of numbers from a model of vessels and tumour. */
export const OWEN = 'fitted, doi:10.1158/0008-5472.CAN-10-2834'

/** A share [1] with its default. */
export const share = (doc: string, value: string, source: string) =>
  quantity({ unit: '1', min: 0, max: 1, default: value, source, doc })

/** What keeps a substrate from being felt, with dissociation constants. */
export const blockedBy = map(
  'substrate',
  quantity({ unit: 'nM', positive: true, doc: 'dissociation constant of the blocker and the receptor' }),
  { doc: 'what keeps it from being felt', default: {} },
)

/** A substrate as a wall feels it. */
export const felt = record(
  {
    substrate: reference('substrate', { doc: 'the substrate' }),
    half: quantity({
      unit: 'any',
      positive: true,
      doc: 'level of half effect, in the unit of the substrate',
    }),
    hill: quantity({
      unit: '1',
      positive: true,
      default: '1',
      source: 'assumed, one ligand per receptor',
      doc: 'steepness',
    }),
    'blocked by': blockedBy,
  },
  { doc: 'a substrate that the wall of a vessel feels' },
)

export type Felt = Infer<typeof felt>
