import { readCsv } from '../../compile/csv.ts'
import type { Issue, Message, Position } from '../../model/issue.ts'

/** A field of a table that knows where it stands. */
export interface Field {
  readonly text: string
  readonly position: Position
}

/** A row by the names of its columns. */
export interface TableRow {
  field(column: string): Field
}

/** The rows of a table, and what is wrong with it as a table. */
export interface ReadTable {
  readonly rows: readonly TableRow[]
  readonly issues: readonly Issue[]
}

/** Reads a table whose first row names exactly `columns`; every row has one line and as many fields. */
export function readTable(text: string, file: string, columns: readonly string[]): ReadTable {
  const read = readCsv(text)
  if (!Array.isArray(read)) {
    const { mistake, line } = read as Extract<typeof read, { mistake: string }> // not a list, as was just asked
    return { rows: [], issues: [issue('bad-table', `a ${mistake}`, { file, line, column: 1, length: 1 })] }
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const [head, ...rest] = read
  const issues: Issue[] = []
  if (head?.fields.join(',') !== columns.join(','))
    issues.push(
      issue('bad-columns', `the columns are not ${columns.join(', ')}`, placeOf(file, 1, lines[0] ?? '')),
    )
  const rows = rest.map(({ fields, line }) => {
    const raw = lines[line - 1] ?? ''
    if (fields.length !== columns.length)
      issues.push(
        issue(
          'bad-row',
          `${fields.length} fields where the table has ${columns.length}`,
          placeOf(file, line, raw),
        ),
      )
    const starts = startsOf(raw, fields)
    return {
      field: (column: string): Field => {
        const index = columns.indexOf(column)
        const value = fields[index] ?? ''
        const position = { file, line, column: starts[index] ?? 1, length: Math.max(1, value.length) }
        return { text: value, position }
      },
    }
  })
  return { rows, issues }
}

/** An error about a table. */
export function issue(code: string, message: string, position: Position, hint?: string): Issue {
  const said: Message = { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }
  return { ...said, path: [], position }
}

/** The pieces of a list that a field holds, each with its own place. */
export function piecesOf({ text, position }: Field, separator = ';'): readonly Field[] {
  let offset = 0
  return text.split(separator).flatMap((piece) => {
    const start = offset + piece.length - piece.trimStart().length
    offset += piece.length + separator.length
    const found = piece.trim()
    if (found === '') return []
    return [{ text: found, position: { ...position, column: position.column + start, length: found.length } }]
  })
}

function placeOf(file: string, line: number, raw: string): Position {
  return { file, line, column: 1, length: Math.max(1, raw.length) }
}

/** Columns, from one, in which the texts of a row's fields begin: behind the quote where there is one. */
function startsOf(raw: string, fields: readonly string[]): readonly number[] {
  let at = 0
  return fields.map((value) => {
    const isQuoted = raw[at] === '"'
    const start = at + (isQuoted ? 1 : 0)
    at += (isQuoted ? value.length + value.split('"').length + 1 : value.length) + 1
    return start + 1
  })
}
