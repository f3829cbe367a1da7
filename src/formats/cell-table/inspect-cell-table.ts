import { type Dialect, dialectOf } from './dialect.ts'
import {
  type ColumnGuess,
  type ColumnKind,
  MOST_LABELS,
  type TableColumn,
  guessColumns,
} from './guess-columns.ts'
import { LineCount, type TableNotice, noticeOf } from './notice.ts'
import { type DecimalMark, isMissing, numberIn } from './numbers.ts'
import { RowScanner } from './row-scanner.ts'

/** What reading a table once tells. */
export interface TableInspection {
  readonly dialect: Dialect
  readonly columns: readonly TableColumn[]
  /** Rows below the header. */
  readonly rows: number
  /** The first rows as they stand. */
  readonly head: readonly (readonly string[])[]
  readonly guess: ColumnGuess
  readonly notices: readonly TableNotice[]
}

/** Why a file is no table of cells: a sentence, and what to do. */
export interface TableRefusal {
  readonly code:
    | 'empty'
    | 'binary'
    | 'not a table'
    | 'no rows'
    | 'too large'
    | 'anndata'
    | 'spreadsheet'
    | 'compressed'
  readonly message: string
  readonly hint: string
}

export type InspectionResult =
  | { readonly ok: true; readonly inspection: TableInspection }
  | { readonly ok: false; readonly refusal: TableRefusal }

/** Characters by which delimiter, decimal mark and header are judged. Chosen: some hundred rows. */
const BEGINNING = 65_536
/** Rows that are shown. Chosen: one look. */
const HEAD_ROWS = 20

/** Looks a table over: how it is written, what its columns hold, and which of them play which part. */
export function inspectCellTable(pieces: string | Iterable<string>): InspectionResult {
  const inspection = new CellTableInspector()
  for (const piece of typeof pieces === 'string' ? [pieces] : pieces) inspection.push(piece)
  return inspection.end()
}

/** The same for text that arrives in pieces. */
export class CellTableInspector {
  #beginning: string | undefined = ''
  #refusal: TableRefusal | undefined
  #dialect: Dialect | undefined
  #scanner: RowScanner | undefined
  #names: readonly string[] | undefined
  #columns: ColumnTally[] = []
  #rows = 0
  readonly #head: (readonly string[])[] = []
  readonly #lengths = new LineCount()

  push(piece: string): void {
    if (this.#refusal !== undefined) return
    if (this.#beginning === undefined) {
      this.#scanner?.push(piece)
      return
    }
    this.#beginning += piece
    if (this.#beginning.length >= BEGINNING) this.#begin()
  }

  end(): InspectionResult {
    if (this.#beginning !== undefined) this.#begin()
    if (this.#refusal !== undefined) return { ok: false, refusal: this.#refusal }
    const opened = this.#scanner?.end()
    if (this.#dialect === undefined || this.#rows === 0) return { ok: false, refusal: noRows }
    const columns = this.#columns.map((tally) => tally.column())
    return {
      ok: true,
      inspection: {
        dialect: this.#dialect,
        columns,
        rows: this.#rows,
        head: this.#head,
        guess: guessColumns(columns),
        notices: this.#notices(this.#dialect, opened),
      },
    }
  }

  #begin(): void {
    const text = this.#beginning ?? ''
    this.#beginning = undefined
    this.#refusal = refusalOf(text)
    if (this.#refusal !== undefined) return
    const dialect = dialectOf(text.slice(0, BEGINNING))
    if (dialect === undefined) {
      this.#refusal = notATable
      return
    }
    this.#dialect = dialect
    this.#scanner = new RowScanner(dialect.delimiter, (fields, line) => this.#row(fields, line, dialect))
    this.#scanner.push(text)
  }

  #row(fields: readonly string[], line: number, dialect: Dialect): void {
    if (this.#names === undefined) {
      const first = dialect.hasHeader ? fields : fields.map(() => '')
      this.#names = first
      this.#columns = columnNames(first).map((name, index) => new ColumnTally(index, name, dialect.decimal))
      if (dialect.hasHeader) return
    }
    this.#rows += 1
    if (this.#head.length < HEAD_ROWS) this.#head.push(fields)
    if (fields.length !== this.#columns.length) this.#lengths.add(line)
    else for (const [index, tally] of this.#columns.entries()) tally.add(fields[index] ?? '')
  }

  #notices(dialect: Dialect, opened: number | undefined): readonly TableNotice[] {
    const whole = (code: TableNotice['code'], lines: readonly number[], text: string): TableNotice => ({
      code,
      count: 1,
      lines,
      text,
    })
    const names = this.#names ?? []
    const twice = names.filter((name, index) => name !== '' && names.indexOf(name) !== index)
    return [
      ...noticeOf(
        'row length',
        this.#lengths,
        (rows, where) =>
          `${rows} with more or fewer than ${this.#columns.length} fields (${where}); left out, since nobody knows which field is which`,
      ),
      ...(opened === undefined
        ? []
        : [
            whole(
              'open quote',
              [opened],
              `a quote that opens on line ${opened} is never closed; that row was left out`,
            ),
          ]),
      ...(twice.length === 0
        ? []
        : [
            whole(
              'same header',
              [1],
              `the header names ${twice.map((name) => `'${name}'`).join(', ')} twice; later ones got a number`,
            ),
          ]),
      ...(dialect.hasHeader
        ? []
        : [whole('no header', [], 'the table has no header; its columns are numbered')]),
      ...(dialect.decimal === '.'
        ? []
        : [whole('decimal comma', [], 'decimals are written with a comma; they were read so')]),
    ]
  }
}

/** Names of columns, all different: unnamed ones are numbered, repeated ones get a number. */
export function columnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return header.map((written, index) => {
    const name = written.trim() === '' ? `column ${index + 1}` : written.trim()
    let free = name
    for (let next = 2; taken.has(free); next++) free = `${name} (${next})`
    taken.add(free)
    return free
  })
}

/** Different values that are kept of a column, to tell labels from names. */
const KEPT_VALUES = MOST_LABELS + 1
/** Share of numbers above which a column holds numbers. Chosen: some exports write words into single fields. */
const MOSTLY = 0.5

/** Counts what a column holds. */
class ColumnTally {
  readonly #index: number
  readonly #name: string
  readonly #decimal: DecimalMark
  readonly #values = new Set<string>()
  #rows = 0
  #numbers = 0
  #missing = 0
  #isWhole = true
  #least = Infinity
  #most = -Infinity

  constructor(index: number, name: string, decimal: DecimalMark) {
    this.#index = index
    this.#name = name
    this.#decimal = decimal
  }

  add(field: string): void {
    this.#rows += 1
    if (isMissing(field)) {
      this.#missing += 1
      return
    }
    if (this.#values.size < KEPT_VALUES) this.#values.add(field)
    const value = numberIn(field, this.#decimal)
    if (Number.isNaN(value)) return
    this.#numbers += 1
    if (!Number.isInteger(value)) this.#isWhole = false
    if (value < this.#least) this.#least = value
    if (value > this.#most) this.#most = value
  }

  column(): TableColumn {
    const there = this.#rows - this.#missing
    const distinct = this.#values.size
    return {
      index: this.#index,
      name: this.#name,
      kind: this.#kind(there, distinct),
      numbers: this.#numbers,
      missing: this.#missing,
      distinct,
      hasMore: distinct >= KEPT_VALUES,
      isWhole: this.#numbers > 0 && this.#isWhole,
      least: this.#least,
      most: this.#most,
    }
  }

  #kind(there: number, distinct: number): ColumnKind {
    if (there === 0) return 'empty'
    if (this.#numbers > there * MOSTLY) return 'number'
    if (distinct >= KEPT_VALUES || (there > 20 && distinct === there)) return 'identifier'
    return distinct <= MOST_LABELS ? 'label' : 'text'
  }
}

const exportHint =
  'expected text with one row per cell: position and label, separated by commas, tabs or semicolons'

const notATable: TableRefusal = {
  code: 'not a table',
  message: 'this is text, but not a table: no comma, tab or semicolon cuts its lines into columns',
  hint: exportHint,
}

const noRows: TableRefusal = {
  code: 'no rows',
  message: 'the table has a header and no rows beneath it',
  hint: 'export it again with the cells themselves, not only their summary',
}

/** Beginnings of files that are no text, and what to do with them. */
function refusalOf(text: string): TableRefusal | undefined {
  if (text.trim() === '' || text === '\uFEFF')
    return { code: 'empty', message: 'the file is empty', hint: exportHint }
  const beginning = text.slice(0, 4096)
  if (beginning.startsWith('\uFFFDHDF') || beginning.startsWith('\u0089HDF')) return annDataRefusal
  if (beginning.startsWith('PK\u0003\u0004'))
    return {
      code: 'spreadsheet',
      message: 'this is a spreadsheet or a zip archive, not text',
      hint: 'open it and save the sheet with the cells as CSV',
    }
  if (beginning.startsWith('\u001F\uFFFD') || beginning.startsWith('\u001F\u008B'))
    return {
      code: 'compressed',
      message: 'this file is compressed (gzip)',
      hint: 'unpack it first: gunzip on the command line, or a double click',
    }
  if (beginning.includes('\0') || oddCount(beginning) > Math.max(FEW_ODD, ODD_SHARE * beginning.length))
    return { code: 'binary', message: 'the file is not text', hint: exportHint }
  return undefined
}

/** Share of odd characters above which a file is no text. Chosen: a table in another encoding has fewer. */
const ODD_SHARE = 0.05
/** So many odd characters say nothing of a short text. Chosen: the micro signs of a header. */
const FEW_ODD = 8

function oddCount(text: string): number {
  let odd = 0
  for (let index = 0; index < text.length; index++) if (isOdd(text.charCodeAt(index))) odd += 1
  return odd
}

/** Control characters other than tabs and ends of lines, and what stands for bytes that are no UTF-8. */
function isOdd(code: number): boolean {
  return code < 9 || (code > 13 && code < 32) || code === 0xff_fd
}

/** AnnData is not read yet; says how to get a table out of it. */
export const annDataRefusal: TableRefusal = {
  code: 'anndata',
  message: 'AnnData and other HDF5 files are not read yet; that comes later',
  hint: "in Python: a = anndata.read_h5ad(file); t = a.obs[['cell_type']].copy(); t['x'], t['y'] = a.obsm['spatial'].T[:2]; t.to_csv('cells.csv')",
}
