import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { benjaminiHochberg, holm, sidakLevel, simultaneousLevel } from './many-comparisons.ts'
import { rankSumTest, signedRankTest } from './rank-tests.ts'
import { rank } from './ranks.ts'
import { oneSampleTest, pairedTest, welchTest } from './student-tests.ts'

/** Extra hours of sleep of ten patients under two drugs: Student, Biometrika 6 (1908), doi:10.1093/biomet/6.1.1. */
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

/** Reference values: t.test, wilcox.test and p.adjust of R 4.2.2 (package stats), printed with 15 digits. */
const digits = 11

describe('t tests', () => {
  it('agrees with R on the data of Student', () => {
    const paired = pairedTest(first, second, 0.95)
    expect(paired.statistic).toBeCloseTo(-4.062127683382037, digits)
    expect(paired.p).toBeCloseTo(0.00283289019738427, digits)
    expect(paired.interval.low).toBeCloseTo(-2.459885763276982, digits)
    expect(paired.interval.high).toBeCloseTo(-0.700114236723018, digits)
    const welch = welchTest(first, second, 0.95)
    expect(welch.statistic).toBeCloseTo(-1.8608134674868531, digits)
    expect(welch.freedom).toBeCloseTo(17.7764735161784984, digits)
    expect(welch.p).toBeCloseTo(0.0793941401873582, digits)
    expect(welch.interval.low).toBeCloseTo(-3.3654832307117104, digits)
    expect(welch.interval.high).toBeCloseTo(0.2054832307117102, digits)
    const one = oneSampleTest(first, 0.5, 0.95)
    expect(one.statistic).toBeCloseTo(0.44190338023794, digits)
    expect(one.p).toBeCloseTo(0.668986623614675, digits)
  })

  it('rejects exactly when its interval leaves zero out', () => {
    const values = fc.array(fc.double({ min: -5, max: 7, noNaN: true }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(values, values, (a, b) => {
        const { p, interval } = welchTest(a, b, 0.9)
        // Within rounding of the bound either answer would do.
        if (Math.abs(p - 0.1) > 1e-9) expect(p < 0.1).toBe(interval.low > 0 || interval.high < 0)
      }),
    )
  })

  it('says what values without scatter say, and nothing for one value', () => {
    expect(pairedTest([1, 2, 3], [1, 2, 3], 0.95)).toMatchObject({ statistic: 0, p: 1 })
    expect(pairedTest([2, 3, 4], [1, 2, 3], 0.95)).toMatchObject({ statistic: Infinity, p: 0 })
    expect(welchTest([2, 2], [2, 2], 0.95).p).toBe(1)
    expect(oneSampleTest([3], 0, 0.95).p).toBeNaN()
    expect(() => welchTest([1], [1, 2], 0.95)).toThrow(RangeError)
    expect(() => pairedTest([], [], 0.95)).toThrow(RangeError)
    expect(() => pairedTest([1], [], 0.95)).toThrow(RangeError)
  })
})

describe('rank tests', () => {
  // Both examples stand on R's page of wilcox.test and come from M. Hollander and D. A. Wolfe, Nonparametric
  // Statistical Methods, Wiley 1973: depression scores (p. 29) and permeability of membranes (p. 69).
  const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
  const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
  const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
  const early = [1.15, 0.88, 0.9, 0.74, 1.21]

  it('counts p exactly for few values without ties', () => {
    const signed = signedRankTest(before, after)
    expect(signed).toMatchObject({ statistic: 40, n: 9, method: 'Wilcoxon signed rank, exact' })
    expect(signed.p).toBeCloseTo(0.0390625, 14)
    const sum = rankSumTest(term, early)
    expect(sum).toMatchObject({ statistic: 35, n: 15, method: 'Mann-Whitney, exact' })
    expect(sum.p).toBeCloseTo(0.254412254412254, 13)
    expect(rankSumTest(early, term).p).toBeCloseTo(sum.p, 14)
  })

  it('approximates with ties', () => {
    const signed = signedRankTest(first, second)
    expect(signed).toMatchObject({ statistic: 0, n: 9 })
    expect(signed.p).toBeCloseTo(0.00909069801592506, digits)
    const sum = rankSumTest(first, second)
    expect(sum.statistic).toBe(25.5)
    expect(sum.p).toBeCloseTo(0.0693275754336266, digits)
  })

  it('reaches 2^(1-n) at best, and the exact law of a pair of samples is uniform over orders', () => {
    for (const n of [1, 2, 6, 10]) {
      const values = Array.from({ length: n }, (_, i) => i + 1)
      expect(
        signedRankTest(
          values,
          values.map(() => 0),
        ).p,
      ).toBeCloseTo(Math.min(1, 2 ** (1 - n)), 14)
    }
    // 3 against 3: one order of 20 is most extreme on each side.
    expect(rankSumTest([4, 5, 6], [1, 2, 3]).p).toBeCloseTo(0.1, 14)
  })

  it('says nothing against equal samples', () => {
    expect(signedRankTest([1, 2], [1, 2])).toMatchObject({ p: 1, n: 0 })
    expect(rankSumTest([3, 3], [3, 3]).p).toBe(1)
    expect(() => rankSumTest([], [1])).toThrow(RangeError)
    expect(() => rankSumTest([Number.NaN], [1])).toThrow(RangeError)
    expect(() => signedRankTest([1], [])).toThrow(RangeError)
  })

  it('ranks ties by their mean and keeps the sum of ranks', () => {
    expect(rank([3, 1, 3, 2])).toEqual({ ranks: [3.5, 1, 3.5, 2], ties: 6 })
    expect(rank([])).toEqual({ ranks: [], ties: 0 })
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (values) => {
        const n = values.length
        expect(rank(values).ranks.reduce((a, b) => a + b, 0)).toBe((n * (n + 1)) / 2)
      }),
    )
  })
})

describe('many comparisons', () => {
  const p = [0.01, 0.02, 0.03, 0.04, 0.05, 0.001, 0.5]

  it('agrees with p.adjust of R', () => {
    const close = (found: readonly number[], expected: readonly number[]): void => {
      for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 14)
    }
    close(holm(p), [0.06, 0.1, 0.12, 0.12, 0.12, 0.007, 0.5])
    close(benjaminiHochberg(p), [0.035, 0.14 / 3, 0.0525, 0.056, 0.35 / 6, 0.007, 0.5])
    expect(holm([])).toEqual([])
  })

  it('never lowers p, keeps order, and Holm is at least Benjamini-Hochberg', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const [strict, mild] = [holm(values), benjaminiHochberg(values)]
        for (const [i, value] of values.entries()) {
          expect(mild[i]).toBeGreaterThanOrEqual(value * (1 - 1e-15))
          expect(strict[i]).toBeGreaterThanOrEqual((mild[i] ?? 2) * (1 - 1e-15))
          expect(strict[i]).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('passes over missing ones and refuses nonsense', () => {
    expect(holm([0.02, Number.NaN, 0.5])).toEqual([0.04, Number.NaN, 0.5])
    expect(() => holm([-0.1])).toThrow(RangeError)
  })

  it('widens intervals that are to hold together', () => {
    expect(simultaneousLevel(0.95, 10)).toBeCloseTo(0.995, 14)
    expect(sidakLevel(0.95, 10)).toBeCloseTo(0.95 ** 0.1, 14)
    expect(() => simultaneousLevel(0.95, 0)).toThrow(RangeError)
  })
})
