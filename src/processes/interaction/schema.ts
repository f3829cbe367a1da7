import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { map, record, withDefault } from '../../model/schema.ts'

const NONE = 'none unless the model says so'

/** A rate per neighbour that touches; zero unless said. */
const rate = (doc: string) => quantity({ unit: '1/min', min: 0, default: '0 1/min', source: NONE, doc })

/** Numbers by the type of the other cell; types that are not named keep the default. */
const byType = (doc: string, unit: '1/min' | '1') =>
  map('cell type', quantity({ unit, min: 0, doc }), { doc, default: {} })

const phagocytosis = record(
  {
    apoptotic: rate('rate at which an apoptotic neighbour is ingested'),
    necrotic: rate('rate at which a necrotic, swelling neighbour is ingested'),
    lysed: rate('rate at which what is left of a burst neighbour is ingested'),
    live: byType('rate at which a live neighbour of the type is ingested', '1/min'),
  },
  { doc: 'what the cell eats, and how fast' },
)

const interaction = record(
  {
    attack: byType('rate at which an attack on a live neighbour of the type starts', '1/min'),
    'attack damage': quantity({
      unit: '1/min',
      min: 0,
      default: '1 1/min',
      source: 'sets the unit of damage: what one attacker does in a minute',
      doc: 'damage that an attacker does to its target per time',
    }),
    'attack duration': quantity({
      unit: 'min',
      positive: true,
      default: '30 min',
      source: 'of the order of the contact of a killer cell with its target',
      doc: 'mean time until an attacker lets go of a living target',
    }),
    immunogenicity: byType('factor on the rate at which the type attacks this cell; 1 unless said', '1'),
    phagocytosis: withDefault(phagocytosis, {}),
    fusion: byType('rate at which the cell fuses with a live neighbour of the type', '1/min'),
    damage: rate('rate at which a live cell is damaged without an attacker'),
    'damage repair': rate('rate at which a live cell repairs damage'),
  },
  { doc: 'what a cell does to the cells it touches: attack, ingestion, fusion; and damage' },
)

/** `cell types.<name>.interaction` */
export const interactionSection: Section<Infer<typeof interaction>> = {
  place: 'cell type',
  key: 'interaction',
  schema: withDefault(interaction, {}),
}

export type InteractionSection = Infer<typeof interaction>
