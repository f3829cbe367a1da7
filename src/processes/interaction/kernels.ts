import type { SpecialFunctions } from '../../kernels/special.ts'
import { philox4x32, uniform } from '../../math/philox.ts'
import { ASKING, END_ATTACK, FUSE, INGEST, START_ATTACK } from './columns.ts'

/** A behaviour as kernels see it: one value per slot, or one per class. */
export interface BehaviourValues {
  readonly values: Float64Array
  readonly isPerCell: boolean
}

/** Columns of the cells [n] and what they are read with, as in the arguments of `interaction_decide`. */
export interface DecideArrays {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  readonly reach: Float64Array
  readonly types: Uint16Array
  readonly classes: Uint16Array
  readonly states: Uint8Array
  readonly lineageLow: Uint32Array
  readonly lineageHigh: Uint32Array
  readonly target: Int32Array
  readonly request: Uint8Array
  readonly prey: Int32Array
  /** Neighbours of each cell, in the order of the slots. */
  readonly neighbours: readonly (readonly number[])[]
  /** Not 0 for classes that may act [classes]. */
  readonly actors: Uint8Array
  /** Order as in `InteractionTables.behaviours`. */
  readonly rates: readonly BehaviourValues[]
}

/** Where and when: periods [um] (0 = closed), seed, stream, tick and its length [min]. */
export interface DecideFrame {
  readonly periods: readonly [number, number, number]
  readonly seed: readonly [number, number]
  readonly stream: number
  readonly tick: number
  readonly dt: number
}

const DRAW = { attack: 0, ingest: 1, fuse: 2, end: 3 } as const
const FIRST_TYPE = 4
const PER_TYPE = 4
const PAIR = 0x9e3779b9

const words = new Uint32Array(4)

/** The plain form of `interaction_decide` for cells [begin, end). */
export function interactionDecide(
  a: DecideArrays,
  frame: DecideFrame,
  special: SpecialFunctions,
  begin: number,
  end: number,
): void {
  for (let i = begin; i < end; i++) {
    const asks = (a.actors[a.classes[i] ?? 0] ?? 0) !== 0 ? meetNeighbours(a, frame, special, i) : 0
    a.request[i] = asks | letGo(a, frame, special, i)
  }
}

/** Lets cell i meet its neighbours: writes target and prey, returns what it asks for. */
function meetNeighbours(a: DecideArrays, frame: DecideFrame, special: SpecialFunctions, i: number): number {
  const isFree = (a.target[i] ?? -1) < 0
  const own = FIRST_TYPE + PER_TYPE * (a.types[i] ?? 0)
  let asks = 0
  let firstAttack = Infinity
  let firstMeal = Infinity
  for (const j of a.neighbours[i] ?? []) {
    if (!touch(a, frame, i, j)) continue
    const wait = (rate: number, draw: number): number => waiting(a, frame, special, { i, j, rate, draw })
    const state = a.states[j] ?? 0
    const entry = FIRST_TYPE + PER_TYPE * (a.types[j] ?? 0)
    const meal = wait(rateOf(a, state === 0 ? entry + 1 : state, i), DRAW.ingest)
    const fusion = state === 0 ? wait(rateOf(a, entry + 2, i), DRAW.fuse) : Infinity
    if (Math.min(meal, fusion) < firstMeal) {
      firstMeal = Math.min(meal, fusion)
      asks = (asks & START_ATTACK) | (fusion < meal ? FUSE : INGEST)
      a.prey[i] = j
    }
    if (!isFree || state !== 0) continue
    const attack = wait(rateOf(a, entry, i) * rateOf(a, own + 3, j), DRAW.attack)
    if (attack < firstAttack) {
      firstAttack = attack
      asks |= START_ATTACK
      a.target[i] = j
    }
  }
  return asks
}

function letGo(a: DecideArrays, frame: DecideFrame, special: SpecialFunctions, i: number): number {
  if ((a.target[i] ?? -1) < 0) return 0
  const release = probability(special, 1 / rateOf(a, 0, i), frame.dt)
  const u = uniformAt(frame, a.lineageLow[i] ?? 0, a.lineageHigh[i] ?? 0, DRAW.end)
  return u < release ? END_ATTACK : 0
}

function rateOf(a: DecideArrays, entry: number, slot: number): number {
  const rate = a.rates[entry]
  return rate?.values[rate.isPerCell ? slot : (a.classes[slot] ?? 0)] ?? 0
}

function touch(a: DecideArrays, frame: DecideFrame, i: number, j: number): boolean {
  const near = (a.reach[i] ?? 0) + (a.reach[j] ?? 0)
  const along = (values: Float64Array, axis: 0 | 1 | 2): number => {
    const difference = (values[j] ?? 0) - (values[i] ?? 0)
    const period = frame.periods[axis]
    return period === 0 ? difference : difference - period * Math.floor(difference / period + 0.5)
  }
  const [dx, dy, dz] = [along(a.x, 0), along(a.y, 1), along(a.z, 2)]
  return dx * dx + dy * dy + dz * dz < near * near
}

/** Waiting time [min] of an event of `rate` [1/min] of cell i on j if it comes within dt, else infinity. */
function waiting(
  a: DecideArrays,
  frame: DecideFrame,
  special: SpecialFunctions,
  event: { readonly i: number; readonly j: number; readonly rate: number; readonly draw: number },
): number {
  if (event.rate <= 0) return Infinity
  const pair = (word: Uint32Array): number =>
    ((word[event.i] ?? 0) + Math.imul(PAIR, word[event.j] ?? 0)) >>> 0
  const u = uniformAt(frame, pair(a.lineageLow), pair(a.lineageHigh), event.draw)
  return u < probability(special, event.rate, frame.dt) ? -special.log(1 - u) / event.rate : Infinity
}

function uniformAt(frame: DecideFrame, low: number, high: number, use: number): number {
  philox4x32([low, high, frame.tick, frame.stream + use], frame.seed, words)
  return uniform(words[0] ?? 0, words[1] ?? 0)
}

function probability(special: SpecialFunctions, rate: number, dt: number): number {
  return 1 - special.exp(-rate * dt)
}

/** Columns of the cells [n], as in the arguments of `interaction_deliver`. */
export interface DeliverArrays {
  readonly target: Int32Array
  readonly request: Uint8Array
  readonly states: Uint8Array
  readonly classes: Uint16Array
  readonly damage: Float64Array
  readonly attackTime: Float64Array
  readonly delivered: Float64Array
  /** Slots that ask to begin or end an attack. */
  readonly asking: Uint32Array
  /** Damage per time of an attacker [1/min]. */
  readonly power: BehaviourValues
}

/**
 * The plain form of `interaction_deliver`: harm over `dt` [min] by cells [0, count); returns all bits asked for, and how many
 * cells ask to begin or end an attack: they are listed.
 */
export function interactionDeliver(a: DeliverArrays, dt: number, count: number): number {
  let asked = 0
  let listed = 0
  for (let i = 0; i < count; i++) {
    const victim = a.target[i] ?? -1
    if (victim >= 0 && a.states[victim] !== 0) a.request[i] = (a.request[i] ?? 0) | END_ATTACK
    else if (victim >= 0) {
      const harm = (a.power.values[a.power.isPerCell ? i : (a.classes[i] ?? 0)] ?? 0) * dt
      a.damage[victim] = (a.damage[victim] ?? 0) + harm
      a.attackTime[victim] = (a.attackTime[victim] ?? 0) + dt
      a.delivered[i] = (a.delivered[i] ?? 0) + harm
    }
    const asks = a.request[i] ?? 0
    asked |= asks
    if ((asks & (START_ATTACK | END_ATTACK)) !== 0) a.asking[listed++] = i
  }
  return asked | (listed << ASKING)
}

/** The plain form of `interaction_damage`: damage and repair over `dt` [min] of all cells; rates in [1/min]. */
export function interactionDamage(
  damage: Float64Array,
  classes: Uint16Array,
  rate: BehaviourValues,
  repair: BehaviourValues,
  dt: number,
): void {
  for (let i = 0; i < damage.length; i++) {
    const at = ({ values, isPerCell }: BehaviourValues): number =>
      values[isPerCell ? i : (classes[i] ?? 0)] ?? 0
    damage[i] = ((damage[i] ?? 0) + dt * at(rate)) / (1 + dt * at(repair))
  }
}
