import type { Infer, Section } from '../../model/kit.ts'
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
