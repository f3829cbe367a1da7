import { describe, expect, it } from 'vitest'
import {
  cdfOf,
  densityOf,
  distributionProblem,
  logDensityOf,
  meanOf,
  quantileOf,
  supportOf,
  type Distribution,
} from './distribution.ts'

const continuous: readonly Distribution[] = [
  { kind: 'uniform', low: -2, high: 5 },
  { kind: 'log-uniform', low: 1e-3, high: 20 },
  { kind: 'normal', mean: 3, sd: 2 },
  { kind: 'normal', mean: 1, sd: 2, low: 0 },
  { kind: 'normal', mean: 0, sd: 1, low: 6, high: 9 },
  { kind: 'normal', mean: 0, sd: 1, low: -9, high: -6 },
  { kind: 'lognormal', median: 3, cv: 0.5 },
  { kind: 'lognormal', median: 3, cv: 0.5, low: 2, high: 5 },
  { kind: 'triangular', low: 1, mode: 2, high: 5 },
  { kind: 'triangular', low: 1, mode: 1, high: 5 },
  { kind: 'triangular', low: 1, mode: 5, high: 5 },
]

const dice: Distribution = { kind: 'values', values: [4, 1, 2], weights: [1, 2, 1] }

describe.each(continuous)('$kind', (distribution) => {
  it('has a quantile that inverts its cdf', () => {
    for (const u of [1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 1 - 1e-6]) {
      // Two functions of rounding each; near an end of the support 1 - u keeps ten digits of its own.
      expect(Math.abs(cdfOf(distribution, quantileOf(distribution, u)) - u)).toBeLessThan(1e-12)
    }
  })

  it('has a density that is the slope of its cdf', () => {
    for (const u of [0.1, 0.4, 0.6, 0.9]) {
      const x = quantileOf(distribution, u)
      const h = 1e-3 * (quantileOf(distribution, u + 0.05) - quantileOf(distribution, u - 0.05))
      const slope = (cdfOf(distribution, x + h) - cdfOf(distribution, x - h)) / (2 * h)
      // Central difference: its error is h^2/6 times the third derivative, some 1e-7 of the slope for these shapes.
      expect(Math.abs(densityOf(distribution, x) / slope - 1)).toBeLessThan(1e-6)
      expect(logDensityOf(distribution, x)).toBeCloseTo(Math.log(densityOf(distribution, x)), 12)
    }
  })

  it('has the mean of its quantiles', () => {
    const n = 20_000
    let sum = 0
    for (let i = 0; i < n; i += 1) sum += quantileOf(distribution, (i + 0.5) / n)
    const scale = quantileOf(distribution, 0.9) - quantileOf(distribution, 0.1)
    // Midpoint rule; the unbounded tails lose about ln(n)/n of a scale.
    expect(Math.abs(sum / n - meanOf(distribution))).toBeLessThan(1e-4 * scale)
  })

  it('stays within its support', () => {
    const { low, high } = supportOf(distribution)
    expect(quantileOf(distribution, 0)).toBe(low)
    expect(quantileOf(distribution, 1)).toBe(high)
    expect([cdfOf(distribution, low - 1), cdfOf(distribution, high + 1)]).toEqual([0, 1])
    if (Number.isFinite(low)) expect(densityOf(distribution, low - 1)).toBe(0)
    if (Number.isFinite(high)) expect(logDensityOf(distribution, high + 1)).toBe(-Infinity)
    expect(quantileOf(distribution, 1.1)).toBeNaN()
    expect(distributionProblem(distribution)).toBeUndefined()
  })
})

/** Quantiles at 0.1 and 0.9 and mean by SciPy 1.17.1: truncnorm, lognorm and triang of scipy.stats, quad for the last mean. */
const published: readonly (readonly [Distribution, number, number, number])[] = [
  [{ kind: 'normal', mean: 1, sd: 2, low: 0 }, 0.37686061341657195, 3.9643593568818147, 2.018320867674067],
  [
    { kind: 'normal', mean: 0, sd: 1, low: 6, high: 9 },
    6.01708506265862,
    6.363414284362702,
    6.158482604207158,
  ],
  [{ kind: 'normal', mean: 1, sd: 0.5, low: -1, high: 3 }, 0.3592963964035417, 1.6407036035964584, 1],
  [{ kind: 'lognormal', median: 3, cv: 0.5 }, 1.6376004470386243, 5.49584608154893, 3.3541019662496847],
  [{ kind: 'triangular', low: 1, mode: 2, high: 5 }, 1.632455532033676, 3.904554884989668, 2.666666666666667],
]

it.each(published)('agrees with SciPy for %o', (distribution, tenth, ninetieth, mean) => {
  expect(quantileOf(distribution, 0.1)).toBeCloseTo(tenth, 11)
  expect(quantileOf(distribution, 0.9)).toBeCloseTo(ninetieth, 11)
  expect(meanOf(distribution)).toBeCloseTo(mean, 11)
})

it('gives a truncated lognormal its mean by quadrature', () => {
  expect(meanOf({ kind: 'lognormal', median: 3, cv: 0.5, low: 2, high: 5 })).toBeCloseTo(
    3.2139302458125734,
    11,
  )
})

it('takes cv of the lognormal as standard deviation over mean', () => {
  const distribution: Distribution = { kind: 'lognormal', median: 3, cv: 0.5 }
  const n = 200_000
  let sum = 0
  for (let i = 0; i < n; i += 1)
    sum += (quantileOf(distribution, (i + 0.5) / n) / meanOf(distribution) - 1) ** 2
  // The midpoint rule misses about a thousandth of the variance in the upper tail.
  expect(Math.sqrt(sum / n)).toBeCloseTo(0.5, 3)
})

describe('a list of values', () => {
  it('is a step function over ascending values', () => {
    expect([0, 0.2, 0.5, 0.51, 0.75, 0.76, 1].map((u) => quantileOf(dice, u))).toEqual([1, 1, 1, 2, 2, 4, 4])
    expect([0, 1, 1.5, 2, 3, 4].map((x) => cdfOf(dice, x))).toEqual([0, 0.5, 0.5, 0.75, 0.75, 1])
    expect([1, 2, 3].map((x) => densityOf(dice, x))).toEqual([0.5, 0.25, 0])
    expect(logDensityOf(dice, 3)).toBe(-Infinity)
    expect(meanOf(dice)).toBe(2)
    expect(supportOf({ kind: 'values', values: [3, 1], weights: [1, 0] })).toEqual({ low: 3, high: 3 })
    expect(quantileOf({ kind: 'values', values: [3, 1] }, 0.3)).toBe(1)
  })
})

it.each<readonly [Distribution, string]>([
  [{ kind: 'uniform', low: 1, high: 1 }, 'needs low below high'],
  [{ kind: 'uniform', low: 0, high: Infinity }, 'both finite'],
  [{ kind: 'log-uniform', low: 0, high: 1 }, 'needs low above 0'],
  [{ kind: 'normal', mean: 0, sd: 0 }, 'needs sd above 0'],
  [{ kind: 'normal', mean: 0, sd: 1, low: 2, high: 1 }, 'needs low below high'],
  [{ kind: 'normal', mean: 0, sd: 1, low: 60 }, 'has no probability'],
  [{ kind: 'lognormal', median: -1, cv: 1 }, 'needs median and cv above 0'],
  [{ kind: 'triangular', low: 0, mode: 3, high: 2 }, 'needs mode between low and high'],
  [{ kind: 'values', values: [] }, 'needs values'],
  [{ kind: 'values', values: [1, 2], weights: [1] }, 'needs a weight per value'],
  [{ kind: 'values', values: [1, 2], weights: [0, 0] }, 'not all 0'],
])('says what is wrong with %o', (distribution, problem) => {
  expect(distributionProblem(distribution)).toContain(problem)
})
