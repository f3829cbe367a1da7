import { LIVE } from '../engine/columns.ts'
import { keyText, traitColumn } from '../engine/heredity.ts'
import type { World } from '../engine/world.ts'
import {
  FOUNDER_HIGH,
  FOUNDER_LOW,
  GENERATION,
  PARENT_HIGH,
  PARENT_LOW,
  ROOT_HIGH,
  ROOT_LOW,
  SINCE,
} from '../processes/clones/columns.ts'

/** A clone with live cells. Plain data. */
export interface CloneCount {
  /** 16 hexadecimal digits. */
  readonly key: string
  /** The clone that it came from; absent in those that no mutation founded. */
  readonly parent?: string
  /** The clone without a mutation that all its ancestors lead to. */
  readonly root: string
  /** Mutations since that one. */
  readonly generation: number
  /** When it was founded [min]. */
  readonly since: number
  /** Live cells. */
  readonly cells: number
  /** Mean of each trait over them. */
  readonly traits: Readonly<Record<string, number>>
}

/** The clones of one instant. */
export interface CloneCensus {
  /** [min] */
  readonly time: number
  readonly clones: readonly CloneCount[]
}

const NONE = '0'.repeat(16)

/** Whether cells of the world know the descent of their clones. */
export function hasSubclones(world: World): boolean {
  return world.has(PARENT_LOW)
}

/** Counts the live cells of every clone; undefined where cells do not know the descent of theirs. */
export function cloneCensus(world: World, traits: readonly string[]): CloneCensus | undefined {
  if (!hasSubclones(world)) return undefined
  const descentOf = descents(world)
  return censusOf(world, (key, own) => ({
    ...descentOf(own[0] ?? 0),
    ...sizeOf(world, key, own, traits),
  }))
}

/**
 * Counts the live cells of every founder's clone where mutants found none of their own: all are of generation 0, and nobody knows since when they
 * are there. Undefined where cells belong to no clone.
 */
function founderCensus(world: World, traits: readonly string[]): CloneCensus | undefined {
  if (!world.has(FOUNDER_LOW)) return undefined
  const none = { generation: 0, since: 0 }
  return censusOf(world, (key, own) => ({ root: key, ...none, ...sizeOf(world, key, own, traits) }))
}

/** Counts the clones of a world whether its cells know their descent or not; undefined where cells belong to no clone. */
export function clonesIn(world: World, traits: readonly string[]): CloneCensus | undefined {
  return cloneCensus(world, traits) ?? founderCensus(world, traits)
}

function censusOf(world: World, countOf: (key: string, slots: readonly number[]) => CloneCount): CloneCensus {
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  const { state } = world.cells
  const slots = new Map<string, number[]>()
  for (let slot = 0; slot < world.count; slot++) {
    if (state[slot] !== LIVE || (low[slot] === 0 && high[slot] === 0)) continue
    const key = keyText([low[slot] ?? 0, high[slot] ?? 0])
    const known = slots.get(key)
    if (known === undefined) slots.set(key, [slot])
    else known.push(slot)
  }
  return { time: world.time, clones: [...slots].map(([key, own]) => countOf(key, own)) }
}

/** All cells of a clone know the same of its descent: any one speaks. */
function descents(
  world: World,
): (slot: number) => Pick<CloneCount, 'parent' | 'root' | 'generation' | 'since'> {
  const [parentLow, parentHigh] = [world.u32(PARENT_LOW), world.u32(PARENT_HIGH)]
  const [rootLow, rootHigh] = [world.u32(ROOT_LOW), world.u32(ROOT_HIGH)]
  const [generation, since] = [world.u16(GENERATION), world.f64(SINCE)]
  return (slot) => {
    const parent = keyText([parentLow[slot] ?? 0, parentHigh[slot] ?? 0])
    return {
      ...(parent === NONE ? {} : { parent }),
      root: keyText([rootLow[slot] ?? 0, rootHigh[slot] ?? 0]),
      generation: generation[slot] ?? 0,
      since: since[slot] ?? 0,
    }
  }
}

function sizeOf(
  world: World,
  key: string,
  slots: readonly number[],
  traits: readonly string[],
): Pick<CloneCount, 'key' | 'cells' | 'traits'> {
  const means = traits
    .filter((name) => world.has(traitColumn(name)))
    .map((name) => {
      const values = world.f64(traitColumn(name))
      return [name, slots.reduce((sum, slot) => sum + (values[slot] ?? 0), 0) / slots.length] as const
    })
  return { key, cells: slots.length, traits: Object.fromEntries(means) }
}
