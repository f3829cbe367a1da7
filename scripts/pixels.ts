/** Pixels of a picture, and fewer colours for them: an indexed PNG is a quarter of the size of a full one. */

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha in turn, as base64. */
  readonly pixels: string
}

/** What decodes a PNG inside a browser page; as text, since the names that it uses are the page's. */
const DECODE = `async (png) => {
  const picture = new Image()
  picture.src = 'data:image/png;base64,' + png
  await picture.decode()
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  const context = canvas.getContext('2d')
  context.drawImage(picture, 0, 0)
  const { data } = context.getImageData(0, 0, picture.width, picture.height)
  let binary = ''
  for (let i = 0; i < data.length; i += 8192) binary += String.fromCharCode(...data.subarray(i, i + 8192))
  return { width: picture.width, height: picture.height, pixels: btoa(binary) }
}`

/** The expression that gives the pixels of `png` (base64) when a page evaluates it. */
export function pixelsExpression(png: string): string {
  return `(${DECODE})(${JSON.stringify(png)})`
}

/** Colours that an indexed picture may have. */
const MOST = 256
/** Bits per channel in which colours count as the same; chosen: finer differences are edges that nobody sees. */
const BITS = 4

/** Maps pixels [n * 4] to at most 256 colours: the most frequent ones, and for the others the nearest of these. */
export function fewerColours(pixels: Uint8Array): {
  readonly indices: Uint8Array
  readonly palette: Uint8Array
} {
  const counts = new Map<number, { count: number; sum: [number, number, number] }>()
  const keys = new Int32Array(pixels.length / 4)
  for (let p = 0; p < keys.length; p++) {
    const [r = 0, g = 0, b = 0] = pixels.subarray(4 * p, 4 * p + 3)
    const key = ((r >> (8 - BITS)) << (2 * BITS)) | ((g >> (8 - BITS)) << BITS) | (b >> (8 - BITS))
    keys[p] = key
    const bin = counts.get(key) ?? { count: 0, sum: [0, 0, 0] }
    bin.count += 1
    bin.sum = [bin.sum[0] + r, bin.sum[1] + g, bin.sum[2] + b]
    counts.set(key, bin)
  }
  const bins = [...counts].toSorted(([, a], [, b]) => b.count - a.count)
  const means = new Map(
    bins.map(([key, { count, sum }]) => [key, sum.map((value) => Math.round(value / count))]),
  )
  const kept = bins.slice(0, MOST).map(([key]) => means.get(key) ?? [])
  const nearest = new Map([...means].map(([key, colour]) => [key, nearestIndex(colour, kept)]))
  const palette = new Uint8Array(3 * MOST)
  palette.set(kept.flat())
  return { indices: Uint8Array.from(keys, (key) => nearest.get(key) ?? 0), palette }
}

function nearestIndex(colour: readonly number[], kept: readonly (readonly number[])[]): number {
  const distance = (other: readonly number[]): number =>
    colour.reduce((sum, value, k) => sum + (value - (other[k] ?? 0)) ** 2, 0)
  return kept.reduce((best, other, index) => (distance(other) < distance(kept[best] ?? []) ? index : best), 0)
}
