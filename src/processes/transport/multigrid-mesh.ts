/** One axis of one level: cells of any width, and how they hang together with their neighbours and the coarser axis. */
export interface AxisLevel {
  /** Cells along the axis. */
  readonly n: number
  /** Width of each cell [n], in fine voxels. */
  readonly widths: readonly number[]
  readonly isPeriodic: boolean
  /** Coupling to the cell before and after [1/um^2], 0 at closed ends; a periodic axis counts around. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** The same with those to held voxels beyond the ends, which do not change. */
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** Sum of all couplings of a cell [1/um^2], those to held voxels beyond the ends included. */
  readonly sum: readonly number[]
  /**
   * Linear interpolation from the coarser axis: weights of the cell's own coarse cell and of that one's neighbour on the outer
   * side [n]. They add up to 1, save beside held voxels, where the change is 0.
   */
  readonly near: readonly number[]
  readonly far: readonly number[]
  /** Share of each cell in the width of its coarse cell [n]. */
  readonly share: readonly number[]
}

/** A level of the mesh: the product of its axes. */
export interface MeshLevel {
  readonly axes: readonly [AxisLevel, AxisLevel, AxisLevel]
}

/** Shape of a mesh of cubic voxels. */
export interface MeshShape {
  readonly shape: readonly [number, number, number]
  /** Edge of a voxel [um]. */
  readonly voxel: number
  readonly isPeriodic: readonly [boolean, boolean, boolean]
  /** For each axis, whether a held voxel lies before the first and after the last one; none unless said. */
  readonly isHeld?: readonly (readonly [boolean, boolean])[]
}

/** The levels from the mesh itself to a single cell: along each axis pairs become one, an odd last cell stays alone. */
export function meshLevels(mesh: MeshShape): readonly MeshLevel[] {
  const levels: MeshLevel[] = []
  let widths = mesh.shape.map((n) => Array.from({ length: n }, () => 1))
  for (;;) {
    const axes = widths.map((axis, index) =>
      axisLevel(axis, mesh.voxel, mesh.isPeriodic[index] ?? false, mesh.isHeld?.[index] ?? [false, false]),
    )
    levels.push({ axes: [axes[0], axes[1], axes[2]] as MeshLevel['axes'] }) // three widths were mapped
    if (widths.every((axis) => axis.length === 1)) return levels
    widths = widths.map(pairs)
  }
}

function pairs(widths: readonly number[]): number[] {
  return Array.from(
    { length: Math.ceil(widths.length / 2) },
    (_, k) => (widths[2 * k] ?? 0) + (widths[2 * k + 1] ?? 0),
  )
}

function axisLevel(
  widths: readonly number[],
  voxel: number,
  isPeriodic: boolean,
  [isHeldLow, isHeldHigh]: readonly [boolean, boolean],
): AxisLevel {
  const n = widths.length
  const coarse = pairs(widths)
  const width = (i: number): number => widths[i] ?? 0
  const hasNeighbour = (i: number, step: number): boolean =>
    n > 1 && (isPeriodic || (i + step >= 0 && i + step < n))
  const coupling = (i: number, step: number): number => {
    if (!hasNeighbour(i, step)) return 0
    const distance = (width(i) + width((i + step + n) % n)) / 2
    return 1 / (width(i) * distance * voxel * voxel)
  }
  const interpolation = (i: number): { readonly near: number; readonly far: number } => {
    const c = i >> 1
    const step = i % 2 === 0 ? -1 : 1
    const m = coarse.length
    const offset = ((coarse[c] ?? 0) - width(i)) / 2
    const isBeyond = c + step < 0 || c + step >= m
    const isHeld = step < 0 ? isHeldLow : isHeldHigh
    if (isBeyond && isHeld) return { near: 1 - offset / (((coarse[c] ?? 0) + 1) / 2), far: 0 }
    if (m === 1 || (isBeyond && !isPeriodic)) return { near: 1, far: 0 }
    const far = offset / (((coarse[c] ?? 0) + (coarse[(c + step + m) % m] ?? 0)) / 2)
    return { near: 1 - far, far }
  }
  // The change of a held voxel is 0 at its centre, half a voxel beyond the face.
  const toHeld = (i: number): number => 1 / (width(i) * ((width(i) + 1) / 2) * voxel * voxel)
  const heldLow = (i: number): number => (isHeldLow && i === 0 ? toHeld(i) : 0)
  const heldHigh = (i: number): number => (isHeldHigh && i === n - 1 ? toHeld(i) : 0)
  const sum = (i: number): number => coupling(i, -1) + coupling(i, 1) + heldLow(i) + heldHigh(i)
  const each = (value: (i: number) => number): readonly number[] => widths.map((_, i) => value(i))
  return {
    n,
    widths,
    isPeriodic,
    before: each((i) => coupling(i, -1)),
    after: each((i) => coupling(i, 1)),
    low: each((i) => coupling(i, -1) + heldLow(i)),
    high: each((i) => coupling(i, 1) + heldHigh(i)),
    sum: each(sum),
    near: each((i) => interpolation(i).near),
    far: each((i) => interpolation(i).far),
    share: each((i) => width(i) / (coarse[i >> 1] ?? 1)),
  }
}
