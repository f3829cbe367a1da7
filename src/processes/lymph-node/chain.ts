import { exponentialMinusIdentity } from '../../math/matrix-exponential.ts'

/** The change of linear states in one step, [to][from], flat; width is the number of states. */
export interface LinearStep {
  readonly width: number
  readonly change: readonly number[]
}

/** States of dendritic cells: the stages of the way, then in the node, then died there. */
export function dendriticStep(stages: number, travel: number, lifespan: number, dt: number): LinearStep {
  const rows = squareOf(stages + 2)
  for (let stage = 0; stage < stages; stage++) flow(rows, stage, stage + 1, stages / travel, 1)
  flow(rows, stages, stages + 1, 1 / lifespan, 1)
  return stepOf(rows, dt)
}

/** Rates of T cells that were activated [1/min]. */
export interface ClonalRates {
  readonly generations: number
  readonly division: number
  readonly leaves: number
  readonly death: number
}

/**
 * States of T cells: the flow of activated cells (constant during a step) [1/min], one for each generation, effectors in
 * the node, cells in the blood, died there.
 */
export function clonalStep({ generations, division, leaves, death }: ClonalRates, dt: number): LinearStep {
  const effectors = generations + 1
  const rows = squareOf(generations + 4)
  const first = rows[1]
  if (first !== undefined) first[0] = 1
  for (let state = 1; state <= generations; state++) flow(rows, state, state + 1, division, 2)
  flow(rows, effectors, effectors + 1, leaves, 1)
  flow(rows, effectors + 1, effectors + 2, death, 1)
  return stepOf(rows, dt)
}

function squareOf(width: number): number[][] {
  return Array.from({ length: width }, () => Array.from({ length: width }, () => 0))
}

/** Lets `rate` [1/min] of state `from` leave it; each that leaves makes `yields` in state `to`. */
function flow(rows: readonly number[][], from: number, to: number, rate: number, yields: number): void {
  const [source, target] = [rows[from], rows[to]]
  if (source === undefined || target === undefined) return
  source[from] = (source[from] ?? 0) - rate
  target[from] = (target[from] ?? 0) + rate * yields
}

function stepOf(rows: readonly (readonly number[])[], dt: number): LinearStep {
  const scaled = rows.map((row) => row.map((value) => value * dt))
  return { width: rows.length, change: exponentialMinusIdentity(scaled).flat() }
}

/** Entries of the column of a primed type; the states of `clonalStep` follow from `flow` on. */
export const PRIMED = { naive: 0, supplied: 1, activated: 2, flow: 3 } as const

/** Naive cells at rest (relative) and their renewal [1/min]. */
export interface Naive {
  readonly resting: number
  readonly renewal: number
}
