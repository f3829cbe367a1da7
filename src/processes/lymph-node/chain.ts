import { exponentialMinusIdentity } from '../../math/matrix-exponential.ts'
import { exp } from '../../math/elementary.ts'

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

/** Advances `states` from entry `offset` on by one step; `before` is room for a copy. */
export function advance(
  states: Float64Array,
  offset: number,
  { width, change }: LinearStep,
  before: Float64Array,
): void {
  for (let k = 0; k < width; k++) before[k] = states[offset + k] ?? 0
  for (let to = 0; to < width; to++) {
    let sum = 0
    for (let from = 0; from < width; from++) sum += (change[to * width + from] ?? 0) * (before[from] ?? 0)
    states[offset + to] = (states[offset + to] ?? 0) + sum
  }
}

/** Entries of the column of a primed type; the states of `clonalStep` follow from `flow` on. */
export const PRIMED = { naive: 0, supplied: 1, activated: 2, flow: 3 } as const

/** Naive cells at rest (relative) and their renewal [1/min]. */
export interface Naive {
  readonly resting: number
  readonly renewal: number
}

/** Advances naive cells by `dt` [min] under activation at `rate` [1/min], exactly; the mean flow of activated cells goes to `PRIMED.flow`. */
export function activate(states: Float64Array, { resting, renewal }: Naive, rate: number, dt: number): void {
  const naive = states[PRIMED.naive] ?? 0
  const sum = renewal + rate
  const target = sum > 0 ? (renewal * resting) / sum : naive
  // Integral of the number of naive cells over the step.
  const integral = target * dt + (sum > 0 ? ((naive - target) * (1 - exp(-sum * dt))) / sum : 0)
  const supplied = renewal * (resting * dt - integral)
  const activated = rate * integral
  states[PRIMED.naive] = naive + supplied - activated
  states[PRIMED.supplied] = (states[PRIMED.supplied] ?? 0) + supplied
  states[PRIMED.activated] = (states[PRIMED.activated] ?? 0) + activated
  states[PRIMED.flow] = activated / dt
}
