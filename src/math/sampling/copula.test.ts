import { describe, expect, it } from 'vitest'
import { mean } from '../statistics.ts'
import { correlated, gaussianCopula, pearsonOfSpearman, samplesOf } from './copula.ts'
import { unitDesign } from './design.ts'

const asked = [
  [1, 0.7, -0.3],
  [0.7, 1, 0],
  [-0.3, 0, 1],
]
const n = 4000

/** Spearman's rank correlation of values without ties. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]): readonly number[] => {
    const order = values.map((_, i) => i).toSorted((i, j) => (values[i] ?? 0) - (values[j] ?? 0))
    const found = values.map(() => 0)
    for (const [rank, i] of order.entries()) found[i] = rank
    return found
  }
  const [x, y] = [ranks(a), ranks(b)]
  const squares = x.reduce((sum, rank, i) => sum + (rank - (y[i] ?? 0)) ** 2, 0)
  return 1 - (6 * squares) / (a.length * (a.length ** 2 - 1))
}

/** Largest difference between the empirical and the uniform distribution. */
function kolmogorov(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.max(...sorted.map((u, i) => Math.max((i + 1) / sorted.length - u, u - i / sorted.length)))
}

describe.each(['random', 'latin-hypercube', 'sobol'] as const)(
  'a Gaussian copula over a %s design',
  (kind) => {
    const design = correlated(unitDesign({ kind, points: n, dimensions: 3, seed: 21 }), gaussianCopula(asked))
    const columns = [0, 1, 2].map((d) => design.map((point) => point[d] ?? Number.NaN))

    it('has the rank correlations that were asked for', () => {
      for (const [i, a] of columns.entries())
        for (const [j, b] of columns.slice(0, i).entries()) {
          const rho = asked[i]?.[j] ?? Number.NaN
          // The standard error of Spearman's rho is at most 1.03/sqrt(n) for normal ranks, at rho = 0.
          expect(Math.abs(spearman(a, b) - rho)).toBeLessThan(5 * (1.03 / Math.sqrt(n)))
        }
    })

    it('has uniform marginals', () => {
      for (const values of columns) {
        expect(Math.abs(mean(values) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n))
        // Kolmogorov: sqrt(n) D exceeds 2.7 with probability 2 exp(-2 2.7^2) = 9e-7, which is 5 sigma.
        expect(Math.sqrt(n) * kolmogorov(values)).toBeLessThan(2.7)
      }
    })
  },
)

describe('gaussianCopula', () => {
  it('leaves the first coordinate of a design as it is', () => {
    const design = unitDesign({ kind: 'latin-hypercube', points: 50, dimensions: 3, seed: 2 })
    for (const [i, point] of correlated(design, gaussianCopula(asked)).entries())
      expect(point[0]).toBeCloseTo(design[i]?.[0] ?? Number.NaN, 12)
  })

  it('names the pair that is impossible beside the others', () => {
    const impossible = [
      [1, 0.9, -0.2],
      [0.9, 1, 0.9],
      [-0.2, 0.9, 1],
    ]
    expect(() => gaussianCopula(impossible, ['uptake', 'growth', 'death'])).toThrow(
      /between growth and death does not fit|between uptake and death does not fit/,
    )
    expect(() => gaussianCopula(impossible)).toThrow(RangeError)
  })

  it('refuses what is not a matrix of correlations', () => {
    expect(() =>
      gaussianCopula([
        [1, 0.1],
        [0.2, 1],
      ]),
    ).toThrow('two correlations, 0.2 and 0.1')
    expect(() =>
      gaussianCopula([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow('between -1 and 1, found 2 between row 1 and row 2')
    expect(() => gaussianCopula([[2]])).toThrow('with itself is 1, found 2')
    expect(() => gaussianCopula([[1, 0]])).toThrow('as many columns as rows')
  })

  it('turns rank correlations into those of normal variables', () => {
    for (const rho of [-1, -0.4, 0, 0.25, 1])
      expect(Math.abs(pearsonOfSpearman(rho) - 2 * Math.sin((Math.PI * rho) / 6))).toBeLessThan(3e-16)
  })
})

describe('samplesOf', () => {
  it('takes every coordinate through its quantile', () => {
    const samples = samplesOf(
      [
        { kind: 'uniform', low: 10, high: 20 },
        { kind: 'normal', mean: 5, sd: 1 },
      ],
      [
        [0.25, 0.5],
        [0.75, 0.5],
      ],
    )
    expect(samples).toEqual([
      [12.5, 5],
      [17.5, 5],
    ])
    expect(() => samplesOf([], [[0.5]])).toThrow('1 coordinates for 0 distributions')
  })
})
