// What the search does with a run of candidates: cells whose rows follow each other.
//
// Lists are made in two passes: the first counts, then it is known where each list begins, and the second writes. Most of the
// time goes into looking at candidates that are no neighbours, so the first pass notes one bit per candidate, in the order in
// which it meets them, and the second looks at these bits only.

import { minimumImage } from '../kernels/as/columns.lib.as'
import { periodAt } from './grid.lib.as'
import { ROW, reachOf, rowOf, slotOf, xOf, xyOf, yOf, zOf, zReachOf } from './packed.lib.as'

/** Words of 8 bytes for the bits of a cell. Packed cells have some 40 candidates in a plane and 160 in space; who has more is searched twice. */
const HIT_WORDS: u32 = 4
/** Bytes per cell, as a shift. */
const HIT_SHIFT: u32 = 5

// The cell at hand; an instance of the module works on one at a time, and each begins with `beginCount` or `beginTake`.
let hits: usize = 0
let seen: u32 = 0
let bits: u64 = 0
let found: u32 = 0

/** Begins to count the neighbours of the cell at `place`. */
// @ts-ignore: decorator
@inline
export function beginCount(allHits: usize, place: u32): void {
  hits = allHits + (<usize>place << HIT_SHIFT)
  seen = 0
  bits = 0
  found = 0
}

/** True when the bits of the cell at `place`, which has neighbours, were noted: begins to read them. */
// @ts-ignore: decorator
@inline
export function beginTake(allHits: usize, place: u32): bool {
  hits = allHits + (<usize>place << HIT_SHIFT)
  seen = 0
  return v128.any_true(v128.or(v128.load(hits), v128.load(hits, 16)))
}

/** Writes down the bits that have come together so far: up to the candidate before `next`. */
// @ts-ignore: decorator
@inline
function note(all: u64, next: u32): void {
  found += <u32>popcnt(all)
  const word = (next - 1) >>> 6
  if (word < HIT_WORDS) store<u64>(hits + (<usize>word << 3), all)
}

/** Ends the count; returns the number of neighbours. */
// @ts-ignore: decorator
@inline
export function endCount(): u32 {
  if ((seen & 63) != 0) note(bits, seen)
  const isWhole = seen <= HIT_WORDS << 6
  // No bit at all although there are neighbours: there was no room for them.
  for (let word: u32 = isWhole ? (seen + 63) >>> 6 : 0; word < HIT_WORDS; word++) {
    store<u64>(hits + (<usize>word << 3), 0)
  }
  return found
}

/** Squared distance to the row `other`, and in the second lane the squared range; zRange is (-z, range). */
// @ts-ignore: decorator
@inline
function isNear(xy: v128, zRange: v128, other: usize): u32 {
  const across = f64x2.sub(xyOf(other), xy)
  const up = f64x2.add(zReachOf(other), zRange)
  const squares = f64x2.mul(across, across)
  const last = f64x2.mul(up, up)
  const square = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1) + f64x2.extract_lane(last, 0)
  // Not `less than`: what is not a number stays in the lists, so that it spreads and the guard finds it.
  return <u32>!(square >= f64x2.extract_lane(last, 1))
}

/** Bits of the rows `other` and the next: set where the cell is within range of the position (xy, zRange). */
// @ts-ignore: decorator
@inline
function areNear(xy: v128, zRange: v128, other: usize): u32 {
  const acrossA = f64x2.sub(xyOf(other), xy)
  const acrossB = f64x2.sub(xyOf(other + ROW), xy)
  const upA = f64x2.add(zReachOf(other), zRange)
  const upB = f64x2.add(zReachOf(other + ROW), zRange)
  const squareA = f64x2.mul(acrossA, acrossA)
  const squareB = f64x2.mul(acrossB, acrossB)
  const lastA = f64x2.mul(upA, upA)
  const lastB = f64x2.mul(upB, upB)
  const across = f64x2.add(i64x2.shuffle(squareA, squareB, 0, 2), i64x2.shuffle(squareA, squareB, 1, 3))
  const square = f64x2.add(across, i64x2.shuffle(lastA, lastB, 0, 2))
  return 3 ^ i64x2.bitmask(f64x2.ge(square, i64x2.shuffle(lastA, lastB, 1, 3)))
}

/** Counts neighbours of the cell in row `own` among the places [first, end). */
// @ts-ignore: decorator
@inline
export function countRun(copy: usize, own: usize, xy: v128, zRange: v128, first: u32, end: u32): void {
  let all = bits
  let at = seen
  let other = rowOf(copy, first)
  const last = rowOf(copy, end)
  // Two at a time from even numbers on, so that no pair lies in two words.
  while (other < last) {
    if ((at & 1) == 0 && other + ROW < last) {
      const near = areNear(xy, zRange, other) & ~(<u32>(other == own) | (<u32>(other + ROW == own) << 1))
      all |= <u64>near << (at & 63)
      at += 2
      other += 2 * ROW
    } else {
      all |= <u64>(isNear(xy, zRange, other) & <u32>(other != own)) << (at & 63)
      at += 1
      other += ROW
    }
    if ((at & 63) == 0) {
      note(all, at)
      all = 0
    }
  }
  bits = all
  seen = at
}

/** The same where axes may go around. */
export function countAround(copy: usize, geometry: usize, own: usize, first: u32, end: u32): void {
  const px = periodAt(geometry, 0)
  const py = periodAt(geometry, 1)
  const pz = periodAt(geometry, 2)
  for (let s = first; s < end; s++) {
    const other = rowOf(copy, s)
    bits |= <u64>isNearAround(own, other, px, py, pz) << (seen & 63)
    seen += 1
    if ((seen & 63) == 0) {
      note(bits, seen)
      bits = 0
    }
  }
}

/** 1 for a cell other than that of row `own` that is in its range by the shortest way, else 0. */
// @ts-ignore: decorator
@inline
function isNearAround(own: usize, other: usize, px: f64, py: f64, pz: f64): u32 {
  const dx = minimumImage(xOf(other) - xOf(own), px)
  const dy = minimumImage(yOf(other) - yOf(own), py)
  const dz = minimumImage(zOf(other) - zOf(own), pz)
  const range = reachOf(own) + reachOf(other)
  return <u32>!(dx * dx + dy * dy + dz * dz >= range * range) & <u32>(other != own)
}

/** Writes those of the places [first, end) whose bits are set, and their slots, behind `known` others; returns how many there are then. */
// @ts-ignore: decorator
@inline
export function takeRun(copy: usize, first: u32, end: u32, places: usize, slots: usize, known: u32): u32 {
  let count = known
  let at = seen
  for (let s = first; s < end; ) {
    const offset = at & 63
    const length = min(64 - offset, end - s)
    const word = load<u64>(hits + (<usize>(at >>> 6) << 3)) >>> offset
    for (let left = word & (<u64>-1 >>> (64 - length)); left != 0; left &= left - 1) {
      const place = s + <u32>ctz(left)
      store<u32>(places + (<usize>count << 2), place)
      store<u32>(slots + (<usize>count << 2), slotOf(rowOf(copy, place)))
      count++
    }
    at += length
    s += length
  }
  seen = at
  return count
}

/** Looks at the places [first, end) for neighbours of the cell in row `own` and writes them behind `known` others, up to `wanted`. */
export function collectRun(
  copy: usize, geometry: usize, own: usize, first: u32, end: u32, places: usize, slots: usize, known: u32, wanted: u32,
): u32 {
  const px = periodAt(geometry, 0)
  const py = periodAt(geometry, 1)
  const pz = periodAt(geometry, 2)
  let count = known
  for (let s = first; s < end && count < wanted; s++) {
    const other = rowOf(copy, s)
    // Written without asking, counted if it is one: whether a cell is near is anybody's guess, and wrong guesses are dear.
    store<u32>(places + (<usize>count << 2), s)
    store<u32>(slots + (<usize>count << 2), slotOf(other))
    count += isNearAround(own, other, px, py, pz)
  }
  return count
}
