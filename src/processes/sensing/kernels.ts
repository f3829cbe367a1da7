/** A mesh with one concentration per voxel. */
export interface FieldMesh {
  /** [nz ny nx] */
  readonly field: Float32Array
  readonly shape: readonly [number, number, number]
  readonly isPeriodic: readonly [boolean, boolean, boolean]
  /** Edge of a voxel [um]. */
  readonly edge: number
}

/** The plain form of `sensing_gradient`: the norm of the gradient at voxel `v`. */
export function gradientNorm(mesh: FieldMesh, v: number): number {
  const [nx, ny, nz] = mesh.shape
  const row = Math.floor(v / nx)
  const gx = slope(mesh, v, { at: v - row * nx, n: nx, stride: 1, isPeriodic: mesh.isPeriodic[0] })
  const gy = slope(mesh, v, { at: row % ny, n: ny, stride: nx, isPeriodic: mesh.isPeriodic[1] })
  const gz = slope(mesh, v, {
    at: Math.floor(row / ny),
    n: nz,
    stride: nx * ny,
    isPeriodic: mesh.isPeriodic[2],
  })
  return Math.sqrt(gx * gx + gy * gy + gz * gz)
}

interface AxisPlace {
  readonly at: number
  readonly n: number
  readonly stride: number
  readonly isPeriodic: boolean
}

function slope({ field, edge }: FieldMesh, v: number, { at, n, stride, isPeriodic }: AxisPlace): number {
  if (n === 1) return 0
  const isInside = at > 0 && at + 1 < n
  const up = at + 1 < n ? v + stride : isPeriodic ? v - at * stride : v
  const down = at > 0 ? v - stride : isPeriodic ? v + (n - 1) * stride : v
  return ((field[up] ?? 0) - (field[down] ?? 0)) / ((isPeriodic || isInside ? 2 : 1) * edge)
}

/** What a cell may feel of its neighbours. */
export interface Neighbourhood {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  /** [um] */
  readonly reach: Float64Array
  readonly classes: Uint16Array
  /** Slots that may touch each cell, in ascending order. */
  readonly lists: readonly (readonly number[])[]
  /** Period of each axis [um], 0 where closed. */
  readonly periods: readonly [number, number, number]
  readonly types: number
}

/** Slots of the cells that touch cell `i`. */
export function touching(hood: Neighbourhood, i: number): readonly number[] {
  const apart = (values: Float64Array, j: number, period: number): number => {
    const difference = (values[j] ?? 0) - (values[i] ?? 0)
    return period === 0 ? difference : difference - period * Math.floor(difference / period + 0.5)
  }
  return (hood.lists[i] ?? []).filter((j) => {
    const dx = apart(hood.x, j, hood.periods[0])
    const dy = apart(hood.y, j, hood.periods[1])
    const dz = apart(hood.z, j, hood.periods[2])
    const near = (hood.reach[i] ?? 0) + (hood.reach[j] ?? 0)
    return dx * dx + dy * dy + dz * dz < near * near
  })
}

/** The plain form of a contact signal: the sum of the weights [classes] of the touching cells. */
export function contactSignal(hood: Neighbourhood, weights: readonly number[], i: number): number {
  return touching(hood, i).reduce((sum, j) => sum + (weights[hood.classes[j] ?? 0] ?? 0), 0)
}

/** The plain form of `<marker> on neighbours`: the sum of the expression over touching live cells. */
export function markerSignal(hood: Neighbourhood, expression: (slot: number) => number, i: number): number {
  const live = touching(hood, i).filter((j) => (hood.classes[j] ?? 0) < hood.types)
  return live.reduce((sum, j) => sum + expression(j), 0)
}
