import type { Infer } from '../../../model/kit.ts'
import { quantity } from '../../../model/schema-quantity.ts'
import { reference } from '../../../model/schema-scalar.ts'
import { map, optional, record, withDefault } from '../../../model/schema.ts'

/*
 * What an author may write about vessels that sprout, mature and regress. Numbers of the field's published models are defaults with
 * their source; what nobody has measured has none, or says so.
 */

const OWEN = 'fitted, doi:10.1158/0008-5472.CAN-10-2834'
const QUTUB = 'fitted, doi:10.1186/1752-0509-3-13'

const share = (doc: string, value: string, source: string) =>
  quantity({ unit: '1', min: 0, max: 1, default: value, source, doc })

const weight = (doc: string, value: string, source: string) =>
  quantity({ unit: '1', min: 0, default: value, source, doc })

const blockedBy = map(
  'substrate',
  quantity({ unit: 'nM', positive: true, doc: 'dissociation constant of the blocker and the receptor' }),
  { doc: 'what keeps it from being felt', default: {} },
)

const felt = record(
  {
    substrate: reference('substrate', { doc: 'the substrate' }),
    half: quantity({
      unit: 'any',
      positive: true,
      doc: 'level of half effect, in the unit of the substrate',
    }),
    hill: quantity({
      unit: '1',
      positive: true,
      default: '1',
      source: 'assumed, one ligand per receptor',
      doc: 'steepness',
    }),
    'blocked by': blockedBy,
  },
  { doc: 'a substrate that the wall of a vessel feels' },
)

const speed = record(
  {
    without: quantity({
      unit: 'um/h',
      min: 0,
      default: '6.2 um/h',
      source: QUTUB,
      doc: 'of a tip that hardly feels the substrate',
    }),
    most: quantity({
      unit: 'um/h',
      min: 0,
      default: '30 um/h',
      source: QUTUB,
      doc: 'of a tip that is saturated',
    }),
  },
  { doc: 'how fast tips advance' },
)

const CHOSEN_DIRECTION = 'chosen: tips turn within some 50 um and hardly wander'

const direction = record(
  {
    persistence: weight('weight of the direction so far', '1', CHOSEN_DIRECTION),
    gradient: weight('weight of the way up the gradient where it is steep', '2', CHOSEN_DIRECTION),
    random: weight('weight of a random direction', '0.3', CHOSEN_DIRECTION),
    fibres: weight(
      'weight of the direction of fibres, where the model has a matrix',
      '0',
      'none unless said',
    ),
    filopodia: quantity({
      unit: 'um',
      positive: true,
      default: '50 um',
      source: 'assumed, filopodia are some tens of micrometres long',
      doc: 'length over which a tip compares: a gradient counts half when it changes the level by itself over this length',
    }),
  },
  { doc: 'where tips turn' },
)

const sprouting = record(
  {
    by: felt,
    rate: quantity({
      unit: '1/min',
      min: 0,
      default: '2.5e-4 1/min',
      source: OWEN,
      doc: 'of new tips per node of the wall that is saturated, with Tie2 open',
    }),
    closed: share('share of that rate where Tie2 is closed', '0.1', 'assumed, a closed wall hardly sprouts'),
    covered: share('share of that rate where pericytes cover the wall', '1', 'no effect unless said'),
    exclusion: quantity({
      unit: 'um',
      min: 0,
      default: '80 um',
      source: OWEN,
      doc: 'lateral inhibition: no new tip nearer than this to another one',
    }),
    least: quantity({ unit: 'any', min: 0, doc: 'level below which no wall sprouts and tips stand' }),
    patience: quantity({
      unit: 'day',
      min: 0,
      default: '1 day',
      source: 'assumed',
      doc: 'how long a tip stands before it retracts',
    }),
    speed: withDefault(speed, {}),
    direction: withDefault(direction, {}),
    branching: quantity({
      unit: '1/h',
      min: 0,
      default: '0 1/h',
      source: 'new tips come from the wall behind a tip unless said',
      doc: 'rate at which a saturated tip splits into two',
    }),
    'joins within': quantity({
      unit: 'um',
      min: 0,
      default: '15 um',
      source: 'assumed, filopodia meet',
      doc: 'distance at which a tip fuses with a vessel or another sprout',
    }),
    radius: optional(
      quantity({
        unit: 'um',
        positive: true,
        setting: true,
        doc: 'of new vessels; that of the network unless said',
      }),
    ),
    matrix: optional(
      quantity({
        unit: '1',
        positive: true,
        doc: 'density of matrix that tips cannot cross; half of it halves their speed',
      }),
    ),
    'membrane stops': optional(
      quantity({
        unit: '1',
        min: 0,
        max: 1,
        doc: 'basement membrane of more than this lets no sprout in or through, nor out of a vessel that lies in it',
      }),
    ),
  },
  { doc: 'new vessels: which wall sprouts, where tips go, and whom they join' },
)

const tie2 = record(
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

const pericytes = record(
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

const leak = record(
  {
    bare: factor('permeability to large molecules without pericytes, relative to a covered wall', '5'),
    activated: factor('factor where the substrate of sprouting saturates, such as VEGF-A', '3'),
  },
  { doc: 'what makes walls leak' },
)

const regression = record(
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
  },
  { doc: 'vessels that vanish' },
)

const rate = (doc: string) =>
  quantity({ unit: 'molecules/min', min: 0, default: '0 molecules/min', source: 'none unless said', doc })

const secreted = record(
  {
    walls: rate('per node of a wall'),
    tips: rate('per tip'),
    by: optional(felt),
    rest: share('share of it that is secreted where `by` is not felt', '0', 'none unless said'),
  },
  { doc: 'what the wall of vessels secretes of a substrate' },
)

/** Keys of `vessel network` that say how vessels grow. */
export const growthKeys = {
  sprouting: optional(sprouting),
  tie2: optional(tie2),
  pericytes: optional(pericytes),
  leak: optional(leak),
  regression: optional(regression),
  secretes: optional(map('substrate', secreted, { doc: 'what the walls of vessels secrete, by substrate' })),
}

export type Felt = Infer<typeof felt>
export type Sprouting = Infer<typeof sprouting>
export type Tie2 = Infer<typeof tie2>
export type Pericytes = Infer<typeof pericytes>
export type Leak = Infer<typeof leak>
export type Regression = Infer<typeof regression>
export type Secreted = Infer<typeof secreted>

/** What the section says about growth. */
export interface GrowthSection {
  readonly sprouting?: Sprouting
  readonly tie2?: Tie2
  readonly pericytes?: Pericytes
  readonly leak?: Leak
  readonly regression?: Regression
  readonly secretes?: Readonly<Record<string, Secreted>>
}
