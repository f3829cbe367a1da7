import { type Balls, type FineGrid, boxInRow, forEachRowNear, longestEdge } from './fine-grid.ts'

/**
 * The closing of a union of balls by a distance c [um], as a mask over the boxes of a grid: all points that no ball of radius
 * c outside of the union can reach. Gaps narrower than 2 c are closed, the outer outline stays where it is.
 *
 * First each box gets its distance from the nearest ball, then what lies within c + d of a box whose distance is c + d is taken
 * away: that box is the centre of a ball of radius d outside of the widened union, so that the outline is found to a part of
 * a box.
 */
export function closingOf(balls: Balls, grid: FineGrid, gap: number): Uint8Array {
  const distances = distancesFromBalls(balls, grid, gap)
  const inside = Uint8Array.from(distances, (distance) => (distance <= gap ? 1 : 0))
  const rim = longestEdge(grid)
  const [nx, ny] = grid.shape
  const { corner, edge } = grid
  distances.forEach((distance, box) => {
    if (distance <= gap || distance > gap + rim) return
    const centre = [
      corner[0] + ((box % nx) + 0.5) * edge[0],
      corner[1] + ((Math.floor(box / nx) % ny) + 0.5) * edge[1],
      corner[2] + (Math.floor(box / (nx * ny)) + 0.5) * edge[2],
    ] as const
    const limit = distance * distance
    forEachRowNear(grid, centre, distance, ({ row, from, to, square }) => {
      for (let i = from; i <= to; i++) {
        const dx = corner[0] + (i + 0.5) * edge[0] - centre[0]
        if (square + dx * dx < limit) inside[row + boxInRow(i, nx)] = 0
      }
    })
  })
  return inside
}

/** Distance of each box's centre from the surface of the nearest ball [um], where it is at most a box beyond `gap`; else infinite. */
function distancesFromBalls(balls: Balls, grid: FineGrid, gap: number): Float32Array {
  const distances = new Float32Array(grid.shape[0] * grid.shape[1] * grid.shape[2]).fill(
    Number.POSITIVE_INFINITY,
  )
  const room = gap + longestEdge(grid)
  const { corner, edge } = grid
  const [nx] = grid.shape
  for (let ball = 0; ball < balls.count; ball++) {
    const radius = balls.radius[ball] ?? 0
    const place = [balls.x[ball] ?? 0, balls.y[ball] ?? 0, balls.z[ball] ?? 0] as const
    forEachRowNear(grid, place, radius + room, ({ row, from, to, square }) => {
      for (let i = from; i <= to; i++) {
        const dx = corner[0] + (i + 0.5) * edge[0] - place[0]
        const box = row + boxInRow(i, nx)
        // Roots only where the ball is nearer than those before it: most boxes have had a nearer one.
        const limit = (distances[box] ?? 0) + radius
        const apart = square + dx * dx
        if (limit > 0 && apart < limit * limit) distances[box] = Math.sqrt(apart) - radius
      }
    })
  }
  return distances
}

/**
 * Fills what the mask encloses: boxes that no path through unmarked boxes joins to a closed face of the grid, or, where all axes
 * are periodic, to the largest unmarked part.
 */
export function fillHoles(mask: Uint8Array, grid: FineGrid): Uint8Array {
  const isFree = (box: number): boolean => mask[box] === 0
  const isOutside = new Uint8Array(mask.length)
  if (grid.period.slice(0, grid.dimensions).every((period) => period > 0)) {
    const { first } = largestPartOf(grid, isFree)
    if (first >= 0) flood(grid, [first], isOutside, isFree)
  } else {
    const rim: number[] = []
    forEachRimBox(grid, (box) => {
      if (isFree(box)) rim.push(box)
    })
    flood(grid, rim, isOutside, isFree)
  }
  return isOutside.map((outside) => 1 - outside)
}

/** Number of boxes of the largest connected part of a mask. */
export function largestPart(mask: Uint8Array, grid: FineGrid): number {
  return largestPartOf(grid, (box) => mask[box] === 1).count
}

/** The largest connected part of the boxes that are open: its first box, -1 when there is none, and how many it has. */
function largestPartOf(
  grid: FineGrid,
  isOpen: (box: number) => boolean,
): { readonly first: number; readonly count: number } {
  const boxes = grid.shape[0] * grid.shape[1] * grid.shape[2]
  const isSeen = new Uint8Array(boxes)
  let largest = { first: -1, count: 0 }
  for (let box = 0; box < boxes; box++) {
    if (isSeen[box] === 1 || !isOpen(box)) continue
    const count = flood(grid, [box], isSeen, isOpen)
    if (count > largest.count) largest = { first: box, count }
  }
  return largest
}

/** Marks what can be reached from some boxes over faces; returns how many boxes that are. */
function flood(
  grid: FineGrid,
  from: readonly number[],
  isSeen: Uint8Array,
  isOpen: (box: number) => boolean,
): number {
  const waiting = from.filter((box) => isSeen[box] === 0)
  for (const box of waiting) isSeen[box] = 1
  let count = 0
  for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
    count += 1
    forEachNeighbour(grid, box, (next) => {
      if (isSeen[next] === 1 || !isOpen(next)) return
      isSeen[next] = 1
      waiting.push(next)
    })
  }
  return count
}

function forEachNeighbour({ shape, period }: FineGrid, box: number, visit: (next: number) => void): void {
  let stride = 1
  for (const axis of [0, 1, 2] as const) {
    const n = shape[axis]
    const at = Math.floor(box / stride) % n
    if (at > 0) visit(box - stride)
    else if (period[axis] > 0 && n > 1) visit(box + (n - 1) * stride)
    if (at < n - 1) visit(box + stride)
    else if (period[axis] > 0 && n > 1) visit(box - (n - 1) * stride)
    stride *= n
  }
}

/** Boxes at the faces of closed axes. */
function forEachRimBox({ shape, period, dimensions }: FineGrid, visit: (box: number) => void): void {
  const [nx, ny, nz] = shape
  const isFace = (index: number, axis: 0 | 1 | 2): boolean =>
    period[axis] === 0 && (index === 0 || index === shape[axis] - 1)
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const isWhole = isFace(j, 1) || (dimensions === 3 && isFace(k, 2))
      // Of other rows only the two ends are at a face.
      const step = isWhole || nx === 1 ? 1 : nx - 1
      if (!isWhole && !isFace(0, 0)) continue
      for (let i = 0; i < nx; i += step) visit((k * ny + j) * nx + i)
    }
  }
}
