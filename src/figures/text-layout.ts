/**
 * Width of text [pt] at `size` [pt], from the widths of a common sans serif by class of character.
 * The viewer's typeface decides the truth; this is on the generous side so that nothing is clipped.
 */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const character of text) ems += emsOf(character)
  return ems * size
}

/** Break text into lines no wider than `width` [pt], at spaces; the last of `most` lines is cut with an ellipsis. */
export function wrapText(text: string, width: number, size: number, most = 2): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  if (lines.length > most) lines.splice(most - 1, lines.length, lines.slice(most - 1).join(' '))
  return lines.map((line) => cutText(line, width, size))
}

/** Cut text to `width` [pt] with an ellipsis where it does not fit. */
export function cutText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text
  let cut = Array.from(text)
  while (cut.length > 1 && textWidth(cut.join('') + '\u2026', size) > width) cut = cut.slice(0, -1)
  return cut.join('').trimEnd() + '\u2026'
}

/** As `cutText`, but with the gap inside: names that begin alike are told apart by how they end. */
export function cutInside(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text
  const letters = Array.from(text)
  for (let kept = letters.length - 1; kept > 2; kept--) {
    const head = letters
      .slice(0, Math.ceil(kept / 2))
      .join('')
      .trimEnd()
    const cut = `${head}\u2026${letters
      .slice(letters.length - Math.floor(kept / 2))
      .join('')
      .trimStart()}`
    if (textWidth(cut, size) <= width) return cut
  }
  return cutText(text, width, size)
}

/**
 * Move labels apart so that they do not overlap, staying within `range` [pt] where they can.
 * `places` are their centres [n], `heights` how tall they are [n], both in pt.
 */
export function spreadLabels(
  places: readonly number[],
  heights: readonly number[],
  range: readonly [number, number],
): number[] {
  const order = places
    .map((_, index) => index)
    .toSorted((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b)
  const moved = [...places]
  // Each pass halves the worst overlap; 60 leave nothing that shows.
  for (let pass = 0; pass < 60; pass++) pushApart(moved, heights, order)
  keepWithin(moved, heights, order, range)
  return moved
}

/** Moves what stands beyond an end of `range` back, and with it only those that are then in its way; the upper end wins. */
function keepWithin(
  places: number[],
  heights: readonly number[],
  order: readonly number[],
  [top, bottom]: readonly [number, number],
): void {
  let limit = bottom
  for (const index of order.toReversed()) {
    const half = (heights[index] ?? 0) / 2
    places[index] = Math.min(places[index] ?? 0, limit - half)
    limit = (places[index] ?? 0) - half
  }
  limit = top
  for (const index of order) {
    const half = (heights[index] ?? 0) / 2
    places[index] = Math.max(places[index] ?? 0, limit + half)
    limit = (places[index] ?? 0) + half
  }
}

function pushApart(places: number[], heights: readonly number[], order: readonly number[]): void {
  for (let rank = 1; rank < order.length; rank++) {
    const [above, below] = [order[rank - 1] ?? 0, order[rank] ?? 0]
    const gap = ((heights[above] ?? 0) + (heights[below] ?? 0)) / 2
    const missing = gap - ((places[below] ?? 0) - (places[above] ?? 0))
    if (missing <= 0) continue
    places[above] = (places[above] ?? 0) - missing / 2
    places[below] = (places[below] ?? 0) + missing / 2
  }
}

/** How much wider bold text is; chosen: the widest of the common system typefaces. */
export const boldShare = 1.14

/** Advance widths in em, by class; chosen: rounded up from DejaVu Sans, the widest of the common system typefaces. */
function emsOf(character: string): number {
  if (/[iljtfr.,:;'|!()[\] \u00a0]/.test(character)) return 0.39
  if (/[mwMW@%\u2014\u2212]/.test(character)) return 0.95
  if (/[A-Z\u00b5&+]/.test(character)) return 0.75
  return 0.62
}
