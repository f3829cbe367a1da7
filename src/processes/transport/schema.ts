import type { Infer, Quantity, Schema, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { choice, unitName } from '../../model/schema-scalar.ts'
import { either, list, optional, record, vector, withDefault } from '../../model/schema.ts'

/** What holds on one side of the domain: no flux, or a value. */
export type Side = 'closed' | Quantity

const sideValue = quantity({ unit: 'any', min: 0, setting: true, doc: 'value held in the outermost voxels' })

/** `closed`, or a value in the substrate's unit. */
const side: Schema<Side> = {
  ...sideValue,
  kind: 'side',
  doc: 'closed (no flux), or the value held in the outermost voxels of this side',
  absent: () => ({ value: 'closed' }),
  read: (node, path, reader) =>
    node.kind === 'scalar' && node.value === 'closed' ? 'closed' : sideValue.read(node, path, reader),
  jsonSchema: () => ({ anyOf: [{ const: 'closed' }, sideValue.jsonSchema()] }),
  write: (value) => (value === 'closed' ? value : sideValue.write(value)),
}

/** The sides in the order in which they take the voxels that they share at edges and corners: the last one wins. */
export const SIDES = ['x low', 'x high', 'y low', 'y high', 'z low', 'z high'] as const

const sides = record(
  { 'x low': side, 'x high': side, 'y low': side, 'y high': side, 'z low': side, 'z high': side },
  { doc: 'what holds on each side; z counts in three dimensions only' },
)

export type SideMap = Infer<typeof sides>

const point = quantity({ unit: 'um', setting: true, doc: 'coordinate' })

const fixedPoint = record(
  {
    at: vector(point, 3, { doc: 'a point in the voxel' }),
    value: quantity({ unit: 'any', min: 0, setting: true, doc: 'value held in that voxel' }),
  },
  { doc: 'a voxel whose value is held' },
)

const region = record(
  {
    box: record(
      {
        low: vector(point, 3, { doc: 'lowest corner' }),
        high: vector(point, 3, { doc: 'highest corner' }),
      },
      { doc: 'a box; voxels belong to it whose centres lie in it' },
    ),
    value: quantity({ unit: 'any', min: 0, setting: true, doc: 'value there at the start' }),
  },
  { doc: 'a part of the domain that begins with a value of its own' },
)

const transport = record(
  {
    unit: unitName({ doc: 'unit of the substrate: a concentration, mmHg, or relative' }),
    diffusion: quantity({ unit: 'um^2/min', min: 0, doc: 'diffusion coefficient D' }),
    decay: quantity({
      unit: '1/min',
      min: 0,
      default: '0 1/min',
      source: 'no decay unless the author knows one',
      doc: 'first-order decay in the medium',
    }),
    initial: optional(
      quantity({ unit: 'any', min: 0, setting: true, doc: 'value everywhere at the start; 0 unless said' }),
    ),
    // Optional, so that models that do not say it keep their hash.
    regions: optional(
      list(region, {
        doc: 'parts that begin with other values than `initial`; of two that overlap the last counts',
      }),
    ),
    boundary: withDefault(
      either({ scalar: side, map: sides }, { doc: 'closed, a value on all sides, or a map of sides' }),
      'closed',
    ),
    fixed: list(fixedPoint, {
      doc: 'voxels whose value is held, such as the mouth of a vessel',
      default: [],
    }),
  },
  { doc: 'how a substrate spreads and decays' },
)

/** The keys of `substrates.<name>` itself. */
export const transportSection: Section<Infer<typeof transport>> = {
  place: 'substrate',
  key: '',
  schema: transport,
}

export type TransportSection = Infer<typeof transport>

/** Where fields may err by one in a hundred, models of cells err by more. */
const TOLERANCE = 'chosen: below what rates and coefficients of models are known to'

const settings = record(
  {
    scheme: withDefault(
      choice(['adaptive', 'lod'], {
        doc: 'adaptive: cells, vessels and diffusion in one equation, a step per substrate; lod: sweeps along the axes, then cells, then vessels, in fixed steps',
      }),
      'adaptive',
    ),
    tolerance: quantity({
      unit: '1',
      positive: true,
      default: '1 %',
      source: TOLERANCE,
      doc: 'error of a field that the adaptive scheme allows: root mean square, relative to the largest value',
    }),
    'held sides': withDefault(
      choice(['exact', 'overwritten'], {
        doc: "part of the equations, or overwritten between sweeps as the field's reference programs do (needs scheme lod)",
      }),
      'exact',
    ),
  },
  { doc: 'how transport is computed' },
)

/** `transport:` */
export const transportSettings: Section<Infer<typeof settings>> = {
  place: 'model',
  key: 'transport',
  schema: withDefault(settings, {}),
}

/** The condition on each side, whichever form the author wrote. */
export function sidesOf(section: TransportSection): readonly Side[] {
  const { boundary } = section
  if (boundary === 'closed' || 'provenance' in boundary) return SIDES.map(() => boundary)
  return SIDES.map((name) => boundary[name])
}
