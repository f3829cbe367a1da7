import { describe, expect, it } from 'vitest'
import { normalDensity, normalQuantile } from '../distributions.ts'
import { kernelDensity, silvermanBandwidth } from './kernel-density.ts'
import {
  continuousRankedProbabilityScore,
  energyScore,
  predictiveCoverage,
  probabilityTransform,
} from './predictive.ts'
import {
  effectiveSampleSize,
  highestDensityInterval,
  weightedCovariance,
  weightedMean,
  weightedQuantile,
} from './weighted.ts'

const n = 2000
/** A normal sample without luck: quantiles in the middle of n strata. */
const even = Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n))
const equal = even.map(() => 1)
/** An exponential one. */
const skew = even.map((_, i) => -Math.log(1 - (i + 0.5) / n))

describe('weighted statistics', () => {
  it('treat a weight of two like a value that occurs twice', () => {
    const [values, weights] = [
      [3, 1, 2],
      [1, 2, 1],
    ]
    expect(weightedMean(values, weights)).toBe(7 / 4)
    expect(weightedQuantile(values, weights, 0.25)).toBe(1)
    // In sorted order the weights 2, 1, 1 have their middles at 1/4, 5/8 and 7/8.
    expect(weightedQuantile(values, weights, 0.5)).toBeCloseTo(1 + 0.25 / 0.375, 12)
    expect([0, 1].map((p) => weightedQuantile(values, weights, p))).toEqual([1, 3])
    expect(effectiveSampleSize(weights)).toBeCloseTo(16 / 6, 12)
    expect(weightedQuantile([], [], 0.5)).toBeNaN()
  })

  it('mirror the quantiles of a mirrored sample', () => {
    const mirrored = skew.map((value) => -value)
    const weights = skew.map((_, i) => 1 + (i % 5))
    for (const p of [0.1, 0.37, 0.9])
      expect(weightedQuantile(mirrored, weights, 1 - p)).toBeCloseTo(-weightedQuantile(skew, weights, p), 10)
  })

  it('have the unbiased covariance for equal weights', () => {
    const points = [
      [1, 2],
      [2, 1],
      [4, 6],
    ]
    // By hand: means 7/3 and 3; sums of products over n - 1 = 2.
    const covariance = weightedCovariance(points, [1, 1, 1])
    expect(covariance[0]?.[0]).toBeCloseTo(7 / 3, 12)
    expect(covariance[1]?.[1]).toBeCloseTo(7, 12)
    expect(covariance[0]?.[1]).toBeCloseTo(3.5, 12)
    expect(covariance[1]?.[0]).toBe(covariance[0]?.[1])
    expect(() => weightedCovariance(points, [0, 0, 0])).toThrow(RangeError)
  })
})

describe('highestDensityInterval', () => {
  it('is central for a normal sample and starts at the peak of an exponential one', () => {
    const [low, high] = highestDensityInterval(even, equal, 0.9)
    // Ends can slide by a few strata of 1/n, each 1/(n phi(1.645)) = 0.005 wide.
    expect(Math.abs(low + 1.645)).toBeLessThan(0.1)
    expect(Math.abs(high - 1.645)).toBeLessThan(0.1)
    expect(high - low).toBeCloseTo(2 * 1.6449, 2)
    const [start, end] = highestDensityInterval(skew, equal, 0.9)
    expect(start).toBe(skew[0])
    expect(end).toBeCloseTo(Math.log(10), 2)
  })

  it('follows weights', () => {
    expect(highestDensityInterval([1, 2, 3, 10], [1, 1, 1, 7], 0.7)).toEqual([10, 10])
    expect(highestDensityInterval([1, 2, 3], [1, 1, 1], 1)).toEqual([1, 3])
    expect(highestDensityInterval([1, 2, 3], [1, 0, 1], 0.6)).toEqual([1, 3])
  })
})

describe('kernelDensity', () => {
  it('estimates a normal density', () => {
    const places = [-2, -1, 0, 0.5, 1.7]
    const h = silvermanBandwidth(even, equal)
    // sd 1 is smaller than the range over 1.349 by rounding only; n^(-1/5) = 0.2187.
    expect(h).toBeCloseTo(0.9 * n ** -0.2, 3)
    // An exponential sample has the quartiles ln(4/3) and ln 4, and the sd 1: the range over 1.349, 0.814, is smaller.
    expect(silvermanBandwidth(skew, equal)).toBeCloseTo(0.9 * (Math.log(3) / 1.349) * n ** -0.2, 3)
    const found = kernelDensity(even, equal, places)
    // Smoothing a normal sample gives the normal density with variance 1 + h^2.
    const sd = Math.sqrt(1 + h * h)
    for (const [i, x] of places.entries()) expect(found[i]).toBeCloseTo(normalDensity(x / sd) / sd, 3)
  })

  it('does not fall off at an end of the support', () => {
    const [atEnd = 0, beyond = 0] = kernelDensity(skew, equal, [0, -0.1], { low: 0 })
    // Reflection at 0 leaves the bias of a slope of -1: h sqrt(2/pi), 0.16 with h = 0.2.
    expect(atEnd).toBeGreaterThan(0.8)
    expect(atEnd).toBeLessThan(1)
    expect(beyond).toBe(0)
    expect(kernelDensity(skew, equal, [0])[0]).toBeLessThan(0.6)
    const places = Array.from({ length: 1200 }, (_, i) => (i + 0.5) / 100)
    const total = kernelDensity(skew, equal, places, { low: 0 }).reduce(
      (sum, density) => sum + density / 100,
      0,
    )
    expect(total).toBeCloseTo(1, 3)
  })
})

describe('predictive checks', () => {
  it('score a normal prediction as the closed form does', () => {
    // T. Gneiting et al., Mon. Weather Rev. 133 (2005), doi:10.1175/MWR2904.1: z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi).
    for (const observed of [0, 0.7, -2]) {
      const z = Math.abs(observed)
      const cdf = even.filter((value) => value < z).length / n
      const closed = z * (2 * cdf - 1) + 2 * normalDensity(z) - 1 / Math.sqrt(Math.PI)
      const found = continuousRankedProbabilityScore({ values: even, weights: equal, observed })
      // The strata's middles lose the far tails, about 1/n.
      expect(Math.abs(found - closed)).toBeLessThan(2 / n)
      // In one dimension the energy score is the same.
      const thin = even.filter((_, i) => i % 10 === 5)
      const one = continuousRankedProbabilityScore({ values: thin, weights: thin.map(() => 1), observed })
      expect(
        energyScore(
          thin.map((value) => [value]),
          thin.map(() => 1),
          [observed],
        ),
      ).toBeCloseTo(one, 12)
    }
    expect(continuousRankedProbabilityScore({ values: [3], weights: [2], observed: 5 })).toBe(2)
  })

  it('weigh a score like repeated values', () => {
    const repeated = { values: [1, 1, 4], weights: [1, 1, 1], observed: 2 }
    const weighted = { values: [1, 4], weights: [2, 1], observed: 2 }
    expect(continuousRankedProbabilityScore(weighted)).toBeCloseTo(
      continuousRankedProbabilityScore(repeated),
      12,
    )
    // E|X - y| = 4/3 and E|X - X'|/2 = 3 * (2/3) (1/3) = 2/3.
    expect(continuousRankedProbabilityScore(weighted)).toBeCloseTo(4 / 3 - 2 / 3, 12)
  })

  it('measure distances between points in several dimensions', () => {
    // E|X - y| = (5 + 0)/2, E|X - X'|/2 = 5/4.
    expect(
      energyScore(
        [
          [0, 0],
          [3, 4],
        ],
        [1, 1],
        [3, 4],
      ),
    ).toBeCloseTo(5 / 2 - 5 / 4, 12)
  })

  it('cover as often as they say when predictions are right', () => {
    const predictions = even.map((observed) => ({ values: even, weights: equal, observed }))
    const some = predictions.filter((_, i) => i % 40 === 20)
    expect(predictiveCoverage(some, 0.8)).toBeCloseTo(0.8, 1)
    expect(
      predictiveCoverage(
        some.map((p) => ({ ...p, observed: 9 })),
        0.8,
      ),
    ).toBe(0)
    expect(probabilityTransform({ values: [1, 2, 3], weights: [1, 1, 2], observed: 2 })).toBe(0.375)
  })
})
