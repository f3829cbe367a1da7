import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { text } from '../../model/schema-scalar.ts'
import { depletionSpans } from '../../model/schema-spans.ts'
import { list, map, optional, record } from '../../model/schema.ts'

const hill = quantity({
  unit: '1',
  positive: true,
  default: '1',
  source: 'assumed, no cooperation',
  doc: 'steepness',
})

const influence = record(
  {
    half: quantity({
      unit: 'any',
      positive: true,
      doc: 'level of half the effect: nM for what is in plasma, relative for cells of the blood and for variables',
    }),
    hill,
  },
  { doc: 'what a level of the body does to a drive' },
)

const influences = (doc: string) => map(undefined, influence, { doc, default: {} })

const blockedBy = map(
  undefined,
  quantity({ unit: 'nM', positive: true, doc: 'free level in plasma of half the effect' }),
  { doc: 'drugs that block it, by substrate', default: {} },
)

const drive = record(
  {
    rate: quantity({
      unit: '1/day',
      positive: true,
      doc: 'rate at which what is not yet reached is reached',
    }),
    'in proportion to': list(text({ doc: 'a level of the body' }), {
      doc: 'levels that multiply the rate: cells of the blood, or variables of the organ',
      default: [],
    }),
    'raised by': influences('levels without more of which than in a healthy body nothing happens, by name'),
    'lowered by': influences('levels that hold it back, by name'),
    'blocked by': blockedBy,
  },
  { doc: 'something that raises the variable' },
)

const faster = record(
  {
    to: quantity({ unit: '1', min: 0, doc: 'factor on the loss at saturation' }),
    half: quantity({ unit: 'any', positive: true, doc: 'level of half the effect' }),
    hill,
  },
  { doc: 'what a level of the body does to the loss' },
)

const variable = record(
  {
    normal: quantity({
      unit: '1',
      min: 0,
      max: 0.999,
      default: '0',
      source: 'what the variable is about is not there in a healthy body, unless said',
      doc: 'value in a healthy body, from 0 to 1',
    }),
    lasts: quantity({
      unit: 'day',
      positive: true,
      doc: 'mean time for which it lasts when nothing drives it',
    }),
    drives: map(undefined, drive, { doc: 'what raises it, by name', default: {} }),
    'cleared by': map(undefined, faster, { doc: 'what makes it be lost faster, by level', default: {} }),
    'blocked by': blockedBy,
    depletion: depletionSpans,
  },
  { doc: 'something about an organ, from 0 to 1' },
)

/** `niches:` */
export const nichesSection: Section<Niches | undefined> = {
  place: 'model',
  key: 'niches',
  schema: optional(
    map(undefined, map(undefined, variable, { doc: 'what is there, by name' }), {
      doc: 'organs as tumour cells will find them, by name',
    }),
  ),
}

export type Variable = Infer<typeof variable>
export type Drive = Infer<typeof drive>
export type Niches = Readonly<Record<string, Readonly<Record<string, Variable>>>>
