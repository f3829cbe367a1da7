import { expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { createWorld } from '../../engine/create-world.ts'
import { startBytes } from '../../engine/start-bytes.ts'
import { livingTissue } from '../../bench/living-tissue.ts'
import { modelFrom } from '../../testing/run-model.ts'
import { loadKernels } from './kernels.ts'
import { MemoryBound, memoryNote } from './memory-bound.ts'

const GB = 1e9

/** A process that has taken 0.1 GB, on a machine where so much is free. */
const machine = (free: number) => {
  const state = { free, taken: 0.1 * GB }
  return { state, meter: { available: () => state.free, taken: () => state.taken } }
}

test('the bytes of a world at its beginning are counted without making it', () => {
  const program = compile(modelFrom(livingTissue({ dimensions: 3 })))
  const { memory } = createWorld(program, { kernels: loadKernels(), seed: 1 })
  const share = startBytes(program) / memory.buffer.byteLength
  // Lists of neighbours, tables and the last page are not counted, and a small world is mostly room of the module.
  expect(share).toBeGreaterThan(0.05)
  expect(share).toBeLessThan(1)
})

test('large worlds run in smaller numbers, small ones on all cores, and one always may', () => {
  // 1 GB of world, held three times, and a thread: 3.05 GB; nine tenths of 16 GB hold four of them.
  expect(new MemoryBound(1 * GB, machine(16 * GB).meter).most).toBe(4)
  expect(new MemoryBound(1e6, machine(16 * GB).meter).most).toBeGreaterThan(100)
  expect(new MemoryBound(100 * GB, machine(16 * GB).meter).most).toBe(1)
})

test('what worlds grow to, and what runs are seen to take, counts', () => {
  const { state, meter } = machine(16 * GB)
  const bound = new MemoryBound(0.2 * GB, meter)
  const first = bound.most
  bound.noteWorld(0.2 * GB, 0.6 * GB)
  expect(bound.perRun).toBeCloseTo(3 * 0.6 * GB + 50e6, -3)
  expect(bound.most).toBeLessThan(first)
  // Four runs have taken 12 GB of the 16 that were free: a fifth has no room.
  state.taken += 12 * GB
  state.free -= 12 * GB
  bound.noteRunning(4)
  expect(bound.perRun).toBe(3 * GB)
  expect(bound.most).toBe(4)
})

test('it is said in words', () => {
  expect(memoryNote(2, 8, 3.02 * GB)).toBe('2 of 8 cores: a run takes about 3.0 GB')
  expect(memoryNote(1, 2, 0.413 * GB)).toBe('1 of 2 cores: a run takes about 420 MB')
})
