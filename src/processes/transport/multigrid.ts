import type { AxisLevel, MeshLevel } from './multigrid-mesh.ts'

/*
 * The plain form of the solver: the same operations in f64, cell by cell, without regard to memory. A cell (i, j, k) of
 * a level has index (k ny + j) nx + i.
 */

/** What a level works on: (sink - laplace) correction = residual, each [cells]. */
export interface LevelArrays {
  readonly level: MeshLevel
  readonly correction: Float64Array
  readonly residual: Float64Array
  /** [1/um^2] */
  readonly sink: Float64Array
  /** What passes the faces across x, y and z, where diffusion varies (multigrid-varied.ts). */
  readonly faces?: Faces | undefined
}

/**
 * Faces of a level across x, y and z, relative to diffusion without hindrance: one more along the axis than cells, face i before
 * cell i. A ring's first and last are the same.
 */
export type Faces = readonly [Float64Array, Float64Array, Float64Array]

/** Visits every cell of a level. */
export function eachCell(
  { axes: [x, y, z] }: MeshLevel,
  visit: (v: number, i: number, j: number, k: number) => void,
): void {
  for (let k = 0; k < z.n; k++)
    for (let j = 0; j < y.n; j++) for (let i = 0; i < x.n; i++) visit((k * y.n + j) * x.n + i, i, j, k)
}

/** Number of the face across `axis` that lies before cell `at`. */
export function faceAt({ axes: [x, y] }: MeshLevel, axis: number, at: readonly number[]): number {
  const [i = 0, j = 0, k = 0] = at
  const nx = x.n + (axis === 0 ? 1 : 0)
  const ny = y.n + (axis === 1 ? 1 : 0)
  return (k * ny + j) * nx + i
}

/** From a face across `axis` to the next one along it [elements]. */
export function faceStep({ axes: [x, y] }: MeshLevel, axis: number): number {
  return [1, x.n, x.n * y.n][axis] ?? 0
}

/** Sum of couplings x neighbours, and the sum of couplings. */
export function neighbours(
  { level, faces }: Pick<LevelArrays, 'level' | 'faces'>,
  valueAt: (other: number) => number,
  v: number,
  at: readonly number[],
): { sum: number; weight: number } {
  const [x, y] = level.axes
  const strides = [1, x.n, x.n * y.n]
  let sum = 0
  let weight = 0
  level.axes.forEach((axis, index) => {
    const i = at[index] ?? 0
    const stride = strides[index] ?? 0
    const face = faceAt(level, index, at)
    const passes = [
      faces?.[index]?.[face] ?? 1,
      faces?.[index]?.[face + faceStep(level, index)] ?? 1,
    ] as const
    for (const step of [-1, 1]) {
      const w = ((step < 0 ? axis.before : axis.after)[i] ?? 0) * (step < 0 ? passes[0] : passes[1])
      const other = v + (((i + step + axis.n) % axis.n) - i) * stride
      sum += w * valueAt(other)
    }
    weight +=
      faces === undefined
        ? (axis.sum[i] ?? 0)
        : passes[0] * (axis.low[i] ?? 0) + passes[1] * (axis.high[i] ?? 0)
  })
  return { sum, weight }
}

/**
 * One half of a red-black Gauss-Seidel sweep: cells with (i + j + k) % 2 = `colour`. Neighbours have the other colour, save
 * across the seam of a ring with an odd number of cells: along x both ends take what the other was before, along y and z
 * the last row or plane takes what the first has become. `fromZero` takes no neighbours.
 */
export function smooth(
  { level, correction, residual, sink, faces }: LevelArrays,
  colour: number,
  fromZero = false,
): void {
  const [x, y] = level.axes
  const before = correction.slice()
  eachCell(level, (v, i, j, k) => {
    if ((i + j + k) % 2 !== colour) return
    // A view in which the row is as it was and everything else as it is.
    const row = (k * y.n + j) * x.n
    const seen = (other: number): number =>
      (other >= row && other < row + x.n ? before : correction)[other] ?? 0
    const { sum, weight } = neighbours({ level, faces }, seen, v, [i, j, k])
    correction[v] = ((residual[v] ?? 0) + (fromZero ? 0 : sum)) / ((sink[v] ?? 0) + weight)
  })
}

/** What is left of the residual after the correction. */
export function remaining({ level, correction, residual, sink, faces }: LevelArrays): Float64Array {
  const left = new Float64Array(residual.length)
  eachCell(level, (v, i, j, k) => {
    const { sum, weight } = neighbours({ level, faces }, (other) => correction[other] ?? 0, v, [i, j, k])
    left[v] = (residual[v] ?? 0) + sum - ((sink[v] ?? 0) + weight) * (correction[v] ?? 0)
  })
  return left
}

/** Means over the cells that make a coarse cell, weighted by volume. */
export function restrict(level: MeshLevel, fine: Float64Array, coarse: MeshLevel): Float64Array {
  const [x, y, z] = level.axes
  const [cx, cy] = coarse.axes
  const means = new Float64Array(cellsOf(coarse))
  eachCell(level, (v, i, j, k) => {
    const share = (x.share[i] ?? 0) * (y.share[j] ?? 0) * (z.share[k] ?? 0)
    const c = ((k >> 1) * cy.n + (j >> 1)) * cx.n + (i >> 1)
    means[c] = (means[c] ?? 0) + share * (fine[v] ?? 0)
  })
  return means
}

/** Adds the coarse correction, interpolated linearly along each axis. */
export function prolong(
  level: MeshLevel,
  fine: Float64Array,
  coarse: MeshLevel,
  correction: Float64Array,
): void {
  const [cx, cy] = coarse.axes
  eachCell(level, (v, i, j, k) => {
    let sum = 0
    for (const [kk, wz] of sources(level.axes[2], k))
      for (const [jj, wy] of sources(level.axes[1], j))
        for (const [ii, wx] of sources(level.axes[0], i))
          sum += wx * wy * wz * (correction[(kk * cy.n + jj) * cx.n + ii] ?? 0)
    fine[v] = (fine[v] ?? 0) + sum
  })
}

/** The two coarse cells from which cell i takes its value, with weights. */
function sources(axis: AxisLevel, i: number): readonly (readonly [number, number])[] {
  const m = Math.ceil(axis.n / 2)
  const near = i >> 1
  const far = (near + (i % 2 === 0 ? -1 : 1) + m) % m
  return [
    [near, axis.near[i] ?? 1],
    [far, axis.far[i] ?? 0],
  ]
}

/** Cells of a level. */
export function cellsOf({ axes: [x, y, z] }: MeshLevel): number {
  return x.n * y.n * z.n
}

/**
 * Sinks of all levels: means of the finer ones, each bounded as s / (1 + bound s), since a sink stronger than its couplings
 * empties its own cell only. `bounds` [um^2] is that of the finest level; areas grow fourfold from level to level.
 */
export function coarsen(
  levels: readonly MeshLevel[],
  sink: Float64Array,
  bounds: number,
): readonly LevelArrays[] {
  let current = sink
  return levels.map((level, index) => {
    const finer = levels[index - 1]
    if (finer !== undefined) {
      const bound = bounds * areaOf(index - 1)
      current = restrict(
        finer,
        current.map((s) => s / (1 + bound * s)),
        level,
      )
    }
    const zeros = (): Float64Array => new Float64Array(cellsOf(level))
    return { level, correction: zeros(), residual: zeros(), sink: current }
  })
}

/** Area of a cell of level `index`, in fine voxels: widths double from level to level. */
export function areaOf(index: number): number {
  return index === 0 ? 1 : 4 * areaOf(index - 1)
}

/** One V-cycle from zero: a red-black sweep on the way down, one on the way up. */
export function cycle(arrays: readonly LevelArrays[], index = 0): void {
  const here = arrays[index]
  const next = arrays[index + 1]
  if (here === undefined) return
  here.correction.fill(0)
  for (const colour of [0, 1]) smooth(here, colour, colour === 0)
  if (next === undefined) return
  next.residual.set(restrict(here.level, remaining(here), next.level))
  cycle(arrays, index + 1)
  prolong(here.level, here.correction, next.level, next.correction)
  for (const colour of [0, 1]) smooth(here, colour)
}
