import { describe, expect, test } from 'vitest'
import { binomial, logMass, multinomial } from './binomial.ts'
import { createDraws } from './draws.ts'
import { logGamma } from './special-functions.ts'

const draws = createDraws(7, 5)
const sample = (n: number, p: number, size: number, key: number): readonly number[] =>
  Array.from({ length: size }, (_, k) => binomial(n, p, (index) => draws.uniform(key, k, index)))

/** Standard errors; the tests below make some 60 comparisons, of which one beyond 5 comes in 30 000 runs. Seeds are fixed. */
const BOUND = 5

describe('binomial numbers', () => {
  test.each([
    [1, 0.3],
    [7, 0.5],
    [30, 0.2],
    [40, 0.9],
    [21, 0.48],
    [1000, 0.3],
    [1e6, 2e-6],
    [1e6, 0.0001],
    [1e9, 3e-9],
    [1e9, 0.02],
    [1e12, 0.4],
    [1e12, 0.999_999],
    [1e12, 1e-11],
  ])('of %d with probability %d have mean and variance of the law', (n, p) => {
    const size = 4000
    const values = sample(n, p, size, 1)
    const variance = n * p * (1 - p)
    const mean = values.reduce((sum, value) => sum + (value - n * p), 0) / size
    const square = values.reduce((sum, value) => sum + (value - n * p) ** 2, 0) / size
    // The fourth central moment is variance (1 + 3 (n - 2) p q).
    const fourth = variance * (1 + 3 * (n - 2) * p * (1 - p))
    expect(Math.abs(mean)).toBeLessThan(BOUND * Math.sqrt(variance / size))
    expect(Math.abs(square - variance)).toBeLessThan(BOUND * Math.sqrt((fourth - variance ** 2) / size))
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= n)).toBe(true)
  })

  test.each([
    [12, 0.35],
    [25, 0.41],
    [60, 0.5],
    [200, 0.06],
    [400, 0.9],
  ])('of %d with probability %d have its probabilities, by chi-square', (n, p) => {
    const size = 20_000
    const counts = Array.from({ length: n + 1 }, () => 0)
    for (const value of sample(n, p, size, 2)) counts[value] = (counts[value] ?? 0) + 1
    let [statistic, cells, tail, seen] = [0, 0, 0, 0]
    counts.forEach((count, k) => {
      tail += size * Math.exp(massOf(k, n, p))
      seen += count
      if (tail < 20 && k < n) return
      statistic += (seen - tail) ** 2 / Math.max(tail, 1e-9)
      ;[cells, tail, seen] = [cells + 1, 0, 0]
    })
    const freedom = cells - 1
    // Mean f and variance 2f; the last cell, of what was left, may be small and adds little to either.
    expect(statistic).toBeLessThan(freedom + BOUND * Math.sqrt(2 * freedom) + 10)
    expect(statistic).toBeGreaterThan(freedom / 10)
  })

  test('of extremes need no draw', () => {
    const never = (): number => {
      throw new Error('a draw')
    }
    expect([binomial(0, 0.5, never), binomial(9, 0, never), binomial(9, 1, never)]).toEqual([0, 0, 9])
    expect([binomial(9, -1e-18, never), binomial(9, 1 + 1e-15, never)]).toEqual([0, 9])
  })

  test('take one draw where the mean is small, and begin at address 0', () => {
    const asked: number[] = []
    const at = (index: number): number => {
      asked.push(index)
      return 0.25
    }
    binomial(1e9, 3e-9, at)
    expect(asked).toEqual([0])
    binomial(1e9, 3e-4, at)
    expect(asked.slice(1, 3)).toEqual([0, 1])
  })

  test('have the bits that they had', () => {
    expect(sample(1e9, 0.02, 4, 3)).toEqual(sample(1e9, 0.02, 4, 3))
    expect(sample(1e9, 0.02, 4, 3)).toMatchInlineSnapshot(`
      [
        19995902,
        20003643,
        20008134,
        19999926,
      ]
    `)
  })
})

function massOf(k: number, n: number, p: number): number {
  const choose = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
  return choose + k * Math.log(p) + (n - k) * Math.log(1 - p)
}

test.each([
  [0, 5, 0.3],
  [5, 5, 0.3],
  [3, 40, 0.1],
  [120, 400, 0.3],
  [9, 1000, 0.01],
])('the log-probability of %d of %d at %d agrees with factorials', (k, n, p) => {
  // Rounding of log-gammas of some thousand.
  expect(Math.abs(logMass(k, n, p) - massOf(k, n, p))).toBeLessThan(1e-11)
})

describe('multinomial numbers', () => {
  test('share all out, with the means and covariance of the law', () => {
    const weights = Float64Array.from([0.4, 0, 0.1, 1.5])
    const out = new Float64Array(4)
    const [n, size] = [500, 3000]
    const sums = [0, 0, 0, 0]
    let product = 0
    for (let k = 0; k < size; k++) {
      multinomial(n, weights, out, (outcome, index) => draws.uniform(outcome, k, index))
      expect(out.reduce((sum, each) => sum + each, 0)).toBe(n)
      out.forEach((each, i) => void (sums[i] = (sums[i] ?? 0) + each))
      product += ((out[0] ?? 0) - 100) * ((out[3] ?? 0) - 375)
    }
    weights.forEach((weight, i) => {
      const share = weight / 2
      const error = Math.sqrt((n * share * (1 - share)) / size)
      expect(Math.abs((sums[i] ?? 0) / size - n * share)).toBeLessThanOrEqual(BOUND * error)
    })
    const variances = n * 0.2 * 0.8 * n * 0.75 * 0.25
    const covariance = -n * 0.2 * 0.75
    expect(Math.abs(product / size - covariance)).toBeLessThan(
      BOUND * Math.sqrt((variances + covariance ** 2) / size),
    )
  })

  test('leave none, whatever rounding does to the sum of weights', () => {
    const weights = Float64Array.from([0.1, 0.2, 0.7, 0])
    const out = new Float64Array(4)
    for (let k = 0; k < 100; k++) {
      multinomial(1e12, weights, out, (outcome, index) => draws.uniform(outcome, k, index))
      expect(out.reduce((sum, each) => sum + each, 0)).toBe(1e12)
    }
  })
})
