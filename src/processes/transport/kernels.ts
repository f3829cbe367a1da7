import { type FieldPair, pairAt, setPair } from '../../kernels/field-pair.ts'

/*
 * The plain form of the kernels: the same operations in the same order, line by line, without regard to memory.
 */

/** The lines of one axis: `n` voxels each, `stride` voxels from one to the next. */
export interface LineShape {
  readonly n: number
  readonly stride: number
  readonly isPeriodic: boolean
}

/** Sweeps lines [begin, end) of `work` [voxels] in place with the factors [3 n] of `axisFactors`. */
export function sweepLines(
  work: Float64Array,
  factors: Float64Array,
  lines: LineShape,
  begin: number,
  end: number,
): void {
  const { n, stride, isPeriodic } = lines
  for (let line = begin; line < end; line++) {
    const first = Math.floor(line / stride) * stride * n + (line % stride)
    const at = (p: number): number => first + p * stride
    const r = Float64Array.from({ length: n }, (_, p) => work[at(p)] ?? 0)
    sweepLine(r, factors)
    if (isPeriodic) closeLine(r, factors)
    r.forEach((value, p) => (work[at(p)] = value))
  }
}

function sweepLine(r: Float64Array, factors: Float64Array): void {
  const n = r.length
  const [m, c] = [factors.subarray(0, n), factors.subarray(n, 2 * n)]
  r[0] = (m[0] ?? 0) * (r[0] ?? 0)
  for (let i = 1; i < n; i++) r[i] = (m[i] ?? 0) * (r[i] ?? 0) + (c[i] ?? 0) * (r[i - 1] ?? 0)
  for (let i = n - 2; i >= 0; i--) r[i] = (r[i] ?? 0) + (c[i] ?? 0) * (r[i + 1] ?? 0)
}

function closeLine(r: Float64Array, factors: Float64Array): void {
  const n = r.length
  const ends = (r[0] ?? 0) + (r[n - 1] ?? 0)
  for (let i = 0; i < n; i++) r[i] = (r[i] ?? 0) + (factors[2 * n + i] ?? 0) * ends
}

/** Voxels whose value is given: `indices` and `values` [count]. */
export interface FixedVoxels {
  readonly indices: Uint32Array
  readonly values: Float64Array
}

/** What a step needs: the axes in order with their factors, and the fixed voxels. */
export interface StepPlan {
  readonly axes: readonly { readonly lines: LineShape; readonly factors: Float64Array }[]
  readonly fixed: FixedVoxels
}

/** One whole step of a substrate: for each axis overwrite fixed voxels and sweep, then overwrite once more. */
export function transportStep(pair: FieldPair, plan: StepPlan): void {
  const { indices, values } = plan.fixed
  const voxels = pair.field.length
  indices.forEach((v, k) => setPair(pair, v, values[k] ?? 0))
  const work = Float64Array.from({ length: voxels }, (_, v) => pairAt(pair, v))
  plan.axes.forEach(({ lines, factors }, axis) => {
    if (axis > 0) indices.forEach((v, k) => (work[v] = values[k] ?? 0))
    sweepLines(work, factors, lines, 0, voxels / lines.n)
  })
  work.forEach((value, v) => setPair(pair, v, value))
  indices.forEach((v, k) => setPair(pair, v, values[k] ?? 0))
}

/** What a substrate that does not diffuse loses [1/min] and gains per minute in a voxel, its decay included in the loss. */
export interface StillVoxel {
  readonly value: number
  readonly rate: number
  readonly supply: number
}

/** The exact solution of dc/dt = supply - rate c after `time` [min], and its mean over that time. */
export function stillStep(
  { value, rate, supply }: StillVoxel,
  time: number,
): { readonly value: number; readonly mean: number } {
  const x = rate * time
  const change = (supply - rate * value) * time
  const phi = x === 0 ? 1 : -Math.expm1(-x) / x
  return { value: value + change * phi, mean: value + change * (x < 1 ? psiSeries(x) : (1 - phi) / x) }
}

/** (1 - phi(x)) / x as its series, sum of (-x)^k / (k + 2)!: 20 terms are exact to rounding below 1. */
function psiSeries(x: number): number {
  let [term, sum] = [1 / 2, 0]
  for (let k = 0; k < 20; k++) {
    sum += term
    term *= -x / (k + 3)
  }
  return sum
}
