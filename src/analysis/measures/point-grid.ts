import type { Space } from '../../engine/space.ts'
import { periods } from '../../engine/space.ts'
import type { Points } from './selection.ts'

/** Points sorted into the bins of a uniform grid; distances go around the faces of periodic axes. */
export interface PointGrid {
  readonly points: Points
  /** Lowest corner [um]. */
  readonly corner: readonly [number, number, number]
  /** Edges of a bin [um]. */
  readonly edge: readonly [number, number, number]
  /** Bins along x, y, z. */
  readonly shape: readonly [number, number, number]
  /** Period of each axis [um], 0 where closed. */
  readonly period: readonly [number, number, number]
  /** First entry of each bin in `order`, [bins + 1]. */
  readonly start: Uint32Array
  /** Points, bin after bin, ascending within each. */
  readonly order: Uint32Array
}

/** Points per bin. Chosen: a query reads a dozen or two, and empty bins stay few. */
const PER_BIN = 2
/** Most bins along an axis: bounds the memory where points are spread thinly. */
const MOST_BINS = 1024

export interface PointGridOptions {
  /** No bin is smaller than this [um]; 0 unless said. */
  readonly leastEdge?: number
  /** True to cover the whole domain and not only where points are. */
  readonly coversDomain?: boolean
}

/** Sorts points into bins, so that one holds about two. */
export function createPointGrid(points: Points, space: Space, options: PointGridOptions = {}): PointGrid {
  const { leastEdge = 0, coversDomain = false } = options
  const period = periods(space)
  const [low, high] = boxOf(points, space, period, coversDomain)
  const size = [high[0] - low[0], high[1] - low[1], high[2] - low[2]] as const
  const wanted = Math.max(leastEdge, fittingEdge(size, points.count, space.dimensions))
  const bins = (axis: 0 | 1 | 2): number => Math.min(Math.max(Math.floor(size[axis] / wanted), 1), MOST_BINS)
  const shape = [bins(0), bins(1), space.dimensions === 2 ? 1 : bins(2)] as const
  const along = (axis: 0 | 1 | 2): number => Math.max(size[axis] / shape[axis], Number.MIN_VALUE)
  const grid = { points, corner: low, edge: [along(0), along(1), along(2)] as const, shape, period }
  return { ...grid, ...sortIntoBins(grid) }
}

type Vector = readonly [number, number, number]

/** The box around the points; along periodic axes the whole domain. */
function boxOf(
  points: Points,
  space: Space,
  period: Vector,
  coversDomain: boolean,
): readonly [Vector, Vector] {
  const range = (values: ArrayLike<number>, axis: 0 | 1 | 2): readonly [number, number] => {
    const domain = [space.corner[axis], space.corner[axis] + space.size[axis]] as const
    if (period[axis] > 0) return domain
    let [low, high] = coversDomain ? domain : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let k = 0; k < points.count; k++) {
      low = Math.min(low, values[k] ?? 0)
      high = Math.max(high, values[k] ?? 0)
    }
    return low <= high ? [low, high] : [0, 0]
  }
  const [x, y, z] = [range(points.x, 0), range(points.y, 1), range(points.z, 2)]
  return [
    [x[0], y[0], z[0]],
    [x[1], y[1], z[1]],
  ]
}

function fittingEdge(size: Vector, count: number, dimensions: 2 | 3): number {
  const bins = Math.max(count / PER_BIN, 1)
  const extent = Math.max(size[0], size[1], dimensions === 3 ? size[2] : 0)
  // A flat or thin cloud has fewer dimensions than space: no bin is finer than the longest side allows.
  const area = Math.max(size[0], extent / bins) * Math.max(size[1], extent / bins)
  const edge =
    dimensions === 2 ? Math.sqrt(area / bins) : Math.cbrt((area * Math.max(size[2], extent / bins)) / bins)
  return edge > 0 ? edge : 1
}

/** Bin of a point along an axis, within the grid. */
export function binAlong(
  grid: Omit<PointGrid, 'start' | 'order'>,
  axis: 0 | 1 | 2,
  position: number,
): number {
  const index = Math.floor((position - grid.corner[axis]) / grid.edge[axis])
  return Math.min(Math.max(index, 0), grid.shape[axis] - 1)
}

function sortIntoBins(grid: Omit<PointGrid, 'start' | 'order'>): Pick<PointGrid, 'start' | 'order'> {
  const { points, shape } = grid
  const bins = Uint32Array.from({ length: points.count }, (_, k) => {
    const [x, y, z] = [points.x[k] ?? 0, points.y[k] ?? 0, points.z[k] ?? 0]
    return (binAlong(grid, 2, z) * shape[1] + binAlong(grid, 1, y)) * shape[0] + binAlong(grid, 0, x)
  })
  const start = new Uint32Array(shape[0] * shape[1] * shape[2] + 1)
  for (const bin of bins) start[bin + 1] = (start[bin + 1] ?? 0) + 1
  for (let bin = 1; bin < start.length; bin++) start[bin] = (start[bin] ?? 0) + (start[bin - 1] ?? 0)
  const next = start.slice()
  const order = new Uint32Array(points.count)
  bins.forEach((bin, k) => {
    const at = next[bin] ?? 0
    order[at] = k
    next[bin] = at + 1
  })
  return { start, order }
}

/** The shortest way from a to b along an axis [um]. */
export function shortest(difference: number, period: number): number {
  return period > 0 ? difference - period * Math.round(difference / period) : difference
}

/** Bins around bin `at` at rings `-ring` to `ring` along an axis, as indices; none twice around a periodic axis. */
interface Reach {
  readonly from: number
  readonly to: number
}

function reachAlong({ shape, period }: PointGrid, axis: 0 | 1 | 2, at: number, ring: number): Reach {
  const n = shape[axis]
  if (period[axis] === 0) return { from: Math.max(at - ring, 0) - at, to: Math.min(at + ring, n - 1) - at }
  return { from: -Math.min(ring, Math.floor((n - 1) / 2)), to: Math.min(ring, Math.floor(n / 2)) }
}

/**
 * Distance [um] from a place to the nearest point, leaving out point `skip`; Infinity when there is none. Looks at ring after
 * ring of bins until the next cannot hold a nearer one.
 */
export function nearestDistance(grid: PointGrid, place: Vector, skip = -1): number {
  const at: Vector = [binAlong(grid, 0, place[0]), binAlong(grid, 1, place[1]), binAlong(grid, 2, place[2])]
  const rings = Math.max(...grid.shape)
  let best = Number.POSITIVE_INFINITY
  for (let ring = 0; ring < rings; ring++) {
    best = Math.min(best, nearestInRing(grid, place, at, ring, skip))
    const bound = beyond(grid, place, at, ring)
    if (bound > 0 && best <= bound * bound) break
  }
  return Math.sqrt(best)
}

/** Least distance [um] of what lies in rings after `ring`; infinite when nothing does. */
function beyond(grid: PointGrid, place: Vector, at: Vector, ring: number): number {
  let least = Number.POSITIVE_INFINITY
  for (const axis of [0, 1, 2] as const) {
    const { shape, corner, edge, period } = grid
    const isPeriodic = period[axis] > 0
    if (isPeriodic && 2 * ring + 1 >= shape[axis]) continue
    const offset = place[axis] - corner[axis]
    if (isPeriodic || at[axis] - ring > 0) least = Math.min(least, offset - (at[axis] - ring) * edge[axis])
    if (isPeriodic || at[axis] + ring < shape[axis] - 1)
      least = Math.min(least, (at[axis] + ring + 1) * edge[axis] - offset)
  }
  return least
}

/** Least squared distance [um^2] among the bins of one ring. */
function nearestInRing(grid: PointGrid, place: Vector, at: Vector, ring: number, skip: number): number {
  const { shape } = grid
  const [xs, ys, zs] = [
    reachAlong(grid, 0, at[0], ring),
    reachAlong(grid, 1, at[1], ring),
    reachAlong(grid, 2, at[2], ring),
  ]
  let best = Number.POSITIVE_INFINITY
  for (let dz = zs.from; dz <= zs.to; dz++) {
    for (let dy = ys.from; dy <= ys.to; dy++) {
      const isFace = Math.abs(dz) === ring || Math.abs(dy) === ring
      const row = (around(at[2] + dz, shape[2]) * shape[1] + around(at[1] + dy, shape[1])) * shape[0]
      // Inside of the faces only the two ends of a row belong to the ring.
      const step = isFace || ring === 0 ? 1 : 2 * ring
      for (let dx = isFace ? xs.from : -ring; dx <= xs.to; dx += step) {
        if (dx < xs.from) continue
        best = Math.min(best, nearestInBin(grid, place, row + around(at[0] + dx, shape[0]), skip))
      }
    }
  }
  return best
}

function around(index: number, n: number): number {
  return index < 0 ? index + n : index >= n ? index - n : index
}

function nearestInBin(grid: PointGrid, place: Vector, bin: number, skip: number): number {
  const { start, order } = grid
  const end = start[bin + 1] ?? 0
  let best = Number.POSITIVE_INFINITY
  for (let entry = start[bin] ?? 0; entry < end; entry++) {
    const k = order[entry] ?? 0
    if (k !== skip) best = Math.min(best, squareTo(grid, place, k))
  }
  return best
}

/** Squared distance [um^2] from a place to point `k`. */
function squareTo({ points, period }: PointGrid, place: Vector, k: number): number {
  const dx = shortest((points.x[k] ?? 0) - place[0], period[0])
  const dy = shortest((points.y[k] ?? 0) - place[1], period[1])
  const dz = shortest((points.z[k] ?? 0) - place[2], period[2])
  return dx * dx + dy * dy + dz * dz
}
