/** Small dense symmetric systems: correlations of a few variables, information matrices of a few covariates. */

/** A square matrix as rows [p][p]. */
export type Matrix = readonly (readonly number[])[]

/** Pivots below this part of the diagonal count as zero [1]; chosen: well above the rounding of sums over 1e4 rows. */
const smallestPivot = 1e-10

/** Returns values[i]; NaN outside, so that a wrong index shows in the result. */
export function entry(values: ArrayLike<number>, i: number): number {
  return values[i] ?? Number.NaN
}

/** Returns the inverse [p][p] of a symmetric positive definite matrix [p][p]; undefined when it is not one. */
export function inverseOf(matrix: Matrix): Matrix | undefined {
  const lower = choleskyOf(matrix)
  if (lower === undefined) return undefined
  const columns = matrix.map((_, k) =>
    solveFactored(
      lower,
      matrix.map((_row, i) => Number(i === k)),
    ),
  )
  return columns
}

/** Returns x [p] of matrix x = right for a symmetric positive definite matrix [p][p]; undefined when it is not one. */
export function solve(matrix: Matrix, right: readonly number[]): readonly number[] | undefined {
  const lower = choleskyOf(matrix)
  return lower === undefined ? undefined : solveFactored(lower, right)
}

/** Returns the sum of a[i] b[i] over vectors [p]. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += entry(a, i) * entry(b, i)
  return sum
}

/** Lower triangle L with matrix = L L^T, or undefined when a pivot vanishes beside its diagonal. */
function choleskyOf(matrix: Matrix): number[][] | undefined {
  const lower: number[][] = []
  for (const [i, row] of matrix.entries()) {
    const own: number[] = []
    for (let j = 0; j <= i; j += 1) {
      const rest = entry(row, j) - dot(own.slice(0, j), lower[j] ?? own)
      if (i > j) own.push(rest / entry(lower[j] ?? [], j))
      else if (rest > smallestPivot * entry(row, i)) own.push(Math.sqrt(rest))
      else return undefined
    }
    lower.push(own)
  }
  return lower
}

function solveFactored(lower: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const forward: number[] = []
  for (const [i, row] of lower.entries())
    forward.push((entry(right, i) - dot(row.slice(0, i), forward)) / entry(row, i))
  const solution: number[] = Array.from(forward)
  for (let i = lower.length - 1; i >= 0; i -= 1) {
    let rest = entry(forward, i)
    for (let k = i + 1; k < lower.length; k += 1) rest -= entry(lower[k] ?? [], i) * entry(solution, k)
    solution[i] = rest / entry(lower[i] ?? [], i)
  }
  return solution
}
