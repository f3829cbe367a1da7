import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { endParquet } from './parquet-end.ts'
import { csvField } from './run-tables.ts'

/** A value of a table; `null` is missing. */
export type Cell = number | string | boolean | null

/** What a column holds. */
export type ColumnKind = 'number' | 'whole' | 'text' | 'flag'

/** A column by its name; its values come with the rows. */
export interface ColumnSpec {
  readonly name: string
  readonly kind: ColumnKind
  /** True where no value is ever missing: such columns are written faster. */
  readonly isComplete?: boolean
}

/** Values of one column in one group of rows. */
export type ColumnValues = readonly Cell[] | Float64Array | Int32Array

/** A table that lies in memory: a column per name, all of one length. */
export interface Table {
  readonly columns: readonly (ColumnSpec & { readonly values: readonly Cell[] })[]
}

/** A table from rows that all have the columns of the first; what a column holds is read off its values. */
export function tableOfRows(rows: readonly Readonly<Record<string, Cell>>[]): Table {
  const columns = Object.keys(rows[0] ?? {}).map((name) => {
    const values = rows.map((row) => row[name] ?? null)
    return { name, kind: kindOf(values), values }
  })
  return { columns }
}

function kindOf(values: readonly Cell[]): ColumnKind {
  const all = (type: string): boolean => values.every((value) => value === null || typeof value === type)
  return all('number') ? 'number' : all('boolean') ? 'flag' : 'text'
}

const TYPES = { number: 'DOUBLE', whole: 'INT32', text: 'STRING', flag: 'BOOLEAN' } as const satisfies Record<
  ColumnKind,
  BasicType
>

/** A Parquet file that is written a group of rows at a time, so that its rows never lie in memory together. */
export class ParquetFile {
  readonly #columns: readonly ColumnSpec[]
  readonly #bytes = new ByteWriter()
  readonly #file: ParquetWriter

  constructor(columns: readonly ColumnSpec[]) {
    this.#columns = columns
    const columnData = columns.map(({ name, kind, isComplete }) => ({
      name,
      data: [],
      type: TYPES[kind],
      nullable: isComplete !== true,
    }))
    this.#file = new ParquetWriter({ writer: this.#bytes, schema: schemaFromColumnData({ columnData }) })
  }

  /** Writes a group of rows; one list per column, all of one length. */
  addGroup(values: readonly ColumnValues[]): void {
    const rows = values[0]?.length ?? 0
    if (rows === 0) return
    const columnData = this.#columns.map(({ name }, k) => ({ name, data: plain(values[k]) }))
    void this.#file.write({ columnData, rowGroupSize: rows }) // at once: a writer of bytes waits for nothing
  }

  /** The whole file. */
  finish(): Uint8Array {
    return endParquet(this.#file, this.#bytes)
  }
}

/** The writer changes no list that it is given, but says so nowhere. */
function plain(values: ColumnValues | undefined): Cell[] | Float64Array | Int32Array {
  if (values instanceof Float64Array || values instanceof Int32Array) return values
  return [...(values ?? [])]
}

/** A table as Parquet. */
export function tableParquet({ columns }: Table): Uint8Array {
  const file = new ParquetFile(columns)
  file.addGroup(columns.map(({ values }) => values))
  return file.finish()
}

/** A table as CSV, with a header; missing values are empty. */
export function tableCsv({ columns }: Table): string {
  const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) =>
    columns.map(({ values }) => cellText(values[row])).join(','),
  )
  return [columns.map(({ name }) => csvField(name)).join(','), ...rows, ''].join('\n')
}

function cellText(value: Cell | undefined): string {
  return value === null || value === undefined ? '' : csvField(String(value))
}
