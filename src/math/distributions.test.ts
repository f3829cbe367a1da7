import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf, normalQuantile, studentCdf, studentQuantile } from './distributions.ts'

/** Long reference values were computed with mpmath at 40 digits and rounded to 17. */

/** The promise of the module is 1e-9; these bounds are what the methods give, a few roundings of the largest exponent. */
const relative = 2e-13

describe('normalCdf', () => {
  it.each([
    [-37, 5.725571222524577e-300],
    [-10, 7.619853024160525e-24],
    [-6, 9.86587645037698e-10],
    [-3, 0.0013498980316300946],
    [-2.9, 0.0018658133003840384],
    [-1, 0.15865525393145705],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.25, 0.5987063256829237],
    [1, 0.8413447460685429],
    [1.96, 0.9750021048517795],
    [3, 0.9986501019683699],
    [5, 0.9999997133484281],
  ])('at %d', (x, expected) => {
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThanOrEqual(relative * expected)
  })

  it('adds up to one and reaches its limits', () => {
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (x) => {
        expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 14)
      }),
    )
    expect(normalCdf(Infinity)).toBe(1)
    expect(normalCdf(-Infinity)).toBe(0)
  })
})

describe('normalQuantile', () => {
  it.each([
    [0.6, 0.2533471031357997],
    [0.9, 1.2815515655446006],
    [0.975, 1.9599639845400538],
    [0.995, 2.5758293035489004],
    [0.9999, 3.7190164854557084],
    [1e-10, -6.361340902404057],
    [1e-100, -21.273453560965326],
    [0.5000001, 2.506628273311648e-7],
  ])('at %d', (p, expected) => {
    // Near 1/2 the probability itself has only 2^-53 of resolution, hence the absolute term.
    expect(Math.abs(normalQuantile(p) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-15)
  })

  it('undoes the distribution function', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12)
      }),
    )
  })

  it('handles the ends', () => {
    expect(normalQuantile(0)).toBe(-Infinity)
    expect(normalQuantile(1)).toBe(Infinity)
    expect(normalQuantile(0.5)).toBe(0)
    expect(normalQuantile(1.1)).toBeNaN()
  })
})

describe('studentQuantile', () => {
  // Upper critical values as printed in the NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
  it.each([
    [1, 3.078, 6.314, 12.706, 31.821, 63.657],
    [2, 1.886, 2.92, 4.303, 6.965, 9.925],
    [3, 1.638, 2.353, 3.182, 4.541, 5.841],
    [7, 1.415, 1.895, 2.365, 2.998, 3.499],
    [10, 1.372, 1.812, 2.228, 2.764, 3.169],
    [30, 1.31, 1.697, 2.042, 2.457, 2.75],
    [100, 1.29, 1.66, 1.984, 2.364, 2.626],
  ])('table row for %d degrees of freedom', (freedom, ...row) => {
    const found = [0.9, 0.95, 0.975, 0.99, 0.995].map((p) => studentQuantile(p, freedom).toFixed(3))
    expect(found).toEqual(row.map((value) => value.toFixed(3)))
  })

  it.each([
    [0.975, 1, 12.706204736174692],
    [0.975, 2, 4.302652729749462],
    [0.975, 5, 2.5705818356363146],
    [0.975, 7, 2.364624251592785],
    [0.95, 10, 1.8124611228116758],
    [0.995, 30, 2.749995653567225],
    [0.9, 100, 1.290074761346516],
    [0.999999, 3, 103.29946777942897],
    [0.6, 4, 0.27072229470759734],
    [0.975, 2.5, 3.5746548420036817],
    [0.975, 100000, 1.9599877075346093],
    [0.9995, 1, 636.6192487687897],
  ])('at %d with %d degrees of freedom', (p, freedom, expected) => {
    expect(Math.abs(studentQuantile(p, freedom) / expected - 1)).toBeLessThanOrEqual(1e-12)
  })

  it('has closed forms for one and two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.499, noNaN: true }), (tail) => {
        const cauchy = 1 / Math.tan(Math.PI * tail)
        const two = (1 - 2 * tail) / Math.sqrt(2 * tail * (1 - tail))
        // 1 - tail is rounded to 2^-53, which the slope of the quantile at `tail` magnifies to 2^-53/tail.
        const bound = 1e-12 + 2 ** -52 / tail
        expect(Math.abs(studentQuantile(1 - tail, 1) / cauchy - 1)).toBeLessThan(bound)
        expect(Math.abs(studentQuantile(tail, 1) / -cauchy - 1)).toBeLessThan(1e-12)
        expect(Math.abs(studentQuantile(tail, 2) / -two - 1)).toBeLessThan(1e-12)
      }),
    )
  })

  it('undoes the distribution function', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
        fc.double({ min: 0.5, max: 1000, noNaN: true }),
        (p, freedom) => {
          expect(Math.abs(studentCdf(studentQuantile(p, freedom), freedom) / p - 1)).toBeLessThan(1e-11)
        },
      ),
    )
  })

  it('handles the ends', () => {
    expect(studentQuantile(0.5, 3)).toBe(0)
    expect(studentQuantile(1, 3)).toBe(Infinity)
    expect(studentQuantile(0, 3)).toBe(-Infinity)
    expect(studentQuantile(0.9, 0)).toBeNaN()
    expect(studentCdf(Infinity, 3)).toBe(1)
    expect(studentCdf(0, 3)).toBe(0.5)
  })
})
