import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { reference } from '../../model/schema-scalar.ts'
import { list, map, optional, record, vector } from '../../model/schema.ts'

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

const lymphEntry = optional(
  quantity({
    unit: '1/min',
    min: 0,
    doc: 'rate at which a live cell that touches a lymphatic leaves the tissue of an organism; 0 unless said',
  }),
)

/** `cell types.<name>.entry into lymph` */
export const lymphEntrySection: Section<Infer<typeof lymphEntry>> = {
  place: 'cell type',
  key: 'entry into lymph',
  schema: lymphEntry,
}

const lymphatics = record(
  {
    type: reference('cell type', {
      doc: 'the endothelium of lymphatics: who touches a cell of it may get in',
    }),
  },
  { doc: 'lymphatics of an organism' },
)

/** `lymphatics:`; biology, so that sites have it, too. */
export const lymphaticsSection: Section<Infer<typeof lymphatics> | undefined> = {
  place: 'model',
  key: 'lymphatics',
  schema: optional(lymphatics),
}

const lymphaticPoints = optional(
  list(vector(quantity({ unit: 'um', setting: true, doc: 'coordinate' }), 3), {
    doc: 'points of lymphatics that are no cells; a place, so that each site has its own',
  }),
)

/** `lymphatic points:` */
export const lymphaticPointsSection: Section<Infer<typeof lymphaticPoints>> = {
  place: 'model',
  key: 'lymphatic points',
  schema: lymphaticPoints,
}

export type Pool = Infer<typeof pool>
export type Organ = Infer<typeof organ>
