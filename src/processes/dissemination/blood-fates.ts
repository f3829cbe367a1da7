import { carryDaughter } from '../../engine/carried-cell.ts'
import type { CarriedColumn } from '../../engine/carried-cell.ts'
import {
  PACKET,
  PACKET_STATES,
  type PacketState,
  countColumn,
  expectedColumn,
  pushRow,
  withColumns,
} from '../../engine/packets.ts'
import type { World } from '../../engine/world.ts'
import { CAUSES } from './columns.ts'
import { type DisseminationTables, forkStreams } from './compile.ts'
import { type Draws, FEW, createFork, probabilityOf } from './forks.ts'
import type { FirstRows } from './pooled-rows.ts'
import { ARREST, BREAK_UP } from './schema.ts'
import { type Rows, type Sums, bindBehaviour } from './views.ts'

/** What circulating rows need. */
export interface Circulation {
  readonly world: World
  readonly tables: DisseminationTables
  readonly rows: Rows
  readonly sums: Sums
  readonly draws: Draws
  readonly firstRows: FirstRows
  readonly dt: number
}

/** Particles on their way to a place: one entry per place. */
interface Moving {
  readonly drawn: Float64Array
  readonly expected: Float64Array
}

/** Binds what becomes of a circulating row in a step: its first pass, if that is to come, then arrests and deaths that compete. */
export function bindCirculation(parts: Circulation): (slot: number) => void {
  const { tables, rows } = parts
  const places = tables.organs.length + 1
  const moving = { drawn: new Float64Array(places), expected: new Float64Array(places) }
  const passFirst = bindFirstPass(parts, moving)
  const circulate = bindPasses(parts, moving)
  const arrive = bindArrival(parts, moving)
  return (slot) => {
    moving.drawn.fill(0)
    moving.expected.fill(0)
    if (rows.isNew[slot] !== 0) passFirst(slot)
    circulate(slot)
    for (let place = 0; place < places; place++) arrive(slot, place)
  }
}

/** Through the beds of the way, one after the other. */
function bindFirstPass(
  { world, tables, rows, sums, draws }: Circulation,
  moving: Moving,
): (slot: number) => void {
  const adhesion = tables.organs.map(({ name }) => bindBehaviour(world, `${ARREST} in ${name}`))
  const streams = tables.organs.map(({ name }) => forkStreams(`first pass of ${name}`, [])[0] ?? 0)
  const { drawn, expected } = rows
  return (slot) => {
    rows.isNew[slot] = 0
    const beds = tables.beds[rows.wayOf(slot)] ?? []
    const [pair, size] = [rows.pairOf(slot), rows.size[slot] ?? 1]
    for (let k = 0; k < beds.length; k++) {
      const place = beds[k] ?? 1
      const p = probabilityOf(adhesion[place - 1]?.(slot) ?? 0)
      const n = draws.some(slot, drawn.circulating[slot] ?? 0, p, streams[place - 1] ?? 0)
      const mean = (expected.circulating[slot] ?? 0) * p
      drawn.circulating[slot] = (drawn.circulating[slot] ?? 0) - n
      expected.circulating[slot] = (expected.circulating[slot] ?? 0) - mean
      moving.drawn[place] = (moving.drawn[place] ?? 0) + n
      moving.expected[place] = (moving.expected[place] ?? 0) + mean
      sums.happened('arrested at first pass', place - 1, pair, n * size, mean * size)
    }
  }
}

/** Later passes: arrest at each organ, death by each cause, and for clusters falling apart, at rates that compete. */
function bindPasses(
  { world, tables, rows, sums, draws, dt }: Circulation,
  moving: Moving,
): (slot: number) => void {
  const { organs, passes } = tables
  const adhesion = organs.map(({ name }) => bindBehaviour(world, `${ARREST} in ${name}`))
  const causes = CAUSES.map((cause) => bindBehaviour(world, cause))
  const breakUp = tables.clusterSize > 0 ? bindBehaviour(world, BREAK_UP) : () => 0
  const outcomes = [...organs.map(({ name }) => name), ...CAUSES, BREAK_UP]
  const fork = createFork(forkStreams('circulating', outcomes))
  const { drawn, expected } = rows
  const last = outcomes.length - 1
  return (slot) => {
    const [n, mean] = [drawn.circulating[slot] ?? 0, expected.circulating[slot] ?? 0]
    if (n === 0 && mean < FEW) return
    const [pair, size] = [rows.pairOf(slot), rows.size[slot] ?? 1]
    for (let k = 0; k < organs.length; k++)
      fork.rates[k] = passes * (organs[k]?.shareOfOutput ?? 0) * probabilityOf(adhesion[k]?.(slot) ?? 0)
    for (let k = 0; k < causes.length; k++) fork.rates[organs.length + k] = causes[k]?.(slot) ?? 0
    fork.rates[last] = size > 1 ? breakUp(slot) : 0
    draws.part(slot, fork, n, mean, dt)
    let [stay, stayMean] = [n, mean]
    for (let k = 0; k <= last; k++) {
      const [gone, goneMean] = [fork.drawn[k] ?? 0, fork.expected[k] ?? 0]
      stay -= gone
      stayMean -= goneMean
      if (k < organs.length) {
        moving.drawn[k + 1] = (moving.drawn[k + 1] ?? 0) + gone
        moving.expected[k + 1] = (moving.expected[k + 1] ?? 0) + goneMean
        sums.happened('arrested later', k, pair, gone * size, goneMean * size)
      } else if (k < last) sums.died(k - organs.length, pair, gone * size, goneMean * size)
    }
    // Of a cluster single cells are left.
    moving.drawn[0] = (fork.drawn[last] ?? 0) * size
    moving.expected[0] = (fork.expected[last] ?? 0) * size
    drawn.circulating[slot] = stay
    expected.circulating[slot] = Math.max(0, stayMean)
    rows.minutes[slot] = (rows.minutes[slot] ?? 0) + dt
  }
}

/** Lets what moves join the row that is there; a new row is there from the end of the step on. */
function bindArrival(
  { world, rows, firstRows }: Circulation,
  moving: Moving,
): (slot: number, place: number) => void {
  return (slot, place) => {
    const [n, mean] = [moving.drawn[place] ?? 0, moving.expected[place] ?? 0]
    if (n === 0 && mean === 0) return
    const state = place === 0 ? 'circulating' : 'arrested'
    let row = rows.children[place * rows.stride + slot] ?? -1
    // Where only an expectation moves, the first row of the kind takes it.
    if (row < 0 && n === 0) row = firstRows.at(slot, place, place > 0 && (rows.size[slot] ?? 1) > 1)
    if (row >= 0) join(rows, { row, slot, state }, n, mean)
    else
      pushRow(
        world,
        withColumns(carryDaughter(world, slot), childOf(rows, { slot, place, state }, n, mean)),
        place === 0 ? 'break-up' : 'arrest',
      )
  }
}

function join(
  rows: Rows,
  { row, slot, state }: { readonly row: number; readonly slot: number; readonly state: PacketState },
  n: number,
  mean: number,
): void {
  const [drawn, expected] = [rows.drawn[state], rows.expected[state]]
  const there = drawn[row] ?? 0
  // Who comes brings its platelets and its time: the row has the mean.
  if (n > 0) {
    const share = n / (there + n)
    rows.cloak[row] = (rows.cloak[row] ?? 0) + share * ((rows.cloak[slot] ?? 0) - (rows.cloak[row] ?? 0))
    rows.minutes[row] =
      (rows.minutes[row] ?? 0) + share * ((rows.minutes[slot] ?? 0) - (rows.minutes[row] ?? 0))
  }
  drawn[row] = there + n
  expected[row] = (expected[row] ?? 0) + mean
}

/** What is different in a row that splits off. */
function childOf(
  rows: Rows,
  { slot, place, state }: { readonly slot: number; readonly place: number; readonly state: PacketState },
  n: number,
  mean: number,
): ReadonlyMap<string, CarriedColumn> {
  const f64 = (value: number): CarriedColumn => ({ type: 'f64', values: [value] })
  const counts = PACKET_STATES.flatMap((each): [string, CarriedColumn][] => [
    [countColumn(each), f64(each === state ? n : 0)],
    [expectedColumn(each), f64(each === state ? mean : 0)],
  ])
  return new Map([
    ...counts,
    [PACKET.place, { type: 'u8', values: [place] }],
    [PACKET.size, f64(place === 0 ? 1 : (rows.size[slot] ?? 1))],
    [PACKET.parent, { type: 'i32', values: [slot] }],
    [PACKET.isNew, { type: 'u8', values: [0] }],
    [PACKET.settling, f64(0)],
  ])
}
