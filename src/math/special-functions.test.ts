import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logBeta, logGamma, regularisedBeta } from './special-functions.ts'

/** Reference values were computed with mpmath at 40 digits and rounded to 17. */

describe('logGamma', () => {
  it.each([
    [1e-5, 11.512919692895826],
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1, 0],
    [1.5, -0.12078223763524522],
    [2, 0],
    [3.3, 0.9870985778947344],
    [9.9, 12.57717990421988],
    [10, 12.80182748008147],
    [25.5, 56.389167643719944],
    [1e3, 5905.220423209181],
    [1e10, 220258509288.81058],
  ])('at %d', (x, expected) => {
    // The stated accuracy: 1e-14, absolute below one, relative above.
    expect(Math.abs(logGamma(x) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)))
  })

  it('follows ln Gamma(x + 1) = ln Gamma(x) + ln x', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
        const step = logGamma(x + 1) - logGamma(x)
        // Two log-gammas of the stated accuracy.
        expect(Math.abs(step - Math.log(x))).toBeLessThanOrEqual(
          2e-14 * Math.max(1, Math.abs(logGamma(x + 1))) + 1e-13,
        )
      }),
    )
  })

  it('is undefined for x <= 0', () => {
    expect(logGamma(0)).toBeNaN()
    expect(logGamma(-1.5)).toBeNaN()
  })
})

describe('logBeta', () => {
  it('is ln(1/a) when b is 1, even where log-gammas cancel', () => {
    for (const a of [0.3, 2, 50, 1e6, 1e12]) {
      const error = Math.abs(logBeta(a, 1) + Math.log(a))
      expect(error).toBeLessThanOrEqual(2e-14 * Math.max(1, Math.log(a)))
      expect(logBeta(1, a)).toBe(logBeta(a, 1))
    }
  })
})

describe('regularisedBeta', () => {
  it.each([
    [0.4, 2, 3, 0.5248],
    [0.25, 0.5, 0.5, 1 / 3],
    [0.9, 10, 0.5, 0.15164090963470997],
    [0.6, 50, 30, 0.3170571539691119],
    [0.999, 1000, 0.5, 0.15724727426672383],
    [0.001, 0.1, 5, 0.6128983593749945],
    [0.01, 5, 100, 0.004057935717318607],
    [0.5, 100, 100, 0.5],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('I_%d(%d, %d)', (x, a, b, expected) => {
    // The exponent a ln x + b ln y - ln B reaches about 140 here, each unit of which costs one rounding.
    expect(Math.abs(regularisedBeta(x, a, b) - expected)).toBeLessThanOrEqual(1e-13 * expected)
  })

  it('is a polynomial for whole parameters: I_x(1, b) = 1 - (1 - x)^b', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 40 }), (x, b) => {
        expect(regularisedBeta(x, 1, b)).toBeCloseTo(1 - (1 - x) ** b, 13)
      }),
    )
  })

  it('is undefined outside its domain', () => {
    expect(regularisedBeta(-0.1, 1, 1)).toBeNaN()
    expect(regularisedBeta(0.5, 0, 1)).toBeNaN()
  })
})
