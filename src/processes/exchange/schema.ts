import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { flag } from '../../model/schema-scalar.ts'
import { map, optional, record } from '../../model/schema.ts'

const NONE = 'no exchange unless the author says so'

const exchanged = record(
  {
    secretion: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: NONE,
      doc: 'rate at which the cell drives the concentration around it towards saturation',
    }),
    saturation: optional(
      quantity({
        unit: 'any',
        min: 0,
        doc: 'concentration at which secretion stops, in the unit of the substrate',
      }),
    ),
    uptake: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: NONE,
      doc: 'rate of uptake of what is in the volume of the cell',
    }),
    export: quantity({
      unit: 'ymol/min',
      default: '0 ymol/min',
      source: NONE,
      doc: 'net amount released per time whatever the concentration; negative imports',
    }),
    'release at death': quantity({
      unit: 'ymol',
      min: 0,
      default: '0 ymol',
      source: NONE,
      doc: 'amount released at once when the cell dies',
    }),
    track: flag({ default: false, doc: 'whether the amount taken up is counted per cell' }),
  },
  { doc: 'exchange of one substrate' },
)

/** `cell types.<name>.exchange` */
export const exchangeSection: Section<Readonly<Record<string, Infer<typeof exchanged>>>> = {
  place: 'cell type',
  key: 'exchange',
  schema: map('substrate', exchanged, {
    doc: 'what cells of this type secrete, take up and export',
    default: {},
  }),
}

/** How one type exchanges one substrate. */
export type Exchanged = Infer<typeof exchanged>
