import type { Position } from './issue.ts'

/**
 * A node of a parsed document that still knows where it stands.
 * Maps and lists that were merged from several files keep the position of each part.
 */
export type Located = LocatedScalar | LocatedMap | LocatedList

export interface LocatedScalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** The text as the author wrote it, without quotes. */
  readonly text: string
  /** Where the text starts, after an opening quote. */
  readonly position: Position
  /** For text that runs over several lines: where in the file each further line starts, by offset in `text`. */
  readonly lines?: readonly LineStart[]
}

/** The character at `offset` of a scalar's text stands at this line and column. */
export interface LineStart {
  readonly offset: number
  readonly line: number
  readonly column: number
}

export interface LocatedMap {
  readonly kind: 'map'
  /** In the author's order. */
  readonly entries: ReadonlyMap<string, { readonly key: Position; readonly node: Located }>
  readonly position: Position
}

export interface LocatedList {
  readonly kind: 'list'
  readonly items: readonly Located[]
  readonly position: Position
}
