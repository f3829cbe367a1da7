// Rows of the cell columns: who asks for something, copies for daughters, clean rows for newcomers, and rows that go.

import { u32At } from '../kernels/as/columns.lib.as'

/** A column as `population-rows.ts` writes it down: eight words. */
const RECORD: usize = 32
const HALF_F64: u32 = 1
const HALF_F32: u32 = 2
const CLEAR: u32 = 3
const SCRATCH: u32 = 4
const NONE: i32 = -1

// @ts-ignore: decorator
@inline
function offsetOf(record: usize): usize {
  return <usize>load<u32>(record)
}

// @ts-ignore: decorator
@inline
function strideOf(record: usize): usize {
  return <usize>load<u32>(record, 4)
}

// @ts-ignore: decorator
@inline
function sizeOf(record: usize): usize {
  return <usize>load<u32>(record, 8)
}

// @ts-ignore: decorator
@inline
function widthOf(record: usize): u32 {
  return load<u32>(record, 12)
}

// @ts-ignore: decorator
@inline
function ruleOf(record: usize): u32 {
  return load<u32>(record, 16)
}

/** First slot of [begin, end) with a bit of `mask` in `requests`, or `end`: eight slots at a time, since few ask. */
export function population_next(requests: usize, mask: u32, begin: u32, end: u32): u32 {
  const wide: u64 = 0x0101010101010101 * <u64>mask
  let i = begin
  while (i + 8 <= end && (load<u64>(requests + i) & wide) == 0) i += 8
  while (i < end && (<u32>load<u8>(requests + i) & mask) == 0) i++
  return i
}

/** How many of `count` slots have the bit `bit` in `requests`. */
export function population_count(requests: usize, bit: u32, count: u32): u32 {
  const wide: u64 = 0x0101010101010101 * <u64>bit
  let sum: u32 = 0
  let i: u32 = 0
  for (; i + 8 <= count; i += 8) sum += <u32>popcnt<u64>(load<u64>(requests + i) & wide)
  for (; i < count; i++) sum += u32((<u32>load<u8>(requests + i) & bit) != 0)
  return sum
}

/** Writes down in `list` which of `count` slots have a bit of `mask`, in their order; returns how many. */
export function population_list(requests: usize, mask: u32, list: usize, count: u32): u32 {
  let found: u32 = 0
  for (let i = population_next(requests, mask, 0, count); i < count; i = population_next(requests, mask, i + 1, count)) {
    store<u32>(list + (<usize>found << 2), i)
    found++
  }
  return found
}

/** Copies an element of `size` bytes. */
// @ts-ignore: decorator
@inline
function move(to: usize, from: usize, size: usize): void {
  if (size == 8) store<u64>(to, load<u64>(from))
  else if (size == 4) store<u32>(to, load<u32>(from))
  else if (size == 2) store<u16>(to, load<u16>(from))
  else store<u8>(to, load<u8>(from))
}

/** Makes the row of a daughter from that of her mother: a copy, a half (the mother keeps the other), or clean. */
export function population_inherit(records: usize, columns: u32, mother: u32, daughter: u32): void {
  for (let column: u32 = 0; column < columns; column++) {
    const record = records + <usize>column * RECORD
    const rule = ruleOf(record)
    if (rule == SCRATCH) continue
    const size = sizeOf(record)
    const stride = strideOf(record)
    let base = offsetOf(record)
    for (let k: u32 = 0; k < widthOf(record); k++, base += stride) {
      const from = base + <usize>mother * size
      const to = base + <usize>daughter * size
      if (rule == CLEAR) move(to, record + 24, size)
      else {
        if (rule == HALF_F64) store<f64>(from, load<f64>(from) / 2)
        else if (rule == HALF_F32) store<f32>(from, load<f32>(from) / 2)
        move(to, from, size)
      }
    }
  }
}

/** Gives rows [begin, end) the initial values of their columns. */
export function population_clear(records: usize, columns: u32, begin: u32, end: u32): void {
  for (let column: u32 = 0; column < columns; column++) {
    const record = records + <usize>column * RECORD
    const size = sizeOf(record)
    let base = offsetOf(record)
    for (let k: u32 = 0; k < widthOf(record); k++, base += strideOf(record)) {
      for (let i = begin; i < end; i++) move(base + <usize>i * size, record + 24, size)
    }
  }
}

/** Takes the `gone` rows of `list` (ascending, at least one) out of `count`: those between them move up together. */
export function population_remove(records: usize, columns: u32, list: usize, gone: u32, count: u32): void {
  for (let column: u32 = 0; column < columns; column++) {
    const record = records + <usize>column * RECORD
    if (ruleOf(record) == SCRATCH) continue
    const size = sizeOf(record)
    let base = offsetOf(record)
    for (let k: u32 = 0; k < widthOf(record); k++, base += strideOf(record)) {
      let to = u32At(list, 0)
      for (let g: u32 = 0; g < gone; g++) {
        const from = u32At(list, g) + 1
        const rows = (g + 1 < gone ? u32At(list, g + 1) : count) - from
        memory.copy(base + <usize>to * size, base + <usize>from * size, <usize>rows * size)
        to += rows
      }
      if (load<u32>(record, 20) != 0) follow(base, list, gone, count - gone)
    }
  }
}

/** Lets the `count` references of a column follow the rows that they name; those to rows of `list` end. */
function follow(references: usize, list: usize, gone: u32, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const place = references + (<usize>i << 2)
    const target = load<i32>(place)
    if (target < 0) continue
    let low: u32 = 0
    let high = gone
    while (low < high) {
      const middle = (low + high) >> 1
      if (<i32>u32At(list, middle) < target) low = middle + 1
      else high = middle
    }
    const isGone = low < gone && <i32>u32At(list, low) == target
    store<i32>(place, isGone ? NONE : target - <i32>low)
  }
}
