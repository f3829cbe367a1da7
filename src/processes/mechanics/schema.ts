import { BOND_WIDTH } from '../../engine/bonds.ts'
import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { count, flag } from '../../model/schema-scalar.ts'
import { map, optional, record, withDefault } from '../../model/schema.ts'

/** PhysiCell (doi:10.1371/journal.pcbi.1005991), whose force law and default strengths these are. */
const SOURCE = 'ghaffarizadeh2018'

const springs = record(
  {
    attachment: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: 'springs form only where a model asks for them',
      doc: 'rate at which a cell binds each cell that it touches, times its affinity',
    }),
    detachment: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: 'springs end only where a model asks for it',
      doc: 'rate at which a cell lets go of each cell that it is bound to',
    }),
    constant: quantity({
      unit: '1/min',
      min: 0,
      default: '0.01 1/min',
      source: SOURCE,
      doc: 'velocity per length of a spring; the mean of both cells counts',
    }),
    most: count({ min: 0, max: BOND_WIDTH, default: 12, doc: 'springs that a cell can have' }),
  },
  { doc: 'springs that cells form with those they touch' },
)

const mechanics = record(
  {
    adhesion: quantity({
      unit: 'um/min',
      min: 0,
      default: '0.4 um/min',
      source: SOURCE,
      doc: 'strength of adhesion between two cells of this type',
    }),
    repulsion: quantity({
      unit: 'um/min',
      min: 0,
      default: '10 um/min',
      source: SOURCE,
      doc: 'strength of repulsion between two cells of this type',
    }),
    reach: quantity({
      unit: '1',
      min: 1,
      max: 4,
      default: '1.25',
      source: SOURCE,
      doc: 'how far a cell adheres and touches, relative to its radius',
    }),
    affinities: map(
      'cell type',
      quantity({ unit: '1', min: 0, doc: 'affinity to the type: factor on adhesion and springs' }),
      { default: {}, doc: 'affinity to each cell type; 1 where nothing is written' },
    ),
    movable: flag({ default: true, doc: 'false for cells that stay where they are' }),
    springs: withDefault(springs, {}),
  },
  { doc: 'how a cell pushes, pulls and holds others' },
)

/** `cell types.<name>.mechanics` */
export const mechanicsSection: Section<Infer<typeof mechanics>> = {
  place: 'cell type',
  key: 'mechanics',
  schema: withDefault(mechanics, {}),
}

export type MechanicsSection = Infer<typeof mechanics>

const walls = record(
  {
    wall: flag({ default: true, doc: 'closed faces of the domain repel cells' }),
    // Optional, so that models that do not say it keep their hash.
    'wall strength': optional(
      quantity({
        unit: 'um/min',
        min: 0,
        setting: true,
        doc: 'strength of the repulsion by closed faces; 100 um/min unless said. With the repulsion of the cells a face acts as their mirror image would',
      }),
    ),
  },
  { doc: 'mechanics of the whole domain' },
)

/** `mechanics` at the top of the model. */
export const wallSection: Section<Infer<typeof walls>> = {
  place: 'model',
  key: 'mechanics',
  schema: withDefault(walls, {}),
}
