import { LEVEL_PREFIX } from '../engine/body-levels.ts'
import { BLOOD, PRIMARY } from '../engine/organism.ts'
import { PACKET, countColumn } from '../engine/packets.ts'
import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { LEFT } from '../processes/dissemination/columns.ts'
import type { Measure } from '../record/measure.ts'
import { resolveMeasure } from './measures.ts'
import { arrested, organsOf } from './measures/packet-sums.ts'

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
  /** Cells that were arrested in an organ so far. */
  | 'everArrested'
  /** Cells that came home so far. */
  | 'returned'
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

/** A number with its measure. */
interface Reading {
  readonly number: BodyNumber
  readonly measure: Measure
}

/** The numbers of an organism that a page shows beside its tissues; none where the model describes one tissue alone. */
export function bodyNumbers(program: Program): readonly BodyNumber[] {
  return readingsOf(program).map(({ number }) => number)
}

/** The measures of these numbers, in the same order. */
export function bodyMeasures(program: Program): readonly Measure[] {
  return readingsOf(program).map(({ measure }) => measure)
}

function readingsOf(program: Program): readonly Reading[] {
  const blood = program.organism?.blood
  if (blood === undefined) return []
  const organs = blood.columns.some(({ name }) => name === LEFT) ? organsOf(blood) : []
  const named = [
    ...IN_BLOOD.flatMap(([name, role]) => known(program, name, { role })),
    ...organs.flatMap((organ) => atOrgan(program, organ)),
    ...blood.columns.flatMap(({ name }) => levelReading(program, name, organs)),
  ]
  return organs.length === 0 ? named : [...named, cloaked]
}

const IN_BLOOD: readonly (readonly [name: string, role: BodyRole])[] = [
  ['cells shed', 'shed'],
  ['circulating cells', 'circulating'],
  ['CTC per 7.5 mL', 'sample'],
  ['circulating clusters', 'clusters'],
]
const AT_ORGAN: readonly (readonly [name: string, role: BodyRole])[] = [
  ['arrested cells', 'arrested'],
  ['solitary cells', 'solitary'],
  ['dormant cells', 'dormant'],
  ['micrometastases', 'micro'],
  ['metastases', 'macro'],
]

/** A number that is a measure of the model under its name. */
function known(program: Program, name: string, about: Omit<BodyNumber, 'name' | 'unit'>): readonly Reading[] {
  const measure = resolveMeasure(name, program)?.[0]
  return measure === undefined ? [] : [{ number: { name, unit: measure.unit, ...about }, measure }]
}

function atOrgan(program: Program, organ: string): readonly Reading[] {
  if (organ === PRIMARY) return known(program, `cells that returned to ${organ}`, { role: 'returned' })
  return [
    ...AT_ORGAN.flatMap(([what, role]) => known(program, `${what} in ${organ}`, { role, organ })),
    reading(
      { name: `cells arrested so far in ${organ}`, unit: 'cells', role: 'everArrested', organ },
      (blood) => arrested(blood, organ),
    ),
  ]
}

const cloaked = reading(
  { name: 'cloaked share of circulating cells', unit: '1', role: 'cloaked' },
  (blood) => {
    const [places, sizes] = [blood.u8(PACKET.place), blood.f64(PACKET.size)]
    const [cloaks, counts] = [blood.f64(PACKET.cloak), blood.f64(countColumn('circulating'))]
    let [covered, all] = [0, 0]
    for (let slot = 0; slot < blood.count; slot++) {
      const cells = places[slot] === 0 ? (counts[slot] ?? 0) * (sizes[slot] ?? 1) : 0
      all += cells
      covered += cells * (cloaks[slot] ?? 0)
    }
    return all === 0 ? Number.NaN : covered / all
  },
)

/** A number that only pages ask for. */
function reading(number: BodyNumber, read: (blood: World) => number): Reading {
  const evaluate = (world: World): number => {
    const blood = world.inner.get(BLOOD)
    return blood === undefined ? Number.NaN : read(blood)
  }
  return { number, measure: { name: number.name, unit: number.unit, doc: number.name, evaluate } }
}

/** Ends of names of levels that are not of an organ. */
const PLACES: readonly (readonly [end: string, role: BodyRole])[] = [
  [' in blood', 'pool'],
  [' in marrow', 'reserve'],
  [' in plasma', 'factor'],
]

/** A level of the body: what it is follows from its name. */
function levelReading(program: Program, column: string, organs: readonly string[]): readonly Reading[] {
  if (!column.startsWith(LEVEL_PREFIX)) return []
  const name = column.slice(LEVEL_PREFIX.length)
  const about = levelOf(name, organs)
  if (about === undefined) return []
  const unit = program.organism?.blood.columns.find((each) => each.name === column)?.unit ?? '1'
  return [reading({ name, unit, ...about }, (blood) => blood.f64(column)[0] ?? Number.NaN)]
}

function levelOf(name: string, organs: readonly string[]): Omit<BodyNumber, 'name' | 'unit'> | undefined {
  const place = PLACES.find(([end]) => name.endsWith(end))
  if (place !== undefined) return { role: place[1], of: name.slice(0, -place[0].length) }
  const at = name.lastIndexOf(' in ')
  if (at < 0) return undefined
  const organ = organs.find((each) => name.endsWith(` in ${each}`)) ?? name.slice(at + 4)
  return { role: 'niche', organ, of: name.slice(0, -` in ${organ}`.length) }
}
