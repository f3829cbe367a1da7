import type { Infer } from '../../../model/kit.ts'
import { quantity } from '../../../model/schema-quantity.ts'
import { reference } from '../../../model/schema-scalar.ts'
import { optional, record, withDefault } from '../../../model/schema.ts'
import { OWEN, blockedBy, felt, share } from './schema-felt.ts'

/** Tie2 and its ligands. */
export const tie2 = record(
  {
    'opened by': record(
      {
        substrate: reference('substrate', { doc: 'the antagonist' }),
        constant: quantity({
          unit: 'nM',
          positive: true,
          default: '3 nM',
          source: 'assumed, nanomolar as published for both ligands',
          doc: 'dissociation constant of antagonist and Tie2',
        }),
        'blocked by': blockedBy,
      },
      { doc: 'the antagonist of Tie2, such as ANG2' },
    ),
    'closed by': withDefault(
      record(
        {
          level: quantity({
            unit: 'nM',
            positive: true,
            default: '3 nM',
            source: 'assumed, half of Tie2 signals where there is no antagonist',
            doc: 'level of the agonist, such as ANG1, which does not change',
          }),
          constant: quantity({
            unit: 'nM',
            positive: true,
            default: '3 nM',
            source: 'assumed, nanomolar as published for both ligands',
            doc: 'dissociation constant of agonist and Tie2',
          }),
        },
        { doc: 'the agonist of Tie2, such as ANG1' },
      ),
      {},
    ),
  },
  { doc: 'the receptor that keeps walls quiet' },
)

/** Pericytes on the wall. */
export const pericytes = record(
  {
    by: felt,
    start: share(
      'coverage of the vessels that are there at the start',
      '1',
      'assumed, vessels of healthy tissue are covered',
    ),
    coating: quantity({
      unit: '1/day',
      min: 0,
      default: '0.5 1/day',
      source: 'assumed',
      doc: 'rate of coating when saturated',
    }),
    loss: quantity({
      unit: '1/day',
      min: 0,
      default: '0.1 1/day',
      source: 'assumed',
      doc: 'rate of loss where Tie2 is closed',
    }),
    'loss when open': quantity({
      unit: '1/day',
      min: 0,
      default: '0.5 1/day',
      source: 'assumed',
      doc: 'rate of loss where Tie2 is open',
    }),
  },
  { doc: 'the coat of pericytes' },
)

const factor = (doc: string, value: string) =>
  quantity({ unit: '1', min: 1, default: value, source: 'assumed', doc })

/** What makes walls leak. */
export const leak = record(
  {
    bare: factor('permeability to large molecules without pericytes, relative to a covered wall', '5'),
    activated: factor('factor where the substrate of sprouting saturates, such as VEGF-A', '3'),
  },
  { doc: 'what makes walls leak' },
)

/** Walls that vanish. */
export const regression = record(
  {
    unperfused: quantity({
      unit: 'min',
      min: 0,
      default: '4000 min',
      source: OWEN,
      doc: 'how long a vessel lasts without flow',
    }),
    hazard: quantity({
      unit: '1/day',
      min: 0,
      default: '1 1/day',
      source: 'assumed',
      doc: 'rate at which its nodes vanish afterwards',
    }),
    'critical shear': quantity({
      unit: 'Pa',
      min: 0,
      default: '0 Pa',
      source: 'any flow counts unless said',
      doc: 'shear stress of the wall below which a vessel counts as without flow',
    }),
    withdrawal: quantity({
      unit: '1/day',
      min: 0,
      default: '0 1/day',
      source: 'none unless said',
      doc: 'rate at which nodes vanish where Tie2 is open and the substrate of sprouting is missing',
    }),
    protection: quantity({
      unit: '1',
      min: 1,
      default: '5',
      source: 'fitted, https://github.com/popellab/SPQSP_PDAC',
      doc: 'how many times slower covered walls vanish',
    }),
    widest: optional(
      quantity({
        unit: 'um',
        positive: true,
        doc: 'radius above which vessels stay: arterioles and venules have a coat of smooth muscle; none unless said',
      }),
    ),
  },
  { doc: 'vessels that vanish' },
)

const rate = (doc: string) =>
  quantity({ unit: 'molecules/min', min: 0, default: '0 molecules/min', source: 'none unless said', doc })

/** What walls secrete of a substrate. */
export const secreted = record(
  {
    walls: rate('per node of a wall'),
    tips: rate('per tip'),
    by: optional(felt),
    rest: share('share of it that is secreted where `by` is not felt', '0', 'none unless said'),
  },
  { doc: 'what the wall of vessels secretes of a substrate' },
)

export type Tie2 = Infer<typeof tie2>
export type Pericytes = Infer<typeof pericytes>
export type Leak = Infer<typeof leak>
export type Regression = Infer<typeof regression>
export type Secreted = Infer<typeof secreted>
