import { formatNumber, roundBelow } from '../../src/browser.ts'

/** Longest scale bar [px]. Chosen: a sixth of a laptop's view. */
const LONGEST = 140

/** A bar of round length: its width [px] and its text. */
export function scaleBarOf(
  micrometresPerPixel: number,
  longest = LONGEST,
): { readonly width: number; readonly text: string } {
  const length = roundBelow(longest * micrometresPerPixel)
  const text = length >= 1000 ? `${formatNumber(length / 1000)} mm` : `${formatNumber(length)} µm`
  return { width: length / micrometresPerPixel, text }
}
