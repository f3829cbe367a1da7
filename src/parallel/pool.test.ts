import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Kernels } from '../kernels/kernels.ts'
import { testKernels } from '../testing/kernels.ts'
import { createMemory, instantiateKernels } from '../kernels/kernels.ts'
import { DEFAULT_BLOCK, serialPool } from './pool.ts'

/** Kernels that only write down how they were called. */
function recordingKernels(): {
  readonly kernels: Kernels
  readonly calls: (readonly [string, readonly number[]])[]
} {
  const calls: [string, readonly number[]][] = []
  const kernels = instantiateKernels(testKernels(), createMemory(1))
  return { calls, kernels: { ...kernels, call: (name, args) => (calls.push([name, [...args]]), 0) } }
}

test('blocks cover every item once, in order, and their bounds depend on the size only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 1500 }), (count, block) => {
      const { kernels, calls } = recordingKernels()
      serialPool(kernels).run('work', [7, 8], count, block)
      let next = 0
      for (const [name, [a, b, begin = -1, end = -1]] of calls) {
        expect([name, a, b, begin]).toEqual(['work', 7, 8, next])
        expect(end).toBe(Math.min(begin + block, count))
        next = end
      }
      expect(next).toBe(count)
    }),
    { numRuns: 50, seed: 3 },
  )
})

test('nothing to do is no call, and blocks have a usual length', () => {
  const { kernels, calls } = recordingKernels()
  const pool = serialPool(kernels)
  pool.run('work', [], 0)
  expect(calls).toEqual([])
  pool.run('work', [], DEFAULT_BLOCK + 1)
  expect(calls.map(([, args]) => args)).toEqual([
    [0, DEFAULT_BLOCK],
    [DEFAULT_BLOCK, DEFAULT_BLOCK + 1],
  ])
  expect(pool.workers).toBe(1)
})
