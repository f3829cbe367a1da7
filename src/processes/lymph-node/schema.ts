import type { Infer, Section } from '../../model/kit.ts'
import { choice, count, reference } from '../../model/schema-scalar.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { map, optional, record } from '../../model/schema.ts'

const dendritic = record(
  {
    type: reference('cell type', { doc: 'the type whose cells leave the tissue for the lymph node' }),
    from: choice(['anywhere', 'edge', 'vessels'], {
      default: 'anywhere',
      doc: 'where cells find a lymphatic: anywhere, near the closed sides of the domain, or near vessel points, beside which lymphatics run',
    }),
    within: quantity({
      unit: 'um',
      positive: true,
      default: '100 um',
      source: 'chosen: some cells deep; does not count with from: anywhere',
      doc: 'how near to a side or a vessel point a cell must be',
    }),
    travel: quantity({ unit: 'day', positive: true, doc: 'mean time from the tissue to the node' }),
    stages: count({
      min: 1,
      max: 20,
      default: 4,
      doc: 'stages of the way; the spread of the time is travel / sqrt(stages)',
    }),
    lifespan: quantity({ unit: 'day', positive: true, doc: 'mean time that a cell lives in the node' }),
  },
  { doc: 'cells that carry antigen to the node' },
)

const held = record(
  {
    share: quantity({ unit: '1', min: 0, max: 1, doc: 'share of the activation that it takes away' }),
    'blocked by': map('substrate', quantity({ unit: 'nM', positive: true, doc: 'dissociation constant' }), {
      doc: 'drugs that lift it, by substrate, at their free level in plasma',
      default: {},
    }),
  },
  { doc: 'what holds activation in the node back' },
)

const raised = record(
  {
    to: quantity({ unit: '1', min: 1, doc: 'factor on the activation at saturation' }),
    half: quantity({ unit: 'nM', positive: true, doc: 'free level in plasma of half the effect' }),
  },
  { doc: 'a drug that raises activation in the node' },
)

const priming = record(
  {
    naive: quantity({
      unit: '1',
      positive: true,
      doc: 'naive cells in the node that answer the tumour, at rest, relative to the cells of the type in the blood',
    }),
    renewal: quantity({
      unit: '1/day',
      min: 0,
      default: '1 1/day',
      source: 'chosen: naive cells pass through a node in about a day',
      doc: 'rate at which naive cells of the node are exchanged for those of the blood',
    }),
    activation: quantity({
      unit: '1/day',
      positive: true,
      doc: 'rate of activation of a naive cell among very many dendritic cells',
    }),
    half: quantity({ unit: '1', positive: true, doc: 'dendritic cells in the node at half that rate' }),
    generations: count({ min: 0, max: 20, doc: 'divisions before a cell leaves' }),
    doubling: quantity({ unit: 'h', positive: true, doc: 'mean time between two divisions' }),
    leaves: quantity({ unit: '1/day', positive: true, doc: 'rate at which effector cells leave the node' }),
    'lives in blood': quantity({
      unit: 'day',
      positive: true,
      doc: 'mean time for which a primed cell is in the blood',
    }),
    baseline: quantity({
      unit: '1',
      min: 0,
      default: '1',
      source: 'chosen: what vessels.entry was written for',
      doc: 'cells in the blood without priming, relative to those for which vessels.entry was written',
    }),
    'held back by': map(undefined, held, { doc: 'what holds activation back, by name', default: {} }),
    'raised by': map('substrate', raised, { doc: 'drugs that raise activation, by substrate', default: {} }),
  },
  { doc: 'naive T cells that become effector cells, by type' },
)

const lymphNode = record(
  {
    'tissue stands for': optional(
      quantity({
        unit: 'mm^3',
        positive: true,
        doc: 'volume of tumour that drains as the simulated tissue does; the simulated volume unless said',
      }),
    ),
    'dendritic cells': dendritic,
    primes: map('cell type', priming, { doc: 'T cells that are primed, by type' }),
  },
  { doc: 'the lymph node that drains the tissue' },
)

/** `lymph node:` */
export const lymphNodeSection: Section<Infer<typeof lymphNode> | undefined> = {
  place: 'model',
  key: 'lymph node',
  schema: optional(lymphNode),
}

const emigration = optional(
  quantity({
    unit: '1/min',
    min: 0,
    doc: `rate at which a live cell leaves the tissue through lymphatics; 0 unless said`,
  }),
)

/** `cell types.<name>.emigration to lymph node`; optional, so that models that do not say it keep their hash. */
export const emigrationSection: Section<Infer<typeof emigration>> = {
  place: 'cell type',
  key: 'emigration to lymph node',
  schema: emigration,
}

export type LymphNodeSection = Infer<typeof lymphNode>
export type Priming = Infer<typeof priming>
