import { fnv1a32 } from '../math/hash.ts'
import { philox4x32 } from '../math/philox.ts'
import type { World } from './world.ts'

/** Draws that one stream can hold at one address. */
export const DRAWS_PER_STREAM = 256

/**
 * The stream of a named use of randomness: part of a draw's address, independent of which other processes exist.
 * Add 0 to 255 for further draws of the same use in the same tick.
 */
export function stream(name: string): number {
  return (fnv1a32(name) & ~(DRAWS_PER_STREAM - 1)) >>> 0
}

const words = new Uint32Array(4)

/** The key of a daughter: a hash of her mother's key and of how many she bore before, as [low, high]. */
export function daughterLineage(low: number, high: number, birth: number): readonly [number, number] {
  philox4x32([low, high, birth, BIRTH], [low, high], words)
  return [words[0] ?? 0, words[1] ?? 0]
}

/**
 * The key of a cell that came from outside: a hash of the tick, of what brought it and of where it came from, as [low, high].
 * `origin` is a name and not an index, so that cells of one type keep their keys when others come or are left out.
 */
export function arrivalLineage(tick: number, source: number, origin: string): readonly [number, number] {
  philox4x32([source, fnv1a32(origin), tick, ARRIVAL], [0, 0], words)
  return [words[0] ?? 0, words[1] ?? 0]
}

const BIRTH = stream('lineage.birth')
const ARRIVAL = stream('lineage.arrival')

/** Two independent uniform numbers in [0, 1) for a cell in this tick: the same bits as the kernels' `uniform`. */
export function uniformPair(world: World, slot: number, draw: number): readonly [number, number] {
  const low = world.u32('cell.lineageLow')[slot] ?? 0
  const high = world.u32('cell.lineageHigh')[slot] ?? 0
  return uniformAt(world, low, high, draw)
}

/** Two independent uniform numbers in [0, 1) for any address (a vessel, a pool) in this tick. */
export function uniformAt(world: World, low: number, high: number, draw: number): readonly [number, number] {
  const seed = world.u32('world.seed')
  philox4x32([low, high, world.tick, draw], [seed[0] ?? 0, seed[1] ?? 0], words)
  return [toUnit(words[0] ?? 0, words[1] ?? 0), toUnit(words[2] ?? 0, words[3] ?? 0)]
}

/**
 * Uniform numbers in [0, 1) at addresses in the tick that is current when they are asked for: the first of what `uniformAt` returns,
 * without making arrays. Bound to the seed's place, so that it holds until the layout of the world changes.
 */
export function bindUniform(world: World, draw: number): (low: number, high: number) => number {
  const seed = world.u32('world.seed')
  const counter: [number, number, number, number] = [0, 0, 0, draw]
  const key: [number, number] = [0, 0]
  return (low, high) => {
    counter[0] = low
    counter[1] = high
    counter[2] = world.tick
    key[0] = seed[0] ?? 0
    key[1] = seed[1] ?? 0
    philox4x32(counter, key, words)
    return toUnit(words[0] ?? 0, words[1] ?? 0)
  }
}

/** As `bindUniform`, for uses that need many streams: the stream comes with the address. */
export function bindDraws(world: World): (low: number, high: number, draw: number) => number {
  const seed = world.u32('world.seed')
  const counter: [number, number, number, number] = [0, 0, 0, 0]
  const key: [number, number] = [0, 0]
  return (low, high, draw) => {
    counter[0] = low
    counter[1] = high
    counter[2] = world.tick
    counter[3] = draw
    key[0] = seed[0] ?? 0
    key[1] = seed[1] ?? 0
    philox4x32(counter, key, words)
    return toUnit(words[0] ?? 0, words[1] ?? 0)
  }
}

function toUnit(high: number, low: number): number {
  return ((high >>> 5) * 67_108_864 + (low >>> 6)) / 9_007_199_254_740_992
}
