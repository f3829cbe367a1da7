/**
 * Philox4x32-10, the counter-based generator behind every random decision in Milieu.
 *
 * A counter-based generator is a function, not a stream: (counter, key) -> 128 random bits. Randomness is therefore
 * addressed by what it is for (seed, tick, cell lineage, process, draw) and does not depend on order or threads.
 *
 *     round:   c0 -- * M0 --> hi0, lo0         next c0 = hi1 ^ c1 ^ k0
 *              c2 -- * M1 --> hi1, lo1         next c1 = lo1
 *                                              next c2 = hi0 ^ c3 ^ k1
 *     ten rounds; between rounds               next c3 = lo0
 *     k0 += W0, k1 += W1
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
 * doi:10.1145/2063384.2063405. This is the plain reference; kernels hold the fast version of the same function.
 */

/** Multipliers of a round, from the paper. */
const multiplier0 = 0xd2511f53
const multiplier1 = 0xcd9e8d57

/** Weyl increments of the key, from the paper: the golden ratio and sqrt(3) - 1 as fractions of 2^32. */
const increment0 = 0x9e3779b9
const increment1 = 0xbb67ae85

/** Rounds; the paper's recommended count, with a safety margin over the seven that pass BigCrush. */
const rounds = 10

/** Four unsigned 32-bit words that address one block of random bits. */
export type PhiloxCounter = readonly [number, number, number, number]

/** Two unsigned 32-bit words that select one family of blocks. */
export type PhiloxKey = readonly [number, number]

/** Writes the 128 random bits at a counter under a key into `out` [4]; words are taken modulo 2^32. */
export function philox4x32(counter: PhiloxCounter, key: PhiloxKey, out: Uint32Array): void {
  let c0 = counter[0]
  let c1 = counter[1]
  let c2 = counter[2]
  let c3 = counter[3]
  let k0 = key[0]
  let k1 = key[1]
  for (let round = 0; round < rounds; round += 1) {
    const high0 = multiplyHigh(multiplier0, c0)
    const high1 = multiplyHigh(multiplier1, c2)
    const low0 = Math.imul(multiplier0, c0)
    const low1 = Math.imul(multiplier1, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1 >>> 0
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0 >>> 0
    k0 = (k0 + increment0) >>> 0
    k1 = (k1 + increment1) >>> 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

/**
 * Returns the upper 32 bits of the 64-bit product of two unsigned 32-bit words.
 * Split into 16-bit halves, every partial sum stays below 2^32, so doubles hold it exactly.
 */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const carry = aLow * bHigh + (middle & 0xffff)
  return (aHigh * bHigh + (middle >>> 16) + (carry >>> 16)) >>> 0
}

/** Turns two random words into a double in [0, 1) with 53 random bits: 27 from `high`, 26 from `low`. */
export function uniform(high: number, low: number): number {
  return ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992
}
