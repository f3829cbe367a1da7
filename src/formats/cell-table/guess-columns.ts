import {
  type KnownPosition,
  idNames,
  imageNames,
  knownPositions,
  labelNames,
  sizeNames,
} from './known-columns.ts'

/** What a column holds. */
export type ColumnKind = 'number' | 'label' | 'identifier' | 'text' | 'empty'

/** A column of a table, as far as reading it once tells. */
export interface TableColumn {
  readonly index: number
  readonly name: string
  readonly kind: ColumnKind
  readonly numbers: number
  readonly missing: number
  /** Different values; a lower bound where `hasMore`. */
  readonly distinct: number
  readonly hasMore: boolean
  readonly isWhole: boolean
  readonly least: number
  readonly most: number
}

/** The column that plays a part, and why it was taken for it. */
export interface Guess {
  readonly column: number
  readonly reason: string
}

/** Which columns play which part; what is missing could not be told. */
export interface ColumnGuess {
  readonly x?: Guess
  readonly y?: Guess
  readonly z?: Guess
  /** Upper edges, where `x` and `y` are lower edges of a box. */
  readonly xMax?: Guess
  readonly yMax?: Guess
  readonly label?: Guess
  readonly size?: Guess
  readonly id?: Guess
  readonly image?: Guess
  readonly position?: KnownPosition
}

/** Different labels that a column of labels may have; chosen: above the finest published atlases. */
export const MOST_LABELS = 500

/** Guesses which columns hold position, label, size, name and image of a cell. */
export function guessColumns(columns: readonly TableColumn[]): ColumnGuess {
  const position = positionOf(columns)
  const label = labelOf(columns)
  const named = (patterns: readonly RegExp[], fits: (column: TableColumn) => boolean) =>
    firstNamed(columns.filter(fits), patterns)
  return {
    ...position,
    ...keyed('label', label),
    ...keyed('size', named(sizeNames, isNumeric)),
    ...keyed(
      'id',
      named(idNames, ({ kind }) => kind !== 'empty'),
    ),
    ...keyed(
      'image',
      named(imageNames, ({ distinct, hasMore }) => distinct >= 1 && !hasMore),
    ),
  }
}

function keyed<K extends string>(key: K, guess: Guess | undefined): { readonly [P in K]?: Guess } {
  // The cast says what a computed key hides from the compiler: the object has this one key.
  return guess === undefined ? {} : ({ [key]: guess } as { readonly [P in K]: Guess })
}

const isNumeric = ({ kind, numbers }: TableColumn): boolean => kind === 'number' || numbers > 0

/** Letters, digits and signs of a header as they are compared; a byte that is no UTF-8 is most often the micro sign of Windows. */
export function comparable(name: string): string {
  return name.trim().toLowerCase().normalize('NFC').replaceAll('\uFFFD', 'µ')
}

function positionOf(columns: readonly TableColumn[]): ColumnGuess {
  const numeric = columns.filter(isNumeric)
  const find = (pattern: RegExp | undefined) =>
    pattern === undefined ? undefined : numeric.find(({ name }) => pattern.test(comparable(name)))
  for (const position of knownPositions) {
    const [x, y, z] = [find(position.x), find(position.y), find(position.z)]
    const [xMax, yMax] = [find(position.xMax), find(position.yMax)]
    const isWhole = position.xMax === undefined || (xMax !== undefined && yMax !== undefined)
    if (x === undefined || y === undefined || !isWhole) continue
    const because = (column: TableColumn): Guess => ({
      column: column.index,
      reason: position.program === undefined ? 'by its name' : `named as in ${position.program}`,
    })
    return {
      position,
      x: because(x),
      y: because(y),
      ...(z === undefined ? {} : { z: because(z) }),
      ...(xMax === undefined || yMax === undefined ? {} : { xMax: because(xMax), yMax: because(yMax) }),
    }
  }
  return unnamedPosition(numeric)
}

/** Where names say nothing: the first two neighbouring columns of numbers that take many values. */
function unnamedPosition(numeric: readonly TableColumn[]): ColumnGuess {
  const many = numeric.filter(({ kind, distinct }) => kind === 'number' && distinct > 2)
  const pair = many.flatMap((x) => {
    const y = many.find(({ index }) => index === x.index + 1)
    return y === undefined ? [] : [{ x, y }]
  })[0]
  if (pair === undefined) return {}
  const reason = 'the first two columns of numbers side by side; the names do not tell'
  return { x: { column: pair.x.index, reason }, y: { column: pair.y.index, reason } }
}

function labelOf(columns: readonly TableColumn[]): Guess | undefined {
  const fitting = columns.filter(
    ({ distinct, hasMore, kind }) => kind !== 'empty' && !hasMore && distinct <= MOST_LABELS,
  )
  const named = firstNamed(
    fitting.filter(({ kind, isWhole }) => kind === 'label' || isWhole),
    labelNames,
  )
  if (named !== undefined) return named
  const taken = [...idNames, ...imageNames]
  const texts = fitting.filter(
    ({ kind, name, distinct }) =>
      kind === 'label' && distinct > 1 && !taken.some((pattern) => pattern.test(comparable(name))),
  )
  const [first] = texts
  if (first === undefined) return undefined
  const reason = `text with ${first.distinct} different values; the name does not tell`
  return { column: first.index, reason }
}

function firstNamed(columns: readonly TableColumn[], patterns: readonly RegExp[]): Guess | undefined {
  for (const pattern of patterns) {
    const column = columns.find(({ name }) => pattern.test(comparable(name)))
    if (column !== undefined) return { column: column.index, reason: 'by its name' }
  }
  return undefined
}
