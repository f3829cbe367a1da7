import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { outOfRange } from '../../model/messages.ts'
import { checked, record, withDefault } from '../../model/schema.ts'

/** Volumes and rates of MCF-7 cells, as calibrated for ductal carcinoma in situ. */
const SOURCE = 'fitted, doi:10.1016/j.jtbi.2012.02.002'

interface DeadDefaults {
  readonly doc: string
  readonly fluid: string
  readonly nuclear: string
  readonly cytoplasmic: string
  readonly calcification: string
}

function rate(fallback: string, doc: string) {
  return quantity({ unit: '1/min', min: 0, default: fallback, source: SOURCE, doc })
}

/** How fast a cell in one state of death follows its targets. */
function deadRates(defaults: DeadDefaults) {
  const rates = record(
    {
      'fluid change': rate(defaults.fluid, 'rate at which fluid is lost or taken up'),
      'nuclear loss': rate(defaults.nuclear, 'rate at which nuclear solids are lost'),
      'cytoplasmic loss': rate(defaults.cytoplasmic, 'rate at which cytoplasmic solids are lost'),
      calcification: rate(defaults.calcification, 'rate at which the cell calcifies'),
    },
    { doc: defaults.doc },
  )
  return withDefault(rates, {})
}

const afterDeath = record(
  {
    apoptotic: deadRates({
      doc: 'shrinks: strives for no fluid and no solids',
      fluid: '3 1/h',
      nuclear: '0.35 1/h',
      cytoplasmic: '1 1/h',
      calcification: '0 1/h',
    }),
    necrotic: deadRates({
      doc: 'swells: strives to be fluid only',
      fluid: '0.67 1/h',
      nuclear: '0.013 1/h',
      cytoplasmic: '0.0032 1/h',
      calcification: '0.0042 1/h',
    }),
    lysed: deadRates({
      doc: 'has burst: dries out',
      fluid: '0.05 1/h',
      nuclear: '0.013 1/h',
      cytoplasmic: '0.0032 1/h',
      calcification: '0.0042 1/h',
    }),
  },
  { doc: 'how the volume changes in each state of death' },
)

const volume = record(
  {
    total: quantity({
      unit: 'um^3',
      positive: true,
      default: '2494 um^3',
      source: SOURCE,
      doc: 'volume of a cell at rest; default of an MCF-7 cell',
    }),
    nuclear: quantity({
      unit: 'um^3',
      positive: true,
      default: '540 um^3',
      source: SOURCE,
      doc: 'volume of the nucleus at rest',
    }),
    'fluid fraction': quantity({
      unit: '1',
      min: 0,
      max: 1,
      default: '0.75',
      source: SOURCE,
      doc: 'share of the volume that is fluid, in cytoplasm and nucleus alike',
    }),
    'fluid change': quantity({
      unit: '1/min',
      min: 0,
      default: '0.05 1/min',
      source: SOURCE,
      doc: 'rate at which fluid approaches its target',
    }),
    'nuclear growth': quantity({
      unit: '1/min',
      min: 0,
      default: '0.0055 1/min',
      source: SOURCE,
      doc: 'rate at which nuclear solids approach their target',
    }),
    'cytoplasmic growth': quantity({
      unit: '1/min',
      min: 0,
      default: '0.0045 1/min',
      source: SOURCE,
      doc: 'rate at which cytoplasmic solids approach their target',
    }),
    calcification: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: SOURCE,
      doc: 'rate at which a live cell calcifies',
    }),
    'after death': withDefault(afterDeath, {}),
  },
  { doc: 'size of a cell and how fast it follows its targets' },
)

/** `cell types.<name>.volume` */
export const volumeSection: Section<Infer<typeof volume>> = {
  place: 'cell type',
  key: 'volume',
  schema: withDefault(
    checked(volume, ({ nuclear, total }) =>
      nuclear.value < total.value ? undefined : outOfRange('nuclear', 'less than the total volume'),
    ),
    {},
  ),
}

export type VolumeSection = Infer<typeof volume>
