import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { count, text } from '../../model/schema-scalar.ts'
import { list, map, optional, record } from '../../model/schema.ts'

const NONE = 'none unless the author says so'

const rate = (doc: string) => quantity({ unit: '1/min', min: 0, default: '0 1/min', source: NONE, doc })
const amount = (doc: string) => quantity({ unit: '1', min: 0, default: '0', source: NONE, doc })
const share = (doc: string) => quantity({ unit: '1', min: 0, max: 1, default: '0', source: NONE, doc })
const ownRate = (doc: string) => optional(quantity({ unit: '1/min', min: 0, doc }))

/** Rates at an organ, with what they say. The behaviour of each is `<key> in <organ>`. */
export const ORGAN_RATES = {
  extravasation: 'rate at which arrested cells leave the vessel',
  'death of arrested cells': 'rate at which arrested cells die',
  initiation: 'rate at which solitary cells behind the vessel begin to grow',
  dormancy: 'rate at which solitary cells fall asleep',
  'death of solitary cells': 'rate at which solitary cells die',
  awakening: 'rate at which dormant cells begin to grow',
  'death of dormant cells': 'rate at which dormant cells die',
  outgrowth: 'rate at which micrometastases grow out, vessels included',
  'loss of micrometastases': 'rate at which micrometastases vanish',
  growth: 'rate at which cells of a metastasis multiply',
} as const

/** The rates of an organ, each read by what `of` makes for its text. */
const organRates = <S>(of: (doc: string) => S) => ({
  extravasation: of(ORGAN_RATES.extravasation),
  'death of arrested cells': of(ORGAN_RATES['death of arrested cells']),
  initiation: of(ORGAN_RATES.initiation),
  dormancy: of(ORGAN_RATES.dormancy),
  'death of solitary cells': of(ORGAN_RATES['death of solitary cells']),
  awakening: of(ORGAN_RATES.awakening),
  'death of dormant cells': of(ORGAN_RATES['death of dormant cells']),
  outgrowth: of(ORGAN_RATES.outgrowth),
  'loss of micrometastases': of(ORGAN_RATES['loss of micrometastases']),
  growth: of(ORGAN_RATES.growth),
})

/** Adhesion to the vessels of an organ: as a rate, it may be written for each type. */
export const ARREST = 'arrest'
const ARREST_DOC = 'adhesion a to the vessels of the organ: a pass ends there with probability 1 - exp(-a)'

/** Rates of circulating cells, which are behaviours of the same names. */
export const BLOOD_RATES = {
  'shear death': 'rate at which circulating cells die of shear',
  anoikis: 'rate at which circulating cells die of being detached',
  'NK killing': 'rate at which NK cells kill a circulating cell',
} as const

/** How clusters leave and end; behaviours `cluster share` and `cluster break-up`. */
export const CLUSTER_SHARE = 'cluster share'
export const BREAK_UP = 'cluster break-up'

const field = record(
  {
    lesions: count({
      min: 1,
      doc: 'metastases that begin in the tissue of the site of this name, cell by cell; later ones stay numbers',
    }),
  },
  { doc: 'the tissue in which the first metastases begin' },
)

const organ = record(
  {
    'share of output': share(
      'share of the blood that passes here in each circulation; the lung, behind all others, has all of it',
    ),
    [ARREST]: amount(ARREST_DOC),
    ...organRates(rate),
    'largest micrometastasis': quantity({
      unit: '1',
      min: 1,
      default: '100000',
      source: 'chosen: a ball of 0.5 mm, about as far as oxygen feeds a tumour without vessels',
      doc: 'cells to which a micrometastasis grows before vessels come',
    }),
    'largest metastasis': quantity({
      unit: '1',
      min: 1,
      default: '1e9',
      source: 'chosen: about a cubic centimetre',
      doc: 'cells to which a metastasis grows',
    }),
    field: optional(field),
  },
  { doc: 'an organ that cells reach with the blood' },
)

const clusters = record(
  {
    size: count({ min: 2, doc: 'cells of a cluster' }),
    share: share('share of the cells that leave as clusters'),
    'break-up': rate('rate at which a circulating cluster falls apart into single cells'),
  },
  { doc: 'cells that leave together' },
)

const cloaking = record(
  {
    binding: quantity({
      unit: '1/min',
      min: 0,
      doc: "rate at which platelets cover a cell's surface, at their usual number",
    }),
    loss: rate('rate at which they come off'),
  },
  { doc: 'platelets that cover cells in the blood' },
)

const dissemination = record(
  {
    passes: quantity({
      unit: '1/min',
      positive: true,
      default: '1 1/min',
      source: 'physiology: blood of an adult at rest goes round in about a minute',
      doc: 'circulations per minute',
    }),
    alive: quantity({
      unit: '1',
      min: 0,
      max: 1,
      default: '1',
      source: 'all of them unless the author says so',
      doc: 'share of the cells for which a cell of the first tissue stands that come into the blood alive; the others are not followed',
    }),
    ways: map(
      undefined,
      list(text({ doc: 'an organ' }), { doc: 'organs in the order in which they are passed' }),
      {
        doc: 'ways into the circulation: the beds that cells pass first, by the name of the way; others lead past all beds',
        default: {},
      },
    ),
    organs: map(undefined, organ, {
      doc: "organs by name; 'primary' is the tissue that the model begins with",
      default: {},
    }),
    'shear death': rate(BLOOD_RATES['shear death']),
    anoikis: rate(BLOOD_RATES.anoikis),
    'NK killing': rate(BLOOD_RATES['NK killing']),
    clusters: optional(clusters),
    cloaking: optional(cloaking),
  },
  { doc: 'what becomes of cells between leaving one tissue and growing in another' },
)

/** `dissemination:` */
export const disseminationSection: Section<Dissemination | undefined> = {
  place: 'model',
  key: 'dissemination',
  schema: optional(dissemination),
}

const ownOrgan = record(
  {
    [ARREST]: optional(quantity({ unit: '1', min: 0, doc: ARREST_DOC })),
    ...organRates(ownRate),
  },
  { doc: 'an organ: what is different for this type' },
)

const ofType = optional(
  record(
    {
      'shear death': ownRate(BLOOD_RATES['shear death']),
      anoikis: ownRate(BLOOD_RATES.anoikis),
      'NK killing': ownRate(BLOOD_RATES['NK killing']),
      [CLUSTER_SHARE]: optional(
        quantity({ unit: '1', min: 0, max: 1, doc: 'share of the cells that leave as clusters' }),
      ),
      [BREAK_UP]: ownRate('rate at which a circulating cluster falls apart'),
      organs: map(undefined, ownOrgan, { doc: 'organs by name', default: {} }),
    },
    { doc: 'what is different for this type from what `dissemination` says of all' },
  ),
)

/** `cell types.<name>.dissemination`; optional, so that models that do not say it keep their hash. */
export const typeSection: Section<Infer<typeof ofType>> = {
  place: 'cell type',
  key: 'dissemination',
  schema: ofType,
}

export type Dissemination = Infer<typeof dissemination>
export type Organ = Infer<typeof organ>
