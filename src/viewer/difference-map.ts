/** Lightness of the map's middle. Chosen: near the ground, so that no change is dark and change shines. */
const MIDDLE = [34, 39, 48] as const
/** Less there, and more there: the colours of cells that are only here or only there. */
const LESS = [108, 178, 240] as const
const MORE = [242, 147, 92] as const

/** Colours of differences at 256 levels, no change in the middle: red, green, blue in turn [256 * 3]. */
export function differenceTable(): Uint8Array {
  const table = new Uint8Array(3 * 256)
  for (let level = 0; level < 256; level++) {
    const share = Math.abs(level - 127.5) / 127.5
    const end = level < 128 ? LESS : MORE
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [MIDDLE[channel] ?? 0, end[channel] ?? 0]
      table[3 * level + channel] = Math.round(from + (to - from) * share)
    }
  }
  return table
}
