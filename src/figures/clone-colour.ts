import { hexFromLch } from './colour-space.ts'

/** The colour of a clone from its number, which is not 0: a hue and one of three lightnesses. */
export function cloneHue(clone: number): string {
  // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): near numbers get hues far apart.
  const mixed = Math.imul(clone, 2_654_435_769) >>> 0
  return hexFromLch(0.58 + 0.13 * (mixed % 3), 0.13, (mixed >>> 8) % 360)
}

/** The number of a clone from its key of 16 hexadecimal digits, as cells of a frame have it: two clones hardly ever share it. */
export function cloneNumber(key: string): number {
  const word = (from: number): number => Number.parseInt(key.slice(from, from + 8), 16)
  return (word(0) ^ word(8)) >>> 0
}

/** The colour of a clone from its key of 16 hexadecimal digits: the same that its cells have in pictures of the tissue. */
export function cloneKeyColour(key: string): string {
  return cloneHue(cloneNumber(key))
}
