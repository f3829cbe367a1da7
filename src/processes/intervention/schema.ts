import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { count, reference, text } from '../../model/schema-scalar.ts'
import { list, map, optional, record, vector, withDefault } from '../../model/schema.ts'

const centre = vector(quantity({ unit: 'um', setting: true, doc: 'coordinate' }), 3, {
  doc: 'middle of the place',
})
const radius = quantity({
  unit: 'um',
  positive: true,
  setting: true,
  doc: 'radius of the place: a disc, or a ball in three dimensions',
})
const at = quantity({ unit: 'day', min: 0, setting: true, doc: 'when; a step of the fields' })

const ablation = record(
  {
    'cell types': optional(
      list(reference('cell type', { doc: 'a cell type' }), { doc: 'whom it takes; all types unless said' }),
    ),
    at,
    centre,
    radius,
    share: withDefault(
      quantity({
        unit: '1',
        min: 0,
        max: 1,
        setting: true,
        doc: 'share of the cells there that is taken, chosen at random',
      }),
      '100 %',
    ),
  },
  { doc: 'cells, alive and dead, that are taken out of a place' },
)

const injection = record(
  {
    'cell type': reference('cell type', { doc: 'who comes' }),
    count: count({ min: 1, doc: 'number of cells' }),
    at,
    centre: optional(centre),
    radius: optional(radius),
    volume: optional(
      quantity({
        unit: 'um^3',
        positive: true,
        setting: true,
        doc: 'volume of a cell that comes; that of its type unless said',
      }),
    ),
    into: optional(
      text({
        doc: 'in an organism: the way that the cells take through the blood, instead of a place in the tissue',
      }),
    ),
    packets: optional(
      count({
        min: 1,
        doc: 'with into: packets that the cells come in, each with traits of its own; 100 at most unless said',
      }),
    ),
    'cluster size': optional(
      count({ min: 2, doc: 'with into: cells that come as one particle; single cells unless said' }),
    ),
    harvest: optional(
      text({
        doc: 'with into: the tissue whose living cells of the type are injected, drawn one per packet, instead of new ones',
      }),
    ),
  },
  { doc: 'cells that are brought to a place, where they lie evenly at random, or into the blood' },
)

const resection = record(
  {
    at,
    site: withDefault(
      text({ doc: "the tissue that is taken out: 'primary', or the name of a site" }),
      'primary',
    ),
    'cell types': optional(
      list(reference('cell type', { doc: 'a cell type' }), { doc: 'whom it takes; all types unless said' }),
    ),
    centre: optional(centre),
    radius: optional(radius),
  },
  { doc: 'a tissue that is taken out, or all of it within a place' },
)

// All are optional, so that models that do not have them keep their hash.

/** `ablations:` */
export const ablationsSection: Section<Readonly<Record<string, Ablation>> | undefined> = {
  place: 'model',
  key: 'ablations',
  schema: optional(map(undefined, ablation, { doc: 'cells that are taken out of places, by name' })),
}

/** `injections:` */
export const injectionsSection: Section<Readonly<Record<string, Injection>> | undefined> = {
  place: 'model',
  key: 'injections',
  schema: optional(map(undefined, injection, { doc: 'cells that are brought to places, by name' })),
}

/** `resection:`; of an organism, so that it stands at the top and names its site. */
export const resectionSection: Section<Readonly<Record<string, Resection>> | undefined> = {
  place: 'model',
  key: 'resection',
  schema: optional(map(undefined, resection, { doc: 'tissues of an organism that are taken out, by name' })),
}

export type Ablation = Infer<typeof ablation>
export type Injection = Infer<typeof injection>
export type Resection = Infer<typeof resection>
