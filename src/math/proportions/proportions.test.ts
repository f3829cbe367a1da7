import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fisherExact, mcnemarTest } from './exact-tests.ts'
import { proportion, proportionDifference } from './proportions.ts'

/** Reference values: prop.test without correction, fisher.test and binom.test of R 4.2.2 (package stats). */
const digits = 11

describe('proportion', () => {
  // The four examples of R. G. Newcombe, Stat. Med. 17 (1998), 857-872.
  it.each([
    [81, 263, 0.2552885198783, 0.3662095769828],
    [15, 148, 0.06238639953074, 0.16048724172331],
    [0, 20, 0, 0.1611251580528],
    [1, 29, 0.006113214292763, 0.171755218793203],
  ])('%d of %d', (count, of, low, high) => {
    const found = proportion({ count, of }, 0.95)
    expect(found.low).toBeCloseTo(low, digits)
    expect(found.high).toBeCloseTo(high, digits)
  })

  it('mirrors, and lies within 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, share) => {
          const count = Math.round(share * of)
          const [one, other] = [proportion({ count, of }, 0.9), proportion({ count: of - count, of }, 0.9)]
          expect(one.low + other.high).toBeCloseTo(1, 12)
          expect(one.low >= 0 && one.low <= one.estimate && one.estimate <= one.high && one.high <= 1).toBe(
            true,
          )
        },
      ),
    )
    expect(() => proportion({ count: 0, of: 0 }, 0.95)).toThrow(RangeError)
    expect(() => proportion({ count: 3, of: 2 }, 0.95)).toThrow(RangeError)
  })
})

describe('proportionDifference', () => {
  // Table II, method 10, of Newcombe 1998 (doi in the source), which prints four decimals; more from prop.test of R.
  it.each([
    [56, 70, 48, 80, 0.05243147240236, 0.33387265403691],
    [9, 10, 3, 10, 0.1705227239345, 0.8090179735355],
    [6, 7, 2, 7, 0.05822792748231, 0.80624963752423],
    [5, 56, 0, 29, -0.03813714790354, 0.19256001385511],
    [0, 10, 0, 20, -0.1611251580528, 0.2775327998629],
    [10, 10, 0, 20, 0.6790860371419, 1],
    [10, 10, 0, 10, 0.6075093504305, 1],
  ])('%d of %d against %d of %d', (a, m, b, n, low, high) => {
    const found = proportionDifference({ count: a, of: m }, { count: b, of: n }, 0.95)
    expect(found.low).toBeCloseTo(low, digits)
    expect(found.high).toBeCloseTo(high, digits)
  })
})

describe('exact tests', () => {
  it('agrees with fisher.test', () => {
    // Fisher's lady tasting tea: three of four cups right.
    const tea = fisherExact({ count: 3, of: 4 }, { count: 1, of: 4 })
    expect(tea.p).toBeCloseTo(0.4857142857143, digits)
    expect(tea.statistic).toBe(9)
    // Convictions of like-sex twins of criminals, on R's page of fisher.test.
    expect(fisherExact({ count: 2, of: 17 }, { count: 10, of: 13 }).p).toBeCloseTo(0.0005367241191434, 13)
    expect(fisherExact({ count: 7, of: 7 }, { count: 12, of: 17 }).p).toBeCloseTo(0.2720685111989, digits)
  })

  it('is one for equal shares and symmetric in groups and marks', () => {
    const of = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(of, of, fc.nat(), fc.nat(), (m, n, i, j) => {
        const [a, b] = [
          { count: i % (m + 1), of: m },
          { count: j % (n + 1), of: n },
        ]
        const { p } = fisherExact(a, b)
        expect(fisherExact(b, a).p).toBeCloseTo(p, 10)
        expect(fisherExact({ count: m - a.count, of: m }, { count: n - b.count, of: n }).p).toBeCloseTo(p, 10)
      }),
    )
    expect(fisherExact({ count: 2, of: 5 }, { count: 2, of: 5 }).p).toBeCloseTo(1, 12)
    expect(fisherExact({ count: 0, of: 0 }, { count: 2, of: 5 }).p).toBe(1)
    expect(() => fisherExact({ count: 1.5, of: 3 }, { count: 1, of: 3 })).toThrow(RangeError)
  })

  it('agrees with binom.test on the pairs that differ', () => {
    const pairs = (both: number, onlyA: number, onlyB: number): [boolean[], boolean[]] => {
      const a = [...Array<boolean>(both + onlyA).fill(true), ...Array<boolean>(onlyB).fill(false)]
      const b = [
        ...Array<boolean>(both).fill(true),
        ...Array<boolean>(onlyA).fill(false),
        ...Array<boolean>(onlyB).fill(true),
      ]
      return [a, b]
    }
    // Approval of a performance in two surveys, A. Agresti, Categorical Data Analysis (1990), p. 350.
    expect(mcnemarTest(...pairs(794, 150, 86)).p).toBeCloseTo(3.715936139571e-5, 15)
    expect(mcnemarTest(...pairs(4, 2, 10))).toMatchObject({ statistic: 0.2, n: 16 })
    expect(mcnemarTest(...pairs(0, 2, 10)).p).toBeCloseTo(0.03857421875, 13)
    expect(mcnemarTest(...pairs(0, 3, 4)).p).toBeCloseTo(1, 12)
    expect(mcnemarTest(...pairs(5, 0, 0)).p).toBe(1)
    expect(() => mcnemarTest([true], [])).toThrow(RangeError)
  })
})
