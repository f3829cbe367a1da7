/**
 * Dense linear algebra for a few dozen dimensions: correlations of parameters and kernels of inference. Matrices are lists of
 * rows, so that they can be written down as JSON.
 */
export type Matrix = readonly (readonly number[])[]

/** Sweeps of the Jacobi method at most [1]; it converges quadratically and needs about six for a hundred rows. */
const mostSweeps = 60

/** Returns an entry of a matrix; NaN outside of it. */
export function element(matrix: Matrix, row: number, column: number): number {
  return matrix[row]?.[column] ?? Number.NaN
}

/** Returns the unit matrix [n][n]. */
export function identity(n: number): Matrix {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_unused, j) => (i === j ? 1 : 0)))
}

/** Returns matrix [m][n] times vector [n]. */
export function times(matrix: Matrix, vector: readonly number[]): readonly number[] {
  return matrix.map((row) => dot(row, vector))
}

/** Returns the product of matrices a [m][k] and b [k][n]. */
export function product(a: Matrix, b: Matrix): Matrix {
  const columns = transpose(b)
  return a.map((row) => columns.map((column) => dot(row, column)))
}

/** Returns a matrix with rows and columns exchanged. */
export function transpose(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, j) => matrix.map((row) => row[j] ?? Number.NaN))
}

/** Returns the inner product of vectors a [n] and b [n]. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

/**
 * Returns the lower triangular L with L L' = matrix [n][n], symmetric. Throws a RangeError that names the entry that fits least
 * to the others when the matrix is not positive definite; `names` [n] says what rows are called.
 */
export function cholesky(matrix: Matrix, names?: readonly string[]): Matrix {
  const { factor, isComplete } = factorOf(matrix, 1e-14)
  if (!isComplete) throw notPositiveDefinite(matrix, factor, names)
  return factor
}

/** Pivots below this part of the diagonal count as zero [1]; chosen: well above the rounding of sums over 1e4 rows. */
const SINGULAR = 1e-10

/** Returns x [n] of matrix x = right for a symmetric positive definite matrix [n][n]; undefined when it is not one. */
export function solve(matrix: Matrix, right: readonly number[]): readonly number[] | undefined {
  const { factor, isComplete } = factorOf(matrix, SINGULAR)
  return isComplete ? solveUpper(factor, solveLower(factor, right)) : undefined
}

/** Returns the inverse [n][n] of a symmetric positive definite matrix [n][n]; undefined when it is not one. */
export function inverseOf(matrix: Matrix): Matrix | undefined {
  const { factor, isComplete } = factorOf(matrix, SINGULAR)
  if (!isComplete) return undefined
  return identity(matrix.length).map((column) => solveUpper(factor, solveLower(factor, column)))
}

/** Rows of L with L L' = matrix, up to the first whose pivot vanishes beside its diagonal. */
function factorOf(
  matrix: Matrix,
  smallest: number,
): { readonly factor: Matrix; readonly isComplete: boolean } {
  const factor: number[][] = []
  for (let i = 0; i < matrix.length; i += 1) {
    const row = solveLower(factor, (matrix[i] ?? []).slice(0, i))
    const pivot = element(matrix, i, i) - dot(row, row)
    // Relative to the diagonal: what is left is rounding of the sum before.
    if (!(pivot > smallest * Math.abs(element(matrix, i, i)))) return { factor, isComplete: false }
    factor.push([...row, Math.sqrt(pivot), ...Array.from({ length: matrix.length - i - 1 }, () => 0)])
  }
  return { factor, isComplete: true }
}

/** The row that fails is the first one that the rows before it already determine; name its entry that explains most. */
function notPositiveDefinite(matrix: Matrix, factor: Matrix, names?: readonly string[]): RangeError {
  const i = factor.length
  const name = (row: number): string => names?.[row] ?? `row ${row + 1}`
  const row = (matrix[i] ?? []).slice(0, i)
  const coefficients = solveUpper(factor, solveLower(factor, row))
  const shares = row.map((value, j) => value * (coefficients[j] ?? 0))
  const j = shares.indexOf(Math.max(...shares))
  if (j < 0)
    return new RangeError(`the matrix is not positive definite: the diagonal of ${name(i)} is not positive`)
  const found = element(matrix, i, j)
  return new RangeError(
    `the matrix is not positive definite: ${found} between ${name(j)} and ${name(i)} does not fit the other entries`,
  )
}

/** Solves L x = b for lower triangular L [n][n] and b [n]; further columns of L are not read. */
export function solveLower(lower: Matrix, b: readonly number[]): readonly number[] {
  const x: number[] = []
  for (let i = 0; i < b.length; i += 1) {
    let rest = b[i] ?? 0
    for (let j = 0; j < i; j += 1) rest -= element(lower, i, j) * (x[j] ?? 0)
    x.push(rest / element(lower, i, i))
  }
  return x
}

/** Solves L' x = b for lower triangular L [n][n] and b [n]. */
export function solveUpper(lower: Matrix, b: readonly number[]): readonly number[] {
  const x = [...b]
  for (let i = b.length - 1; i >= 0; i -= 1) {
    let rest = x[i] ?? 0
    for (let j = i + 1; j < b.length; j += 1) rest -= element(lower, j, i) * (x[j] ?? 0)
    x[i] = rest / element(lower, i, i)
  }
  return x
}

/** Eigenvalues in descending order, and for each its unit vector. */
export interface Eigen {
  /** [n] */
  readonly values: readonly number[]
  /** [n][n]: row i belongs to value i. */
  readonly vectors: Matrix
}

/**
 * Returns eigenvalues and eigenvectors of a symmetric matrix [n][n] by cyclic Jacobi rotations: G. H. Golub and C. F. Van Loan,
 * Matrix Computations, 4th edition, section 8.5. The sign of a vector is that which makes its largest entry positive.
 */
export function symmetricEigen(matrix: Matrix): Eigen {
  const n = matrix.length
  const a = matrix.map((row) => [...row])
  const vectors = identity(n).map((row) => [...row])
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(a) > 0; sweep += 1)
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) rotate(a, vectors, p, q)
  const values = a.map((row, i) => row[i] ?? Number.NaN)
  // Ties keep their order, so that the same matrix always gives the same vectors.
  const order = values.map((_, i) => i).toSorted((i, j) => (values[j] ?? 0) - (values[i] ?? 0) || i - j)
  return {
    values: order.map((i) => values[i] ?? Number.NaN),
    vectors: order.map((i) => withPositiveLargest(vectors[i] ?? [])),
  }
}

function offDiagonal(a: Matrix): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) for (let j = 0; j < i; j += 1) sum += Math.abs(element(a, i, j))
  return sum
}

/** Turns rows and columns p and q so that the entry between them vanishes. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const between = element(a, p, q)
  // Far below the rounding of both diagonal entries a rotation would change nothing else.
  if (Math.abs(between) <= 1e-18 * (Math.abs(element(a, p, p)) + Math.abs(element(a, q, q)))) {
    setBoth(a, p, q, 0)
    return
  }
  const theta = (element(a, q, q) - element(a, p, p)) / (2 * between)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (const row of a) turn(row, p, q, c, s)
  turnRows(a, p, q, c, s)
  turnRows(vectors, p, q, c, s)
  setBoth(a, p, q, 0)
}

function setBoth(a: number[][], p: number, q: number, value: number): void {
  const [first, second] = [a[p], a[q]]
  if (first !== undefined) first[q] = value
  if (second !== undefined) second[p] = value
}

function turn(row: number[], p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p] ?? 0, row[q] ?? 0]
  row[p] = c * x - s * y
  row[q] = s * x + c * y
}

function turnRows(rows: number[][], p: number, q: number, c: number, s: number): void {
  const [first, second] = [rows[p] ?? [], rows[q] ?? []]
  for (let k = 0; k < first.length; k += 1) {
    const [x, y] = [first[k] ?? 0, second[k] ?? 0]
    first[k] = c * x - s * y
    second[k] = s * x + c * y
  }
}

function withPositiveLargest(vector: readonly number[]): readonly number[] {
  let largest = 0
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value
  return largest < 0 ? vector.map((value) => -value) : vector
}
