import { saturation } from '../../math/saturation.ts'
import type {
  CompiledBlocker,
  CompiledDrive,
  CompiledFaster,
  CompiledInfluence,
  CompiledVariable,
} from './compile.ts'

/** Levels that drives read, entry by entry. */
export type Levels = ArrayLike<number>

/** Rate at which a variable gains what it lacks [1/min]. */
export function gainOf({ gain, drives, blockers }: CompiledVariable, levels: Levels): number {
  let driven = 0
  for (const drive of drives) driven += strength(drive, levels)
  return gain + driven * free(blockers, levels)
}

function strength({ rate, proportional, raised, lowered, blockers }: CompiledDrive, levels: Levels): number {
  let product = rate * free(blockers, levels)
  for (const index of proportional) product *= levels[index] ?? 0
  for (const influence of raised) product *= Math.max(excess(influence, levels), 0)
  for (const influence of lowered) product *= 1 - Math.max(excess(influence, levels), 0)
  return product
}

/** Effect beyond that in a healthy body, of what is left to reach: 0 there, 1 at saturation. */
function excess(influence: CompiledInfluence, levels: Levels): number {
  return (effect(influence, levels) - influence.rest) / (1 - influence.rest)
}

function effect({ index, half, hill }: CompiledInfluence, levels: Levels): number {
  return saturation(levels[index] ?? 0, half, hill)
}

/** Rate at which a variable is lost [1/min], outside of depletions. */
export function lossOf({ loss, cleared }: CompiledVariable, levels: Levels): number {
  let rate = loss
  for (const influence of cleared) rate *= faster(influence, levels)
  return rate
}

function faster(influence: CompiledFaster, levels: Levels): number {
  const more = influence.to - 1
  return (1 + more * effect(influence, levels)) / (1 + more * influence.rest)
}

function free(blockers: readonly CompiledBlocker[], levels: Levels): number {
  let left = 1
  for (const { index, half } of blockers) left /= 1 + (levels[index] ?? 0) / half
  return left
}
