import {
  type ColourMapName,
  colourMapTable,
  differenceTable,
  vesselCoverTable,
  vesselFlowTable,
} from '../../src/browser.ts'

/** Maps of fields and numbers, of differences, and of vessels: their flow and what pericytes cover of them. */
export type MapName = ColourMapName | 'difference' | 'flow' | 'cover'

const OWN = { difference: differenceTable, flow: vesselFlowTable, cover: vesselCoverTable } as const

const tables = new Map<string, Uint8Array>()

/** Colours of a map at 256 levels [256 * 3]; `difference` has no change in its middle. */
export function fieldMap(name: MapName): Uint8Array {
  const known = tables.get(name) ?? make(name)
  tables.set(name, known)
  return known
}

function make(name: MapName): Uint8Array {
  return name === 'difference' || name === 'flow' || name === 'cover' ? OWN[name]() : colourMapTable(name)
}

/** A map as the background of a bar, from low to high. */
export function mapGradient(name: MapName): string {
  const table = fieldMap(name)
  const stops = Array.from({ length: 17 }, (_, stop) => {
    const at = 3 * Math.round((stop * 255) / 16)
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`
  })
  return `linear-gradient(to right, ${stops.join(', ')})`
}
