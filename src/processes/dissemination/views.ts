import { LIFE_STATES } from '../../engine/columns.ts'
import { PACKET, PACKET_STATES, type PacketState, countColumn, expectedColumn } from '../../engine/packets.ts'
import { behaviourColumn } from '../../engine/cell-views.ts'
import type { World } from '../../engine/world.ts'
import {
  CAUSES,
  DIED_PREFIX,
  EXPECTED,
  FUNNEL,
  FUNNEL_PREFIX,
  type FunnelEvent,
  LEFT,
  REMOVED,
  SOURCES,
  WAYS,
} from './columns.ts'
import type { DisseminationTables } from './compile.ts'

/** The columns of packets as arrays; valid until the layout of the world changes. */
export interface Rows {
  readonly place: Uint8Array
  readonly size: Float64Array
  readonly cloak: Float64Array
  readonly minutes: Float64Array
  readonly isNew: Uint8Array
  readonly settling: Float64Array
  readonly microCells: Float64Array
  readonly macroCells: Float64Array
  readonly largest: Float64Array
  readonly type: Uint16Array
  readonly parent: Int32Array
  readonly children: Int32Array
  /** Rows of the cell columns: entry place x stride + slot of `children`. */
  readonly stride: number
  readonly drawn: Readonly<Record<PacketState, Float64Array>>
  readonly expected: Readonly<Record<PacketState, Float64Array>>
  /** Source x ways + way of a row. */
  readonly pairOf: (slot: number) => number
  /** Way of a row. */
  readonly wayOf: (slot: number) => number
}

/** Looks the columns of packets up. */
export function viewRows(world: World): Rows {
  const states = (column: (state: PacketState) => string): Rows['drawn'] =>
    Object.fromEntries(PACKET_STATES.map((state) => [state, world.f64(column(state))])) as Rows['drawn'] // every state is a key
  const [sources, ways] = [world.u32(SOURCES), world.u32(WAYS)]
  const [from, way] = [world.u32(PACKET.from), world.u32(PACKET.way)]
  const wayOf = (slot: number): number => indexIn(ways, way[slot] ?? 0)
  return {
    place: world.u8(PACKET.place),
    size: world.f64(PACKET.size),
    cloak: world.f64(PACKET.cloak),
    minutes: world.f64(PACKET.minutes),
    isNew: world.u8(PACKET.isNew),
    settling: world.f64(PACKET.settling),
    microCells: world.f64(PACKET.microCells),
    macroCells: world.f64(PACKET.macroCells),
    largest: world.f64(PACKET.largest),
    type: world.cells.type,
    parent: world.i32(PACKET.parent),
    children: world.i32(PACKET.rows),
    stride: world.layout.sizes.cell,
    drawn: states(countColumn),
    expected: states(expectedColumn),
    pairOf: (slot) => indexIn(sources, from[slot] ?? 0) * ways.length + wayOf(slot),
    wayOf,
  }
}

/** Entry of a name among those of the model, or the last one, which stands for all others. */
function indexIn(names: Uint32Array, name: number): number {
  const index = names.indexOf(name)
  return index < 0 ? names.length - 1 : index
}

/** Value of a behaviour of a row, as rules make it or as its type has it. */
export function bindBehaviour(world: World, name: string): (slot: number) => number {
  const compiled = world.program.behaviours.get(name)
  if (compiled === undefined) throw new Error(`behaviour '${name}' is not in the program`)
  if (compiled.isPerCell) {
    const values = world.f64(behaviourColumn(name))
    return (slot) => values[slot] ?? 0
  }
  const classes = world.cells.class
  const count = LIFE_STATES * world.program.cellTypes.length
  const bases = Float64Array.from({ length: count }, (_, cls) => world.behaviourBase(compiled, cls))
  return (slot) => bases[classes[slot] ?? 0] ?? 0
}

/** Views that are made once per layout: a meeting in which nobody moves leaves nothing behind. */
interface KeptViews {
  readonly version: number
  readonly rows: Rows
  readonly sums: Sums
}

const kept = new WeakMap<World, KeptViews>()

/** Rows and sums of a blood, looked up anew only when its layout has changed. */
export function viewsOf(blood: World, tables: DisseminationTables): KeptViews {
  const before = kept.get(blood)
  if (before?.version === blood.layoutVersion) return before
  const views = { version: blood.layoutVersion, rows: viewRows(blood), sums: viewSums(blood, tables) }
  kept.set(blood, views)
  return views
}

/** Sums since the start. */
export interface Sums {
  /** Cells that came into the blood. */
  readonly left: (pair: number, drawn: number, expected: number) => void
  /** Cells that something else took out. */
  readonly removed: (pair: number, drawn: number, expected: number) => void
  /** Cells that died in circulation, by entry of `CAUSES`. */
  readonly died: (cause: number, pair: number, drawn: number, expected: number) => void
  /** Cells to which something happened at an organ (0 for the first). */
  readonly happened: (
    event: FunnelEvent,
    organ: number,
    pair: number,
    drawn: number,
    expected: number,
  ) => void
}

const EVENTS = Object.fromEntries(FUNNEL.map((event, index) => [event, index])) as Readonly<
  Record<FunnelEvent, number>
> // every event is a key

/** Looks the sums up. */
export function viewSums(world: World, { organs, pairs }: DisseminationTables): Sums {
  const both = (name: string): readonly [Float64Array, Float64Array] => [
    world.f64(name),
    world.f64(EXPECTED + name),
  ]
  const [left, removed] = [both(LEFT), both(REMOVED)]
  const causes = CAUSES.map((cause) => both(DIED_PREFIX + cause))
  const funnels = organs.map(({ name }) => both(FUNNEL_PREFIX + name))
  return {
    left: (pair, drawn, expected) => add(left, pair, drawn, expected),
    removed: (pair, drawn, expected) => add(removed, pair, drawn, expected),
    died: (cause, pair, drawn, expected) => add(causes[cause], pair, drawn, expected),
    happened: (event, organ, pair, drawn, expected) =>
      add(funnels[organ], EVENTS[event] * pairs + pair, drawn, expected),
  }
}

function add(
  sums: readonly [Float64Array, Float64Array] | undefined,
  entry: number,
  drawn: number,
  expected: number,
): void {
  if (sums === undefined) return
  sums[0][entry] = (sums[0][entry] ?? 0) + drawn
  sums[1][entry] = (sums[1][entry] ?? 0) + expected
}
