/** One axis of a substrate's implicit step. */
export interface AxisStep {
  /** Voxels along the axis. */
  readonly n: number
  /** D dt / h^2 */
  readonly a: number
  /** decay x dt / number of axes */
  readonly b: number
  readonly isPeriodic: boolean
  /** True where the end voxel holds its value within the sweep: its row of the matrix is that of the identity. */
  readonly isHeldLow?: boolean
  readonly isHeldHigh?: boolean
}

/**
 * Factors of the tridiagonal matrix of one axis as [m, c, w], each [n]: 1 + b + a (number of neighbours) on the
 * diagonal, -a beside it. Going up r <- m r + c r_before, coming down r <- r + c r_after.
 *
 * A periodic matrix is the tridiagonal one with ends 1 + b + 3 a minus a e e^T, e = (1, 0 ... 0, 1); by the formula of
 * Sherman and Morrison its solution is r + w (r_first + r_last), w = a q / (1 - a e.q), q the solution for e.
 */
export function axisFactors(step: AxisStep): Float64Array {
  const { n, a, b, isPeriodic } = step
  const factors = new Float64Array(3 * n)
  const m = factors.subarray(0, n)
  const c = factors.subarray(n, 2 * n)
  for (let i = 0; i < n; i++) {
    const isHeld = isHeldRow(step, i)
    const before = i === 0 ? 0 : a * (c[i - 1] ?? 0)
    m[i] = isHeld ? 1 : 1 / (diagonal(step, i) - before)
    c[i] = isHeld ? 0 : a * (m[i] ?? 0)
  }
  if (isPeriodic && n > 1) factors.set(closing(m, c, a), 2 * n)
  // One voxel that is its own neighbour exchanges nothing with itself.
  if (n === 1) factors.set([isHeldRow(step, 0) ? 1 : 1 / (1 + b), 0, 0])
  return factors
}

function isHeldRow({ n, isHeldLow = false, isHeldHigh = false }: AxisStep, i: number): boolean {
  return (i === 0 && isHeldLow) || (i === n - 1 && isHeldHigh)
}

function diagonal({ n, a, b, isPeriodic }: AxisStep, i: number): number {
  const neighbours = Number(i > 0) + Number(i < n - 1)
  return 1 + b + a * (isPeriodic && neighbours < 2 ? 3 : neighbours)
}

function closing(m: Float64Array, c: Float64Array, a: number): Float64Array {
  const n = m.length
  const q = new Float64Array(n)
  q[0] = 1
  q[n - 1] = 1
  for (let i = 0; i < n; i++) q[i] = (m[i] ?? 0) * (q[i] ?? 0) + (i === 0 ? 0 : (c[i] ?? 0) * (q[i - 1] ?? 0))
  for (let i = n - 2; i >= 0; i--) q[i] = (q[i] ?? 0) + (c[i] ?? 0) * (q[i + 1] ?? 0)
  const scale = a / (1 - a * ((q[0] ?? 0) + (q[n - 1] ?? 0)))
  return q.map((value) => scale * value)
}
