import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multiplyHigh, philox4x32, uniform, type PhiloxCounter, type PhiloxKey } from './philox.ts'

const word = fc.integer({ min: 0, max: 0xffffffff })

function hexBlock(counter: PhiloxCounter, key: PhiloxKey): string {
  const out = new Uint32Array(4)
  philox4x32(counter, key, out)
  return Array.from(out, (w) => w.toString(16).padStart(8, '0')).join(' ')
}

describe('philox4x32', () => {
  // Known answers for "philox4x32 10" published with Random123, file tests/kat_vectors. The third takes its inputs
  // from the digits of pi.
  it.each<[PhiloxCounter, PhiloxKey, string]>([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      '408f276d 41c83b0e a20bc7c6 6d5451fd',
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
  ])('counter %j, key %j', (counter, key, expected) => {
    expect(hexBlock(counter, key)).toBe(expected)
  })

  it('takes words modulo 2^32', () => {
    expect(hexBlock([-1, -1, -1, -1], [-1, -1])).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd')
  })

  it('is a bijection of the counter: different counters give different blocks', () => {
    const blocks = new Set(Array.from({ length: 2000 }, (_, i) => hexBlock([i, 0, 0, 0], [1, 2])))
    expect(blocks.size).toBe(2000)
  })
})

describe('multiplyHigh', () => {
  it('agrees with 64-bit integers', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(multiplyHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
      }),
    )
    expect(multiplyHigh(0xffffffff, 0xffffffff)).toBe(0xfffffffe)
  })
})

describe('uniform', () => {
  it('spans [0, 1) in steps of 2^-53', () => {
    expect(uniform(0, 0)).toBe(0)
    expect(uniform(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53)
    expect(uniform(0, 1 << 6)).toBe(2 ** -53)
    expect(uniform(0x80000000, 0)).toBe(0.5)
  })

  it('has mean 1/2 and variance 1/12', () => {
    const n = 20_000
    const out = new Uint32Array(4)
    let sum = 0
    let squares = 0
    for (let i = 0; i < n; i += 1) {
      philox4x32([i, 0, 0, 0], [2024, 0], out)
      const u = uniform(out[0] ?? 0, out[1] ?? 0)
      sum += u
      squares += (u - 0.5) ** 2
    }
    // Five standard errors: sd(u) = sqrt(1/12), sd((u - 1/2)^2) = sqrt(1/80 - 1/144) = sqrt(1/180).
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n))
    expect(Math.abs(squares / n - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n))
  })
})
