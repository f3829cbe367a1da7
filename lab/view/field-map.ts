import { type ColourMapName, colourMapTable } from '../../src/browser.ts'

/** Lightness of the difference map's middle. Chosen: near the ground, so that no change is dark and change shines. */
const MIDDLE = [34, 39, 48] as const
/** Less there, and more there: the colours that cells of a difference have. */
const LESS = [108, 178, 240] as const
const MORE = [242, 147, 92] as const

const tables = new Map<string, Uint8Array>()

/** Colours of a map at 256 levels [256 * 3]; `difference` has no change in its middle. */
export function fieldMap(name: ColourMapName | 'difference'): Uint8Array {
  const known = tables.get(name) ?? (name === 'difference' ? differenceTable() : colourMapTable(name))
  tables.set(name, known)
  return known
}

function differenceTable(): Uint8Array {
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

/** A map as the background of a bar, from low to high. */
export function mapGradient(name: ColourMapName | 'difference'): string {
  const table = fieldMap(name)
  const stops = Array.from({ length: 17 }, (_, stop) => {
    const at = 3 * Math.round((stop * 255) / 16)
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`
  })
  return `linear-gradient(to right, ${stops.join(', ')})`
}
