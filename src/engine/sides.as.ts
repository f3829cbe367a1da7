// Neighbour lists of worlds that membranes part: whoever is on another side goes.

import { u32At } from '../kernels/as/columns.lib.as'
import { listBegin, rowOf, slotOf } from './packed.lib.as'

/**
 * Moves the neighbours on the same side to the front of each list of the cells at places [begin, end), in their order;
 * `kept` [count] becomes how many these are.
 */
export function neighbours_part(
  copy: usize, sides: usize, ends: usize, lists: usize, kept: usize, begin: u32, end: u32,
): void {
  let first = listBegin(ends, begin)
  for (let p = begin; p < end; p++) {
    const last = u32At(ends, p)
    const side = u32At(sides, slotOf(rowOf(copy, p)))
    let to = first
    for (let k = first; k < last; k++) {
      const other = u32At(lists, k)
      if (u32At(sides, slotOf(rowOf(copy, other))) != side) continue
      store<u32>(lists + (<usize>to << 2), other)
      to++
    }
    store<u32>(kept + (<usize>p << 2), to - first)
    first = last
  }
}

/** Closes the gaps that `neighbours_part` left between the lists. */
export function neighbours_close(ends: usize, lists: usize, kept: usize, count: u32): void {
  let first: u32 = 0
  let to: u32 = 0
  for (let p: u32 = 0; p < count; p++) {
    const last = u32At(ends, p)
    const length = u32At(kept, p)
    if (to != first) {
      memory.copy(lists + (<usize>to << 2), lists + (<usize>first << 2), <usize>length << 2)
    }
    to += length
    store<u32>(ends + (<usize>p << 2), to)
    first = last
  }
}
