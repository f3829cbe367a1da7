import { type ColourMapName, colourMapTable, differenceTable } from '../../src/browser.ts'

const tables = new Map<string, Uint8Array>()

/** Colours of a map at 256 levels [256 * 3]; `difference` has no change in its middle. */
export function fieldMap(name: ColourMapName | 'difference'): Uint8Array {
  const known = tables.get(name) ?? (name === 'difference' ? differenceTable() : colourMapTable(name))
  tables.set(name, known)
  return known
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
