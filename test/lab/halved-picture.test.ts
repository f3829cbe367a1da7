import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { shareOfParts } from './halved-picture.ts'
import { SHARE_OF_PARTS } from './lab-browser.ts'

// Boxes around panels in the pictures that are kept [points]; wherever panels go, text and numbers are in most of the page.
test.each([
  ['watch-light', 'what is shown', [2, 40, 120, 390]],
  ['watch-dark', 'what is shown', [2, 40, 120, 390]],
  ['watch-light', 'curves', [555, 40, 165, 390]],
  ['compare-light', 'legend and fields', [612, 48, 108, 280]],
  ['trust-phone', 'numbers', [4, 40, 186, 180]],
] as const)(
  'the picture %s differs from itself without a panel: %s',
  (name, _, [left, top, width, height]) => {
    const read = (): PNG => PNG.sync.read(readFileSync(`test/lab/pictures/${name}.png`))
    const [whole, emptied] = [read(), read()]
    const ground = whole.data.subarray(4 * (top * whole.width + left), 4 * (top * whole.width + left) + 4)
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) emptied.data.set(ground, 4 * (y * whole.width + x))
    expect(shareOfParts(whole, whole)).toBe(0)
    expect(shareOfParts(whole, emptied)).toBeGreaterThan(SHARE_OF_PARTS)
  },
)
