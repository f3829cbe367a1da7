import { philox4x32, uniform } from '../math/philox.ts'

/** Uniform numbers in [0, 1), always the same for a seed. */
export function uniforms(seed: number): () => number {
  const words = new Uint32Array(4)
  let count = 0
  return () => {
    philox4x32([count, 0, 0, 0], [seed, 0], words)
    count += 1
    return uniform(words[0] ?? 0, words[1] ?? 0)
  }
}
