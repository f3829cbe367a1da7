// What cells do to cells they touch. Each actor looks at its neighbours and writes its own row only: whom it begins
// to attack, whether it lets go, whom it would consume. Consumption is resolved later, in commit. README.md has the law.

import { classOf, listBegin, rowOf, slotOf, touch, typeOf } from '../../engine/packed.lib.as'
import { behaviour, f64At, probability, setF64, u16At, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'

const START_ATTACK: u32 = 1
const END_ATTACK: u32 = 2
const INGEST: u32 = 4
const FUSE: u32 = 8
/** First bit of the number of cells that ask to begin or end an attack. */
const ASKING: u32 = 4

// Draws of the stream, one per kind of event, so that no kind shares its luck with another.
const DRAW_ATTACK: u32 = 0
const DRAW_INGEST: u32 = 1
const DRAW_FUSE: u32 = 2
const DRAW_END: u32 = 3

// Order of `rates`: attack duration, phagocytosis by state of life, then four entries per type.
const FIRST_TYPE: u32 = 4
const PER_TYPE: u32 = 4

/** Odd, so that multiplication permutes the words; the fraction of the golden ratio, as in Philox. */
const PAIR: u32 = 0x9e3779b9

/** Value of entry `entry` of the table of behaviours (pointer, per cell) for a cell. */
// @ts-ignore: decorator
@inline
function rateOf(rates: usize, entry: u32, slot: u32, cls: u32): f64 {
  const place = rates + (<usize>entry << 3)
  return behaviour(<usize>load<u32>(place), load<u32>(place, 4), slot, cls)
}

// Flags of classes: their cells act anyway, or do if a modulated rate says so.
const ACTS: u32 = 1
const ACTS_WHEN_MODULATED: u32 = 2

/** True when the cell would do something to some neighbour; `modulated` [count] lists the entries of `rates` that rules change. */
// @ts-ignore: decorator
@inline
function acts(flag: u32, rates: usize, modulated: usize, count: u32, slot: u32, cls: u32): bool {
  if (flag != ACTS_WHEN_MODULATED) return flag == ACTS
  for (let k: u32 = 0; k < count; k++) if (rateOf(rates, u32At(modulated, k), slot, cls) > 0) return true
  return false
}

// Address of the pair at hand: its luck depends on who meets whom, not on places in lists.
let pairLow: u32 = 0
let pairHigh: u32 = 0

/** Waiting time [min] of an event of `rate` [1/min] between the pair at hand if it comes within dt [min], else infinity. */
function waiting(rate: f64, dt: f64, seedLow: u32, seedHigh: u32, tick: u32, draw: u32): f64 {
  if (rate <= 0) return Infinity
  const u = uniform(seedLow, seedHigh, pairLow, pairHigh, tick, draw)
  // The first test spares most pairs the exponential: 1 - exp(-x) never exceeds x.
  return u < rate * dt && u < probability(rate, dt) ? -NativeMath.log(1 - u) / rate : Infinity
}

/**
 * Decides for cells [begin, end) over dt [min]. `actors` flags classes that may act; `rates` holds (pointer, per cell)
 * of each behaviour, `modulated` says which of the deeds differ from cell to cell. Of several events that come within dt the earliest counts, so the order of a list means nothing.
 */
export function interaction_decide(
  classes: usize, states: usize, lineageLow: usize, lineageHigh: usize, target: usize, request: usize, prey: usize,
  packed: usize, ends: usize, lists: usize, places: usize, actors: usize, rates: usize, modulated: usize,
  modulatedCount: u32, px: f64, py: f64, pz: f64, seedLow: u32, seedHigh: u32, stream: u32, dt: f64, tick: u32,
  begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const cls = u16At(classes, i)
    const isActor = acts(u8At(actors, cls), rates, modulated, modulatedCount, i, cls)
    const isFree = <i32>u32At(target, i) < 0
    if (!isActor && isFree) {
      store<u8>(request + <usize>i, 0)
      continue
    }
    let asks: u32 = 0
    const low = u32At(lineageLow, i)
    const high = u32At(lineageHigh, i)
    let firstAttack: f64 = Infinity
    let firstMeal: f64 = Infinity
    const place = u32At(places, i)
    const row = rowOf(packed, place)
    const first = listBegin(ends, place)
    const last = isActor ? u32At(ends, place) : first
    for (let n = first; n < last; n++) {
      const other = rowOf(packed, u32At(lists, n))
      const j = slotOf(other)
      const state = u8At(states, j)
      const entry = FIRST_TYPE + PER_TYPE * typeOf(other)
      const meal = rateOf(rates, state == 0 ? entry + 1 : state, i, cls)
      const fusion = state == 0 ? rateOf(rates, entry + 2, i, cls) : 0
      const attack = state == 0 && isFree ? rateOf(rates, entry, i, cls) : 0
      // Whether they touch is anybody's guess, what a cell may do to its like hardly ever: so that is asked first.
      if (!(meal > 0 || fusion > 0 || attack > 0) || !touch(row, other, px, py, pz)) continue
      pairLow = low + PAIR * u32At(lineageLow, j)
      pairHigh = high + PAIR * u32At(lineageHigh, j)
      const untilMeal = waiting(meal, dt, seedLow, seedHigh, tick, stream + DRAW_INGEST)
      if (untilMeal < firstMeal) {
        firstMeal = untilMeal
        asks = (asks & ~FUSE) | INGEST
        store<i32>(prey + (<usize>i << 2), j)
      }
      const untilFusion = waiting(fusion, dt, seedLow, seedHigh, tick, stream + DRAW_FUSE)
      if (untilFusion < firstMeal) {
        firstMeal = untilFusion
        asks = (asks & ~INGEST) | FUSE
        store<i32>(prey + (<usize>i << 2), j)
      }
      if (!(attack > 0)) continue
      const own = FIRST_TYPE + PER_TYPE * typeOf(row)
      const recognised = attack * rateOf(rates, own + 3, j, classOf(other))
      const untilAttack = waiting(recognised, dt, seedLow, seedHigh, tick, stream + DRAW_ATTACK)
      if (untilAttack < firstAttack) {
        firstAttack = untilAttack
        asks |= START_ATTACK
        store<i32>(target + (<usize>i << 2), j)
      }
    }
    if (<i32>u32At(target, i) >= 0) {
      const release = probability(1 / rateOf(rates, 0, i, cls), dt)
      if (uniform(seedLow, seedHigh, low, high, tick, stream + DRAW_END) < release) asks |= END_ATTACK
    }
    store<u8>(request + <usize>i, <u8>asks)
  }
}

/**
 * Every attacker among cells [0, count) harms its target for dt [min], in the order of the slots: a serial pass, since
 * several may share a target. An attack on a dead cell ends. Lists the slots that ask to begin or end an attack in `asking`;
 * returns all bits that were asked for, and from bit ASKING on how many are listed.
 */
export function interaction_deliver(
  target: usize, request: usize, states: usize, classes: usize, damage: usize, attackTime: usize, delivered: usize,
  asking: usize, power: usize, powerPerCell: u32, dt: f64, count: u32,
): u32 {
  let asked: u32 = 0
  let listed: u32 = 0
  for (let i: u32 = 0; i < count; i++) {
    let asks = u8At(request, i)
    const victim = <i32>u32At(target, i)
    if (victim >= 0) {
      if (u8At(states, victim) != 0) {
        asks |= END_ATTACK
        store<u8>(request + <usize>i, <u8>asks)
      } else {
        const harm = behaviour(power, powerPerCell, i, u16At(classes, i)) * dt
        setF64(damage, victim, f64At(damage, victim) + harm)
        setF64(attackTime, victim, f64At(attackTime, victim) + dt)
        setF64(delivered, i, f64At(delivered, i) + harm)
      }
    }
    asked |= asks
    if ((asks & (START_ATTACK | END_ATTACK)) == 0) continue
    store<u32>(asking + (<usize>listed << 2), i)
    listed++
  }
  return asked | (listed << ASKING)
}

/** Damage of cells [begin, end) grows and is repaired over dt [min]: repair implicit, so damage never turns negative. */
export function interaction_damage(
  damage: usize, classes: usize, rate: usize, ratePerCell: u32, repair: usize, repairPerCell: u32, dt: f64,
  begin: u32, end: u32,
): void {
  for (let i = begin; i < end; i++) {
    const cls = u16At(classes, i)
    const grown = f64At(damage, i) + dt * behaviour(rate, ratePerCell, i, cls)
    setF64(damage, i, grown / (1 + dt * behaviour(repair, repairPerCell, i, cls)))
  }
}
