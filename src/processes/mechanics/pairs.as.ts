// Forces between cells that touch. Equations in README.md. Each cell gathers from its list of neighbours, two at a time.

import {
  classOf, listBegin, radiusOf, reachOf, rowOf, slotOf, typeOf, xyOf, zReachOf,
} from '../../engine/packed.lib.as'
import { behaviour, setF64, u32At, u8At } from '../../kernels/as/columns.lib.as'
import { affinity } from './affinity.lib.as'

const CLOSEST: f64 = 1e-5 // [um], below this the direction of a pair is not resolved
const PRESSURE_SCALE: f64 = 0.027288820670331 // pressure 1 = twelve neighbours in close packing at rest

/** First lanes of two vectors. */
// @ts-ignore: decorator
@inline
function lows(a: v128, b: v128): v128 {
  return i64x2.shuffle(a, b, 0, 2)
}
/** Second lanes of two vectors. */
// @ts-ignore: decorator
@inline
function highs(a: v128, b: v128): v128 {
  return i64x2.shuffle(a, b, 1, 3)
}

/** Shortest differences along an axis of the given period [um]; period 0 = closed axis. */
// @ts-ignore: decorator
@inline
function nearest(differences: v128, period: f64): v128 {
  if (period == 0) return differences
  const turns = f64x2.floor(f64x2.add(f64x2.div(differences, f64x2.splat(period)), f64x2.splat(0.5)))
  return f64x2.sub(differences, f64x2.mul(f64x2.splat(period), turns))
}

/** Strengths (adhesion, repulsion) of a pair of which something is modulated [um/min]. */
// @ts-ignore: decorator
@inline
function strengthsOf(
  row: usize, other: usize, adhesion: usize, adhesionPerCell: u32, repulsion: usize, repulsionPerCell: u32,
  affinities: usize,
): v128 {
  const i = slotOf(row)
  const j = slotOf(other)
  const ci = classOf(row)
  const cj = classOf(other)
  const own = behaviour(adhesion, adhesionPerCell, i, ci) * affinity(affinities, i, ci, typeOf(other))
  const others = behaviour(adhesion, adhesionPerCell, j, cj) * affinity(affinities, j, cj, typeOf(row))
  const repels = behaviour(repulsion, repulsionPerCell, i, ci) * behaviour(repulsion, repulsionPerCell, j, cj)
  return f64x2.sqrt(f64x2.replace_lane(f64x2.splat(own * others), 1, repels))
}

/**
 * The loop of both kernels below; `strengths` 0 = they are computed from behaviours. Sums are made in the order of the
 * lists, one neighbour after the other, so that they have the same bits as those of a plain loop.
 */
// @ts-ignore: decorator
@inline
function pairs(
  packed: usize, ends: usize, lists: usize, strengths: usize, classes: u32, adhesion: usize, adhesionPerCell: u32,
  repulsion: usize, repulsionPerCell: u32, affinities: usize, movable: usize, vx: usize, vy: usize, vz: usize,
  pressure: usize, periodX: f64, periodY: f64, periodZ: f64, begin: u32, end: u32,
): void {
  const one = f64x2.splat(1)
  const closest = f64x2.splat(CLOSEST)
  const none = i64x2.splat(0)
  const second = i64x2.replace_lane(none, 1, -1)
  let list = lists + (<usize>listBegin(ends, begin) << 2)
  for (let place = begin; place < end; place++) {
    const row = rowOf(packed, place)
    const last = lists + (<usize>u32At(ends, place) << 2)
    const own = xyOf(row)
    const x = lows(own, own)
    const y = highs(own, own)
    const above = zReachOf(row)
    const z = lows(above, above)
    const reach = highs(above, above)
    const radius = f64x2.splat(radiusOf(row))
    const table = strengths + (<usize>(classOf(row) * classes) << 4)
    let sumXY = f64x2.splat(0)
    let sumZSqueeze = f64x2.splat(0)
    // What does not move needs no force.
    if (movable != 0 && u8At(movable, typeOf(row)) == 0) list = last
    for (; list < last; list += 8) {
      // An odd one at the end goes with itself, and the second of the two does not count.
      const isAlone = list + 4 == last
      const a = rowOf(packed, load<u32>(list))
      const b = rowOf(packed, load<u32>(isAlone ? list : list + 4))
      const acrossA = xyOf(a)
      const acrossB = xyOf(b)
      const aboveA = zReachOf(a)
      const aboveB = zReachOf(b)
      const dx = nearest(f64x2.sub(x, lows(acrossA, acrossB)), periodX)
      const dy = nearest(f64x2.sub(y, highs(acrossA, acrossB)), periodY)
      const dz = nearest(f64x2.sub(z, lows(aboveA, aboveB)), periodZ)
      const square = f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), f64x2.mul(dz, dz))
      const far = f64x2.add(reach, highs(aboveA, aboveB))
      // Whether a pair is in reach, and whether it overlaps, is anybody's guess, and wrong guesses are dear: no branches.
      const isOut = v128.or(f64x2.ge(square, f64x2.mul(far, far)), isAlone ? second : none)
      const distance = f64x2.pmax(f64x2.sqrt(square), closest)
      const near = f64x2.add(radius, f64x2.replace_lane(f64x2.splat(radiusOf(a)), 1, radiusOf(b)))
      let strengthsA: v128
      let strengthsB: v128
      if (strengths != 0) {
        strengthsA = v128.load(table + (<usize>classOf(a) << 4))
        strengthsB = v128.load(table + (<usize>classOf(b) << 4))
      } else {
        strengthsA = strengthsOf(
          row, a, adhesion, adhesionPerCell, repulsion, repulsionPerCell, affinities,
        )
        strengthsB = strengthsOf(
          row, b, adhesion, adhesionPerCell, repulsion, repulsionPerCell, affinities,
        )
      }
      const gap = f64x2.sub(one, f64x2.div(distance, far))
      const overlap = f64x2.sub(one, f64x2.div(distance, near))
      const overlaps = v128.and(f64x2.mul(overlap, overlap), f64x2.lt(distance, near))
      const pull = f64x2.mul(lows(strengthsA, strengthsB), f64x2.mul(gap, gap))
      const push = f64x2.sub(f64x2.mul(highs(strengthsA, strengthsB), overlaps), pull)
      const factor = v128.andnot(f64x2.div(push, distance), isOut)
      const squeeze = v128.andnot(overlaps, isOut)
      const byX = f64x2.mul(factor, dx)
      const byY = f64x2.mul(factor, dy)
      const byZ = f64x2.mul(factor, dz)
      sumXY = f64x2.add(f64x2.add(sumXY, lows(byX, byY)), highs(byX, byY))
      sumZSqueeze = f64x2.add(f64x2.add(sumZSqueeze, lows(byZ, squeeze)), highs(byZ, squeeze))
    }
    list = last
    const slot = slotOf(row)
    setF64(vx, slot, f64x2.extract_lane(sumXY, 0))
    setF64(vy, slot, f64x2.extract_lane(sumXY, 1))
    setF64(vz, slot, f64x2.extract_lane(sumZSqueeze, 0))
    if (pressure != 0) setF64(pressure, slot, f64x2.extract_lane(sumZSqueeze, 1) / PRESSURE_SCALE)
  }
}

/**
 * Velocities of the cells at places [begin, end) by repulsion and adhesion of the cells that they touch, and with it the
 * pressure on them (`pressure` 0 = nobody wants it). `strengths` [classes x classes] holds (adhesion, repulsion) of each
 * pair of classes; `movable` [types] flags what needs forces, 0 = all do. Every pair is computed twice, from both sides.
 */
export function mechanics_pairs(
  packed: usize, ends: usize, lists: usize, strengths: usize, classes: u32, movable: usize, vx: usize, vy: usize,
  vz: usize, pressure: usize, periodX: f64, periodY: f64, periodZ: f64, begin: u32, end: u32,
): void {
  pairs(
    packed, ends, lists, strengths, classes, 0, 0, 0, 0, 0, movable, vx, vy, vz, pressure, periodX, periodY, periodZ,
    begin, end,
  )
}

/** The same where rules modulate adhesion, repulsion or an affinity: strengths are computed pair by pair. */
export function mechanics_pairs_modulated(
  packed: usize, ends: usize, lists: usize, adhesion: usize, adhesionPerCell: u32, repulsion: usize,
  repulsionPerCell: u32, affinities: usize, movable: usize, vx: usize, vy: usize, vz: usize, pressure: usize,
  periodX: f64, periodY: f64, periodZ: f64, begin: u32, end: u32,
): void {
  pairs(
    packed, ends, lists, 0, 0, adhesion, adhesionPerCell, repulsion, repulsionPerCell, affinities, movable, vx, vy, vz,
    pressure, periodX, periodY, periodZ, begin, end,
  )
}
