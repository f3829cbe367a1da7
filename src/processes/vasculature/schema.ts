import type { Infer, Quantity, Reader, Schema, Section } from '../../model/kit.ts'
import type { Located } from '../../model/located.ts'
import type { Path } from '../../model/issue.ts'
import { joinedList } from '../../model/schema-joined-list.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { flag } from '../../model/schema-scalar.ts'
import { list, map, optional, record, vector } from '../../model/schema.ts'
import { gate } from './gate.ts'
import { duplicateGate } from './messages.ts'

/** What a vessel carries: a constant level, or what the drugs' pharmacokinetics say. */
export type Blood = Quantity | 'plasma'

const level = quantity({ unit: 'any', min: 0, doc: "level in the blood, or 'plasma' for what drugs give" })

const blood: Schema<Blood> = {
  kind: 'blood',
  doc: level.doc,
  absent: () => undefined,
  read: (node: Located, path: Path, reader: Reader) =>
    node.kind === 'scalar' && node.text.trim() === 'plasma' ? 'plasma' : level.read(node, path, reader),
  jsonSchema: () => ({ anyOf: [{ const: 'plasma' }, level.jsonSchema()] }),
  write: (value) => (value === 'plasma' ? value : level.write(value)),
}

const exchange = record(
  {
    blood,
    rate: quantity({
      unit: '1/min',
      min: 0,
      doc: 'permeability x vessel surface / volume of the voxel, for one vessel point',
    }),
    carried: optional(
      quantity({
        unit: '1',
        positive: true,
        doc: 'what blood carries relative to plasma (1 unless bound): in a vessel network no more comes than flow brings; no limit unless given',
      }),
    ),
    leaks: optional(
      flag({
        doc: 'true: in a vessel network the rate is that of a mature wall, and is multiplied by the leak',
      }),
    ),
    falls: optional(
      flag({
        doc: 'true: in a vessel network the level in blood falls along its way by what it gives, and rises by what it takes; `blood` is that of the blood that comes in, and `carried` says how much it holds',
      }),
    ),
  },
  { doc: 'exchange of one substrate across the vessel wall' },
)

const entry = record(
  {
    rate: quantity({ unit: '1/day', min: 0, doc: 'arrivals at one vessel point when every gate is open' }),
    gates: joinedList(gate, {
      doc: 'what opens and closes the wall to these cells',
      keyOf: ({ substrate, effect }) => `${substrate} ${effect}`,
      duplicate: ({ substrate, effect }, firstLine) => duplicateGate(substrate, effect, firstLine),
    }),
    volume: optional(
      quantity({
        unit: 'um^3',
        positive: true,
        doc: 'volume of an arriving cell; that of its type unless said',
      }),
    ),
  },
  { doc: 'cells of one type that leave the blood' },
)

const coordinate = quantity({ unit: 'um', doc: 'coordinate', setting: true })

const vessels = record(
  {
    points: list(vector(coordinate, 3), { doc: 'vessel points, beside those of the tissue', default: [] }),
    exchange: map('substrate', exchange, { doc: 'what vessels give and take, by substrate', default: {} }),
    entry: map('cell type', entry, { doc: 'cells that arrive through vessels, by type', default: {} }),
  },
  { doc: 'blood vessels: where they are, what they exchange and which cells they let in' },
)

const ligation = record(
  {
    at: quantity({ unit: 'day', min: 0, setting: true, doc: 'when; a step of the fields' }),
    centre: vector(coordinate, 3, { doc: 'middle of the place' }),
    radius: quantity({
      unit: 'um',
      positive: true,
      setting: true,
      doc: 'radius of the place: a disc, or a ball in three dimensions',
    }),
  },
  { doc: 'vessels at a place that carry nothing from then on' },
)

/** `ligations:` */
export const ligationsSection: Section<Readonly<Record<string, Infer<typeof ligation>>> | undefined> = {
  place: 'model',
  key: 'ligations',
  // Optional, so that models that do not have it keep their hash.
  schema: optional(map(undefined, ligation, { doc: 'vessels that are tied, by name' })),
}

/** `vessels:` */
export const vesselsSection: Section<Infer<typeof vessels> | undefined> = {
  place: 'model',
  key: 'vessels',
  schema: optional(vessels),
}

export type VesselsSection = Infer<typeof vessels>
