// The entries of one list, brought into the order of the slots.

import { u32At } from '../kernels/as/columns.lib.as'

/** Added behind the slots that are ranked, so that four can be compared at a time. */
const NO_SLOT: i32 = 0x7fffffff

/** Writes `places` to `list` in the order of their slots: each goes to as many as there are smaller ones. */
export function rank(slots: usize, places: usize, length: u32, list: usize): void {
  v128.store(slots + (<usize>length << 2), i32x4.splat(NO_SLOT))
  for (let a: u32 = 0; a < length; a++) {
    const own = i32x4.splat(u32At(slots, a))
    let smaller = i32x4.splat(0)
    for (let b: u32 = 0; b < length; b += 4) {
      smaller = i32x4.sub(smaller, i32x4.lt_s(v128.load(slots + (<usize>b << 2)), own))
    }
    smaller = i32x4.add(smaller, i64x2.shuffle(smaller, smaller, 1, 0))
    const before = i32x4.extract_lane(smaller, 0) + i32x4.extract_lane(smaller, 1)
    store<u32>(list + (<usize>before << 2), u32At(places, a))
  }
}

/** Sorts long lists, by insertion over shrinking gaps: where cells crowd there are hundreds of entries. */
export function sortLong(list: usize, length: u32): void {
  let gap: u32 = 1
  while (gap < length / 3) gap = 3 * gap + 1
  for (; gap > 0; gap /= 3) {
    const bytes: usize = <usize>gap << 2
    for (let k: u32 = gap; k < length; k++) {
      const slot = u32At(list, k)
      let at = list + (<usize>k << 2)
      while (at >= list + bytes && load<u32>(at - bytes) > slot) {
        store<u32>(at, load<u32>(at - bytes))
        at -= bytes
      }
      store<u32>(at, slot)
    }
  }
}
