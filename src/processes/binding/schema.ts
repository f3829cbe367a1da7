import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { map, optional, record } from '../../model/schema.ts'

const bound = record(
  {
    sites: quantity({ unit: 'molecules', min: 0, doc: 'sites on a living or dead cell, free and taken' }),
    association: quantity({ unit: '1/(nM min)', positive: true, doc: 'association rate constant' }),
    dissociation: optional(
      quantity({ unit: '1/min', min: 0, doc: 'dissociation rate constant; or give `half`' }),
    ),
    half: optional(
      quantity({
        unit: 'nM',
        min: 0,
        doc: 'dissociation constant: concentration at which half of the sites are taken, without internalisation',
      }),
    ),
    internalisation: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: 'no internalisation unless the author says so',
      doc: 'rate at which what is bound goes into the cell; a new site takes the place of the old one',
    }),
  },
  { doc: 'sites of the cells for one substrate' },
)

/** `cell types.<name>.binding` */
export const bindingSection: Section<Readonly<Record<string, Binding>> | undefined> = {
  place: 'cell type',
  key: 'binding',
  // Optional, so that models without binding keep their hash.
  schema: optional(map('substrate', bound, { doc: 'what binds to cells of this type, by substrate' })),
}

/** How one type binds one substrate. */
export type Binding = Infer<typeof bound>
