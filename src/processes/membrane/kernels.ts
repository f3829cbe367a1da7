import type { SpecialFunctions } from '../../kernels/special.ts'

/** No centre that a membrane holds is nearer to it [um]. Chosen: beyond rounding, far below the size of a cell. */
export const CLEARANCE = 0.01

/** Columns of the cells [n] and tables [types], as in the kernels' arguments. */
export interface MembraneArrays {
  readonly position: Float64Array
  readonly radius: Float64Array
  readonly reach: Float64Array
  readonly velocity: Float64Array
  readonly side: Uint32Array
  readonly types: Uint16Array
  readonly passes: Uint8Array
}

/** A membrane: its bit in the sides of cells, and where it crosses its axis [um]. */
export interface Plane {
  readonly bit: number
  readonly at: number
}

/** The plain form of `membrane_push`. */
export function pushAway(a: MembraneArrays, { bit, at }: Plane, strength: number): void {
  for (let i = 0; i < a.position.length; i++) {
    if (a.passes[a.types[i] ?? 0] === 1) continue
    const sign = ((a.side[i] ?? 0) & bit) === 0 ? -1 : 1
    const distance = sign * ((a.position[i] ?? 0) - at)
    if (!(distance < (a.radius[i] ?? 0))) continue
    const overlap = 1 - distance / (a.radius[i] ?? 0)
    a.velocity[i] = (a.velocity[i] ?? 0) + sign * (strength * (overlap * overlap))
  }
}

/** How often [1/min] a cell goes through, its draw in [0, 1), and the length of the step [min]. */
export interface Passage {
  readonly rate: (slot: number) => number
  readonly draw: (slot: number) => number
  readonly dt: number
  readonly special: SpecialFunctions
}

/** The plain form of `membrane_hold`; tells whether a cell is on another side than before. */
export function holdBack(a: MembraneArrays, { bit, at }: Plane, passage: Passage): boolean {
  let hasCrossed = false
  for (let i = 0; i < a.position.length; i++) {
    const x = a.position[i] ?? 0
    const before = ((a.side[i] ?? 0) & bit) !== 0
    const isFree = a.passes[a.types[i] ?? 0] === 1
    const held = heldAt(x, at, before)
    const isThrough = isFree ? before !== x >= at : goesThrough(passage, i, Math.abs(held - at), a)
    if (!isFree) a.position[i] = isThrough ? heldAt(at + (at - held), at, !before) : held
    if (!isThrough) continue
    a.side[i] = (a.side[i] ?? 0) ^ bit
    hasCrossed = true
  }
  return hasCrossed
}

/** Where a membrane at `at` lets a cell be that is above or below it [um]. */
export function heldAt(x: number, at: number, isAbove: boolean): number {
  return isAbove ? Math.max(x, at + CLEARANCE) : Math.min(x, at - CLEARANCE)
}

function goesThrough(passage: Passage, i: number, distance: number, { reach }: MembraneArrays): boolean {
  const rate = passage.rate(i)
  if (!(rate > 0 && distance < (reach[i] ?? 0))) return false
  return passage.draw(i) < 1 - passage.special.exp(-rate * passage.dt)
}
