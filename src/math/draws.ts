import { normalQuantile } from './distributions.ts'
import { multiplyHigh, philox4x32, type PhiloxCounter } from './philox.ts'

/**
 * Random numbers for designs and inference, addressed by what they are for: three words under a seed and a domain. Asking twice
 * gives the same number, so neither order nor threads matter.
 */
export interface Draws {
  /** Returns a uniform number strictly between 0 and 1, at an address. */
  readonly uniform: (a: number, b?: number, c?: number) => number
  /** Returns a standard normal number, at an address; it follows from the uniform one there. */
  readonly normal: (a: number, b?: number, c?: number) => number
  /** Returns a whole number from 0 to n - 1, at an address. */
  readonly below: (n: number, a: number, b?: number, c?: number) => number
  /** Returns 32 random bits, at an address. */
  readonly word: (a: number, b?: number, c?: number) => number
}

/** Makes draws for a seed [1], an integer from 0 to 2^53 - 1, and a domain [1] that keeps one use apart from another. */
export function createDraws(seed: number, domain: number): Draws {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`a seed is a whole number from 0 to 2^53 - 1, found ${seed}`)
  const key = [seed % 4294967296, Math.floor(seed / 4294967296)] as const
  const words = new Uint32Array(4)
  const at = (a: number, b = 0, c = 0): Uint32Array => {
    const counter: PhiloxCounter = [a, b, c, domain]
    philox4x32(counter, key, words)
    return words
  }
  const uniform = (a: number, b?: number, c?: number): number => openUniform(at(a, b, c))
  const word = (a: number, b?: number, c?: number): number => at(a, b, c)[0] ?? 0
  return {
    uniform,
    word,
    normal: (a, b, c) => normalQuantile(uniform(a, b, c)),
    // floor(n * word/2^32): uneven by at most n/2^32, which no design is large enough to show.
    below: (n, a, b, c) => multiplyHigh(word(a, b, c), n),
  }
}

/** Returns a random order of 0 to n - 1 (Fisher and Yates), drawn at addresses (a, b, 0) to (a, b, n - 1). */
export function permutation(n: number, draws: Draws, a = 0, b = 0): readonly number[] {
  const order = Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i -= 1) {
    const j = draws.below(i + 1, a, b, i)
    const moved = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = moved
  }
  return order
}

/** 52 random bits and a half: never 0 or 1, where the quantile of a normal variable is infinite. */
function openUniform(words: Uint32Array): number {
  const high = (words[0] ?? 0) >>> 6
  const low = (words[1] ?? 0) >>> 6
  return (high * 67108864 + low + 0.5) / 4503599627370496
}
