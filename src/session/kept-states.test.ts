import { expect, test } from 'vitest'
import { memorySpill } from '../testing/memory-spill.ts'
import { KeptStates } from './kept-states.ts'

const SIZE = 100

/** Keeps a state of a hundred bytes at every tick up to `last`. */
function keepAll(kept: KeptStates, last: number): void {
  for (let tick = 0; tick <= last; tick++)
    kept.keep({ segment: 0, tick }, new Uint8Array(SIZE).fill(tick % 256), tick === 0)
}

test('gaps grow with age, and the beginning and the present stay', () => {
  const kept = new KeptStates({ budget: 12 * SIZE })
  keepAll(kept, 1000)
  expect(kept.bytes).toBe(12 * SIZE)
  const ticks = kept.within(0, 0, 1000).map(({ tick }) => tick)
  expect([ticks[0], ticks.at(-1)]).toEqual([0, 1000])
  // Twelve states over a thousand ticks in proportion to age: a factor of 1000^(1/10) = 2 from one to the next, and what was
  // forgotten earlier cannot be chosen now, which costs another factor of two.
  const ages = ticks.slice(1, -1).map((tick) => 1000 - tick)
  expect(ages.at(-1)).toBeLessThanOrEqual(4)
  ages.slice(1).forEach((age, k) => expect((ages[k] ?? 0) / age).toBeLessThanOrEqual(4))
})

test('what is in the store comes back as it was, and what is forgotten goes from there', async () => {
  const spill = memorySpill()
  const kept = new KeptStates({ budget: 3 * SIZE, spill, spillBudget: 5 * SIZE })
  for (let tick = 0; tick <= 40; tick++) {
    kept.keep({ segment: 0, tick }, new Uint8Array(SIZE).fill(tick), tick === 0)
    await kept.settle()
  }
  expect(kept.spilledBytes).toBeLessThanOrEqual(5 * SIZE)
  expect(spill.states.size * SIZE).toBe(kept.spilledBytes)
  for (const state of kept.within(0, 0, 40)) expect((await kept.read(state))?.[0]).toBe(state.tick)
  kept.forget(new Set([0]))
  await kept.settle()
  expect([kept.bytes, kept.spilledBytes, spill.states.size]).toEqual([0, 0, 0])
})
