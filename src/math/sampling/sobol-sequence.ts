import { createDraws, type Draws } from '../draws.ts'
import { sobolDirections } from './sobol-directions.ts'

/**
 * The Sobol sequence: points that fill the unit cube more evenly than random ones.
 *
 *     x(i) = XOR of v(k) over the bits k of i ^ (i >> 1)       v(k) = m(k) / 2^k
 *     m(k) = 2 a1 m(k-1) ^ 4 a2 m(k-2) ^ ... ^ 2^s m(k-s) ^ m(k-s)      in each dimension
 *
 * The Gray code i ^ (i >> 1) gives the order of I. A. Antonov and V. M. Saleev, doi:10.1016/0041-5553(79)90085-5, as in the programs
 * that come with the table. The first 2^m points put equally many into every dyadic interval of each dimension.
 *
 * Owen's scrambling keeps that and makes every point uniform: bit k of a coordinate is flipped or not by a coin that depends on
 * the bits above it. A. B. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences" (1995),
 * doi:10.1007/978-1-4612-2552-2_19. Coins are looked up, so a point does not depend on how many are made.
 */
export interface SobolOptions {
  /** Points [1]; powers of two are balanced. */
  readonly points: number
  readonly dimensions: number
  /** Seed [1] of the scrambling, an integer from 0 to 2^53 - 1. */
  readonly seed: number
  /**
   * 'owen' (default), 'shift' (one random number per dimension, added bit by bit), or 'none' for the sequence as published, which
   * begins in the corner 0 where quantiles may be infinite.
   */
  readonly scramble?: 'owen' | 'shift' | 'none'
  /** Points left out at the beginning [1]; 0 by default. Leaving out any but a multiple of a power of two unbalances. */
  readonly skip?: number
}

/** Dimensions that the table of directions covers [1]. */
export const mostSobolDimensions = sobolDirections.length + 1

/** Bits of a coordinate [1]: the width of a word. */
const bits = 32

/** Fourth counter word of the scrambling's random numbers [1]; chosen: keeps them apart from other uses. */
const domain = 0x50b01000

/** Levels of Owen's coins that one word of random bits serves [1]: a tree of five levels has 31 inner nodes. */
const levelsPerWord = 5

/** Returns points of the Sobol sequence [points][dimensions], each coordinate in [0, 1); strictly above 0 when scrambled. */
export function sobolSequence(options: SobolOptions): readonly (readonly number[])[] {
  const { points, dimensions, seed, scramble = 'owen', skip = 0 } = options
  checkOptions(points, dimensions, skip)
  const directions = Array.from({ length: dimensions }, (_, d) => directionNumbers(d))
  const draws = createDraws(seed, domain)
  return Array.from({ length: points }, (_, i) => {
    const index = i + skip
    const gray = (index ^ (index >>> 1)) >>> 0
    return directions.map((v, d) => coordinate(xorOf(v, gray), d, scramble, draws))
  })
}

function checkOptions(points: number, dimensions: number, skip: number): void {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > mostSobolDimensions)
    throw new RangeError(`a Sobol sequence has 1 to ${mostSobolDimensions} dimensions, found ${dimensions}`)
  const isWhole = Number.isInteger(points) && Number.isInteger(skip) && points >= 0 && skip >= 0
  if (!isWhole || points + skip > 2 ** bits)
    throw new RangeError(
      `points and skip must be whole and at most 2^32 together, found ${points} and ${skip}`,
    )
}

/** Returns v(1) ... v(32) of a dimension as words, the first bit of the fraction uppermost. */
function directionNumbers(dimension: number): readonly number[] {
  if (dimension === 0) return Array.from({ length: bits }, (_, k) => (1 << (bits - 1 - k)) >>> 0)
  const [degree = 0, coefficients = 0, ...initial] = sobolDirections[dimension - 1] ?? []
  const v: number[] = initial.map((m, k) => (m << (bits - 1 - k)) >>> 0)
  for (let k = degree; k < bits; k += 1) {
    const oldest = v[k - degree] ?? 0
    let next = oldest ^ (oldest >>> degree)
    for (let j = 1; j < degree; j += 1)
      if (((coefficients >>> (degree - 1 - j)) & 1) === 1) next ^= v[k - j] ?? 0
    v.push(next >>> 0)
  }
  return v
}

function xorOf(v: readonly number[], gray: number): number {
  let word = 0
  for (let k = 0, rest = gray; rest !== 0; k += 1, rest >>>= 1) if ((rest & 1) === 1) word ^= v[k] ?? 0
  return word >>> 0
}

function coordinate(
  word: number,
  dimension: number,
  scramble: 'owen' | 'shift' | 'none',
  draws: Draws,
): number {
  if (scramble === 'none') return word / 2 ** bits
  const scrambled = scramble === 'owen' ? owenScrambled(word, dimension, draws) : word ^ draws.word(dimension)
  // The middle of the interval that the bits name: what lies below them is not known, and 0 is never reached.
  return ((scrambled >>> 0) + 0.5) / 2 ** bits
}

/** Flips every bit by a coin at the address (dimension, level, bits above), five levels at a time. */
function owenScrambled(word: number, dimension: number, draws: Draws): number {
  let flips = 0
  for (let level = 0; level < bits; level += levelsPerWord) {
    const above = level === 0 ? 0 : word >>> (bits - level)
    const coins = draws.word(dimension, level + 1, above)
    let node = 1
    for (let k = level; k < Math.min(level + levelsPerWord, bits); k += 1) {
      flips |= ((coins >>> node) & 1) << (bits - 1 - k)
      node = 2 * node + ((word >>> (bits - 1 - k)) & 1)
    }
  }
  return word ^ flips
}
