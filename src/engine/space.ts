/** What happens to cells and substrates at the outer faces of an axis. */
export type AxisBoundary = 'closed' | 'periodic'

/** The box that a world fills, cut into cubic voxels; two-dimensional when it is one voxel thick. */
export interface Space {
  /** Lowest corner [um]. */
  readonly corner: readonly [number, number, number]
  /** Extent [um]. */
  readonly size: readonly [number, number, number]
  /** Edge of a voxel [um]. */
  readonly voxel: number
  /** Voxels along x, y, z; voxel (i, j, k) has index (k ny + j) nx + i. */
  readonly shape: readonly [number, number, number]
  readonly boundary: readonly [AxisBoundary, AxisBoundary, AxisBoundary]
  readonly dimensions: 2 | 3
}

export function voxelCount(space: Space): number {
  return space.shape[0] * space.shape[1] * space.shape[2]
}

/** Index of the voxel that holds a point [um]; points outside count to the nearest voxel. */
export function voxelAt(space: Space, x: number, y: number, z: number): number {
  const along = (position: number, axis: 0 | 1 | 2): number => {
    const index = Math.floor((position - space.corner[axis]) / space.voxel)
    return Math.min(Math.max(index, 0), space.shape[axis] - 1)
  }
  return (along(z, 2) * space.shape[1] + along(y, 1)) * space.shape[0] + along(x, 0)
}

/** True when the point [um] lies in the box, faces included. */
export function isInside(space: Space, x: number, y: number, z: number): boolean {
  const within = (position: number, axis: 0 | 1 | 2): boolean =>
    position >= space.corner[axis] && position <= space.corner[axis] + space.size[axis]
  return within(x, 0) && within(y, 1) && within(z, 2)
}

/** Period of each axis [um], 0 where closed: what `minimumImage` of the kernels expects. */
export function periods(space: Space): readonly [number, number, number] {
  const along = (axis: 0 | 1 | 2): number => (space.boundary[axis] === 'periodic' ? space.size[axis] : 0)
  return [along(0), along(1), along(2)]
}
