import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { count, flag, reference } from '../../model/schema-scalar.ts'
import { list, map, optional, record, vector } from '../../model/schema.ts'

const point = vector(quantity({ unit: 'um', setting: true, doc: 'coordinate' }), 3, { doc: 'a point' })

const into = record(
  {
    box: optional(record({ low: point, high: point }, { doc: 'a box' })),
    disc: optional(
      record(
        {
          centre: point,
          radius: quantity({ unit: 'um', positive: true, setting: true, doc: 'radius' }),
        },
        { doc: 'a disc, or a ball in three dimensions' },
      ),
    ),
  },
  { doc: 'where the cells are placed, evenly at random: a box or a disc' },
)

const passage = record(
  {
    cells: list(reference('cell type', { doc: 'a cell type' }), {
      doc: 'the types that are harvested together',
    }),
    keep: count({
      min: 1,
      doc: 'how many of the living ones go on, chosen at random; all where there are fewer',
    }),
    at: quantity({ unit: 'day', positive: true, setting: true, doc: 'when, for the first time' }),
    every: optional(
      quantity({ unit: 'day', positive: true, setting: true, doc: 'time until the next; once unless said' }),
    ),
    count: optional(count({ min: 1, doc: 'how often; to the end of the run unless said' })),
    into,
    'fresh host': flag({
      default: false,
      doc: 'true: all other cells and all fields are set back to how the run began, as in another animal or dish',
    }),
  },
  { doc: 'cells that are harvested and placed anew' },
)

/** `passage:` */
export const passageSection: Section<Readonly<Record<string, Passage>> | undefined> = {
  place: 'model',
  key: 'passage',
  schema: optional(map(undefined, passage, { doc: 'serial passages by name' })),
}

export type Passage = Infer<typeof passage>
