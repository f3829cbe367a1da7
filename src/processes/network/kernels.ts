import type { SpecialFunctions } from '../../kernels/special.ts'
import {
  CURVE,
  type Pair,
  type PlannedEdge,
  type PlannedInput,
  POOL,
  REGULATED,
  type TypePlan,
  type Variable,
} from './plan.ts'

/*
 * The plain form of kernels.as.ts for one cell: levels are an array with the variables first, then the signals from outside,
 * which a step leaves as they are. Equations and the reasons for the scheme are in README.md.
 */

/** Largest difference between the two orders that a step may have, relative to a level's scale; see README.md. */
export const TOLERANCE = 1e-3
/** A step is cut in half at most so many times. Chosen: 5 ms where cells are asked every 6 min. */
export const MOST_HALVINGS = 16
/** New cells settle for so many of the longest time constant at most. */
export const SETTLING_TIMES = 50
/** Attempts of a step that a new cell may take to settle: a limit cycle never ends. */
export const SETTLING_ATTEMPTS = 2000
/** Distance to where a level is driven, relative to its scale, below which it counts as settled. */
export const SETTLED = 1e-9
/** Bits of `network.trouble`. */
export const AT_FLOOR = 1
export const NOT_SETTLED = 2

/** What a variable does in a step of one length: the share 1 - e^-z that it relaxes, and what the second order adds. */
export interface Relaxation {
  readonly share: number
  readonly second: number
}

/** z below which series take over. Chosen: with five terms their error is below rounding. */
const SMALL = 1e-2

/** 1 - e^-z and 1 - (1 - e^-z) / z without loss of digits at small z = step / tau. */
export function relaxation(z: number, exp: (x: number) => number): Relaxation {
  if (z < SMALL) {
    const second = z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z * (1 / 120 - z * (1 / 720 - z / 5040)))))
    return { share: z * (1 - second), second }
  }
  const share = 1 - exp(-z)
  return { share, second: 1 - share / z }
}

type Special = Pick<SpecialFunctions, 'exp' | 'pow'>

/** How an edge sees one level, between 0 and 1. */
export function seen(input: PlannedInput, x: number, special: Special): number {
  const { curve, half, hill, isNot } = input
  let value = 0
  if (x > 0) {
    if (curve === CURVE.proportion) value = x < 1 ? x : 1
    else {
      const r = x / half
      let z = r
      if (curve === CURVE.hill2) z = r * r
      else if (curve === CURVE.hill4) z = r * r * (r * r)
      else if (curve === CURVE.power) z = special.pow(r, hill)
      value = z < Infinity ? z / (1 + z) : 1
    }
  }
  return isNot ? 1 - value : value
}

/** The product of what an edge sees, times its weight. */
export function edgeValue(edge: PlannedEdge, x: Float64Array, special: Special): number {
  let value = edge.weight
  for (const input of edge.inputs) value *= seen(input, x[input.level] ?? 0, special)
  return value
}

/** The level to which a variable is driven. */
export function target(variable: Variable, x: Float64Array, special: Special): number {
  let rest = 1
  for (const edge of variable.up) rest *= 1 - edgeValue(edge, x, special)
  let level = variable.expression * (variable.basal + (variable.maximum - variable.basal) * (1 - rest))
  for (const edge of variable.down) level *= 1 - edgeValue(edge, x, special)
  return level
}

function rateOf(edges: readonly PlannedEdge[], x: Float64Array, special: Special): number {
  let rate = 0
  for (const edge of edges) rate += edgeValue(edge, x, special)
  return rate
}

/** What a pair moves from its first to its second node in a step, with rates as they are at `at`. */
function moved(pair: Pair, x: Float64Array, at: Float64Array, step: number, special: Special): number {
  const forth = rateOf(pair.forward, at, special)
  const back = rateOf(pair.backward, at, special)
  const rate = forth + back
  if (rate === 0) return 0
  const [a, b] = [x[pair.from] ?? 0, x[pair.to] ?? 0]
  const amount = ((forth * a - back * b) / rate) * relaxation(rate * step, special.exp).share
  return Math.min(Math.max(amount, -b), a)
}

/** Exchanges one pair over a step; what one node loses the other gains. */
function exchange(plan: TypePlan, pair: Pair, x: Float64Array, step: number, special: Special): void {
  const isFixed = (v: number): boolean => plan.variables[v]?.kind !== POOL
  const shift = (amount: number): void => {
    if (!isFixed(pair.from)) x[pair.from] = (x[pair.from] ?? 0) - amount
    if (!isFixed(pair.to)) x[pair.to] = (x[pair.to] ?? 0) + amount
  }
  if (!pair.readsItself) {
    shift(moved(pair, x, x, step, special))
    return
  }
  const [a, b] = [x[pair.from] ?? 0, x[pair.to] ?? 0]
  shift(moved(pair, x, x, step / 2, special))
  const [middleA, middleB] = [x[pair.from] ?? 0, x[pair.to] ?? 0]
  const at = x.slice()
  at[pair.from] = middleA
  at[pair.to] = middleB
  x[pair.from] = a
  x[pair.to] = b
  shift(moved(pair, x, at, step, special))
}

/** The relaxations of all variables for steps of one length [min]. */
export function relaxations(plan: TypePlan, step: number, special: Special): readonly Relaxation[] {
  return plan.variables.map(({ tau, kind }) =>
    kind === REGULATED ? relaxation(step / tau, special.exp) : { share: 0, second: 0 },
  )
}

/** One attempt: the levels after a step by the second order, and how far the first order is from them, at most. */
export function attempt(
  plan: TypePlan,
  x: Float64Array,
  step: number,
  isSettling: boolean,
  special: Special,
): { readonly next: Float64Array; readonly error: number; readonly distance: number } {
  const { variables } = plan
  const pairs = isSettling ? [] : plan.pairs
  const moves = ({ kind, hasStart }: Variable): boolean => kind === REGULATED && !(isSettling && hasStart)
  const relax = relaxations(plan, step, special)
  const now = variables.map((variable) => (moves(variable) ? target(variable, x, special) : 0))
  const first = x.slice()
  for (const pair of pairs) exchange(plan, pair, first, step, special)
  let distance = 0
  variables.forEach((variable, v) => {
    if (!moves(variable)) return
    const away = (now[v] ?? 0) - (x[v] ?? 0)
    first[v] = (x[v] ?? 0) + (relax[v]?.share ?? 0) * away
    distance = Math.max(distance, Math.abs(away) / variable.scale)
  })
  const next = x.slice()
  for (const pair of pairs) exchange(plan, pair, next, step / 2, special)
  variables.forEach((variable, v) => {
    if (!moves(variable)) return
    const change = target(variable, first, special) - (now[v] ?? 0)
    next[v] = (first[v] ?? 0) + (relax[v]?.second ?? 0) * change
  })
  for (const pair of pairs.toReversed()) exchange(plan, pair, next, step / 2, special)
  let error = 0
  variables.forEach(({ scale }, v) => {
    error = Math.max(error, Math.abs((next[v] ?? 0) - (first[v] ?? 0)) / scale)
  })
  return { next, error, distance }
}

/** A length times 2^count, exactly. */
export function doubledBy(length: number, count: number): number {
  let result = length
  for (let k = 0; k < Math.abs(count); k++) result *= count > 0 ? 2 : 0.5
  return result
}

/** How many more halvings an error asks for: it falls with the square of the step. */
function halvings(error: number): number {
  let count = 1
  for (let rest = error / TOLERANCE; rest > 4 && count < 4; rest /= 4) count += 1
  return count
}

/** Advances a cell by `dt` [min], in steps of dt / 2^n that its own levels ask for; returns the bits of its trouble. */
export function advance(plan: TypePlan, x: Float64Array, dt: number, special: Special): number {
  const whole = doubledBy(1, MOST_HALVINGS)
  let trouble = 0
  let halved = 0
  for (let at = 0; at < whole;) {
    const { next, error } = attempt(plan, x, doubledBy(dt, -halved), false, special)
    if (error > TOLERANCE && halved < MOST_HALVINGS) {
      halved = Math.min(halved + halvings(error), MOST_HALVINGS)
      continue
    }
    if (error > TOLERANCE) trouble |= AT_FLOOR
    x.set(next)
    at += doubledBy(whole, -halved)
    // The error grows with the square of the step; steps begin at multiples of their length.
    if (halved > 0 && error < TOLERANCE / 5 && at % doubledBy(whole, 1 - halved) === 0) halved -= 1
  }
  return trouble
}

/** How many doublings of `dt` make a step that is four times the longest time constant. */
export function doublings(plan: Pick<TypePlan, 'slowest'>, dt: number): number {
  let count = 0
  while (doubledBy(dt, count) < 4 * plan.slowest) count += 1
  return count
}

/** The levels of a new cell before it settles. */
export function startLevels(plan: TypePlan, x: Float64Array): void {
  plan.variables.forEach(({ level }, v) => {
    x[v] = level
  })
}

/** Lets what has no `start` settle for the signals as they are; returns the bits of its trouble. */
export function settle(plan: TypePlan, x: Float64Array, dt: number, special: Special): number {
  const most = doublings(plan, dt)
  let doubled = 0
  let elapsed = 0
  for (let k = 0; k < SETTLING_ATTEMPTS && elapsed < SETTLING_TIMES * plan.slowest; k++) {
    const step = doubledBy(dt, doubled)
    const { next, error, distance } = attempt(plan, x, step, true, special)
    if (distance <= SETTLED) return 0
    if (error > TOLERANCE && doubled > -MOST_HALVINGS) {
      doubled = Math.max(doubled - halvings(error), -MOST_HALVINGS)
      continue
    }
    x.set(next)
    elapsed += step
    if (error < TOLERANCE / 5 && doubled < most) doubled += 1
  }
  const { distance } = attempt(plan, x, dt, true, special)
  return distance <= TOLERANCE ? 0 : NOT_SETTLED
}
