import type { Infer, Section } from './kit.ts'
import { quantity } from './schema-quantity.ts'
import { optional, record } from './schema.ts'

const body = record(
  {
    'tissue stands for': quantity({
      unit: 'um^3',
      positive: true,
      setting: true,
      doc: 'volume of tumour that sheds cells and factors as the simulated tissue does, per volume',
    }),
    blood: quantity({ unit: 'um^3', positive: true, doc: 'volume of the blood' }),
    plasma: quantity({
      unit: '1',
      positive: true,
      max: 1,
      default: '0.55',
      source: 'physiology: what is not red cells, at a haematocrit of 0.45',
      doc: 'share of the blood that is plasma',
    }),
  },
  { doc: 'the body around the tissue: makes the model an organism, with blood and sites' },
)

/** `body:`; a model that has it describes an organism (docs/adr/0028). */
export const bodySection: Section<Body | undefined> = { place: 'model', key: 'body', schema: optional(body) }

export type Body = Infer<typeof body>
