import type { Infer, Section } from './kit.ts'
import { quantity } from './schema-quantity.ts'
import { optional, record } from './schema.ts'

const hazard = record(
  {
    base: quantity({ unit: '1/min', min: 0, doc: 'hazard of death h0 without a tumour' }),
    burden: quantity({ unit: '1', min: 0, doc: 'exponent b1 of the burden' }),
    'reference burden': quantity({
      unit: '1',
      positive: true,
      default: '1e9',
      source: 'chosen: about a cubic centimetre of tumour',
      doc: 'tumour cells B0 against which the burden B is held',
    }),
    metastases: quantity({ unit: '1', min: 0, doc: 'exponent b2 of the number of metastases' }),
  },
  { doc: 'a surrogate of survival: h = h0 exp(b1 ln(1 + B/B0) + b2 ln(1 + M)); it acts on nothing' },
)

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
    'hazard of death': optional(hazard),
  },
  { doc: 'the body around the tissue: makes the model an organism, with blood and sites' },
)

/** `body:`; a model that has it describes an organism (docs/adr/0028). */
export const bodySection: Section<Body | undefined> = { place: 'model', key: 'body', schema: optional(body) }

export type Body = Infer<typeof body>
