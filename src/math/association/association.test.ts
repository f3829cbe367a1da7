import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partialCorrelation, pearson, spearman } from './correlation.ts'
import { areaUnderCurve, leastSeparatedArea, rocCurve } from './roc.ts'
import { spearmanExact } from './spearman-exact.ts'

/** Reference values: cor.test and residuals of lm of R 4.2.2 (package stats), printed with 13 digits. */
const digits = 10

/** Fuel consumption [miles/gallon], weight [1000 lb], power [hp] and quarter-mile time [s] of 32 cars: R's `mtcars`. */
const mpg = [
  21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4,
  30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
]
const weight = [
  2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345,
  2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
]
const power = [
  110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215, 230, 66, 52, 65, 97, 150, 150,
  245, 175, 66, 91, 113, 264, 175, 335, 109,
]
const quarter = [
  16.46, 17.02, 18.61, 19.44, 17.02, 20.22, 15.84, 20, 22.9, 18.3, 18.9, 17.4, 17.6, 18, 17.98, 17.82, 17.42,
  19.47, 18.52, 19.9, 20.01, 16.87, 17.3, 15.41, 17.05, 18.9, 16.7, 16.9, 14.5, 15.5, 14.6, 18.6,
]

/** Lightness and panel scores of nine lots of tuna: Hollander and Wolfe 1973, p. 187, on R's page of cor.test. */
const lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
const score = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]

/**
 * S100 beta [ug/l] of patients with a poor and a good outcome after subarachnoid haemorrhage, data set `aSAH` of R's package
 * pROC: N. Turck et al., Intensive Care Med. 36 (2010), doi:10.1007/s00134-009-1641-y.
 */
const poor = [
  0.13, 0.1, 0.16, 0.12, 0.44, 0.71, 0.49, 0.07, 0.33, 0.09, 0.07, 0.41, 0.35, 0.48, 0.96, 0.25, 0.86, 0.52,
  2.07, 0.07, 0.77, 0.3, 0.03, 0.09, 0.23, 0.7, 0.27, 0.71, 0.08, 0.26, 0.13, 0.1, 0.11, 0.22, 0.56, 0.14,
  0.58, 0.32, 0.82, 0.74, 0.44,
]
const good = [
  0.13, 0.14, 0.1, 0.04, 0.47, 0.18, 0.1, 0.1, 0.04, 0.08, 0.04, 0.09, 0.11, 0.07, 0.17, 0.07, 0.11, 0.13,
  0.19, 0.05, 0.16, 0.14, 0.34, 0.09, 0.5, 0.46, 0.16, 0.07, 0.43, 0.45, 0.11, 0.08, 0.09, 0.08, 0.06, 0.13,
  0.1, 0.14, 0.15, 0.06, 0.05, 0.09, 0.04, 0.09, 0.08, 0.16, 0.09, 0.08, 0.33, 0.11, 0.28, 0.07, 0.1, 0.32,
  0.07, 0.05, 0.24, 0.38, 0.1, 0.15, 0.08, 0.14, 0.1, 0.07, 0.04, 0.19, 0.15, 0.47, 0.17, 0.15, 0.5, 0.48,
]

describe('correlations', () => {
  it('agrees with cor.test for values', () => {
    const found = pearson(mpg, weight, 0.95)
    expect(found.interval.estimate).toBeCloseTo(-0.8676593765172, digits)
    expect(found.p / 1.293958701351e-10).toBeCloseTo(1, 9)
    expect(found.interval.low).toBeCloseTo(-0.933826413285, digits)
    expect(found.interval.high).toBeCloseTo(-0.7440871964601, digits)
  })

  it('agrees with cor.test for ranks', () => {
    const exact = spearman(lightness, score, 0.95)
    expect(exact.interval.estimate).toBeCloseTo(0.6, 14)
    expect(exact.p).toBeCloseTo(0.09679783950617, 12)
    const tied = spearman(mpg, weight, 0.95)
    expect(tied.interval.estimate).toBeCloseTo(-0.8864220332703, digits)
    expect(tied.p / 1.487594858127e-11).toBeCloseTo(1, 9)
    expect(tied.method).toBe('Spearman')
  })

  it('takes what others explain out of both', () => {
    const one = partialCorrelation(mpg, weight, [power], 'Pearson', 0.95)
    expect(one.interval.estimate).toBeCloseTo(-0.7512049049618648, digits)
    expect(one.p).toBeCloseTo(0.0000011196471362, 14)
    expect(one.interval.low).toBeCloseTo(-0.873132767123425, digits)
    expect(one.interval.high).toBeCloseTo(-0.540821844914525, digits)
    const two = partialCorrelation(mpg, weight, [power, quarter], 'Pearson', 0.95)
    expect(two.interval.estimate).toBeCloseTo(-0.7382202329894, digits)
    expect(two.p).toBeCloseTo(3.21722152964e-6, 13)
    expect(two.interval.low).toBeCloseTo(-0.8677139605236, digits)
    const ranks = partialCorrelation(mpg, weight, [power], 'Spearman', 0.95)
    expect(ranks.interval.estimate).toBeCloseTo(-0.6844151608419, digits)
    expect(ranks.p).toBeCloseTo(2.175952715989e-5, 13)
    expect(partialCorrelation(mpg, weight, [], 'Pearson', 0.95).p).toBeCloseTo(
      pearson(mpg, weight, 0.95).p,
      18,
    )
  })

  it('does not change ranks under a monotone transformation, nor values under a line', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 4,
    })
    fc.assert(
      fc.property(values, (rows) => {
        const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)]
        expect(spearman(x.map(Math.exp), y, 0.95).interval).toEqual(spearman(x, y, 0.95).interval)
        const line = pearson(
          x.map((a) => 3 - 2 * a),
          y,
          0.95,
        ).interval
        const plain = pearson(x, y, 0.95).interval
        if (!Number.isNaN(plain.estimate)) expect(line.estimate).toBeCloseTo(-plain.estimate, 12)
      }),
    )
  })

  it('counts orders: of six, only one is as extreme on each side', () => {
    expect(spearmanExact([1, 2, 3], [1, 2, 3])).toBeCloseTo(2 / 6, 14)
    expect(spearmanExact([1, 2, 3, 4, 5, 6], [3, 1, 6, 2, 4, 5])).toBeLessThan(1)
    // cor.test gives 0.5638888888889 at rho = -0.3142857142857 with six values.
    const found = spearman([44.4, 45.9, 41.9, 53.3, 44.7, 44.1], [2.5, 2.6, 4, 3.1, 5, 3.6], 0.95)
    expect(found.interval.estimate).toBeCloseTo(-0.3142857142857, 12)
    expect(found.p).toBeCloseTo(0.5638888888889, 12)
  })

  it('says what few, constant and perfectly related values say', () => {
    expect(pearson([1, 1, 1], [1, 2, 3], 0.95).interval.estimate).toBeNaN()
    expect(pearson([1, 2], [5, 3], 0.95)).toMatchObject({ interval: { estimate: -1, low: -1, high: 1 } })
    expect(pearson([1, 2, 3, 4], [2, 4, 6, 8], 0.95)).toMatchObject({ p: 0, interval: { low: 1, high: 1 } })
    expect(pearson([1], [1], 0.95).p).toBeNaN()
    const line = [1, 2, 3, 4, 5]
    expect(partialCorrelation(line, [2, 1, 4, 3, 9], [line], 'Pearson', 0.95).interval.estimate).toBeNaN()
    expect(() => pearson([], [], 0.95)).toThrow(RangeError)
    expect(() => spearman([1, 2], [1], 0.95)).toThrow(RangeError)
  })
})

describe('receiver operating characteristic', () => {
  it('gives the published area and DeLong interval', () => {
    const found = areaUnderCurve(poor, good, 0.95)
    // X. Robin et al., BMC Bioinformatics 12:77 (2011), doi:10.1186/1471-2105-12-77, and the page of pROC: 0.7314, 0.6301 to
    // 0.8326; more digits from R by the definition, over all pairs.
    expect(found.estimate).toBeCloseTo(0.73136856368564, 12)
    expect(found.low).toBeCloseTo(0.63011821176162, 10)
    expect(found.high).toBeCloseTo(0.83261891560965, 10)
    expect(found.n).toBe(113)
  })

  it('has the area of its own curve, and of the rank-sum statistic', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(scores, scores, (positives, negatives) => {
        const curve = rocCurve(positives, negatives)
        let area = 0
        for (const [i, point] of curve.entries()) {
          const before = curve[i - 1] ?? point
          area +=
            ((point.falsePositive - before.falsePositive) * (point.sensitivity + before.sensitivity)) / 2
        }
        expect(areaUnderCurve(positives, negatives, 0.95).estimate).toBeCloseTo(area, 12)
        expect(curve.at(-1)).toMatchObject({ sensitivity: 1, falsePositive: 1 })
        const turned = areaUnderCurve(negatives, positives, 0.95).estimate
        expect(turned + area).toBeCloseTo(1, 12)
      }),
    )
  })

  it('bounds the area of scores without overlap as as many successes bound a share', () => {
    // binom.test(5, 5)$conf.int of R begins at 0.4781762, binom.test(10, 10) at 0.6915029.
    expect(leastSeparatedArea(5, 9, 0.95)).toBeCloseTo(0.4781762, 7)
    expect(leastSeparatedArea(40, 10, 0.95)).toBeCloseTo(0.6915029, 7)
    expect(leastSeparatedArea(1, 1, 0.95)).toBeCloseTo(0.025, 12)
    expect(() => leastSeparatedArea(0, 3, 0.95)).toThrow(RangeError)
  })

  it('claims nothing from perfectly separated scores', () => {
    expect(areaUnderCurve([3, 4, 5], [0, 1, 2], 0.95)).toMatchObject({ estimate: 1, low: 0, high: 1 })
    expect(areaUnderCurve([3], [3], 0.95)).toMatchObject({ estimate: 0.5, low: 0, high: 1 })
    expect(() => areaUnderCurve([], [1], 0.95)).toThrow(RangeError)
    expect(() => rocCurve([1], [])).toThrow(RangeError)
    expect(() => rocCurve([1], [Number.NaN])).toThrow(RangeError)
  })
})
