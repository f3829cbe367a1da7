import type { Infer } from '../../../model/kit.ts'
import { quantity } from '../../../model/schema-quantity.ts'
import { optional, record, withDefault } from '../../../model/schema.ts'
import { OWEN, felt, share } from './schema-felt.ts'

const QUTUB = 'fitted, doi:10.1186/1752-0509-3-13'

const weight = (doc: string, value: string, source: string) =>
  quantity({ unit: '1', min: 0, default: value, source, doc })

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

/** New vessels. */
export const sprouting = record(
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

export type Sprouting = Infer<typeof sprouting>
