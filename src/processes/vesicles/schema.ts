import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { map, optional, record } from '../../model/schema.ts'
import { deriveVesicles } from './derive.ts'

const load = quantity({ unit: 'molecules', min: 0, doc: 'molecules of the cargo in one vesicle' })

const matrix = record(
  {
    'volume fraction': quantity({
      unit: '1',
      min: 0,
      max: 0.3,
      doc: 'share of the volume that fibres fill',
    }),
    'fibre radius': quantity({ unit: 'nm', positive: true, doc: 'radius of the fibres' }),
  },
  { doc: 'fibres that hinder the vesicles' },
)

const kind = record(
  {
    diameter: quantity({ unit: 'nm', positive: true, doc: 'diameter of the vesicles' }),
    'free diffusion': optional(
      quantity({
        unit: 'um^2/s',
        positive: true,
        doc: 'diffusion coefficient in water; by Stokes and Einstein at 37 degrees unless said',
      }),
    ),
    matrix: optional(matrix),
    loss: quantity({
      unit: '1/s',
      min: 0,
      default: '0 1/s',
      source: 'no loss unless the author knows one',
      doc: 'first-order loss in the medium, beside uptake',
    }),
    cargo: map(undefined, load, { doc: 'what a vesicle carries', default: {} }),
    'release half-life': map(
      undefined,
      quantity({
        unit: 'h',
        positive: true,
        doc: 'half-life of what is delivered but not yet set free in the recipient',
      }),
      { doc: 'cargo that is set free slowly; at once unless said', default: {} },
    ),
  },
  { doc: 'a kind of vesicle' },
)

/** `vesicles:` */
export const vesiclesSection: Section<Readonly<Record<string, VesicleKind>> | undefined> = {
  place: 'model',
  key: 'vesicles',
  // Optional, so that models without vesicles keep their hash.
  schema: optional(map(undefined, kind, { doc: 'kinds of extracellular vesicles, by name' })),
  names: 'vesicle kind',
  derive: (document) => deriveVesicles(document, kind),
}

const traffic = record(
  {
    release: quantity({
      unit: '1/h',
      min: 0,
      default: '0 1/h',
      source: 'no release unless the author says so',
      doc: 'vesicles that a cell releases per time',
    }),
    uptake: quantity({
      unit: '1/h',
      min: 0,
      default: '0 1/h',
      source: 'no uptake unless the author says so',
      doc: 'rate of uptake of what is in the volume of the cell',
    }),
    delivery: quantity({
      unit: '1',
      min: 0,
      max: 1,
      default: '30 %',
      source: 'assumed, order of magnitude of doi:10.1038/s41467-021-22126-y',
      doc: 'share of the vesicles taken up that deliver their cargo',
    }),
    cargo: map(undefined, load, {
      doc: 'loads of the vesicles that this type releases, where they differ from the kind',
      default: {},
    }),
  },
  { doc: 'what cells of the type do with one kind of vesicle' },
)

/** `cell types.<name>.vesicles` */
export const trafficSection: Section<Readonly<Record<string, Traffic>> | undefined> = {
  place: 'cell type',
  key: 'vesicles',
  schema: optional(
    map('vesicle kind', traffic, { doc: 'vesicles that cells of this type release and take up' }),
  ),
}

/** `cell types.<name>.cargo loss` */
export const cargoLossSection = {
  place: 'cell type',
  key: 'cargo loss',
  schema: optional(
    map(
      undefined,
      quantity({ unit: '1/h', min: 0, doc: 'rate at which the cell loses the delivered cargo' }),
      { doc: 'first-order loss of delivered cargo; none unless said' },
    ),
  ),
} as const satisfies Section

export type VesicleKind = Infer<typeof kind>
export type Traffic = Infer<typeof traffic>
