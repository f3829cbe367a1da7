import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cbrt, exp, log, log1p } from './elementary.ts'

/** Two units in the last place of our function and one of the engine's, which is the comparison here. */
const relative = 3 * 2 ** -52

function expectNear(actual: number, expected: number, scale = Math.abs(expected)): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * scale)
}

describe('exp', () => {
  it('agrees with the engine to rounding', () => {
    fc.assert(
      fc.property(fc.double({ min: -707, max: 709.7, noNaN: true }), (x) => expectNear(exp(x), Math.exp(x))),
      { numRuns: 2000 },
    )
  })

  it('handles the ends', () => {
    expect(exp(0)).toBe(1)
    expect(exp(710)).toBe(Infinity)
    expect(exp(-746)).toBe(0)
    expect(exp(-Infinity)).toBe(0)
    expect(exp(Infinity)).toBe(Infinity)
    expect(exp(Number.NaN)).toBeNaN()
    expect(exp(-744)).toBe(Number.MIN_VALUE * 2)
    expect(Number.isFinite(exp(709.78))).toBe(true)
  })
})

describe('log', () => {
  it('agrees with the engine to rounding', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true }), (x) =>
        expectNear(log(x), Math.log(x)),
      ),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => expectNear(log(x), Math.log(x))),
      { numRuns: 2000 },
    )
  })

  it('handles the ends', () => {
    expect(log(1)).toBe(0)
    expect(log(0)).toBe(-Infinity)
    expect(log(-1)).toBeNaN()
    expect(log(Infinity)).toBe(Infinity)
    expect(log(Number.NaN)).toBeNaN()
  })
})

describe('log1p', () => {
  it('keeps the digits of a small argument', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.999, max: 1000, noNaN: true }), (x) =>
        // Outside the direct range 1 + x is rounded first: half a unit of 1 + x, at most 2^-53/|ln| relative.
        expectNear(log1p(x), Math.log1p(x), Math.abs(Math.log1p(x)) + (x > -0.29 && x < 0.41 ? 0 : 1)),
      ),
      { numRuns: 2000 },
    )
    expect(log1p(1e-20)).toBe(1e-20)
  })
})

it('the cube root is that of the host within its last places', () => {
  expect([cbrt(0), cbrt(1)]).toEqual([0, 1])
  for (let k = -300; k <= 300; k += 7) {
    const x = 1.37 * 10 ** (k / 2)
    expect(Math.abs(cbrt(x) / Math.cbrt(x) - 1)).toBeLessThan(4 * Number.EPSILON)
  }
})
