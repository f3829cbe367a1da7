/** A square matrix, by rows. */
export type Matrix = readonly (readonly number[])[]

/** Terms of the series for a norm of at most 1/2; the first omitted one, 2^-18/18!, is below 1e-21. */
const TERMS = 17

/**
 * exp(M) - I, what a step of linear equations changes: by the Taylor series for M / 2^s of norm at most 1/2, then s times
 * E <- 2 E + E E.
 *
 * It needs no special function (the same bits everywhere) and no distinct eigenvalues, and keeps the digits of changes that are
 * small against what changes: with exp(M) itself, rounding would add up over the steps of a run.
 */
export function exponentialMinusIdentity(matrix: Matrix): Matrix {
  const norm = Math.max(...matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)))
  let doublings = 0
  let scale = 1
  while (norm * scale > 0.5) {
    doublings += 1
    scale /= 2
  }
  const small = matrix.map((row) => row.map((value) => value * scale))
  // Horner: E = M (I + M/2 (I + M/3 (...)))
  let sum = small.map((row) => row.map(() => 0))
  for (let n = TERMS; n >= 1; n--)
    sum = multiply(small, withIdentity(sum)).map((row) => row.map((value) => value / n))
  for (let s = 0; s < doublings; s++) sum = add(add(sum, sum), multiply(sum, sum))
  return sum
}

function withIdentity(matrix: Matrix): Matrix {
  return matrix.map((row, i) => row.map((value, j) => (i === j ? value + 1 : value)))
}

function add(a: Matrix, b: Matrix): number[][] {
  return a.map((row, i) => row.map((value, j) => value + (b[i]?.[j] ?? 0)))
}

function multiply(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => row.map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? 0), 0)))
}
