import { type ColumnDeclaration, ELEMENT_BYTES, viewOf } from './columns.ts'
import type { PlacedColumn } from './layout.ts'

/**
 * How rows of cells are copied, cleaned and taken out: kernels read it from a table with a record per cell column, written
 * each time the memory is laid out. A division then costs one call, not a look at every column by name.
 */

export const RECORD_COLUMN = 'population.records'
/** Words [u32] of a record: offset, bytes per component, bytes per element, width, rule, whether it refers to cells, initial value [2]. */
const WORDS = 8
const BYTES = 4

/** What happens to a value at a division; the kernel knows these by the same numbers. */
const COPY = 0
const HALF_F64 = 1
const HALF_F32 = 2
const CLEAR = 3
const SCRATCH = 4

/** The column of the records for a program with `columns`. */
export function recordColumn(columns: readonly ColumnDeclaration[]): ColumnDeclaration {
  return {
    name: RECORD_COLUMN,
    group: 'table',
    type: 'u32',
    unit: '1',
    doc: 'where cell columns lie and what daughters get, written each time the memory is laid out',
    width: WORDS * columns.filter(({ group }) => group === 'cell').length,
    isScratch: true,
  }
}

/** Records in a table. */
export function recordCount(table: Uint32Array): number {
  return table.length / WORDS
}

/** Writes a record for each of the first columns [n] into `table` [8 n]; those of the neighbour search stand behind them. */
export function writeRecords(table: Uint32Array, columns: readonly PlacedColumn[]): void {
  columns.slice(0, recordCount(table)).forEach(({ declaration, offset, stride }, index) => {
    const { type, width = 1, refersToCells, initial = 0 } = declaration
    const size = ELEMENT_BYTES[type]
    if (refersToCells === true && type !== 'i32')
      throw new Error(`column '${declaration.name}' refers to cells, which takes i32`)
    table.set(
      [offset, stride * size, size, width, ruleOf(declaration), refersToCells === true ? 1 : 0],
      index * WORDS,
    )
    const at = table.byteOffset + (index * WORDS + WORDS - 2) * BYTES
    viewOf(table.buffer, type, at, 1)[0] = initial
  })
}

function ruleOf({ name, type, divide, isScratch }: ColumnDeclaration): number {
  if (isScratch === true) return SCRATCH
  if (divide === 'clear') return CLEAR
  if (divide !== 'half') return COPY
  if (type === 'f64') return HALF_F64
  if (type === 'f32') return HALF_F32
  throw new Error(`column '${name}' of whole numbers has no halves`)
}
