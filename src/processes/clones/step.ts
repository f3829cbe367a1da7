import { keyText, subcloneKey } from '../../engine/heredity.ts'
import { emit } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import {
  FOUNDER_HIGH,
  FOUNDER_LOW,
  GENERATION,
  PARENT_HIGH,
  PARENT_LOW,
  ROOT_HIGH,
  ROOT_LOW,
  SINCE,
} from './columns.ts'

/** Lets a cell found a clone. */
export type Founding = (slot: number) => void

/** Makes a cell that has just come the founder of a clone, under its own lineage key. */
export function founding(world: World, founds: readonly boolean[], hasSubclones: boolean): Founding {
  const { type, lineageLow, lineageHigh } = world.cells
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  const root = hasSubclones ? rootSetting(world) : undefined
  return (slot) => {
    if (founds[type[slot] ?? 0] !== true) return
    low[slot] = lineageLow[slot] ?? 0
    high[slot] = lineageHigh[slot] ?? 0
    root?.(slot)
  }
}

/** The clone of a cell is its own root. */
function rootSetting(world: World): Founding {
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  const [rootLow, rootHigh] = [world.u32(ROOT_LOW), world.u32(ROOT_HIGH)]
  const since = world.f64(SINCE)
  return (slot) => {
    rootLow[slot] = low[slot] ?? 0
    rootHigh[slot] = high[slot] ?? 0
    since[slot] = world.time
  }
}

/** Makes a mutant of a clone the founder of a subclone; cells of no clone stay so. */
export function subcloneFounding(world: World): Founding {
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  const [parentLow, parentHigh] = [world.u32(PARENT_LOW), world.u32(PARENT_HIGH)]
  const generation = world.u16(GENERATION)
  const since = world.f64(SINCE)
  return (slot) => {
    const parent = [low[slot] ?? 0, high[slot] ?? 0] as const
    if (parent[0] === 0 && parent[1] === 0) return
    const own = subcloneKey(world, slot)
    ;[parentLow[slot], parentHigh[slot]] = parent
    ;[low[slot], high[slot]] = own
    since[slot] = world.time
    generation[slot] = (generation[slot] ?? 0) + 1
    emit(world, 'subclone', slot, { other: keyText(own), cause: keyText(parent) })
  }
}

/** When a branch begins to follow subclones, the clones that there are become the roots. */
export function carryRoots(world: World): void {
  const root = rootSetting(world)
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  for (let slot = 0; slot < world.count; slot++) if (low[slot] !== 0 || high[slot] !== 0) root(slot)
}
