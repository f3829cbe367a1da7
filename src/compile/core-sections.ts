import { bodySection } from '../model/body.ts'
import { EVENT_KINDS } from '../engine/events.ts'
import type { Infer, Section } from '../model/kit.ts'
import { quantity } from '../model/schema-quantity.ts'
import { choice, count, flag, text } from '../model/schema-scalar.ts'
import { sentence } from '../model/schema-sentence.ts'
import { either, list, map, optional, record, vector, withDefault } from '../model/schema.ts'
import { ball, vesselPlacements } from './placement-schema.ts'
import { parseQuantity, writeQuantity } from '../units/quantity.ts'

const length = (doc: string, fallback?: string) =>
  quantity({ unit: 'um', setting: true, doc, ...(fallback === undefined ? {} : { default: fallback }) })
const extent = (doc: string) => quantity({ unit: 'um', positive: true, setting: true, doc })
const axis = withDefault(
  choice(['closed', 'periodic'], { doc: 'what lies beyond the two faces of the axis' }),
  'closed',
)

const domain = record(
  {
    size: vector(extent('extent along an axis'), 3, {
      doc: 'extent along x, y and z; one voxel thick means two-dimensional',
    }),
    voxel: quantity({
      unit: 'um',
      positive: true,
      setting: true,
      default: '20 um',
      doc: 'edge of a voxel of the mesh',
    }),
    corner: optional(
      vector(length('coordinate'), 3, { doc: 'lowest corner; the box is centred on the origin unless said' }),
    ),
    boundary: withDefault(
      either(
        {
          scalar: choice(['closed', 'periodic'], { doc: 'the same on every axis' }),
          map: record({ x: axis, y: axis, z: axis }, { doc: 'axis by axis' }),
        },
        { doc: 'what happens at the outer faces' },
      ),
      'closed',
    ),
  },
  { doc: 'the box of tissue that is simulated' },
)

const duration = (doc: string, fallback?: string) =>
  quantity({
    unit: 'min',
    positive: true,
    setting: true,
    doc,
    ...(fallback === undefined ? {} : { default: fallback }),
  })

const time = record(
  {
    stop: duration('length of a run'),
    fields: duration('time between steps of transport and exchange', '0.1 min'),
    mechanics: duration('time between steps of forces and motion', '0.1 min'),
    phenotype: duration('time between decisions of cells', '6 min'),
  },
  { doc: 'length of a run and of its steps' },
)

const point = vector(length('coordinate'), 3, { doc: 'a point' })
const placement = record(
  {
    points: optional(list(point, { doc: 'one cell at each point' })),
    disc: optional(
      record(
        {
          centre: point,
          radius: extent('radius of the disc (of the ball in three dimensions)'),
          hole: withDefault(
            quantity({ unit: 'um', min: 0, setting: true, doc: 'radius of an empty middle' }),
            '0 um',
          ),
          spacing: optional(extent('distance between centres; cells just touch unless said')),
          // Optional, so that models that do not say it keep their hash.
          cut: optional(
            flag({
              doc: 'true: what lies outside of the domain is left out, as for an octant of a ball; otherwise it is a mistake',
            }),
          ),
        },
        { doc: 'closely packed cells in a disc, or a ball in three dimensions' },
      ),
    ),
    box: optional(
      record(
        {
          low: point,
          high: point,
          count: count({ min: 1, doc: 'number of cells, scattered evenly at random' }),
        },
        { doc: 'cells scattered in a box' },
      ),
    ),
    scatter: optional(
      record(
        {
          density: quantity({
            unit: '1/um^3',
            positive: true,
            setting: true,
            doc: 'cells per volume of the domain; a slice has the volume of its thickness, so that slices and blocks take the same number',
          }),
          within: optional(ball('only cells within this disc, or ball in three dimensions')),
          outside: optional(ball('no cells within this disc, or ball in three dimensions')),
        },
        { doc: 'cells scattered over the domain' },
      ),
    ),
    ...vesselPlacements,
  },
  { doc: 'where cells of one type stand at the start' },
)

const everyOrTimes = sentence<{ readonly every: number }>(
  (written) => {
    const before = /^every\s+/.exec(written)?.[0].length ?? 0
    const parsed = parseQuantity(written.slice(before))
    const hint = 'for example every 6 h'
    if (!parsed.ok)
      return {
        ok: false,
        message: `cannot read this as a duration: ${parsed.message}`,
        hint,
        offset: before + parsed.offset,
      }
    const { dimension } = parsed.unit
    const isDuration =
      dimension.time === 1 && dimension.length === 0 && dimension.amount === 0 && dimension.mass === 0
    if (!isDuration || parsed.canonical <= 0)
      return { ok: false, message: 'expected a duration above zero', hint, offset: before }
    return { ok: true, value: { every: parsed.canonical } }
  },
  ({ every }) => `every ${writeQuantity(every, 'min')}`,
  { doc: 'how often', examples: ['every 6 h'] },
)

const recordSchema = record(
  {
    snapshots: withDefault(everyOrTimes, 'every 1 day'),
    series: withDefault(
      list(text({ doc: 'a measure' }), {
        doc: 'measures over time; `milieu describe --measures` lists them',
      }),
      ['cell counts'],
    ),
    // Optional, so that models that do not say it are written as before.
    signals: optional(
      list(text({ doc: 'a signal' }), {
        doc: 'signals of cells that are kept for measures, also where no rule reads them; those that a series names are kept without being asked for',
      }),
    ),
    'series every': withDefault(everyOrTimes, 'every 1 h'),
    events: withDefault(
      list(choice(EVENT_KINDS, { doc: 'a kind of event' }), { doc: 'kinds of events that are kept' }),
      ['division', 'death'],
    ),
  },
  { doc: 'what a run stores' },
)

const cellTable = record(
  {
    file: text({ doc: 'CSV file with a header, beside the model or in a folder above' }),
    // Optional, like `scale`, so that models that do not say it keep their hash.
    separator: optional(
      choice(['comma', 'semicolon', 'tab'], {
        doc: 'what separates the fields of the file; a comma unless said',
      }),
    ),
    x: withDefault(text({ doc: 'column with x [um, or in units of `scale`]' }), 'x_um'),
    y: withDefault(text({ doc: 'column with y [um, or in units of `scale`]' }), 'y_um'),
    z: optional(text({ doc: 'column with z [um, or in units of `scale`]' })),
    scale: optional(
      extent(
        'length of one unit of the coordinates of the file, such as the edge of a pixel; 1 um unless said',
      ),
    ),
    label: withDefault(text({ doc: 'column with the label of a cell' }), 'cell_type'),
    corner: optional(
      vector(length('coordinate'), 2, {
        doc: 'lowest corner of the field that is cut out, in the coordinates of the file in um; without it the coordinates are those of the domain',
      }),
    ),
    labels: map(undefined, text({ doc: "a cell type, 'vessel', or 'ignore'" }), {
      doc: 'what each label of the file becomes',
    }),
    spacing: withDefault(
      map(undefined, extent('smallest distance between centres of cells of this type'), {
        doc: 'thinning, by cell type or vessel',
      }),
      {},
    ),
  },
  { doc: 'real tissue as initial state: a table of labelled positions' },
)

const LINEAGES = ['tumour', 'myeloid', 'lymphoid', 'stroma', 'endothelium', 'epithelium', 'other'] as const

const display = record(
  {
    lineage: withDefault(
      choice(LINEAGES, {
        doc: 'family of the cell: its hue in pictures, and what counts as tumour or stroma in measures',
      }),
      'other',
    ),
    colour: optional(
      text({
        doc: 'colour in every picture',
        pattern: /^#[0-9a-f]{6}$/,
        expected: "a colour such as '#d9480f'",
      }),
    ),
  },
  { doc: 'how a cell type is shown' },
)

const section = <T>(key: string, schema: Section<T>['schema']): Section<T> => ({
  place: 'model',
  key,
  schema,
})

/** `domain:` */
export const domainSection: Section<Infer<typeof domain>> = section('domain', domain)
/** `time:` */
export const timeSection: Section<Infer<typeof time>> = section('time', time)
/** `initial:` */
export const initialSection = section(
  'initial',
  withDefault(map('cell type', placement, { doc: 'cells at the start, by type' }), {}),
)
/** `tissue:` */
export const tissueSection = section('tissue', optional(cellTable))
/** `record:` */
export const recordSection = section('record', withDefault(recordSchema, {}))

export type Placement = Infer<typeof placement>
export type CellTable = Infer<typeof cellTable>

/** `cell types.<name>.display` */
export const displaySection: Section<Infer<typeof display>> = {
  place: 'cell type',
  key: 'display',
  schema: withDefault(display, {}),
}

export type Lineage = Infer<typeof display>['lineage']

/** The family of cells whose nests measures look for. */
const NEST_LINEAGE: Lineage = 'tumour'

/** True for a display section of the family that forms nests. */
export function formsNests({ lineage }: Infer<typeof display>): boolean {
  return lineage === NEST_LINEAGE
}

/** What an author may write that belongs to no process. */
export const coreSections: readonly Section[] = [
  domainSection,
  timeSection,
  tissueSection,
  initialSection,
  recordSection,
  bodySection,
  displaySection,
]

/** Sections that change no result: pictures and records. They stay out of the model's hash. */
export const COSMETIC_KEYS: ReadonlySet<string> = new Set([recordSection.key, displaySection.key])
