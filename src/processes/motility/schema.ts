import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { flag } from '../../model/schema-scalar.ts'
import { checked, map, optional, record, withDefault } from '../../model/schema.ts'
import { poresUpsideDown } from './messages.ts'

const poreSizes = record(
  {
    smallest: quantity({ unit: 'um', min: 0, doc: 'width of pores in which the cell comes to rest' }),
    free: quantity({
      unit: 'um',
      positive: true,
      doc: 'width of pores from which on matrix does not slow it',
    }),
  },
  { doc: 'how the width of pores limits the speed: linearly between two widths' },
)

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
    // Optional, so that models without matrix keep their hash.
    'contact guidance': optional(
      quantity({
        unit: '1',
        min: 0,
        max: 1,
        doc: 'weight of parallel fibres in a new direction: 0 = none, 1 = along them alone',
      }),
    ),
    pore: optional(
      checked(poreSizes, ({ smallest, free }) =>
        smallest.value < free.value ? undefined : poresUpsideDown(smallest, free),
      ),
    ),
    'membrane stops': optional(
      quantity({
        unit: '1',
        min: 0,
        max: 1,
        doc: 'basement membrane of more than this stops the cell, whatever moves it',
      }),
    ),
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
