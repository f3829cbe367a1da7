import type { KnownPosition } from './known-columns.ts'
import { gridOf, nearestDistance } from './point-grid.ts'

/** What one unit of a table's coordinates is [um], and why we think so. */
export interface UnitGuess {
  /** [um per unit of the table] */
  readonly factor: number
  readonly confidence: 'named' | 'likely' | 'unsure'
  readonly reason: string
  /** Median distance to the nearest neighbour, in the unit of the table; absent for fewer than two cells. */
  readonly neighbour?: number
}

/** A unit that can be chosen. */
export interface UnitOffer {
  readonly factor: number
  readonly name: string
}

/**
 * Common units [um per unit of the table]. Objectives: nominal edges of a pixel of slide scanners; Xenium morphology images
 * 0.2125 um, CosMx 0.120280945 um, imaging mass cytometry 1 um, inForm at 20x 0.5 um (sources in `known-columns.ts`).
 */
export const unitOffers: readonly UnitOffer[] = [
  { factor: 1, name: 'micrometres (or pixels of 1 um)' },
  { factor: 0.5, name: 'pixels of 0.5 um (20x)' },
  { factor: 0.25, name: 'pixels of 0.25 um (40x)' },
  { factor: 0.325, name: 'pixels of 0.325 um (20x, fluorescence)' },
  { factor: 0.2125, name: 'pixels of 0.2125 um (Xenium image)' },
  { factor: 0.120280945, name: 'pixels of 0.1203 um (CosMx)' },
  { factor: 1000, name: 'millimetres' },
]

/** Plausible medians of the distance between neighbouring cells [um]: from packed lymphocytes to loose stroma. */
export const plausibleSpacing = { least: 5, most: 30 } as const
/** A tissue of mixed cells [um]: what a factor is chosen by where names do not tell. Chosen: the diameter of a small cell. */
const TYPICAL_SPACING = 11
/** Points whose neighbours are looked for; chosen: the median moves by less than 3 % beyond. */
const SAMPLE = 2000

/** Median distance from a cell to its nearest neighbour, in the unit of the points; undefined for fewer than two. */
export function medianNeighbour(x: Float64Array, y: Float64Array): number | undefined {
  if (x.length < 2) return undefined
  const grid = gridOf(x, y)
  const step = Math.max(1, Math.floor(x.length / SAMPLE))
  const distances: number[] = []
  for (let index = 0; index < x.length; index += step) distances.push(nearestDistance(grid, index))
  const sorted = distances.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

/** Guesses the unit from the names of the columns and from how far cells lie apart. */
export function unitGuess(x: Float64Array, y: Float64Array, position?: KnownPosition): UnitGuess {
  const neighbour = medianNeighbour(x, y)
  const apart = neighbour === undefined ? '' : `; neighbours lie ${short(neighbour)} units apart (median)`
  const rest = neighbour === undefined ? {} : { neighbour }
  if (position?.unit === 'um') {
    const reason = `${writes(position)} micrometres${apart}`
    return { factor: 1, confidence: 'named', reason, ...rest }
  }
  if (position?.unit === 'mm')
    return {
      factor: 1000,
      confidence: 'named',
      reason: `${writes(position)} millimetres${apart}`,
      ...rest,
    }
  if (position?.pixel !== undefined) {
    const reason = `${writes(position)} pixels of ${short(position.pixel)} um${apart}`
    return { factor: position.pixel, confidence: 'named', reason, ...rest }
  }
  if (neighbour === undefined || neighbour === 0)
    return { factor: 1, confidence: 'unsure', reason: `nothing tells the unit${apart}`, ...rest }
  return { ...byDistance(neighbour, position), neighbour }
}

function byDistance(neighbour: number, position: KnownPosition | undefined): Omit<UnitGuess, 'neighbour'> {
  const { least, most } = plausibleSpacing
  const seen = `neighbours lie ${short(neighbour)} units apart (median)`
  const isPixel = position?.unit === 'pixel'
  if (!isPixel && neighbour >= least && neighbour <= most) {
    const reason = `${seen}, as cells do in micrometres (${least} to ${most} um); with pixels of 0.5 um it would be ${short(neighbour / 2)} um`
    return { factor: 1, confidence: neighbour > most / 2 ? 'unsure' : 'likely', reason }
  }
  const pixels = unitOffers.filter(({ factor }) => (isPixel ? factor !== 1000 : factor !== 1))
  const fit = (factor: number): number => Math.abs(Math.log((neighbour * factor) / TYPICAL_SPACING))
  const isTissue = (factor: number): boolean => neighbour * factor >= least && neighbour * factor <= most
  // Slides are scanned with pixels well below a micrometre: one of 1 um only where nothing else fits.
  const rank = (factor: number): number => (isPixel && factor === 1 ? 100 : fit(factor))
  const fitting = pixels.filter(({ factor }) => isTissue(factor))
  const best = fitting.toSorted((a, b) => rank(a.factor) - rank(b.factor))[0]
  const um = neighbour * (best?.factor ?? 1)
  const named = isPixel ? `${writes(position)} pixels, whose size nobody says; ` : ''
  const reason =
    best === undefined
      ? `${named}${seen}; no common unit makes that a distance of cells (${least} to ${most} um)`
      : `${named}${seen}; ${best.name} would make that ${short(um)} um`
  return { factor: best?.factor ?? 1, confidence: 'unsure', reason }
}

function writes({ program }: KnownPosition): string {
  return program === undefined ? 'the columns are named in' : `${program} writes`
}

/** A number with three digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
