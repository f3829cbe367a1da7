import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noncentralStudentCdf } from './noncentral-student.ts'
import { regularisedGamma, regularisedGammaTail } from './incomplete-gamma.ts'
import {
  chiSquareCdf,
  chiSquareTail,
  fCdf,
  fTail,
  twoSidedNormal,
  twoSidedStudent,
} from './test-distributions.ts'

/** Reference values: pgamma, pchisq, pf and pt of R 4.2.2 (package stats), printed with 15 digits. */

/** Exponents reach a few hundred here, each unit of which costs one rounding. */
const relative = 1e-12

function expectClose(found: number, expected: number, bound = relative): void {
  expect(Math.abs(found / expected - 1)).toBeLessThan(bound)
}

describe('incomplete gamma functions', () => {
  it('agrees with R', () => {
    expectClose(regularisedGamma(0.5, 0.5), 0.682689492137086)
    expectClose(regularisedGammaTail(3, 10), 0.00276939571551158)
    expectClose(regularisedGamma(180, 200), 0.928327873777471)
    expectClose(regularisedGamma(2, 1e-3), 4.9966679163334e-7)
  })

  it('is exp(-x) for a = 1, and both parts add up to one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 300, noNaN: true }), (x) => {
        expectClose(regularisedGammaTail(1, x), Math.exp(-x), 1e-12)
        expect(regularisedGamma(7.3, x) + regularisedGammaTail(7.3, x)).toBeCloseTo(1, 14)
      }),
    )
  })

  it('handles the ends', () => {
    expect(regularisedGamma(2, 0)).toBe(0)
    expect(regularisedGammaTail(2, 0)).toBe(1)
    expect(regularisedGammaTail(2, Infinity)).toBe(0)
    expect(regularisedGamma(0, 1)).toBeNaN()
    expect(regularisedGamma(1, -1)).toBeNaN()
  })
})

describe('chi-square and F', () => {
  it('agrees with R', () => {
    expectClose(chiSquareTail(3.84, 1), 0.0500435212487052)
    expectClose(chiSquareCdf(0.1, 3), 0.00816257626812352)
    expectClose(chiSquareTail(50, 10), 2.6690834249045e-7)
    expectClose(chiSquareTail(1100, 1000), 0.0146144081262952)
    expectClose(chiSquareCdf(2, 0.5), 0.93207886798989)
    expectClose(fTail(3.2, 2, 20), 0.06226739368858504)
    expectClose(fCdf(0.3, 5, 7), 0.10184423567211529)
    expectClose(fTail(12, 1, 4), 0.0257214207425065)
    expectClose(fTail(1.5, 100, 200), 0.00814747719029144)
  })

  it('is the square of z and of t for one degree of freedom above', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 8, noNaN: true }), (z) => {
        expectClose(chiSquareTail(z * z, 1), twoSidedNormal(z))
        expectClose(fTail(z * z, 1, 9), twoSidedStudent(z, 9))
      }),
    )
  })

  it('handles the ends', () => {
    expect(fTail(0, 2, 3)).toBe(1)
    expect(fTail(Infinity, 2, 3)).toBe(0)
    expect(fCdf(Infinity, 2, 3)).toBe(1)
    expect(fCdf(-1, 2, 3)).toBeNaN()
    expect(chiSquareTail(1, 0)).toBeNaN()
    expect(twoSidedNormal(0)).toBe(1)
  })
})

describe('noncentralStudentCdf', () => {
  it.each([
    [1, 10, 0.5, 0.6786306386910493],
    [2, 5, -1, 0.9941035377099607],
    [-1, 8, 1, 0.0278102843969045],
    [0, 4, 2, 0.0227501319481792],
    [12, 30, 10, 0.8494793222046805],
    [2.1, 18, 3.16, 0.1518444301212767],
    [35, 50, 30, 0.9099260192597943],
  ])('below %d with %d degrees of freedom and shift %d', (t, freedom, shift, expected) => {
    // R's own algorithm stops at an absolute error of 1e-12.
    expect(Math.abs(noncentralStudentCdf(t, freedom, shift) - expected)).toBeLessThan(3e-12)
  })

  it('is the central t without a shift, and mirrors', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        (t, d) => {
          expect(2 - 2 * noncentralStudentCdf(t, 7, 0)).toBeCloseTo(twoSidedStudent(t, 7), 12)
          expect(noncentralStudentCdf(t, 7, d) + noncentralStudentCdf(-t, 7, -d)).toBeCloseTo(1, 12)
        },
      ),
    )
    expect(noncentralStudentCdf(Infinity, 3, 1)).toBe(1)
    // On either side of the change to the normal approximation, in the middle of the law, where F moves by 3e-7.
    expect(noncentralStudentCdf(100, 500, 100.0001)).toBeCloseTo(noncentralStudentCdf(100, 500, 99.9999), 2)
    expect(noncentralStudentCdf(1, 2, 1e9)).toBe(0)
    expect(noncentralStudentCdf(1, 0, 1)).toBeNaN()
  })
})
