import type { SubstrateClass } from '../analysis/summary.ts'

/** A perceptually uniform sequential colour map. */
export type ColourMapName = 'viridis' | 'cividis' | 'mako'

/**
 * Each map sampled at 33 equal steps from low to high, three bytes as six hexadecimal digits a step;
 * between steps it is linear in sRGB, which stays within six of 255 levels of the full table (two for viridis and mako).
 */
const tables: Readonly<Record<ColourMapName, string>> = {
  // Source: S. van der Walt and N. Smith, matplotlib 1.5 (2015), released to the public domain (CC0).
  viridis:
    '440154470d6048186a482374472d7b4537814240863e49893b528b375b8d33638d2f6b8e2c728e297a8e' +
    '26828e23898e21918c1f978b1f9f8821a68527ad8131b57b3dbc744cc26c5cc8636ece5881d34d95d840' +
    'aadc32c0df25d5e21aeae51afde725',
  // Source: J. R. Nuñez, C. R. Anderton, R. S. Renslow (2018), doi:10.1371/journal.pone.0199239; table of matplotlib.
  cividis:
    '00224e00285b002e6a0533711a386f273e6e32436d3b496c434e6c4b546c535a6d5a5f6e61656f686a71' +
    '6f70737676767d7c788381798b8778928d789a9376a29975aaa073b3a670bbad6dc3b369ccba64d4c15f' +
    'ddc858e6d051efd748f8df3cfee838',
  // Source: M. Waskom, seaborn (BSD-3), doi:10.21105/joss.03021.
  mako:
    '0b04051409101c101c2416282b1c3531214237284f3b2e5d3e356b403c794143873f4c923b5698385f9c' +
    '36699f3572a1357ba33483a5348ca73495a9359eaa37a6ac3bafad41b8ad49c1ad55caad68d1ad7fd7af' +
    '96ddb5abe2bebee8caceeed7def5e5',
}

const steps = 32

/** One map per class of substrate; nutrients run from dark (absent) to bright. */
const mapOfClass: Readonly<Record<SubstrateClass, ColourMapName>> = {
  nutrient: 'mako',
  factor: 'cividis',
  drug: 'viridis',
  matrix: 'cividis',
  other: 'viridis',
}

/** Name the colour map of a class of substrate. */
export function colourMapFor(substrateClass: SubstrateClass | undefined): ColourMapName {
  return mapOfClass[substrateClass ?? 'other']
}

/** Sample a map at 256 levels, red, green, blue in turn, 0 to 255 [256 * 3]. */
export function colourMapTable(name: ColourMapName): Uint8Array {
  const table = new Uint8Array(256 * 3)
  for (let level = 0; level < 256; level++) {
    const place = (level / 255) * steps
    const below = Math.min(steps - 1, Math.floor(place))
    for (let channel = 0; channel < 3; channel++) {
      const low = byteAt(tables[name], below * 3 + channel)
      const high = byteAt(tables[name], (below + 1) * 3 + channel)
      table[level * 3 + channel] = Math.round(low + (high - low) * (place - below))
    }
  }
  return table
}

/** The colour of a map at `level` of 0 to 255, as `#rrggbb`. */
export function colourMapHex(name: ColourMapName, level: number): string {
  const table = colourMapTable(name)
  const at = (channel: number): string => (table[level * 3 + channel] ?? 0).toString(16).padStart(2, '0')
  return `#${at(0)}${at(1)}${at(2)}`
}

function byteAt(table: string, index: number): number {
  return Number.parseInt(table.slice(index * 2, index * 2 + 2), 16)
}
