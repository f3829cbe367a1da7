import type { Point } from './graph.ts'

/**
 * Pairs of points that are neighbours in a Gabriel graph and nearer than `within` [um]: no third point lies in the sphere that has the two
 * at its poles. Sparse, connected where points are dense, and free of crossings in a plane. In the order of the points.
 */
export function gabrielPairs(
  points: readonly Point[],
  within: number,
): readonly (readonly [number, number])[] {
  const order = points.map((_, index) => index).toSorted((a, b) => x(points, a) - x(points, b) || a - b)
  const pairs: (readonly [number, number])[] = []
  order.forEach((a, place) => {
    const near = nearTo(points, order, place, within)
    // Those before it in the order have met it already.
    const behind = near.filter((b) => x(points, b) > x(points, a) || (x(points, b) === x(points, a) && b > a))
    for (const b of behind) if (isClear(points, a, b, near)) pairs.push([Math.min(a, b), Math.max(a, b)])
  })
  return pairs.toSorted(([a, b], [c, d]) => a - c || b - d)
}

function x(points: readonly Point[], index: number): number {
  return points[index]?.x ?? 0
}

/** The points nearer than `within` to the one at `place` of the order. */
function nearTo(
  points: readonly Point[],
  order: readonly number[],
  place: number,
  within: number,
): readonly number[] {
  const a = order[place] ?? 0
  const near: number[] = []
  for (const step of [-1, 1]) {
    for (let k = place + step; k >= 0 && k < order.length; k += step) {
      const b = order[k] ?? 0
      if (Math.abs(x(points, b) - x(points, a)) > within) break
      if (squared(points, a, b) <= within * within) near.push(b)
    }
  }
  return near
}

/** Whether no other point lies in the sphere between two: a right angle or more at each of the others means inside. */
function isClear(points: readonly Point[], a: number, b: number, near: readonly number[]): boolean {
  const direct = squared(points, a, b)
  return near.every((c) => c === b || squared(points, a, c) + squared(points, b, c) >= direct)
}

function squared(points: readonly Point[], a: number, b: number): number {
  const [p, q] = [points[a], points[b]]
  if (p === undefined || q === undefined) return Infinity
  const [dx, dy, dz] = [p.x - q.x, p.y - q.y, p.z - q.z]
  return dx * dx + dy * dy + dz * dz
}
