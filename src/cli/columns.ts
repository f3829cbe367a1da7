/** Narrowest last column that is worth breaking into lines [characters]. Chosen: a few words. */
const NARROWEST = 24

/** Breaks a text between words into lines of at most `width` characters, each after `indent`. */
export function wrap(text: string, width: number, indent = '  '): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(indent + line)
      line = word
    } else line = longer
  }
  return [...lines, indent + line]
}

/** Rows as columns, two spaces apart; the last column is broken into lines where it is wider than `width` allows. */
export function columnsOf(rows: readonly (readonly string[])[], width = Number.POSITIVE_INFINITY): string {
  const last = Math.max(0, ...rows.map((row) => row.length - 1))
  const widths = Array.from({ length: last }, (_, k) =>
    Math.max(0, ...rows.map((row) => row[k]?.length ?? 0)),
  )
  const before = widths.reduce((sum, each) => sum + each + 2, 0)
  const room = Math.max(NARROWEST, width - before)
  return rows
    .flatMap((row) => {
      const head = widths.map((each, k) => `${(row[k] ?? '').padEnd(each)}  `).join('')
      const [first = '', ...rest] = wrap(row[last] ?? '', room, '')
      return [(head + first).trimEnd(), ...rest.map((line) => ' '.repeat(before) + line)]
    })
    .join('\n')
}
