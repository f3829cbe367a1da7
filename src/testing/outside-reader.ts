import { tableFromIPC } from 'apache-arrow'
import { readParquet } from 'parquet-wasm'

/** A Parquet file as a reader that is none of ours sees it: the `parquet` and `arrow` crates of Apache Arrow. */
export interface OutsideTable {
  /** Name -> Arrow type, with a question mark where values may be missing. */
  readonly columns: Readonly<Record<string, string>>
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** Opens a Parquet file with Apache Arrow's reader. */
export function readOutside(content: Uint8Array): OutsideTable {
  const table = tableFromIPC(readParquet(content).intoIPCStream())
  const { fields } = table.schema
  // Column by column: rows of Arrow are looked up value by value.
  const values = fields.map((_, k): readonly unknown[] => [...(table.getChildAt(k) ?? [])])
  return {
    columns: Object.fromEntries(
      fields.map(({ name, type, nullable }) => [name, `${String(type)}${nullable ? '?' : ''}`]),
    ),
    rows: Array.from({ length: table.numRows }, (_, row) =>
      Object.fromEntries(fields.map(({ name }, k) => [name, values[k]?.[row]])),
    ),
  }
}
