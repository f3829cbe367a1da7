import { type DecimalMark, isMissing, numberIn } from './numbers.ts'
import { type Delimiter, RowScanner } from './row-scanner.ts'

/** How a table is written. */
export interface Dialect {
  readonly delimiter: Delimiter
  readonly decimal: DecimalMark
  readonly hasHeader: boolean
}

/** Rows by which a dialect is judged; chosen: more than any preamble, and read at once. */
const JUDGED_ROWS = 200

/** Guesses how a table is written from its beginning; undefined when it has not two columns in any way. */
export function dialectOf(beginning: string): Dialect | undefined {
  const ways = (['\t', ';', ','] as const)
    .map((delimiter) => ({ delimiter, ...evenness(rowsOf(beginning, delimiter)) }))
    .filter(({ columns }) => columns > 1)
    // Most rows of one length wins; then more columns: a decimal comma in semicolons makes even rows too.
    .toSorted((a, b) => b.share - a.share || b.columns - a.columns)
  const best =
    ways.find(({ delimiter, share }) => delimiter !== ',' && share > 0.95) ?? // commas may be decimal marks
    ways[0]
  if (best === undefined) return undefined
  const { delimiter } = best
  const rows = rowsOf(beginning, delimiter)
  const decimal = delimiter !== ',' && writesDecimalCommas(rows.slice(1)) ? ',' : '.'
  return { delimiter, decimal, hasHeader: hasHeader(rows, decimal) }
}

/** The first rows of a text, without a last one that may be cut off. */
function rowsOf(beginning: string, delimiter: Delimiter): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = []
  const scanner = new RowScanner(delimiter, (fields) => void rows.push(fields))
  scanner.push(beginning)
  if (rows.length < 2) scanner.end()
  return rows.slice(0, JUDGED_ROWS)
}

/** The commonest number of fields, and the share of rows that have it. */
function evenness(rows: readonly (readonly string[])[]): {
  readonly columns: number
  readonly share: number
} {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  const [columns = 0, count = 0] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? []
  return { columns, share: count / Math.max(rows.length, 1) }
}

function writesDecimalCommas(rows: readonly (readonly string[])[]): boolean {
  const fields = rows.flat()
  const [withComma, withPoint] = [/^\s*[-+]?\d+,\d+\s*$/, /^\s*[-+]?\d+\.\d+\s*$/].map(
    (pattern) => fields.filter((field) => pattern.test(field)).length,
  ) as [number, number] // one count per pattern
  return withComma > withPoint
}

/** The first row names columns when a column that holds numbers further down holds none there. */
function hasHeader(rows: readonly (readonly string[])[], decimal: DecimalMark): boolean {
  const [first, ...others] = rows
  if (first === undefined) return false
  if (others.length === 0) return first.every((field) => Number.isNaN(numberIn(field, decimal)))
  const isNumber = (field: string | undefined): boolean => !Number.isNaN(numberIn(field ?? '', decimal))
  const numeric = [...first.keys()].filter((column) => {
    const values = others.map((row) => row[column] ?? '').filter((field) => !isMissing(field))
    return values.length > 0 && values.filter(isNumber).length > values.length / 2
  })
  const above = numeric.map((column) => first[column])
  return above.length === 0 ? true : above.some((field) => !isNumber(field) && !isMissing(field ?? ''))
}
