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
  const clones = [...slots].map(([key, own]) => countOf(world, key, own, traits))
  return { time: world.time, clones }
}

/** All cells of a clone know the same of it: the first speaks. */
function countOf(world: World, key: string, slots: readonly number[], traits: readonly string[]): CloneCount {
  const [first = 0] = slots
  const keyIn = (low: string, high: string): string =>
    keyText([world.u32(low)[first] ?? 0, world.u32(high)[first] ?? 0])
  const parent = keyIn(PARENT_LOW, PARENT_HIGH)
  const means = traits
    .filter((name) => world.has(traitColumn(name)))
    .map((name) => {
      const values = world.f64(traitColumn(name))
      return [name, slots.reduce((sum, slot) => sum + (values[slot] ?? 0), 0) / slots.length] as const
    })
  return {
    key,
    ...(parent === NONE ? {} : { parent }),
    root: keyIn(ROOT_LOW, ROOT_HIGH),
    generation: world.u16(GENERATION)[first] ?? 0,
    since: world.f64(SINCE)[first] ?? 0,
    cells: slots.length,
    traits: Object.fromEntries(means),
  }
}
