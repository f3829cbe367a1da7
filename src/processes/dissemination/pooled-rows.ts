import { PACKET_STATES } from '../../engine/packets.ts'
import { REQUEST_REMOVE } from '../../engine/columns.ts'
import { request } from '../../engine/population.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import type { DisseminationTables } from './compile.ts'
import { FEW } from './forks.ts'
import { type Rows, viewsOf } from './views.ts'

/*
 * A row whose particles are all gone disappears, but its expected numbers do not: the first row of the same type, place, source and way takes
 * them, clusters those of clusters. So there are as many rows as packets with anything left, and a few more.
 */

/** First rows of each kind. */
export interface FirstRows {
  /** Looks for them; holds during one step. */
  readonly find: () => void
  /** First row with the type, source and way of row `slot`, with single cells or clusters as `isCluster` says, at a place; -1 for none. */
  readonly at: (slot: number, place: number, isCluster: boolean) => number
}

/** Binds the search for first rows. */
export function bindFirstRows(
  world: World,
  { organs, pairs, types }: DisseminationTables,
  rows: Rows,
): FirstRows {
  const places = organs.length + 1
  const first = new Int32Array(types * pairs * places * 2)
  const kindOf = (slot: number, place: number, isCluster: boolean): number =>
    (((rows.type[slot] ?? 0) * pairs + rows.pairOf(slot)) * places + place) * 2 + (isCluster ? 1 : 0)
  return {
    find: () => {
      first.fill(-1)
      for (let slot = world.count - 1; slot >= 0; slot--)
        first[kindOf(slot, rows.place[slot] ?? 0, (rows.size[slot] ?? 1) > 1)] = slot
    },
    at: (slot, place, isCluster) => first[kindOf(slot, place, isCluster)] ?? -1,
  }
}

/** Lets rows go in which nothing is left, once somebody has taken what is expected of them. */
export function bindTidying(world: World, rows: Rows, firstRows: FirstRows): () => void {
  const drawn = PACKET_STATES.map((state) => rows.drawn[state])
  const expected = PACKET_STATES.map((state) => rows.expected[state])
  return () => {
    // From behind: the first row goes only after all others have handed over.
    for (let slot = world.count - 1; slot >= 0; slot--) {
      if ((rows.settling[slot] ?? 0) > 0 || sumAt(drawn, slot) > 0) continue
      const first = firstRows.at(slot, rows.place[slot] ?? 0, (rows.size[slot] ?? 1) > 1)
      if (first !== slot && first >= 0) handOver(expected, slot, first)
      else if (sumAt(expected, slot) > FEW) continue
      request(world, slot, REQUEST_REMOVE)
    }
  }
}

/** What a row holds when something else takes it out is counted before it disappears. */
export function countRemoved(world: World, tables: DisseminationTables): PopulationHooks {
  return {
    removed: (slot) => {
      const { rows, sums } = viewsOf(world, tables)
      const held = (columns: Rows['drawn']): number =>
        (rows.size[slot] ?? 1) * PACKET_STATES.reduce((sum, state) => sum + (columns[state][slot] ?? 0), 0)
      const [drawn, expected] = [held(rows.drawn), held(rows.expected)]
      if (drawn > 0 || expected > 0) sums.removed(rows.pairOf(slot), drawn, expected)
    },
  }
}

function sumAt(columns: readonly Float64Array[], slot: number): number {
  let sum = 0
  for (let k = 0; k < columns.length; k++) sum += columns[k]?.[slot] ?? 0
  return sum
}

function handOver(columns: readonly Float64Array[], from: number, to: number): void {
  for (let k = 0; k < columns.length; k++) {
    const column = columns[k]
    if (column === undefined) continue
    column[to] = (column[to] ?? 0) + (column[from] ?? 0)
    column[from] = 0
  }
}
