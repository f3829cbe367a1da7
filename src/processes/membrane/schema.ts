import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { choice, reference } from '../../model/schema-scalar.ts'
import { list, map, optional, record } from '../../model/schema.ts'

const membrane = record(
  {
    axis: choice(['x', 'y', 'z'], { doc: 'the axis that the membrane stands across' }),
    at: quantity({ unit: 'um', setting: true, doc: 'where on that axis' }),
    passes: list(reference('cell type', { doc: 'a cell type' }), {
      doc: 'cell types for which the membrane is not there',
      default: [],
    }),
    strength: quantity({
      unit: 'um/min',
      min: 0,
      default: '100 um/min',
      source: 'chosen: that of the closed faces of the domain',
      setting: true,
      doc: 'strength of its repulsion; 0 = cells only stop',
    }),
  },
  { doc: 'a plane across the domain that cells do not cross, and substrates do' },
)

/** `membranes:` */
export const membranesSection: Section<Readonly<Record<string, Membrane>> | undefined> = {
  place: 'model',
  key: 'membranes',
  schema: optional(map(undefined, membrane, { doc: 'membranes by name' })),
}

const passage = optional(
  quantity({
    unit: '1/min',
    min: 0,
    doc: 'rate at which a live cell that reaches a membrane goes through it; 0 unless said',
  }),
)

/** `cell types.<name>.membrane passage`; optional, so that models that do not say it keep their hash. */
export const passageSection: Section<Infer<typeof passage>> = {
  place: 'cell type',
  key: 'membrane passage',
  schema: passage,
}

export type Membrane = Infer<typeof membrane>
