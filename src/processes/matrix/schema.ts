import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { choice } from '../../model/schema-scalar.ts'
import { either, list, map, optional, record, vector, withDefault } from '../../model/schema.ts'

const NONE = 'none unless the author says so'

const coordinate = quantity({ unit: 'um', setting: true, doc: 'coordinate' })
const thickness = quantity({ unit: 'um', positive: true, setting: true, doc: 'thickness' })
const share = quantity({ unit: '1', min: 0, max: 1, setting: true, doc: 'value there at the start' })

const place = record(
  {
    box: optional(
      record(
        {
          low: vector(coordinate, 3, { doc: 'lowest corner' }),
          high: vector(coordinate, 3, { doc: 'highest corner' }),
        },
        { doc: 'a box; voxels belong to it whose centres lie in it' },
      ),
    ),
    layer: optional(
      record(
        {
          axis: choice(['x', 'y', 'z'], { doc: 'the axis that the layer stands across' }),
          at: quantity({ unit: 'um', setting: true, doc: 'where its middle is on that axis' }),
          thickness,
        },
        { doc: 'a plane layer; voxels belong to it whose centres lie in it' },
      ),
    ),
    rim: optional(
      record(
        {
          centre: vector(coordinate, 3, { doc: 'the middle' }),
          radius: quantity({ unit: 'um', positive: true, setting: true, doc: 'outer radius' }),
          thickness,
        },
        { doc: 'a rim around a disc, or a shell around a ball; as thick as its radius it is the whole' },
      ),
    ),
    value: share,
  },
  { doc: 'a part of the domain that begins with a value of its own: a box, a layer or a rim' },
)

const spread = (doc: string) =>
  withDefault(
    either(
      {
        scalar: quantity({ unit: '1', min: 0, max: 1, setting: true, doc }),
        map: record(
          {
            initial: quantity({
              unit: '1',
              min: 0,
              max: 1,
              default: '0',
              source: NONE,
              setting: true,
              doc: 'value everywhere at the start',
            }),
            regions: list(place, {
              doc: 'parts that begin with other values; of two that overlap the last counts',
              default: [],
            }),
          },
          { doc },
        ),
      },
      { doc },
    ),
    '0',
  )

const rate = (doc: string) =>
  quantity({ unit: '1/(nM min)', min: 0, default: '0 1/(nM min)', source: NONE, doc })

const protease = record(
  {
    density: rate('rate per concentration at which it cuts fibres'),
    membrane: rate('rate per concentration at which it cuts basement membrane'),
    'links resist': quantity({
      unit: '1',
      min: 0,
      default: '0',
      source: 'links protect nothing unless the author says so',
      doc: 'fully linked fibres are cut slower by one more than this',
    }),
    'blocked by': map(
      'substrate',
      quantity({ unit: 'nM', positive: true, doc: 'inhibition constant of the blocker' }),
      { doc: 'what keeps the protease from cutting', default: {} },
    ),
  },
  { doc: 'a substrate that cuts matrix' },
)

const binding = record(
  {
    sites: quantity({ unit: 'nM', min: 0, doc: 'binding sites in matrix of the density below' }),
    'at density': quantity({
      unit: '1',
      positive: true,
      max: 1,
      default: '10 %',
      source: 'chosen: fibres of a usual tumour',
      setting: true,
      doc: 'volume fraction of fibres that holds so many sites',
    }),
    on: quantity({ unit: '1/(nM min)', min: 0, doc: 'association rate constant' }),
    off: quantity({ unit: '1/min', positive: true, doc: 'dissociation rate constant' }),
  },
  { doc: 'a substrate that fibres hold' },
)

const alignment = record(
  {
    direction: vector(quantity({ unit: '1', setting: true, doc: 'component' }), 3, {
      doc: 'the direction along which fibres lie, of any length',
    }),
    degree: share,
  },
  { doc: 'direction of fibres at the start; degree 0 = every direction, 1 = this one alone' },
)

const matrix = record(
  {
    density: spread('volume fraction of fibres at the start'),
    most: quantity({
      unit: '1',
      positive: true,
      max: 0.6,
      default: '40 %',
      source: 'chosen: fibres of a scar',
      setting: true,
      doc: 'volume fraction that nothing exceeds',
    }),
    'fibre radius': quantity({
      unit: 'nm',
      positive: true,
      default: '20 nm',
      source: 'assumed, fibrils of collagen I',
      doc: 'radius of single fibres, among which molecules diffuse',
    }),
    'bundle radius': quantity({
      unit: 'um',
      positive: true,
      default: '0.5 um',
      source: 'assumed, bundles of fibrils in connective tissue',
      doc: 'radius of the bundles of fibres, among which cells move',
    }),
    links: spread('share of fibres that are cross-linked at the start'),
    membrane: spread('basement membrane at the start: 0 = none, 1 = whole'),
    alignment: optional(alignment),
    turnover: quantity({
      unit: '1/day',
      min: 0,
      default: '0 1/day',
      source: NONE,
      doc: 'rate at which fibres are lost without proteases',
    }),
    proteases: map('substrate', protease, { doc: 'what cuts matrix', default: {} }),
    binds: map('substrate', binding, { doc: 'what matrix holds', default: {} }),
  },
  { doc: 'matrix between cells: fibres with density, direction and cross-links, and basement membrane' },
)

/** `matrix:` */
export const matrixSection: Section<Infer<typeof matrix> | undefined> = {
  place: 'model',
  key: 'matrix',
  schema: optional(matrix),
}

const work = (doc: string) => quantity({ unit: '1/day', min: 0, default: '0 1/day', source: NONE, doc })

const maker = record(
  {
    deposition: work('volume of fibres laid down per time, relative to the volume of the cell'),
    most: quantity({
      unit: '1',
      positive: true,
      max: 0.6,
      default: '30 %',
      source: 'chosen: dense stroma',
      doc: 'volume fraction at which deposition has come to an end',
    }),
    linking: work('rate at which fibres in the volume of the cell are cross-linked'),
    alignment: work('rate at which fibres in the volume of the cell turn towards its direction of motion'),
    membrane: work('rate at which basement membrane is completed in the volume of the cell'),
  },
  { doc: 'what cells of this type do to matrix' },
)

/** `cell types.<name>.matrix` */
export const makerSection: Section<Infer<typeof maker> | undefined> = {
  place: 'cell type',
  key: 'matrix',
  schema: optional(maker),
}

const hindrance = record(
  { radius: quantity({ unit: 'nm', positive: true, doc: 'radius of the molecule, by Stokes and Einstein' }) },
  { doc: 'how fibres slow the substrate; `diffusion` is then that without fibres' },
)

/** `substrates.<name>.hindrance` */
export const hindranceSection: Section<Infer<typeof hindrance> | undefined> = {
  place: 'substrate',
  key: 'hindrance',
  schema: optional(hindrance),
}

export type MatrixSection = Infer<typeof matrix>
export type Spread = MatrixSection['density']
export type Place = Infer<typeof place>
export type Maker = Infer<typeof maker>
