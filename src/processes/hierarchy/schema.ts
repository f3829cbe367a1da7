import type { Infer, Section } from '../../model/kit.ts'
import { count } from '../../model/schema-scalar.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { optional, record } from '../../model/schema.ts'

/** Probability of symmetric division and number of divisions of a spatial model of pancreatic and liver cancer. */
const SOURCE = 'fitted, https://github.com/popellab/SPQSP_PDAC'

/** The most divisions of a transit-amplifying cell. Chosen: 2^30 descendants of one cell are more than any tissue here holds. */
const MOST_DIVISIONS = 30

const share = (doc: string, written: string, source: string) =>
  quantity({ unit: '1', min: 0, max: 1, default: written, source, doc })

const hierarchy = record(
  {
    'stem share': share(
      'share of stem cells among those at the start and those that arrive',
      '0.02',
      'assumed: a few per cent of the cells of a solid tumour',
    ),
    'differentiated share': share(
      'share of differentiated cells among those at the start and those that arrive; the rest are transit-amplifying',
      '0',
      'chosen: all that are not stem cells have divisions left',
    ),
    'self-renewal': share(
      'probability that the division of a stem cell gives two stem cells, and not one and a transit-amplifying cell',
      '0.05',
      SOURCE,
    ),
    divisions: count({
      min: 1,
      max: MOST_DIVISIONS,
      default: 9,
      doc: 'divisions of a transit-amplifying cell that a stem cell bears; those at the start have 1 to this many left',
    }),
    dedifferentiation: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: 'chosen: none unless the model says so',
      doc: 'rate at which a cell that is not a stem cell becomes one',
    }),
  },
  { doc: 'a hierarchy of stem, transit-amplifying and differentiated cells within the type' },
)

export type Hierarchy = Infer<typeof hierarchy>

/** `cell types.<name>.hierarchy` */
export const hierarchySection: Section<Hierarchy | undefined> = {
  place: 'cell type',
  key: 'hierarchy',
  schema: optional(hierarchy),
}
