import { describe, expect, it } from 'vitest'
import { createDraws } from './draws.ts'
import {
  cholesky,
  identity,
  product,
  solveLower,
  solveUpper,
  symmetricEigen,
  times,
  transpose,
  type Matrix,
} from './linear-algebra.ts'

const draws = createDraws(5, 0x7e570003)
const square: Matrix = Array.from({ length: 12 }, (_, i) =>
  Array.from({ length: 12 }, (_unused, j) => draws.normal(i, j)),
)
/** Positive definite, with a condition number of some thousands. */
const covariance = product(square, transpose(square))

/** Largest difference between two matrices, relative to the largest entry of the second. */
function distance(a: Matrix, b: Matrix): number {
  const differences = a.flatMap((row, i) =>
    row.map((value, j) => Math.abs(value - (b[i]?.[j] ?? Number.NaN))),
  )
  return Math.max(...differences) / Math.max(...b.flat().map(Math.abs))
}

describe('cholesky', () => {
  it('factors and solves', () => {
    const factor = cholesky(covariance)
    expect(factor[0]?.slice(1)).toEqual(Array.from({ length: 11 }, () => 0))
    // Backward stable: rounding of sums of twelve products.
    expect(distance(product(factor, transpose(factor)), covariance)).toBeLessThan(1e-14)
    const b = covariance.map((_, i) => i - 3)
    const solved = times(covariance, solveUpper(factor, solveLower(factor, b)))
    for (const [i, value] of solved.entries()) expect(Math.abs(value - (b[i] ?? 0))).toBeLessThan(1e-10)
  })

  it('names the entry that does not fit', () => {
    const correlations = [
      [1, 0.1, 0.9],
      [0.1, 1, 0.9],
      [0.9, 0.9, 1],
    ]
    expect(() => cholesky(correlations)).toThrow('0.9 between row 1 and row 3 does not fit the other entries')
    const twins = [
      [1, 0.2, 0.1],
      [0.2, 1, 1],
      [0.1, 1, 1],
    ]
    expect(() => cholesky(twins, ['uptake', 'growth', 'death'])).toThrow(/1 between growth and death/)
    expect(() => cholesky([[0]])).toThrow('the diagonal of row 1 is not positive')
    expect(() => cholesky(twins)).toThrow(RangeError)
  })
})

describe('symmetricEigen', () => {
  it('diagonalises', () => {
    const { values, vectors } = symmetricEigen(covariance)
    expect(values.toSorted((a, b) => b - a)).toEqual(values)
    expect(distance(product(vectors, transpose(vectors)), identity(12))).toBeLessThan(1e-14)
    const scaled = vectors.map((vector, i) => vector.map((value) => value * (values[i] ?? 0)))
    expect(distance(product(transpose(vectors), scaled), covariance)).toBeLessThan(1e-14)
  })

  it('knows the eigenvalues of the second difference', () => {
    const n = 9
    const matrix = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_unused, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    )
    const { values } = symmetricEigen(matrix)
    // 2 - 2 cos(k pi / (n + 1)), the largest first; rounding is some n eps times the largest, 8e-15.
    for (const [i, value] of values.entries())
      expect(Math.abs(value - 2 + 2 * Math.cos(((n - i) * Math.PI) / (n + 1)))).toBeLessThan(5 * 8e-15)
  })

  it('copes with repeated and vanishing eigenvalues', () => {
    expect(
      symmetricEigen([
        [0, 0],
        [0, 0],
      ]).values,
    ).toEqual([0, 0])
    expect(symmetricEigen(identity(3)).vectors).toEqual(identity(3))
    const { values, vectors } = symmetricEigen([
      [1, 1],
      [1, 1],
    ])
    expect(values[0]).toBeCloseTo(2, 15)
    expect(Math.abs(values[1] ?? 1)).toBeLessThan(1e-15)
    expect(vectors[0]?.[0]).toBeCloseTo(Math.SQRT1_2, 15)
  })
})
