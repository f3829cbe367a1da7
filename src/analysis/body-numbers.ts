import type { Model } from '../compile/model.ts'
import { LEVEL_PREFIX } from '../engine/body-levels.ts'
import { BLOOD } from '../engine/organism.ts'
import { PACKET, type PacketState, countColumn } from '../engine/packets.ts'
import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { sectionOf } from '../model/assemble.ts'
import { bodySection } from '../model/body.ts'
import {
  COLONIES,
  FUNNEL,
  FUNNEL_PREFIX,
  type FunnelEvent,
  LEFT,
} from '../processes/dissemination/columns.ts'
import type { Measure } from '../record/measure.ts'
import { namesWith } from './measures/named-slot.ts'

/** What a number of an organism tells, so that a page knows where it belongs. */
export type BodyRole =
  /** Cells that came into the blood so far. */
  | 'shed'
  /** In the blood now. */
  | 'circulating'
  | 'clusters'
  | 'cloaked'
  | 'sample'
  /** At an organ now. */
  | 'arrested'
  | 'solitary'
  | 'dormant'
  | 'micro'
  | 'macro'
  /** Metastases that began in the organ's tissue so far. */
  | 'settled'
  /** Cells that were arrested in an organ so far. */
  | 'everArrested'
  /** Levels of the body. */
  | 'pool'
  | 'reserve'
  | 'factor'
  | 'niche'

/** A number of an organism and where it belongs; plain data. */
export interface BodyNumber {
  /** Name of the measure, and of its series. */
  readonly name: string
  readonly unit: string
  readonly role: BodyRole
  /** Organ at which it is. */
  readonly organ?: string
  /** Pool, factor or variable of a niche that it tells of. */
  readonly of?: string
}

/** A number with how it is read off the blood. */
interface Reading extends BodyNumber {
  read(blood: World): number
}

/** The numbers of an organism that a page shows beside its tissues; none where the model describes one tissue alone. */
export function bodyNumbers(model: Model, program: Program): readonly BodyNumber[] {
  return readingsOf(model, program).map(({ read: _, ...number }) => number)
}

/** The measures of these numbers, in the same order. */
export function bodyMeasures(model: Model, program: Program): readonly Measure[] {
  return readingsOf(model, program).map(({ name, unit, read }) => ({
    name,
    unit,
    doc: name,
    evaluate: (world) => {
      const blood = world.inner.get(BLOOD)
      return blood === undefined ? Number.NaN : read(blood)
    },
  }))
}

function readingsOf(model: Model, { organism }: Program): readonly Reading[] {
  if (organism === undefined) return []
  const { blood } = organism
  const organs = namesWith(blood, FUNNEL_PREFIX)
  const hasPackets = blood.columns.some(({ name }) => name === LEFT)
  return [
    ...(hasPackets ? inBlood(model) : []),
    ...organs.flatMap((organ, index) => atOrgan(organ, index)),
    ...blood.columns.flatMap((column) => levelReading(column, organs)),
  ]
}

/** Volume of a usual sample of blood [um^3]: 7.5 mL. */
const SAMPLE = 7.5e12

function inBlood(model: Model): readonly Reading[] {
  const volume = sectionOf(model.data, bodySection)?.blood.value ?? Number.NaN
  const circulating = (blood: World): number => sumOf(blood, 'circulating', 0, cellsIn)
  const cloaked = (blood: World): number =>
    sumOf(blood, 'circulating', 0, (size, cloak) => size * cloak) / circulating(blood)
  const clusters = (blood: World): number => sumOf(blood, 'circulating', 0, (size) => (size > 1 ? 1 : 0))
  const number = (name: string, role: BodyRole, unit: string, read: Reading['read']): Reading => ({
    name,
    role,
    unit,
    read,
  })
  return [
    number('cells shed', 'shed', 'cells', (blood) => total(blood.f64(LEFT))),
    number('circulating cells', 'circulating', 'cells', circulating),
    number('circulating clusters', 'clusters', '1', clusters),
    number('cloaked share of circulating cells', 'cloaked', '1', cloaked),
    number('CTC per 7.5 mL', 'sample', 'cells', (blood) => (circulating(blood) / volume) * SAMPLE),
  ]
}

/** Cells of each particle, or particles. */
const cellsIn = (size: number): number => size
const particles = (): number => 1

function atOrgan(organ: string, index: number): readonly Reading[] {
  const place = index + 1
  const now = (name: string, state: PacketState, role: BodyRole, each: Weight): Reading => ({
    name: `${name} in ${organ}`,
    role,
    organ,
    unit: each === cellsIn ? 'cells' : '1',
    read: (blood) => sumOf(blood, state, place, each),
  })
  return [
    now('arrested cells', 'arrested', 'arrested', cellsIn),
    now('solitary cells', 'solitary', 'solitary', cellsIn),
    now('dormant cells', 'dormant', 'dormant', cellsIn),
    now('micrometastases', 'micro', 'micro', particles),
    now('metastases', 'macro', 'macro', particles),
    {
      name: `metastases begun in the tissue of ${organ}`,
      role: 'settled',
      organ,
      unit: '1',
      read: (blood) => blood.f64(COLONIES)[index] ?? 0,
    },
    {
      name: `cells arrested so far in ${organ}`,
      role: 'everArrested',
      organ,
      unit: 'cells',
      read: (blood) => happened(blood, organ, ['arrested at first pass', 'arrested later']),
    },
  ]
}

/** What a particle counts for, by its cells and by the share of its surface that platelets cover. */
type Weight = (size: number, cloak: number) => number

function sumOf(blood: World, state: PacketState, place: number, weight: Weight): number {
  const [places, sizes] = [blood.u8(PACKET.place), blood.f64(PACKET.size)]
  const [cloaks, counts] = [blood.f64(PACKET.cloak), blood.f64(countColumn(state))]
  let sum = 0
  for (let slot = 0; slot < blood.count; slot++)
    if (places[slot] === place) sum += (counts[slot] ?? 0) * weight(sizes[slot] ?? 1, cloaks[slot] ?? 0)
  return sum
}

/** Cells to which one of some events happened at an organ so far. */
function happened(blood: World, organ: string, events: readonly FunnelEvent[]): number {
  const column = blood.f64(FUNNEL_PREFIX + organ)
  const pairs = column.length / FUNNEL.length
  return events.reduce((sum, event) => {
    const at = FUNNEL.indexOf(event) * pairs
    return sum + total(column.subarray(at, at + pairs))
  }, 0)
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Ends of names of levels that are not of an organ. */
const PLACES: readonly (readonly [end: string, role: BodyRole])[] = [
  [' in blood', 'pool'],
  [' in marrow', 'reserve'],
  [' in plasma', 'factor'],
]

/** A level of the body: what it is follows from its name. */
function levelReading(
  { name: column, unit }: Program['columns'][number],
  organs: readonly string[],
): readonly Reading[] {
  if (!column.startsWith(LEVEL_PREFIX)) return []
  const name = column.slice(LEVEL_PREFIX.length)
  const read = (blood: World): number => blood.f64(column)[0] ?? Number.NaN
  const place = PLACES.find(([end]) => name.endsWith(end))
  if (place !== undefined) return [{ name, unit, role: place[1], of: name.slice(0, -place[0].length), read }]
  const at = name.lastIndexOf(' in ')
  if (at < 0) return []
  const organ = organs.find((each) => name.endsWith(` in ${each}`)) ?? name.slice(at + 4)
  return [{ name, unit, role: 'niche', organ, of: name.slice(0, -` in ${organ}`.length), read }]
}
