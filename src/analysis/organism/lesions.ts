import { LIVE } from '../../engine/columns.ts'
import type { CellEvent } from '../../engine/events.ts'
import { keyText } from '../../engine/heredity.ts'
import { BLOOD, innerWorlds } from '../../engine/organism.ts'
import { PACKET, countColumn } from '../../engine/packets.ts'
import { lineageText } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { FOUNDER_HIGH, FOUNDER_LOW } from '../../processes/clones/columns.ts'
import { FUNNEL_PREFIX } from '../../processes/dissemination/columns.ts'
import type { CloneNode } from '../clone-tree.ts'
import { namesWith } from '../measures/named-slot.ts'
import type { LesionSummary } from './organism-summary.ts'

/** What brings founders, in the events of their arrival: to a site, and back to the primary. */
const COLONY: ReadonlySet<string> = new Set(['colony', 'return'])

/** The events that lesions are told from, and the length of a tick [min]. */
export interface LesionEvents {
  readonly events: readonly CellEvent[]
  readonly tick: number
  /** Whether the run kept divisions: then the cells of each lesion are known. */
  readonly hasDivisions: boolean
}

/** Every colony of an organism: those in tissues one by one, those that are numbers by organ and clone. The largest first. */
export function lesionsOf(
  host: World,
  recorded: LesionEvents,
  clones: readonly CloneNode[],
): readonly LesionSummary[] {
  const inTissue = [{ name: undefined, world: host }, ...innerWorlds(host)].flatMap(({ name, world }) =>
    name === BLOOD ? [] : lesionsIn(world, recorded, clones),
  )
  return [...inTissue, ...countedLesions(host)].toSorted(
    (a, b) => (b.cells ?? 0) - (a.cells ?? 0) || (a.begun ?? Infinity) - (b.begun ?? Infinity),
  )
}

/** The colonies of a tissue. */
function lesionsIn(
  world: World,
  { events, tick, hasDivisions }: LesionEvents,
  clones: readonly CloneNode[],
): readonly LesionSummary[] {
  const { site } = world.program
  const own = events.filter((event) => event.site === site)
  const founders = own.filter(({ kind, cause }) => kind === 'arrival' && COLONY.has(cause ?? ''))
  if (founders.length === 0) return []
  const slots = hasDivisions
    ? slotsByFounder(world, founders, mothersOf(own))
    : comesAlone(own, world)
      ? slotsByFounder(world, founders, undefined)
      : undefined
  return founders.map(({ cell, tick: at }): LesionSummary => {
    const begun = at * tick
    const members = slots?.get(cell)
    const clone = members?.[0] === undefined ? undefined : cloneAt(world, members[0], begun, clones)
    return {
      place: site ?? 'primary',
      begun,
      ...(clone === undefined ? {} : { clone }),
      cells: slots === undefined ? null : (members?.length ?? 0),
      count: 1,
      kind: 'tissue',
    }
  })
}

/** True where a single tumour cell ever came to a tissue. */
function comesAlone(events: readonly CellEvent[], { program }: World): boolean {
  return events.filter(({ kind, type }) => kind === 'arrival' && program.isTumour[type] === true).length === 1
}

/** Daughter -> mother, of the divisions of a tissue. */
function mothersOf(events: readonly CellEvent[]): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap(({ kind, cell, other }) =>
      kind === 'division' && other !== undefined ? [[other, cell]] : [],
    ),
  )
}

/**
 * Live cells by the founder that they descend from. Without divisions they can be told only in a tissue to which no other tumour cell
 * came: then all tumour cells are of its one lesion.
 */
function slotsByFounder(
  world: World,
  founders: readonly CellEvent[],
  mothers: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, readonly number[]> | undefined {
  const [only] = founders
  if (mothers === undefined && (founders.length > 1 || only === undefined)) return undefined
  const keys = new Set(founders.map(({ cell }) => cell))
  const founderOf = (slot: number): string | undefined => {
    if (mothers === undefined)
      return world.program.isTumour[world.cells.type[slot] ?? 0] === true ? only?.cell : undefined
    let key: string | undefined = lineageText(world, slot)
    while (key !== undefined && !keys.has(key)) key = mothers.get(key)
    return key
  }
  const slots = new Map<string, number[]>()
  for (let slot = 0; slot < world.count; slot++) {
    const founder = world.cells.state[slot] === LIVE ? founderOf(slot) : undefined
    if (founder === undefined) continue
    const known = slots.get(founder)
    if (known === undefined) slots.set(founder, [slot])
    else known.push(slot)
  }
  return slots
}

/** The clone that the ancestor of a cell was of at a time: its own, or the nearest above that is old enough. */
function cloneAt(world: World, slot: number, time: number, clones: readonly CloneNode[]): string | undefined {
  let key = cloneOf(world, slot)
  const nodes = new Map(clones.map((node) => [node.key, node]))
  for (let node = nodes.get(key ?? ''); node !== undefined && node.since > time; node = nodes.get(key ?? ''))
    key = node.parent
  return key
}

/** Key of a cell's clone; undefined where it has none. */
function cloneOf(world: World, slot: number): string | undefined {
  if (!world.has(FOUNDER_LOW)) return undefined
  const [low, high] = [world.u32(FOUNDER_LOW)[slot] ?? 0, world.u32(FOUNDER_HIGH)[slot] ?? 0]
  return low === 0 && high === 0 ? undefined : keyText([low, high])
}

/** Lesions that are numbers in the blood, together by organ, state and clone. */
function countedLesions(host: World): readonly LesionSummary[] {
  const blood = host.inner.get(BLOOD)
  if (blood === undefined || !blood.has(PACKET.place)) return []
  const organs = namesWith(blood.program, FUNNEL_PREFIX)
  const place = blood.view(PACKET.place)
  const found = new Map<string, LesionSummary>()
  const add = (slot: number, state: 'micro' | 'macro', kind: LesionSummary['kind'], column: string): void => {
    const count = blood.f64(countColumn(state))[slot] ?? 0
    if (!(count > 0)) return
    const organ = organs[(place[slot] ?? 0) - 1] ?? ''
    const clone = cloneOf(blood, slot)
    const key = `${organ}/${kind}/${clone ?? ''}`
    const before = found.get(key)
    found.set(key, {
      place: organ,
      begun: null,
      ...(clone === undefined ? {} : { clone }),
      cells: (before?.cells ?? 0) + (blood.f64(column)[slot] ?? 0),
      count: (before?.count ?? 0) + count,
      kind,
    })
  }
  for (let slot = 0; slot < blood.count; slot++) {
    add(slot, 'micro', 'micrometastases', PACKET.microCells)
    add(slot, 'macro', 'metastases', PACKET.macroCells)
  }
  return [...found.values()]
}
