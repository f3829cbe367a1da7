import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { choice } from '../../model/schema-scalar.ts'
import { record, withDefault } from '../../model/schema.ts'

/** Durations and the bursting volume were set for ductal carcinoma in situ. */
const SOURCE = 'fitted, doi:10.1016/j.jtbi.2012.02.002'

const apoptosis = record(
  {
    rate: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: 'chosen: nothing dies unless the model says so',
      doc: 'rate at which live cells begin apoptosis',
    }),
    duration: quantity({
      unit: 'min',
      min: 0,
      default: '516 min',
      source: SOURCE,
      doc: 'time from the onset to the removal of the cell: fixed, or its mean',
    }),
    distribution: withDefault(
      choice(['fixed', 'exponential'], { doc: 'the duration is fixed, or exponential with that mean' }),
      'fixed',
    ),
  },
  { doc: 'orderly death: the cell shrinks and is taken away' },
)

const necrosis = record(
  {
    rate: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: 'chosen: nothing dies unless the model says so',
      doc: 'rate at which live cells begin necrosis',
    }),
    'bursts at': quantity({
      unit: '1',
      min: 1,
      default: '2',
      source: SOURCE,
      doc: 'volume at which the swelling cell bursts, relative to its volume at the onset',
    }),
    clearance: quantity({
      unit: 'min',
      min: 0,
      default: '60 day',
      source: SOURCE,
      doc: 'time from bursting to the removal of the remains',
    }),
  },
  { doc: 'death by failure: the cell swells, bursts and leaves remains' },
)

const death = record(
  { apoptosis: withDefault(apoptosis, {}), necrosis: withDefault(necrosis, {}) },
  { doc: 'how cells of the type die and how long their remains stay' },
)

export type DeathSection = Infer<typeof death>

/** `cell types.<name>.death` */
export const deathSection: Section<DeathSection> = {
  place: 'cell type',
  key: 'death',
  schema: withDefault(death, {}),
}
