import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { span } from '../../model/schema-spans.ts'
import { list, map, optional, record } from '../../model/schema.ts'

const given = record(
  {
    ...span,
    rate: quantity({
      unit: 'nM/h',
      min: 0,
      setting: true,
      doc: 'what is given, per volume of plasma',
    }),
  },
  { doc: 'a time in which the factor is given into the blood, as in conditioned medium' },
)

const factor = record(
  {
    normal: quantity({
      unit: 'nM',
      min: 0,
      default: '0 nM',
      source: 'none unless the author knows one',
      doc: 'level in the plasma of a healthy body, which the rest of the body keeps up',
    }),
    'half-life': quantity({ unit: 'min', positive: true, doc: 'half-life in plasma' }),
    'enters blood': optional(
      quantity({
        unit: '1/min',
        min: 0,
        doc: 'rate at which what is in the medium of tissues gets into the plasma; part of its decay there',
      }),
    ),
    'neutralised by': map(undefined, quantity({ unit: 'nM', positive: true, doc: 'dissociation constant' }), {
      doc: 'drugs that bind it in plasma, by substrate, at their free level',
      default: {},
    }),
    given: list(given, { doc: 'times in which it is given into the blood', default: [] }),
  },
  { doc: 'a substance in the plasma of the whole body' },
)

/** `factors:` */
export const factorsSection: Section<Readonly<Record<string, Factor>> | undefined> = {
  place: 'model',
  key: 'factors',
  schema: optional(
    map(undefined, factor, { doc: 'levels in plasma, by name; a substrate of that name comes from tissues' }),
  ),
  names: 'factor',
}

export type Factor = Infer<typeof factor>
