import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { reference } from '../../model/schema-scalar.ts'
import { list, map, optional, record } from '../../model/schema.ts'

const share = (doc: string, fallback?: string) =>
  quantity({
    unit: '1',
    min: 0,
    max: 1,
    doc,
    ...(fallback === undefined ? {} : { default: fallback, source: 'none unless the author says so' }),
  })

const rate = (doc: string) => quantity({ unit: '1/min', positive: true, doc })

const organ = record(
  {
    'first pass': share('share of escaping cells that is arrested before it gets into the circulation', '0'),
    arrest: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: 'none unless the author says so',
      doc: 'rate at which circulating cells are arrested here',
    }),
    extravasation: rate('rate at which arrested cells leave the vessel or die'),
    survive: share('share of the arrested cells that survives and extravasates'),
    initiation: rate('rate at which single cells in the organ begin to grow, fall asleep or die'),
    initiate: share('share of them that becomes a micrometastasis'),
    dormant: share('share of them that stays as a solitary cell', '0'),
    outgrowth: rate('rate at which micrometastases grow out or vanish'),
    grow: share('share of the micrometastases that becomes a metastasis'),
  },
  { doc: 'an organ that is not simulated in space: what becomes of cells that are arrested there' },
)

const pool = record(
  {
    cells: optional(
      list(reference('cell type', { doc: 'a cell type' }), {
        doc: 'types that escape into it; all unless said',
      }),
    ),
    'vessel radius': quantity({
      unit: 'um',
      min: 0,
      default: '4 um',
      source: 'chosen: the radius of a capillary',
      doc: 'a cell reaches a vessel point when its reach plus this is more than their distance',
    }),
    clearance: quantity({ unit: '1/min', min: 0, doc: 'rate at which circulating cells die' }),
    organs: map(undefined, organ, { doc: 'organs by name', default: {} }),
  },
  { doc: 'cells in the blood and what becomes of them' },
)

/** `circulation:` */
export const circulationSection: Section<Readonly<Record<string, Pool>> | undefined> = {
  place: 'model',
  key: 'circulation',
  schema: optional(map(undefined, pool, { doc: 'circulating cells by name' })),
}

const intravasation = optional(
  quantity({
    unit: '1/min',
    min: 0,
    doc: 'rate at which a live cell that reaches a vessel point leaves the tissue; 0 unless said',
  }),
)

/** `cell types.<name>.intravasation`; optional, so that models that do not say it keep their hash. */
export const intravasationSection: Section<Infer<typeof intravasation>> = {
  place: 'cell type',
  key: 'intravasation',
  schema: intravasation,
}

export type Pool = Infer<typeof pool>
export type Organ = Infer<typeof organ>
