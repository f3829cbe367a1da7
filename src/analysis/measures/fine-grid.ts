import { type Space, periods } from '../../engine/space.ts'

/** A grid laid around some cells, finer or coarser than the mesh, for the outlines of what they form. */
export interface FineGrid {
  /** Lowest corner [um]. */
  readonly corner: readonly [number, number, number]
  /** Edges of a box of the grid [um]. */
  readonly edge: readonly [number, number, number]
  readonly shape: readonly [number, number, number]
  /** Period of each axis [um], 0 where closed. */
  readonly period: readonly [number, number, number]
  readonly dimensions: 2 | 3
}

/** Balls [um], one array per part. */
export interface Balls {
  readonly count: number
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  readonly radius: Float64Array
}

/** Boxes along the longest side. Chosen: areas are then good to a hundredth, and a map of a large tumour takes some ten milliseconds. */
const BOXES: Readonly<Record<2 | 3, number>> = { 2: 256, 3: 80 }
/** Finest edge [um]. Chosen: an eighth of a cell. */
const FINEST = 2

/** A grid around balls with `room` [um] to all sides, within the domain; around the whole of a periodic axis. */
export function gridAround(balls: Balls, space: Space, room: number): FineGrid {
  const period = periods(space)
  const side = (axis: 0 | 1 | 2): readonly [number, number] => {
    const domain = [space.corner[axis], space.corner[axis] + space.size[axis]] as const
    if (period[axis] > 0) return domain
    const at = [balls.x, balls.y, balls.z][axis] ?? balls.x
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const value of at) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
    return [Math.max(low - room, domain[0]), Math.min(high + room, domain[1])]
  }
  const sides = [side(0), side(1), side(2)] as const
  const size = (axis: 0 | 1 | 2): number => sides[axis][1] - sides[axis][0]
  const { dimensions } = space
  const longest = Math.max(size(0), size(1), dimensions === 3 ? size(2) : 0)
  const wanted = Math.max(longest / BOXES[dimensions], FINEST)
  const boxes = (axis: 0 | 1 | 2): number => Math.max(Math.ceil(size(axis) / wanted), 1)
  const shape = [boxes(0), boxes(1), dimensions === 2 ? 1 : boxes(2)] as const
  return {
    corner: [sides[0][0], sides[1][0], sides[2][0]],
    edge: [size(0) / shape[0], size(1) / shape[1], size(2) / shape[2]],
    shape,
    period,
    dimensions,
  }
}

/** Area of a box [um^2], or its volume [um^3] in three dimensions. */
export function boxExtent({ edge, dimensions }: FineGrid): number {
  return edge[0] * edge[1] * (dimensions === 2 ? 1 : edge[2])
}

/** Longest edge of a box [um]. */
export function longestEdge({ edge, dimensions }: FineGrid): number {
  return Math.max(edge[0], edge[1], dimensions === 2 ? 0 : edge[2])
}

/** Boxes of a row that lie near a point: the first box of the row, and what `from` and `to` count along it. */
export interface NearRow {
  /** Index of the row's first box. */
  row: number
  /** First and last place along x; outside of the row where the axis is periodic: see `boxInRow`. */
  from: number
  to: number
  /** Squared distance of the row from the point [um^2]. */
  square: number
}

/**
 * Visits the rows of boxes within `reach` [um] of a point; around the faces of periodic axes, not beyond others. In two
 * dimensions heights do not count. The visitor gets the same object each time, and goes along the row itself: a call per box
 * would cost more than what is done there.
 */
export function forEachRowNear(
  grid: FineGrid,
  place: readonly [number, number, number],
  reach: number,
  visit: (near: NearRow) => void,
): void {
  const { corner, edge, shape, period, dimensions } = grid
  const [, ny, nz] = shape
  const limit = reach * reach
  const end = (axis: 0 | 1 | 2, offset: number): number =>
    boxAlong(place[axis] + offset - corner[axis], edge[axis], shape[axis], period[axis])
  const near = { row: 0, from: 0, to: 0, square: 0 }
  const [fromY, toY] = [end(1, -reach), end(1, reach)]
  const [fromZ, toZ] = dimensions === 2 ? [0, 0] : [end(2, -reach), end(2, reach)]
  for (let k = fromZ; k <= toZ; k++) {
    const dz = dimensions === 2 ? 0 : corner[2] + (k + 0.5) * edge[2] - place[2]
    for (let j = fromY; j <= toY; j++) {
      const dy = corner[1] + (j + 0.5) * edge[1] - place[1]
      near.square = dz * dz + dy * dy
      if (near.square > limit) continue
      const half = Math.sqrt(limit - near.square)
      near.from = end(0, -half)
      near.to = end(0, half)
      near.row = (boxInRow(k, nz) * ny + boxInRow(j, ny)) * shape[0]
      visit(near)
    }
  }
}

/** Place within a row of n boxes, around its ends. */
export function boxInRow(index: number, n: number): number {
  return index >= 0 && index < n ? index : ((index % n) + n) % n
}

/** Box of an offset [um] from the corner: within the grid where the axis is closed, anywhere where it is periodic. */
function boxAlong(offset: number, edge: number, n: number, period: number): number {
  const index = Math.floor(offset / edge)
  return period > 0 ? index : Math.min(Math.max(index, 0), n - 1)
}
