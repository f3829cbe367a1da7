import type { Infer, Section } from '../../model/kit.ts'
import { text } from '../../model/schema-scalar.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { map, optional, record } from '../../model/schema.ts'

const transitions = map(
  'cell type',
  quantity({ unit: '1/min', min: 0, doc: 'rate at which a live cell turns into this type' }),
  { doc: 'types that cells of this type turn into, with rates', default: {} },
)

/** `cell types.<name>.transitions` */
export const transitionsSection: Section<Infer<typeof transitions>> = {
  place: 'cell type',
  key: 'transitions',
  schema: transitions,
}

const asymmetric = map(
  'cell type',
  quantity({ unit: '1', min: 0, max: 1, doc: 'probability that the daughter is of this type' }),
  {
    doc: 'types that daughters may be born as, with probabilities; the rest are of the type of their mother',
    default: {},
  },
)

/** `cell types.<name>.asymmetric division` */
export const asymmetricSection: Section<Infer<typeof asymmetric>> = {
  place: 'cell type',
  key: 'asymmetric division',
  schema: asymmetric,
}

const number = (doc: string) => quantity({ unit: '1', doc })
const deviation = (doc: string) =>
  quantity({ unit: '1', min: 0, default: '0', source: 'chosen: none unless said', doc })

const trait = record(
  {
    value: number('value of the trait in cells of this type'),
    spread: deviation('standard deviation among cells that arrive'),
    drift: deviation('standard deviation of the change that each of two daughters gets at a division'),
    heritability: optional(
      quantity({
        unit: '1',
        min: 0,
        max: 1,
        doc: "how far daughters take after their mother: 1, unless said, for her value; 0 for one drawn around the type's with its spread",
      }),
    ),
    min: optional(number('lowest value; none unless said')),
    max: optional(number('highest value; none unless said')),
  },
  { doc: 'an inherited property that differs from cell to cell' },
)

const traits = map(undefined, trait, { doc: 'inherited properties by name; each is a signal', default: {} })

/** `cell types.<name>.traits` */
export const traitsSection: Section<Infer<typeof traits>> = {
  place: 'cell type',
  key: 'traits',
  schema: traits,
}

export type Trait = Infer<typeof trait>

const mutation = record(
  {
    rate: quantity({
      unit: '1',
      min: 0,
      max: 1,
      doc: 'probability, for each of two daughters, that the trait mutates at a division',
    }),
    change: quantity({
      unit: '1',
      min: 0,
      doc: "standard deviation of what a mutation adds to the trait, on the trait's own scale",
    }),
    by: optional(text({ doc: 'a trait of the same type that multiplies the rate, such as an instability' })),
  },
  { doc: 'rare jumps of an inherited property' },
)

const mutations = map(undefined, mutation, { doc: 'traits that mutate', default: {} })

/** `cell types.<name>.mutations`; absent, and not in the hash, where nothing mutates. */
export const mutationsSection: Section<Infer<typeof mutations> | undefined> = {
  place: 'cell type',
  key: 'mutations',
  schema: optional(mutations),
}

export type Mutation = Infer<typeof mutation>
