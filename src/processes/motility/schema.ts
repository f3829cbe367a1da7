import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { flag } from '../../model/schema-scalar.ts'
import { map, record, withDefault } from '../../model/schema.ts'

const motility = record(
  {
    speed: quantity({
      unit: 'um/min',
      min: 0,
      default: '0 um/min',
      source: 'cells crawl only where a model says so',
      doc: 'speed of crawling',
    }),
    persistence: quantity({
      unit: 'min',
      min: 0,
      default: '1 min',
      source: 'ghaffarizadeh2018',
      doc: 'mean time between two choices of direction',
    }),
    bias: quantity({
      unit: '1',
      min: 0,
      max: 1,
      default: '0',
      source: 'ghaffarizadeh2018',
      doc: 'weight of chemotaxis in a new direction: 0 = random, 1 = straight along the gradient',
    }),
    chemotaxis: map(
      'substrate',
      quantity({ unit: '1', doc: 'weight of the gradient in the direction; negative = away from it' }),
      { default: {}, doc: 'substrates whose gradients the cell follows' },
    ),
    'normalise gradients': flag({
      default: true,
      doc: 'true: each substrate counts by its direction only; false: also by how steep it is',
    }),
  },
  { doc: 'active motion: a persistent random walk, biased by chemotaxis' },
)

/** `cell types.<name>.motility` */
export const motilitySection: Section<Infer<typeof motility>> = {
  place: 'cell type',
  key: 'motility',
  schema: withDefault(motility, {}),
}

export type MotilitySection = Infer<typeof motility>
