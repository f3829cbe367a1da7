import { globSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kernelBench } from '../testing/kernel-arrays.ts'
import { plainWorld } from '../testing/plain-world.ts'
import {
  DRAWS_PER_STREAM,
  arrivalLineage,
  daughterLineage,
  stream,
  uniformAt,
  uniformPair,
} from './random.ts'

const word = fc.integer({ min: 0, max: 0xffff_ffff })

describe('a draw', () => {
  test('has the same bits in TypeScript and in the kernels', () => {
    const world = plainWorld({ cells: 3 })
    const { kernels } = kernelBench()
    fc.assert(
      fc.property(word, word, word, word, word, word, (seedLow, seedHigh, low, high, tick, draw) => {
        world.u32('world.seed').set([seedLow, seedHigh])
        world.u32('cell.lineageLow')[1] = low
        world.u32('cell.lineageHigh')[1] = high
        world.tick = tick
        const first = kernels.call('uniform', [seedLow, seedHigh, low, high, tick, draw])
        const pair = [first, kernels.call('second', [])]
        expect(uniformPair(world, 1, draw)).toEqual(pair)
        expect(uniformAt(world, low, high, draw)).toEqual(pair)
        expect(pair.every((u) => u >= 0 && u < 1)).toBe(true)
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  test('changes with every part of its address', () => {
    const { kernels } = kernelBench()
    const address = [1, 2, 3, 4, 5, 6]
    const draws = [address, ...address.map((_, k) => address.map((part, j) => (j === k ? part + 1 : part)))]
    expect(new Set(draws.map((at) => kernels.call('uniform', at))).size).toBe(7)
  })

  test('can come out as the smallest and nearly the largest number below one', () => {
    // 53 bits: the largest is 1 - 2^-53. The conversion is tested where it is exact.
    const { kernels } = kernelBench()
    for (let k = 0; k < 1000; k++) {
      const u = kernels.call('uniform', [0, 0, k, 0, 0, 0])
      expect(Number.isInteger(u * 2 ** 53)).toBe(true)
    }
  })
})

/** Every name in a call of `stream(...)` in the sources. */
function streamNames(): readonly string[] {
  const files = globSync('src/**/*.ts').filter((file) => !/\.(test|as)\.ts$/.test(file))
  const calls = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/(?<!function )\bstream\(\s*(['"`])(.*?)\1/gs),
  ])
  return [...new Set(calls.map(([, , name]) => name ?? ''))].toSorted()
}

describe('streams', () => {
  const names = streamNames()

  test('are found in the sources', () => {
    expect(names.length).toBeGreaterThan(12)
    expect(names).toContain('cycle.exit')
    expect(names).toContain('lineage.birth')
  })

  test('hold 256 draws each without meeting the next', () => {
    // Names that are made from those of a model: what a model may bring.
    const made = names.flatMap((name) =>
      name.includes('${')
        ? ['a', 'b', 'M2', 'tumour', 'CD8', 'antigenicity'].map((x) => name.replace(/\$\{.*?\}/g, x))
        : [name],
    )
    const starts = made.map(stream).toSorted((a, b) => a - b)
    for (const [k, start] of starts.entries()) {
      expect(Number.isInteger(start) && start >= 0 && start <= 2 ** 32 - DRAWS_PER_STREAM).toBe(true)
      if (k > 0) expect(start - (starts[k - 1] ?? 0), made.join()).toBeGreaterThanOrEqual(DRAWS_PER_STREAM)
    }
  })

  test('depend on the name only', () => {
    expect(stream('cycle.exit')).toBe(stream('cycle.exit'))
    expect(stream('cycle.exit')).not.toBe(stream('cycle.Exit'))
  })
})

describe('lineage keys', () => {
  test('of daughters depend on every part of their mother and on their rank', () => {
    const keys = [
      daughterLineage(1, 2, 0),
      daughterLineage(1, 2, 1),
      daughterLineage(2, 2, 0),
      daughterLineage(1, 3, 0),
      daughterLineage(2, 1, 0),
    ]
    expect(new Set(keys.map(String)).size).toBe(5)
  })

  test('of arrivals depend on tick, source and origin', () => {
    const keys = [
      arrivalLineage(0, 0, 'initial a'),
      arrivalLineage(1, 0, 'initial a'),
      arrivalLineage(0, 1, 'initial a'),
      arrivalLineage(0, 0, 'vessel a'),
      arrivalLineage(0, 0, 'initial b'),
    ]
    expect(new Set(keys.map(String)).size).toBe(5)
  })

  test('are two words of 32 bits', () => {
    for (const key of [daughterLineage(2 ** 32 - 1, 0, 7), arrivalLineage(4, 5, 'x')]) {
      expect(key.length).toBe(2)
      for (const half of key) expect(half).toBe(half >>> 0)
    }
  })
})
