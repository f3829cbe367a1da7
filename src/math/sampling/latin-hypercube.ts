import { createDraws, permutation, type Draws } from '../draws.ts'

/**
 * Latin hypercubes: every dimension is cut into as many strata as there are points, and each stratum holds one point. M. D. McKay,
 * R. J. Beckman and W. J. Conover, Technometrics 21 (1979), doi:10.1080/00401706.1979.10489755.
 */
export interface LatinHypercubeOptions {
  /** Points [1], and strata of each dimension. */
  readonly points: number
  readonly dimensions: number
  /** Seed [1], an integer from 0 to 2^53 - 1. */
  readonly seed: number
  /** Puts points in the middle of their strata instead of anywhere in them. */
  readonly isCentred?: boolean
  /**
   * Exchanges tried to push points apart [1]; 0 by default. About 20 times points times dimensions bring most of what there is to
   * gain.
   */
  readonly exchanges?: number
}

/** Fourth counter word of the design's random numbers [1]; chosen: keeps them apart from other uses. */
const domain = 0x1a715000

/** First counter words: what a draw is for. */
const use = { order: 0, place: 1, exchange: 2 } as const

/** Returns a Latin hypercube [points][dimensions], strictly inside of the unit cube. */
export function latinHypercube(options: LatinHypercubeOptions): readonly (readonly number[])[] {
  const { points, dimensions, seed, isCentred = false, exchanges = 0 } = options
  if (![points, dimensions, exchanges].every((value) => Number.isInteger(value) && value >= 0))
    throw new RangeError(
      `points, dimensions and exchanges must be whole, found ${points}, ${dimensions}, ${exchanges}`,
    )
  const draws = createDraws(seed, domain)
  const columns = Array.from({ length: dimensions }, (_, d) => {
    const order = permutation(points, draws, use.order, d)
    return order.map((stratum, i) => (stratum + (isCentred ? 0.5 : draws.uniform(use.place, d, i))) / points)
  })
  const design = Array.from({ length: points }, (_, i) => columns.map((column) => column[i] ?? 0))
  spread(design, exchanges, draws)
  return design
}

/**
 * Exchanges a coordinate of two points whenever that lowers the sum of d^-16 over all pairs at distance d: M. D. Morris and
 * T. J. Mitchell, J. Stat. Plan. Inference 43 (1995), doi:10.1016/0378-3758(94)00035-T, with p = 16, which is close to the smallest
 * distance and tells designs apart that share it. Going downhill only, since designs need to be good, not the best.
 */
function spread(design: readonly number[][], exchanges: number, draws: Draws): void {
  const points = design.length
  const dimensions = design[0]?.length ?? 0
  if (points < 3 || dimensions < 2) return
  for (let attempt = 0; attempt < exchanges; attempt += 1) {
    const d = draws.below(dimensions, use.exchange, attempt, 0)
    const first = draws.below(points, use.exchange, attempt, 1)
    const other = draws.below(points - 1, use.exchange, attempt, 2)
    const second = other >= first ? other + 1 : other
    const before = crowding(design, first, second)
    exchange(design, first, second, d)
    if (crowding(design, first, second) > before) exchange(design, first, second, d)
  }
}

/** The part of the sum over pairs that an exchange between two points can change. */
function crowding(design: readonly (readonly number[])[], first: number, second: number): number {
  const [a = [], b = []] = [design[first], design[second]]
  let sum = 0
  for (let i = 0; i < design.length; i += 1) {
    if (i === first || i === second) continue
    const point = design[i] ?? []
    sum += nearness(a, point) + nearness(b, point)
  }
  return sum
}

/** d^-16 by multiplication; coincident points count as infinitely crowded. */
function nearness(a: readonly number[], b: readonly number[]): number {
  let square = 0
  for (let k = 0; k < a.length; k += 1) {
    const step = (a[k] ?? 0) - (b[k] ?? 0)
    square += step * step
  }
  const fourth = square * square
  const eighth = fourth * fourth
  return 1 / (eighth * eighth)
}

function exchange(design: readonly number[][], first: number, second: number, d: number): void {
  const [a, b] = [design[first], design[second]]
  if (a === undefined || b === undefined) return
  const kept = a[d] ?? 0
  a[d] = b[d] ?? 0
  b[d] = kept
}
