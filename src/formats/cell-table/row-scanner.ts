/** What separates fields in the tables that we read. */
export type Delimiter = ',' | '\t' | ';'

/** Gets the fields of a row and the line on which it begins, counted from one. */
export type OnRow = (fields: readonly string[], line: number) => void

/**
 * Cuts text that arrives in pieces into rows and fields (RFC 4180 with any delimiter and any ends of lines). Empty lines are
 * passed over. Lines without a quote are cut at their delimiters, which is what makes a million of them take a second.
 */
export class RowScanner {
  readonly #delimiter: Delimiter
  readonly #onRow: OnRow
  #rest = ''
  /** Lines of a row whose quote is still open. */
  #open: string[] = []
  #line = 0
  #isFirst = true

  constructor(delimiter: Delimiter, onRow: OnRow) {
    this.#delimiter = delimiter
    this.#onRow = onRow
  }

  push(piece: string): void {
    let text = this.#rest + piece
    if (this.#isFirst && text !== '') {
      if (text.startsWith('\uFEFF')) text = text.slice(1)
      this.#isFirst = false
    }
    // A carriage return at the end may be the first half of a line end.
    const held = text.endsWith('\r') ? '\r' : ''
    if (held !== '') text = text.slice(0, -1)
    if (text.includes('\r')) text = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
    let from = 0
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      this.#take(text.slice(from, to))
      from = to + 1
    }
    this.#rest = text.slice(from) + held
  }

  /** Ends the text; gives the line of a quote that was never closed. */
  end(): number | undefined {
    const last = this.#rest.replace(/\r$/, '')
    this.#rest = ''
    if (last !== '') this.#take(last)
    if (this.#open.length === 0) return undefined
    const opened = this.#line - this.#open.length + 1
    this.#open = []
    return opened
  }

  #take(line: string): void {
    this.#line += 1
    if (this.#open.length === 0 && !line.includes('"')) {
      if (line !== '') this.#onRow(line.split(this.#delimiter), this.#line)
      return
    }
    this.#open.push(line)
    const row = this.#open.length === 1 ? line : this.#open.join('\n')
    const fields = quotedFields(row, this.#delimiter)
    if (fields === undefined) {
      if (this.#open.length < MOST_LINES) return
      // A stray quote would swallow the rest of the file: give its lines back as they stand.
      const lines = this.#open.splice(0)
      const first = this.#line - lines.length + 1
      for (const [index, text] of lines.entries()) this.#onRow(text.split(this.#delimiter), first + index)
      return
    }
    const first = this.#line - this.#open.length + 1
    this.#open = []
    this.#onRow(fields, first)
  }
}

/** Lines that one quoted field may span. Chosen: longer than any comment about a cell. */
const MOST_LINES = 20

/** Fields of a row with quotes; undefined when a quote is not closed. A quote inside of an unquoted field stands for itself. */
function quotedFields(row: string, delimiter: Delimiter): string[] | undefined {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (row[at] !== '"') {
      const to = row.indexOf(delimiter, at)
      fields.push(to < 0 ? row.slice(at) : row.slice(at, to))
      if (to < 0) return fields
      at = to + 1
      continue
    }
    let text = ''
    let from = at + 1
    for (;;) {
      const to = row.indexOf('"', from)
      if (to < 0) return undefined
      text += row.slice(from, to)
      from = to + 1
      if (row[from] !== '"') break
      text += '"'
      from += 1
    }
    const next = row.indexOf(delimiter, from)
    fields.push(text + (next < 0 ? row.slice(from) : row.slice(from, next)))
    if (next < 0) return fields
    at = next + 1
  }
}
