import type { MapName } from './field-map.ts'
import type { Range } from './scales.ts'

/** A line of the legend: plain data, for the page and for pictures that are saved. */
export type LegendEntry = Swatch | Bar

export interface Swatch {
  readonly kind: 'swatch'
  readonly name: string
  readonly colour: string
  readonly shape: 'cell' | 'ring' | 'cross' | 'vessel' | 'tied' | 'line' | 'tube' | 'hollow' | 'tip' | 'fibre'
  /** Cells. */
  readonly count?: number
  /** Set where the entry is a cell type, which can be dimmed. */
  readonly type?: string
  readonly isDimmed?: boolean
}

export interface Bar {
  readonly kind: 'bar'
  readonly name: string
  readonly unit: string
  readonly map: MapName
  readonly range: Range
  /** Equal steps are equal factors. */
  readonly isLogarithmic?: true
  /** Values that are shown lie below or above the ends. */
  readonly isClipped: readonly [boolean, boolean]
}
