import { expect, test } from 'vitest'
import { fill, kernelBench, testSequence } from '../testing/kernel-arrays.ts'

/** 4-byte words of a packed row, and which of them is the slot. */
const ROW_WORDS = 12
const SLOT_WORD = 10

test('lists keep who is on the same side, in their order, whatever the blocks', () => {
  const random = testSequence(4)
  const n = 200
  const slots = fill(n, (place) => (place * 37) % n)
  const lengths = fill(n, () => Math.floor(6 * random()))
  const lists = lengths.map((length) => fill(length, () => Math.floor(n * random())))
  const sides = fill(n, () => Math.floor(3 * random()))
  for (const cut of [0, 1, 77, n]) {
    const bench = kernelBench()
    const rows = bench.u32(
      fill(n * ROW_WORDS, (word) =>
        word % ROW_WORDS === SLOT_WORD ? (slots[Math.floor(word / ROW_WORDS)] ?? 0) : 0,
      ),
    )
    const side = bench.u32(sides)
    let total = 0
    const ends = bench.u32(lengths.map((length) => (total += length)))
    const all = bench.u32(lists.flat())
    const kept = bench.u32(fill(n, () => 0))
    const args = [rows, side, ends, all, kept].map(({ pointer }) => pointer)
    bench.kernels.call('neighbours_part', [...args, 0, cut])
    bench.kernels.call('neighbours_part', [...args, cut, n])
    bench.kernels.call('neighbours_close', [ends.pointer, all.pointer, kept.pointer, n])
    const sideAt = (place: number): number => sides[slots[place] ?? 0] ?? 0
    const expected = lists.map((list, place) => list.filter((other) => sideAt(other) === sideAt(place)))
    const found = lists.map((_, place) => [
      ...all.view.subarray(place === 0 ? 0 : ends.view[place - 1], ends.view[place]),
    ])
    expect(found).toEqual(expected)
  }
})
