// Springs along bonds, and the wish to make and to end them. Equations in README.md.

import { classOf, listBegin, rowOf, slotOf, touch, typeOf } from '../../engine/packed.lib.as'
import { behaviour, f64At, minimumImage, probability, setF64, u16At, u32At } from '../../kernels/as/columns.lib.as'
import { uniform } from '../../kernels/as/random.as'
import { affinity } from './affinity.lib.as'

// @ts-ignore: decorator
@inline
function i32At(pointer: usize, index: u32): i32 {
  return load<i32>(pointer + (<usize>index << 2))
}

/** True when none of the cells i to i + 3 has a partner; free places hold -1. */
// @ts-ignore: decorator
@inline
function areFree(partners: usize, rows: u32, width: u32, i: u32): bool {
  let all = i32x4.splat(-1)
  for (let k: u32 = 0; k < width; k++) all = v128.and(all, v128.load(partners + (<usize>(k * rows + i) << 2)))
  return i32x4.bitmask(all) == 15
}

/** Adds the pull of springs to the velocities of cells [begin, end); `partners` has `width` places, `rows` apart. */
export function mechanics_springs(
  x: usize, y: usize, z: usize, types: usize, classes: usize, partners: usize, rows: u32, width: u32, constant: usize,
  constantPerCell: u32, affinities: usize, vx: usize, vy: usize, vz: usize, periodX: f64, periodY: f64, periodZ: f64,
  begin: u32, end: u32,
): void {
  let checked = begin
  for (let i = begin; i < end; i++) {
    // Most cells of most models are bound to nobody.
    if (i >= checked && i + 4 <= end) {
      checked = i + 4
      if (areFree(partners, rows, width, i)) {
        i += 3
        continue
      }
    }
    const ti = u16At(types, i)
    const ci = u16At(classes, i)
    const stiffness = behaviour(constant, constantPerCell, i, ci)
    let sumX: f64 = 0
    let sumY: f64 = 0
    let sumZ: f64 = 0
    for (let k: u32 = 0; k < width; k++) {
      const partner = i32At(partners, k * rows + i)
      if (partner < 0) continue
      const j = <u32>partner
      const cj = u16At(classes, j)
      const own = stiffness * affinity(affinities, i, ci, u16At(types, j))
      const other = behaviour(constant, constantPerCell, j, cj) * affinity(affinities, j, cj, ti)
      const pull = Math.sqrt(own * other)
      sumX += pull * minimumImage(f64At(x, j) - f64At(x, i), periodX)
      sumY += pull * minimumImage(f64At(y, j) - f64At(y, i), periodY)
      sumZ += pull * minimumImage(f64At(z, j) - f64At(z, i), periodZ)
    }
    setF64(vx, i, f64At(vx, i) + sumX)
    setF64(vy, i, f64At(vy, i) + sumY)
    setF64(vz, i, f64At(vz, i) + sumZ)
  }
}

// @ts-ignore: decorator
@inline
function isPartner(partners: usize, rows: u32, width: u32, i: u32, j: u32): bool {
  for (let k: u32 = 0; k < width; k++) if (i32At(partners, k * rows + i) == <i32>j) return true
  return false
}

/**
 * What the cells at places [begin, end) ask of commit: `release` has one bit per place whose spring shall end, `requests`
 * lists the cells to bind and is empty (-1) before, since commit has emptied it. Draws are counted over cells that truly
 * touch: how far the neighbour lists reach must not matter.
 */
export function mechanics_spring_requests(
  packed: usize, ends: usize, lists: usize, lineageLow: usize, lineageHigh: usize, seed: usize, tick: usize,
  pending: usize, partners: usize, requests: usize, release: usize, rows: u32, width: u32, most: usize,
  attachment: usize, attachmentPerCell: u32, detachment: usize, detachmentPerCell: u32, affinities: usize,
  attachStream: u32, detachStream: u32, periodX: f64, periodY: f64, periodZ: f64, dt: f64, begin: u32, end: u32,
): void {
  const seedLow = u32At(seed, 0)
  const seedHigh = u32At(seed, 1)
  const now = u32At(tick, 0)
  let list = listBegin(ends, begin)
  for (let place = begin; place < end; place++) {
    const row = rowOf(packed, place)
    const i = slotOf(row)
    const c = classOf(row)
    const low = u32At(lineageLow, i)
    const high = u32At(lineageHigh, i)
    let released: u32 = 0
    let room = <i32>u32At(most, typeOf(row))
    let letsGo: f64 = -1
    for (let k: u32 = 0; k < width; k++) {
      if (i32At(partners, k * rows + i) < 0) continue
      if (letsGo < 0) letsGo = probability(behaviour(detachment, detachmentPerCell, i, c), dt)
      if (uniform(seedLow, seedHigh, low, high, now, detachStream + k) < letsGo) released |= 1 << k
      else room--
    }
    store<u32>(release + (<usize>i << 2), released)
    const rate = behaviour(attachment, attachmentPerCell, i, c)
    let asked: i32 = 0
    let touching: u32 = 0
    const first = list
    list = u32At(ends, place)
    const last = rate > 0 && room > 0 ? list : first
    for (let n = first; n < last && asked < room; n++) {
      const other = rowOf(packed, u32At(lists, n))
      if (!touch(row, other, periodX, periodY, periodZ)) continue
      const draw = uniform(seedLow, seedHigh, low, high, now, attachStream + (touching & 255))
      touching++
      const wish = rate * affinity(affinities, i, c, typeOf(other))
      // The first test spares most pairs the exponential: 1 - exp(-x) never exceeds x.
      if (draw >= wish * dt || draw >= probability(wish, dt)) continue
      const j = slotOf(other)
      if (isPartner(partners, rows, width, i, j)) continue
      store<i32>(requests + (<usize>(<u32>asked * rows + i) << 2), <i32>j)
      asked++
    }
    if (released != 0 || asked != 0) store<u32>(pending, 1)
  }
}
