/** Something about a table that its owner should know: how often, and on which lines first. */
export interface TableNotice {
  readonly code: NoticeCode
  readonly count: number
  /** The first few, counted from one; none where a notice is about the whole table. */
  readonly lines: readonly number[]
  readonly text: string
}

export type NoticeCode =
  | 'row length'
  | 'no position'
  | 'no label'
  | 'duplicated id'
  | 'open quote'
  | 'same header'
  | 'no header'
  | 'decimal comma'
  | 'other image'

/** Lines that a notice names. Chosen: enough to find the pattern. */
const NAMED_LINES = 5

/** Counts occurrences of something and keeps the first lines. */
export class LineCount {
  count = 0
  readonly lines: number[] = []

  add(line: number): void {
    this.count += 1
    if (this.lines.length < NAMED_LINES) this.lines.push(line)
  }
}

/** A notice of what was counted; nothing when it never happened. `say` gets "3 rows" and "lines 4, 9, 12". */
export function noticeOf(
  code: NoticeCode,
  { count, lines }: LineCount,
  say: (rows: string, where: string) => string,
): readonly TableNotice[] {
  if (count === 0) return []
  const rows = `${count.toLocaleString('en-GB')} row${count === 1 ? '' : 's'}`
  const more = count > lines.length ? ' and more' : ''
  const where = `line${lines.length === 1 && more === '' ? '' : 's'} ${lines.join(', ')}${more}`
  return [{ code, count, lines, text: say(rows, where) }]
}
