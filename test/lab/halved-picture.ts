/** Pictures at half their size, and how much of one differs from another whatever the letters look like. */
import { PNG } from 'pngjs'

/** What is kept of a channel: five bits, which halves the bytes and moves a mean by at most 4 of 255. */
const KEPT_BITS = 0xf8

/** Edge of a part [points]. Chosen: a line of text and the gap beneath it. */
const PART = 16

/**
 * Means of a part may differ by so much of 255. Measured on Watch: with another font (Inter for DejaVu Sans) 1 % of the parts differ by
 * more, with one of its panels emptied 5 to 8 %, and from run to run none.
 */
const TOLERANCE = 8

/** A picture whose points are the means of two by two. */
export function halved(taken: Uint8Array): Uint8Array {
  const { width, height, data } = PNG.sync.read(Buffer.from(taken))
  const small = new PNG({ width: width >> 1, height: height >> 1 })
  const at = (x: number, y: number, channel: number): number => data[4 * (y * width + x) + channel] ?? 0
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++)
      for (let k = 0; k < 4; k++) {
        const above = at(2 * x, 2 * y, k) + at(2 * x + 1, 2 * y, k)
        const below = at(2 * x, 2 * y + 1, k) + at(2 * x + 1, 2 * y + 1, k)
        small.data[4 * (y * small.width + x) + k] = ((above + below) >> 2) & KEPT_BITS
      }
  return PNG.sync.write(small)
}

/** Share of the parts of two pictures of one size whose mean colour differs. */
export function shareOfParts(one: PNG, other: PNG): number {
  let [all, differing] = [0, 0]
  for (let y = 0; y + PART <= one.height; y += PART)
    for (let x = 0; x + PART <= one.width; x += PART) {
      all++
      if (differsAt(one, other, x, y)) differing++
    }
  return differing / all
}

function differsAt({ data, width }: PNG, other: PNG, x: number, y: number): boolean {
  const sums = [0, 0, 0]
  for (let row = y; row < y + PART; row++)
    for (let column = x; column < x + PART; column++)
      for (let k = 0; k < 3; k++) {
        const index = 4 * (row * width + column) + k
        sums[k] = (sums[k] ?? 0) + (data[index] ?? 0) - (other.data[index] ?? 0)
      }
  return sums.some((sum) => Math.abs(sum) > TOLERANCE * PART * PART)
}
