import { philox4x32 } from '../math/philox.ts'
import { stream } from './random.ts'
import type { World } from './world.ts'

/*
 * The contract of those who decide what daughters inherit with those who act on it: columns that a world has only where its model
 * uses them.
 */

/** 1 in cells that may begin a cycle, 0 in those that have none left; in worlds whose model has a hierarchy. */
export const MAY_DIVIDE = 'hierarchy.mayDivide'

/** 1 in a newborn, or her mother, that mutated at the division that is being committed; in worlds with mutations. */
export const MUTATED = 'heredity.mutated'

/** Name of the column that holds a trait. */
export function traitColumn(trait: string): string {
  return `trait/${trait}`
}

const SUBCLONE = stream('lineage.subclone')
const words = new Uint32Array(4)

/** The key of the clone that a cell founds by mutating at the division that is being committed, as [low, high]. */
export function subcloneKey(world: World, slot: number): readonly [number, number] {
  const { lineageLow, lineageHigh, births } = world.cells
  const [low, high] = [lineageLow[slot] ?? 0, lineageHigh[slot] ?? 0]
  // A mother has counted this birth already and a newborn has borne none: the two never get one key.
  philox4x32([low, high, births[slot] ?? 0, SUBCLONE], [low, high], words)
  return [words[0] ?? 0, words[1] ?? 0]
}

/** A key of two words as 16 hexadecimal digits. */
export function keyText([low, high]: readonly [number, number]): string {
  return hexadecimal(high) + hexadecimal(low)
}

function hexadecimal(word: number): string {
  return word.toString(16).padStart(8, '0')
}
