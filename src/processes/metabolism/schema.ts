import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { reference } from '../../model/schema-scalar.ts'
import { optional, record } from '../../model/schema.ts'

/** ATP of glycolysis per glucose, and of respiration per oxygen. */
const YIELDS =
  'Hinkle and others (1991) Biochemistry 30:3576, as in textbooks: 30 per glucose oxidised with 6 oxygen'

const most = (of: string) =>
  quantity({
    unit: 'amol/s',
    min: 0,
    doc: `${of} that a cell of resting volume takes up per time where there is plenty; in proportion to its volume`,
  })

const half = (of: string) =>
  quantity({
    unit: 'any',
    positive: true,
    doc: `${of} at which uptake is half of that, in the unit of the substrate`,
  })

const energy = record(
  {
    'per glucose': quantity({
      unit: '1',
      min: 0,
      default: '2',
      source: YIELDS,
      doc: 'ATP that glycolysis makes per glucose',
    }),
    'per oxygen': quantity({
      unit: '1',
      min: 0,
      default: '5',
      source: YIELDS,
      doc: 'ATP that respiration makes per oxygen: some 30 per glucose that is oxidised with 6',
    }),
    demand: optional(
      quantity({
        unit: 'amol/s',
        positive: true,
        doc: 'ATP per time at which the signal ATP is 1; what the cell makes where there is plenty, unless said',
      }),
    ),
  },
  { doc: 'what the cell gains from glucose and oxygen' },
)

const metabolism = optional(
  record(
    {
      oxygen: optional(
        record({ most: most('oxygen'), half: half('oxygen') }, { doc: 'uptake of the substrate `oxygen`' }),
      ),
      glucose: optional(
        record(
          { most: most('glucose'), half: half('glucose') },
          { doc: 'uptake of the substrate `glucose`' },
        ),
      ),
      lactate: optional(
        record(
          {
            'per glucose': quantity({
              unit: '1',
              min: 0,
              max: 2,
              doc: 'lactate released per glucose where there is oxygen; 2 without it',
            }),
            pasteur: quantity({
              unit: '1',
              min: 1,
              default: '1',
              source: 'none unless the author says so',
              doc: 'uptake of glucose without oxygen relative to uptake with plenty of it',
            }),
          },
          { doc: 'release into the substrate `lactate`' },
        ),
      ),
      energy: optional(energy),
    },
    { doc: 'uptake of oxygen and glucose by a saturable law, release of lactate, and the energy gained' },
  ),
)

/** `cell types.<name>.metabolism`; optional, so that models that do not say it keep their hash. */
export const metabolismSection: Section<Infer<typeof metabolism>> = {
  place: 'cell type',
  key: 'metabolism',
  schema: metabolism,
}

const acidity = optional(
  record(
    {
      lactate: reference('substrate', { doc: 'the substrate whose acid bicarbonate takes up, one for one' }),
      bicarbonate: quantity({
        unit: 'mM',
        positive: true,
        default: '24 mM',
        source: 'of arterial blood, as in textbooks',
        doc: 'bicarbonate where there is no lactate',
      }),
      'carbon dioxide': quantity({
        unit: 'mmHg',
        positive: true,
        default: '40 mmHg',
        source: 'of arterial blood, as in textbooks',
        doc: 'partial pressure of carbon dioxide',
      }),
      buffer: optional(
        reference('substrate', {
          doc: 'a substrate that adds to bicarbonate, such as what a therapy brings',
        }),
      ),
      floor: quantity({
        unit: '1',
        min: 0,
        max: 7,
        default: '6',
        source: 'chosen: below what is measured in tumours, 6.5 to 7',
        doc: 'lowest pH: what it is where bicarbonate is used up',
      }),
    },
    { doc: 'pH from lactate, bicarbonate and carbon dioxide' },
  ),
)

/** `acidity:` */
export const aciditySection: Section<Infer<typeof acidity>> = {
  place: 'model',
  key: 'acidity',
  schema: acidity,
}

export type Metabolism = NonNullable<Infer<typeof metabolism>>
export type Acidity = NonNullable<Infer<typeof acidity>>
