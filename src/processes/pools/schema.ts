import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { reference } from '../../model/schema-scalar.ts'
import { depletionSpans } from '../../model/schema-spans.ts'
import { list, map, optional, record } from '../../model/schema.ts'

const blockedBy = (doc: string) =>
  map(undefined, quantity({ unit: 'nM', positive: true, doc: 'free level in plasma of half the effect' }), {
    doc,
    default: {},
  })

const response = record(
  {
    to: quantity({ unit: '1', min: 0, doc: 'factor on the rate at saturation, against none of it' }),
    half: quantity({ unit: 'nM', positive: true, doc: 'free level in plasma of half the effect' }),
    hill: quantity({
      unit: '1',
      positive: true,
      default: '1',
      source: 'assumed, one ligand per receptor',
      doc: 'steepness',
    }),
    'blocked by': blockedBy('drugs that keep it from its receptor, by substrate'),
  },
  { doc: 'what a level in plasma does to a rate; the level of a healthy body leaves the rate as it is' },
)

const hold = record(
  {
    share: quantity({
      unit: '1',
      min: 0,
      max: 0.999,
      doc: 'share by which it lowers the release of a body at rest',
    }),
    'blocked by': blockedBy('drugs that lift it, by substrate'),
  },
  { doc: 'what holds cells back in the marrow' },
)

const marrow = record(
  {
    reserve: quantity({
      unit: '1',
      positive: true,
      doc: 'cells ready in the marrow at rest, relative to those in the blood',
    }),
    lives: optional(
      quantity({
        unit: 'day',
        positive: true,
        doc: 'mean time until a cell that is ready is lost in the marrow; none is unless said',
      }),
    ),
  },
  { doc: 'the marrow: cells that are ready and wait' },
)

const responses = (doc: string) => map(undefined, response, { doc, default: {} })

const pool = record(
  {
    count: optional(
      quantity({
        unit: '1/uL',
        positive: true,
        doc: 'cells in the blood of a healthy body; reports name it',
      }),
    ),
    'half-life': quantity({ unit: 'h', positive: true, doc: 'half-life of a cell in the blood' }),
    marrow: optional(marrow),
    'production raised by': responses('what raises or lowers production, by factor or substrate of a drug'),
    'mobilised by': responses(
      'what raises or lowers release into the blood, by factor or substrate of a drug',
    ),
    'held back by': map(undefined, hold, { doc: 'what holds cells back, by name', default: {} }),
    'blocked by': blockedBy('drugs that block release as a whole, by substrate'),
    'cleared by': responses('what raises or lowers loss from the blood, by factor or substrate of a drug'),
    depletion: depletionSpans,
    enters: list(reference('cell type', { doc: 'a type of tissues' }), {
      doc: 'types of which vessels let in as many times more or less as the pool has',
      default: [],
    }),
  },
  { doc: 'cells or platelets of the blood, relative to those of a healthy body' },
)

/** `pools:` */
export const poolsSection: Section<Readonly<Record<string, Pool>> | undefined> = {
  place: 'model',
  key: 'pools',
  schema: optional(map(undefined, pool, { doc: 'cells of blood and marrow, by name' })),
  names: 'pool',
}

export type Pool = Infer<typeof pool>
export type PoolResponse = Infer<typeof response>
export type PoolHold = Infer<typeof hold>
