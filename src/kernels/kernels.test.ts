import { describe, expect, test } from 'vitest'
import { kernelBench } from '../testing/kernel-arrays.ts'
import { testKernels } from '../testing/kernels.ts'
import { argumentList, createMemory, instantiateKernels } from './kernels.ts'
import { specialFunctions } from './special.ts'

test('a list of arguments holds its numbers, and no hole where something else was', () => {
  const numbers = [1, 2.5, 2 ** 32 - 1, -0, Number.POSITIVE_INFINITY]
  const list = argumentList(numbers)
  expect(list).toEqual(numbers)
  expect(list).toHaveLength(5)
})

describe('the module', () => {
  test('leaves its own constants alone: memory is free from the heap base on', () => {
    const { kernels } = kernelBench()
    expect(kernels.heapBase).toBeGreaterThan(0)
    const special = specialFunctions(kernels)
    const before = [0.1, 1, 5].map((x) => [
      special.exp(x),
      special.log(x),
      special.pow(x, 1.7),
      special.sin(x),
      special.cbrt(x),
    ])
    new Uint8Array(kernels.memory.buffer, kernels.heapBase).fill(255)
    const after = [0.1, 1, 5].map((x) => [
      special.exp(x),
      special.log(x),
      special.pow(x, 1.7),
      special.sin(x),
      special.cbrt(x),
    ])
    expect(after).toEqual(before)
  })

  test('names what it does not have', () => {
    const { kernels } = kernelBench()
    expect([kernels.has('philox'), kernels.has('flying')]).toEqual([true, false])
    expect(() => kernels.call('flying', [])).toThrow("no kernel 'flying'")
  })

  test('serves several memories without mixing them up', () => {
    const [a, b] = [0, 1].map(() => instantiateKernels(testKernels(), createMemory(1)))
    if (a === undefined || b === undefined) throw new Error('two instances')
    a.call('uniform', [1, 2, 3, 4, 5, 6])
    const second = a.call('second', [])
    b.call('uniform', [6, 5, 4, 3, 2, 1])
    expect(a.call('second', [])).toBe(second)
    expect(b.call('second', [])).not.toBe(second)
  })
})

describe('special functions', () => {
  const special = specialFunctions(kernelBench().kernels)
  const points = Array.from({ length: 400 }, (_, k) => (k - 200) / 7)
  // Within a few units in the last place of the host's functions, which are good to one or two themselves.
  const near = (found: number, expected: number): void =>
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(
      4 * Number.EPSILON * Math.max(Math.abs(expected), Number.MIN_VALUE),
    )

  test('are those functions', () => {
    for (const x of points) {
      near(special.exp(x), Math.exp(x))
      near(special.cbrt(x), Math.cbrt(x))
      if (x > 0) near(special.log(x), Math.log(x))
      if (x > 0) near(special.pow(x, 3.3), x ** 3.3)
      expect(Math.abs(special.sin(x) - Math.sin(x))).toBeLessThan(1e-15)
      expect(Math.abs(special.cos(x) - Math.cos(x))).toBeLessThan(1e-15)
    }
  })

  test('know their limits', () => {
    expect([special.exp(-800), special.exp(800), special.exp(0)]).toEqual([0, Infinity, 1])
    expect([special.log(0), special.log(1), special.log(-1)]).toEqual([-Infinity, 0, Number.NaN])
    expect([special.pow(0, 4), special.pow(Infinity, -4), special.pow(2, 10)]).toEqual([0, 0, 1024])
    expect([special.sin(0), special.cos(0), special.cbrt(-27)]).toEqual([0, 1, -3])
  })
})

describe('the hash kernel', () => {
  const { kernels, u8 } = kernelBench()
  const bytes = u8(Array.from({ length: 64 }, (_, k) => (37 * k) & 255))
  const hash = (at: number, length: number, low = 0, high = 0): string => {
    kernels.call('hash_bytes', [at, length, low, high])
    return `${kernels.call('hash_high', []) >>> 0} ${kernels.call('hash_low', []) >>> 0}`
  }

  test('feels every bit, the length and the start', () => {
    const seen = new Set([hash(bytes.pointer, 31)])
    for (let bit = 0; bit < 31 * 8; bit++) {
      const byte = bit >> 3
      bytes.view[byte] = (bytes.view[byte] ?? 0) ^ (1 << (bit & 7))
      seen.add(hash(bytes.pointer, 31))
      bytes.view[byte] = (bytes.view[byte] ?? 0) ^ (1 << (bit & 7))
    }
    for (const length of [0, 1, 3, 4, 5, 30, 32, 64]) seen.add(hash(bytes.pointer, length))
    for (const [low, high] of [
      [1, 0],
      [0, 1],
    ] as const)
      seen.add(hash(bytes.pointer, 31, low, high))
    expect(seen.size).toBe(1 + 248 + 8 + 2)
  })

  test('does not depend on where the bytes lie', () => {
    const shifted = u8([0, 0, 0, ...bytes.view])
    expect(hash(shifted.pointer + 3, 64)).toBe(hash(bytes.pointer, 64))
  })
})
