import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { choice, count } from '../../model/schema-scalar.ts'
import { sentence } from '../../model/schema-sentence.ts'
import { list, optional, record, vector, withDefault } from '../../model/schema.ts'
import { growthKeys } from './growth/schema.ts'
import { TISSUE_PRESSURE_EXAMPLE, parseTissuePressure, writeTissuePressure } from './tissue-pressure.ts'
import { wordOr } from './word-or.ts'

const length = (doc: string) => quantity({ unit: 'um', positive: true, setting: true, doc })
const coordinate = quantity({ unit: 'um', doc: 'coordinate', setting: true })
const pressure = quantity({ unit: 'mmHg', doc: 'pressure of the blood', setting: true })
const pressureOrFree = wordOr('free', pressure, "pressure at an end, or 'free' where no blood comes in")

const fromTissue = record(
  {
    pressure: sentence(parseTissuePressure, writeTissuePressure, {
      doc: 'pressures in the vessels that cross the slice: by turns in the order of the table, or along an axis',
      examples: [TISSUE_PRESSURE_EXAMPLE, 'along x from 25 mmHg to 15 mmHg'],
    }),
    'join within': optional(
      length('vessel points nearer than this are joined, unless a third lies in the circle between them'),
    ),
  },
  { doc: 'each vessel point becomes a vessel that crosses the slice, with blood from outside of it' },
)

const line = record(
  {
    points: list(vector(coordinate, 3), { min: 2, doc: 'corners of the line; ends at one place are joined' }),
    radius: optional(length('radius of the lumen; that of the network unless said')),
    pressures: optional(
      vector(pressureOrFree, 2, { doc: 'at the first and at the last point; free ends unless said' }),
    ),
  },
  { doc: 'a vessel along a line' },
)

const tissueKeys = {
  lobule: optional(length('lobules: from a portal tract through the central vein to the opposite one')),
  centre: optional(
    vector(coordinate, 2, {
      doc: 'lobules and alveoli: x and y of the middle of a central vein, or of an air space; the middle of the domain unless said',
    }),
  ),
  'central vein': optional(length('lobules: radius of central veins; 20 um unless said')),
  'portal tract': optional(length('lobules: radius of portal tracts; 30 um unless said')),
  'venule radius': optional(
    length('lobules: radius of the venules along the sides; twice that of sinusoids unless said'),
  ),
  layers: optional(
    length(
      'lobules and alveoli: distance of the layers of a block; the voxel unless said, so that a slice is one of them',
    ),
  ),
  irregular: optional(
    quantity({
      unit: '1',
      min: 0,
      max: 0.3,
      setting: true,
      doc: 'lobules and alveoli: largest shift of a place where vessels meet, along an axis, relative to the distance between such places; 0.15 unless said',
    }),
  ),
}

const pattern = record(
  {
    form: choice(['parallel', 'grid', 'lobules', 'alveoli'], {
      doc: 'parallel: vessels along the axis that do not meet; grid: vessels along every axis that meet; lobules: sinusoids of the liver, from portal tracts at the corners of hexagons to central veins; alveoli: capillaries in the walls between air spaces of the lung, from low to high x',
    }),
    axis: withDefault(
      choice(['x', 'y', 'z'], {
        doc: 'blood comes in where this axis begins, and leaves where it ends; lobules and air spaces stand along z whatever it is',
      }),
      'z',
    ),
    spacing: length(
      'distance between vessels, adapted so that whole vessels fit; between places where sinusoids meet; between the middles of air spaces',
    ),
    ...tissueKeys,
    pressures: withDefault(vector(pressure, 2, { doc: 'where blood comes in, and where it leaves' }), [
      '25 mmHg',
      '15 mmHg',
    ]),
    turns: optional(
      choice(['alternate'], {
        doc: 'alternate: neighbours along the axis have their blood from opposite ends, so that sprouts between them carry flow; the same end unless said',
      }),
    ),
  },
  { doc: 'vessels in a regular pattern through the whole domain' },
)

const response = (what: string, unit: string, example: string) =>
  record(
    {
      half: quantity({ unit, positive: true, doc: `${what} at which half of the radius is left` }),
      hill: quantity({ unit: '1', positive: true, default: example, source: 'assumed', doc: 'steepness' }),
    },
    { doc: `how ${what} closes vessels: open = 1 / (1 + (value / half)^hill)` },
  )

const squeeze = record(
  {
    pressure: optional(response('the pressure of the cells around', '1', '2')),
    matrix: optional(response('the density of the matrix', '1', '4')),
  },
  { doc: 'what closes vessels from outside' },
)

const rooms = record(
  {
    nodes: count({ min: 1, doc: 'nodes' }),
    segments: count({ min: 1, doc: 'segments' }),
  },
  { doc: 'most nodes and segments that there may be at a time' },
)

const network = record(
  {
    'from tissue': optional(fromTissue),
    lines: optional(list(line, { doc: 'vessels along lines' })),
    pattern: optional(pattern),
    'node spacing': optional(length('length of vessel that a node stands for; the voxel unless said')),
    radius: quantity({
      unit: 'um',
      positive: true,
      default: '4 um',
      source: 'assumed: a capillary',
      doc: 'radius of the lumen of vessels that do not say theirs',
    }),
    haematocrit: quantity({
      unit: '1',
      min: 0,
      max: 0.75,
      default: '0.45',
      source: 'doi:10.1161/01.res.75.5.904',
      doc: 'share of red cells in the blood; the same in all vessels',
    }),
    viscosity: withDefault(
      wordOr(
        'pries',
        quantity({ unit: 'mPa s', positive: true, doc: 'viscosity of the blood' }),
        "viscosity of the blood, or 'pries' for the law that depends on diameter and haematocrit",
      ),
      'pries',
    ),
    squeeze: optional(squeeze),
    rooms: optional(rooms),
    ...growthKeys,
  },
  { doc: 'vessels that live: a graph that carries flow, and may grow and regress' },
)

/** `vessel network:` */
export const vesselNetworkSection: Section<Infer<typeof network> | undefined> = {
  place: 'model',
  key: 'vessel network',
  schema: optional(network),
}

/** What an author wrote under `vessel network`. */
export type VesselNetworkSection = Infer<typeof network>
export type NetworkLine = Infer<typeof line>
export type NetworkPattern = Infer<typeof pattern>
export type SqueezeResponse = Infer<ReturnType<typeof response>>
