/** Points of a plane in square buckets, to find neighbours. */
export interface PointGrid {
  readonly x: Float64Array
  readonly y: Float64Array
  /** Edge of a bucket, in the unit of the points. */
  readonly edge: number
  readonly columns: number
  readonly rows: number
  readonly left: number
  readonly top: number
  /** First entry of a bucket in `order` [columns * rows + 1]. */
  readonly starts: Uint32Array
  readonly order: Uint32Array
}

/** Most buckets of a grid. Chosen: 64 MB, and a stray point far away may not ask for more. */
const MOST_BUCKETS = 16_000_000

/** Sorts points into buckets; without an `edge` one that holds about two points. */
export function gridOf(x: Float64Array, y: Float64Array, edge?: number): PointGrid {
  const [left, right] = extentOf(x)
  const [top, bottom] = extentOf(y)
  const [width, height] = [right - left, bottom - top]
  const even = Math.sqrt((2 * Math.max(width * height, Number.MIN_VALUE)) / Math.max(x.length, 1))
  const least = Math.max(Math.sqrt((width * height) / MOST_BUCKETS), (width + height) / MOST_BUCKETS)
  const size = Math.max(edge ?? even, least, 1e-9)
  const [columns, rows] = [Math.floor(width / size) + 1, Math.floor(height / size) + 1]
  const starts = new Uint32Array(columns * rows + 1)
  const buckets = new Uint32Array(x.length)
  for (let index = 0; index < x.length; index++) {
    const bucket =
      Math.floor(((y[index] ?? 0) - top) / size) * columns + Math.floor(((x[index] ?? 0) - left) / size)
    buckets[index] = bucket
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1
  }
  for (let bucket = 0; bucket < columns * rows; bucket++)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0)
  const order = new Uint32Array(x.length)
  const next = starts.slice()
  for (const [index, bucket] of buckets.entries()) {
    const place = next[bucket] ?? 0
    order[place] = index
    next[bucket] = place + 1
  }
  return { x, y, edge: size, columns, rows, left, top, starts, order }
}

/** Least and greatest of some numbers; zeros for none. */
export function extentOf(values: Float64Array): readonly [number, number] {
  if (values.length === 0) return [0, 0]
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** Calls `visit` with each other point in the ring of buckets `ring` around a point, and its distance. */
function visitRing(
  grid: PointGrid,
  index: number,
  ring: number,
  visit: (other: number, distance: number) => void,
): void {
  const [x, y] = [grid.x[index] ?? 0, grid.y[index] ?? 0]
  const column = Math.floor((x - grid.left) / grid.edge)
  const row = Math.floor((y - grid.top) / grid.edge)
  for (let j = Math.max(row - ring, 0); j <= Math.min(row + ring, grid.rows - 1); j++) {
    for (let i = Math.max(column - ring, 0); i <= Math.min(column + ring, grid.columns - 1); i++) {
      if (Math.max(Math.abs(i - column), Math.abs(j - row)) !== ring) continue
      const bucket = j * grid.columns + i
      for (let place = grid.starts[bucket] ?? 0; place < (grid.starts[bucket + 1] ?? 0); place++) {
        const other = grid.order[place] ?? 0
        if (other !== index) visit(other, Math.hypot((grid.x[other] ?? 0) - x, (grid.y[other] ?? 0) - y))
      }
    }
  }
}

/** Distance from a point to the nearest other one; infinite when it is alone. */
export function nearestDistance(grid: PointGrid, index: number): number {
  let nearest = Infinity
  const rings = Math.max(grid.columns, grid.rows)
  for (let ring = 0; ring < rings; ring++) {
    // All that lies further out is at least `ring - 1` buckets away.
    if (nearest <= (ring - 1) * grid.edge) break
    visitRing(grid, index, ring, (_, distance) => {
      if (distance < nearest) nearest = distance
    })
  }
  return nearest
}

/** Calls `visit` with each other point within one bucket of a point: all those nearer than the edge are among them. */
export function visitNear(
  grid: PointGrid,
  index: number,
  visit: (other: number, distance: number) => void,
): void {
  visitRing(grid, index, 0, visit)
  visitRing(grid, index, 1, visit)
}
