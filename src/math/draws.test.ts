import { describe, expect, it } from 'vitest'
import { createDraws, permutation } from './draws.ts'
import { ascending, mean, variance } from './statistics.ts'

const n = 20_000
const draws = createDraws(11, 0x7e570001)

describe('createDraws', () => {
  it('gives the same number at the same address and others elsewhere', () => {
    expect(createDraws(11, 0x7e570001).uniform(1, 2, 3)).toBe(draws.uniform(1, 2, 3))
    const others = [
      draws.uniform(0, 2, 3),
      draws.uniform(1, 0, 3),
      draws.uniform(1, 2, 0),
      createDraws(12, 0x7e570001).uniform(1, 2, 3),
      createDraws(11 + 2 ** 32, 0x7e570001).uniform(1, 2, 3),
      createDraws(11, 0x7e570002).uniform(1, 2, 3),
    ]
    expect(new Set([...others, draws.uniform(1, 2, 3)]).size).toBe(7)
  })

  it('is uniform and normal', () => {
    const uniform = Array.from({ length: n }, (_, i) => draws.uniform(i))
    // Standard errors: sqrt(1/12/n) and, for the variance of a uniform variable, sqrt((1/80 - 1/144)/n).
    expect(Math.abs(mean(uniform) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / n))
    expect(Math.abs(variance(uniform) - 1 / 12)).toBeLessThan(5 * Math.sqrt((1 / 80 - 1 / 144) / n))
    expect(uniform.every((u) => u > 0 && u < 1)).toBe(true)
    const normal = Array.from({ length: n }, (_, i) => draws.normal(i, 1))
    expect(Math.abs(mean(normal))).toBeLessThan(5 / Math.sqrt(n))
    expect(Math.abs(variance(normal) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
  })

  it('draws every whole number equally often', () => {
    const counts = [0, 0, 0, 0, 0, 0, 0]
    for (let i = 0; i < n; i += 1) counts[draws.below(7, i)] = (counts[draws.below(7, i)] ?? 0) + 1
    const expected = n / 7
    for (const count of counts)
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected * (6 / 7)))
  })

  it('refuses seeds that are not whole', () => {
    expect(() => createDraws(0.5, 0)).toThrow(RangeError)
    expect(() => createDraws(-1, 0)).toThrow(RangeError)
  })
})

describe('permutation', () => {
  it('is a permutation, each place equally likely', () => {
    expect(permutation(50, draws, 3).toSorted(ascending)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    const trials = 6000
    const firsts = Array.from({ length: trials }, (_, i) => permutation(4, draws, 4, i)[0] ?? 0)
    for (let value = 0; value < 4; value += 1) {
      const count = firsts.filter((first) => first === value).length
      expect(Math.abs(count - trials / 4)).toBeLessThan(5 * Math.sqrt((trials * 3) / 16))
    }
  })
})
