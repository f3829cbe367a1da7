import { columnNames } from './inspect-cell-table.ts'
import type { Dialect } from './dialect.ts'
import { LineCount, type TableNotice, noticeOf } from './notice.ts'
import { isMissing, numberIn } from './numbers.ts'
import { RowScanner } from './row-scanner.ts'

/** Which columns are read, by their number from zero. */
export interface ColumnChoice {
  readonly x: number
  readonly y: number
  readonly z?: number
  /** Upper edges, where `x` and `y` are lower edges of a box: the middle is the position. */
  readonly xMax?: number
  readonly yMax?: number
  /** Without it every cell has the label `cell`. */
  readonly label?: number
  readonly id?: number
  /** The column that tells images apart, and the one image that is read; without a value all are read. */
  readonly image?: number
  readonly imageIs?: string
}

/** Labelled positions in the table's own unit. */
export interface CellPoints {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z?: Float64Array
  /** Index into `labels`, per cell. */
  readonly label: Uint16Array
  readonly labels: readonly string[]
  /** Cells per label. */
  readonly counts: readonly number[]
  /** Images in the table with their rows; empty without such a column. */
  readonly images: readonly { readonly name: string; readonly rows: number }[]
  readonly notices: readonly TableNotice[]
}

/** What a cell without a label is called. */
export const NO_LABEL = 'no label'
/** What every cell is called when no column holds labels. */
export const ANY_CELL = 'cell'
/** Labels that fit the index; the rest become one. */
const MOST_INDEXED = 65_535
const OTHER_LABELS = 'further labels'

/** Reads positions and labels; rows without a position are counted and left out. */
export function extractCells(
  pieces: string | Iterable<string>,
  dialect: Dialect,
  choice: ColumnChoice,
): CellPoints {
  const extraction = new CellExtractor(dialect, choice)
  for (const piece of typeof pieces === 'string' ? [pieces] : pieces) extraction.push(piece)
  return extraction.end()
}

/** The same for text that arrives in pieces. */
export class CellExtractor {
  readonly #dialect: Dialect
  readonly #choice: ColumnChoice
  readonly #scanner: RowScanner
  readonly #x = new Column()
  readonly #y = new Column()
  readonly #z = new Column()
  readonly #label = new Column()
  readonly #labels = new Map<string, number>()
  readonly #counts: number[] = []
  readonly #images = new Map<string, number>()
  readonly #ids = new Set<string>()
  readonly #noPosition = new LineCount()
  readonly #noLabel = new LineCount()
  readonly #twice = new LineCount()
  readonly #elsewhere = new LineCount()
  #width: number | undefined

  constructor(dialect: Dialect, choice: ColumnChoice) {
    this.#dialect = dialect
    this.#choice = choice
    this.#scanner = new RowScanner(dialect.delimiter, (fields, line) => this.#row(fields, line))
  }

  push(piece: string): void {
    this.#scanner.push(piece)
  }

  end(): CellPoints {
    this.#scanner.end()
    const { z } = this.#choice
    return {
      x: this.#x.values(),
      y: this.#y.values(),
      ...(z === undefined ? {} : { z: this.#z.values() }),
      label: Uint16Array.from(this.#label.values()),
      labels: [...this.#labels.keys()],
      counts: this.#counts,
      images: [...this.#images].map(([name, rows]) => ({ name, rows })),
      notices: this.#notices(),
    }
  }

  #row(fields: readonly string[], line: number): void {
    if (this.#width === undefined) {
      this.#width = columnNames(fields).length
      if (this.#dialect.hasHeader) return
    }
    if (fields.length !== this.#width || !this.#isOfImage(fields, line)) return
    const x = this.#middle(fields, this.#choice.x, this.#choice.xMax)
    const y = this.#middle(fields, this.#choice.y, this.#choice.yMax)
    const z = this.#choice.z === undefined ? 0 : this.#number(fields, this.#choice.z)
    if (Number.isNaN(x + y + z)) {
      this.#noPosition.add(line)
      return
    }
    this.#x.add(x)
    this.#y.add(y)
    if (this.#choice.z !== undefined) this.#z.add(z)
    this.#name(fields, line)
  }

  #isOfImage(fields: readonly string[], line: number): boolean {
    const { image, imageIs } = this.#choice
    if (image === undefined) return true
    const name = (fields[image] ?? '').trim()
    this.#images.set(name, (this.#images.get(name) ?? 0) + 1)
    if (imageIs === undefined || name === imageIs) return true
    this.#elsewhere.add(line)
    return false
  }

  #name(fields: readonly string[], line: number): void {
    const written = this.#choice.label === undefined ? ANY_CELL : (fields[this.#choice.label] ?? '').trim()
    const isWithout = this.#choice.label !== undefined && isMissing(written)
    if (isWithout) this.#noLabel.add(line)
    const own = isWithout ? NO_LABEL : written
    const label = this.#labels.has(own) || this.#labels.size < MOST_INDEXED ? own : OTHER_LABELS
    const index = this.#labels.get(label) ?? this.#labels.size
    this.#labels.set(label, index)
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#label.add(index)
    if (this.#choice.id === undefined) return
    const { image } = this.#choice
    // Programs count the cells of each image from one.
    const id = `${image === undefined ? '' : fields[image]}\t${fields[this.#choice.id]}`
    if (this.#ids.has(id)) this.#twice.add(line)
    else this.#ids.add(id)
  }

  #number(fields: readonly string[], column: number): number {
    return numberIn(fields[column] ?? '', this.#dialect.decimal)
  }

  #middle(fields: readonly string[], low: number, high: number | undefined): number {
    const from = this.#number(fields, low)
    return high === undefined ? from : (from + this.#number(fields, high)) / 2
  }

  #notices(): readonly TableNotice[] {
    return [
      ...noticeOf(
        'no position',
        this.#noPosition,
        (rows, where) => `${rows} without a number as position (${where}); left out`,
      ),
      ...noticeOf(
        'no label',
        this.#noLabel,
        (rows, where) => `${rows} without a label (${where}); kept under the label '${NO_LABEL}'`,
      ),
      ...noticeOf(
        'duplicated id',
        this.#twice,
        (rows, where) =>
          `${rows} with the name of an earlier cell (${where}); kept. A table of several images looks like this where no column tells them apart`,
      ),
      ...noticeOf('other image', this.#elsewhere, (rows) => `${rows} of other images; left out`),
    ]
  }
}

/** Numbers of which nobody knows how many will come. */
class Column {
  #values = new Float64Array(1024)
  #length = 0

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length++] = value
  }

  values(): Float64Array {
    return this.#values.slice(0, this.#length)
  }
}
