import type { Spot } from './lattice.ts'

/** A tube of a drawing in the plane, by rows of its spots. */
export interface Tube {
  readonly first: number
  readonly second: number
  /** [um] */
  readonly radius: number
}

/** Vessels of a tissue as they are drawn in one plane. */
export interface Drawing {
  readonly spots: Spot[]
  readonly tubes: Tube[]
  /** Pressure [mmHg] by row of the spot, where blood comes in or leaves. */
  readonly held: Map<number, number>
}

/** A disc without vessels: the lumen of a large vessel, or the tissue around one [um]. */
export interface Disc extends Spot {
  readonly radius: number
}

/** Share of the way from `from` to `to` at which a line first meets a circle; undefined where it does not. */
export function entersDisc(from: Spot, to: Spot, disc: Disc): number | undefined {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const [ex, ey] = [from.x - disc.x, from.y - disc.y]
  const a = dx * dx + dy * dy
  const b = ex * dx + ey * dy
  const c = ex * ex + ey * ey - disc.radius * disc.radius
  const root = b * b - a * c
  if (a === 0 || root < 0) return undefined
  const share = (-b - Math.sqrt(root)) / a
  return share >= 0 && share <= 1 ? share : undefined
}

/** Whether a spot lies in a disc. */
export function isInDisc(spot: Spot, disc: Disc): boolean {
  const [dx, dy] = [spot.x - disc.x, spot.y - disc.y]
  return dx * dx + dy * dy < disc.radius * disc.radius
}

/** The point at a share of the way [um]. */
export function between(from: Spot, to: Spot, share: number): Spot {
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }
}

/** A rectangle [um]. */
export interface Frame {
  readonly low: Spot
  readonly high: Spot
}

/** Whether a spot lies in a rectangle, its sides included. */
export function isInFrame({ x, y }: Spot, { low, high }: Frame): boolean {
  return x >= low.x && x <= high.x && y >= low.y && y <= high.y
}

/** The shares of the way between which a line runs inside of a rectangle; undefined where it does not. */
export function insideFrame(
  from: Spot,
  to: Spot,
  { low, high }: Frame,
): readonly [number, number] | undefined {
  let [begin, end] = [0, 1]
  for (const axis of ['x', 'y'] as const) {
    const step = to[axis] - from[axis]
    if (step === 0) {
      if (from[axis] < low[axis] || from[axis] > high[axis]) return undefined
      continue
    }
    const [one, other] = [(low[axis] - from[axis]) / step, (high[axis] - from[axis]) / step]
    begin = Math.max(begin, Math.min(one, other))
    end = Math.min(end, Math.max(one, other))
  }
  return begin < end ? [begin, end] : undefined
}
