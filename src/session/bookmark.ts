import { ENGINE_VERSION } from '../experiment/run-plan.ts'
import { contentHash } from '../math/hash.ts'
import type { SpillStore } from './kept-states.ts'
import type { SeriesRows } from './run-state.ts'
import type { SessionAction } from './session.ts'

/** What a run leaves for the next time that its session is opened: a state, and the series up to it. */
export interface Bookmark {
  /** Of everything that decides the state: another session's bookmark is of no use. */
  readonly key: string
  readonly tick: number
  readonly names: readonly string[]
  readonly ticks: readonly number[]
  /** One list per name. */
  readonly values: readonly (readonly number[])[]
  readonly state: Uint8Array<ArrayBuffer>
}

/** Where a bookmark lies; states that were spilled have other keys. */
export const BOOKMARK = 'bookmark'
/** Bytes before the head: its length. */
const PREAMBLE = 4

/** The key of what a session comes to after its actions. */
export function bookmarkKey(modelHash: string, seed: number, actions: readonly SessionAction[]): string {
  return contentHash([ENGINE_VERSION, modelHash, seed, actions.map(({ tick, change }) => [tick, change])])
}

/** Leaves a bookmark; in one piece, so that nobody finds half of it. */
export async function leaveBookmark(
  store: SpillStore,
  { state, ...head }: Omit<Bookmark, 'ticks' | 'values'>,
  rows: SeriesRows,
  tickLength: number,
): Promise<void> {
  const ticks = [...rows.times].map((time) => Math.round(time / tickLength))
  // JSON has no word for what is not a number: such values come back as null.
  const text = JSON.stringify({ ...head, ticks, values: rows.values.map((list) => [...list]) })
  const bytes = new TextEncoder().encode(text)
  const all = new Uint8Array(PREAMBLE + bytes.length + state.length)
  new DataView(all.buffer).setUint32(0, bytes.length, true)
  all.set(bytes, PREAMBLE)
  all.set(state, PREAMBLE + bytes.length)
  await store.put(BOOKMARK, all)
}

/** Finds a bookmark with a key that leads no further than to tick `last`; undefined when there is none that can be read. */
export async function findBookmark(
  store: SpillStore | undefined,
  key: string,
  last: number,
): Promise<Bookmark | undefined> {
  try {
    const all = await store?.get(BOOKMARK)
    if (all === undefined) return undefined
    const length = new DataView(all.buffer, all.byteOffset).getUint32(0, true)
    const text = new TextDecoder().decode(all.subarray(PREAMBLE, PREAMBLE + length))
    const head = JSON.parse(text) as Omit<Bookmark, 'state' | 'values'> & {
      readonly values: readonly (readonly (number | null)[])[]
    } // written above, under a key of this version
    if (head.key !== key || head.tick > last) return undefined
    const values = head.values.map((list) => list.map((value) => value ?? Number.NaN))
    return { ...head, values, state: all.slice(PREAMBLE + length) }
  } catch {
    return undefined
  }
}
