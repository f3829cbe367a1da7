/*
 * Where the lines of a text that runs over several lines stand in the file.
 *
 * YAML folds line breaks and indentation of such texts, but it keeps every other character in order. So the n-th
 * visible character of the text is the n-th visible character of the source, which is all that is needed to point
 * into the middle of a folded sentence. (Escapes in double quotes break this by a few columns; sentences have none.)
 */

/** A line of a text: where it starts in the text and in the file. */
export interface LineOrigin {
  /** Index in the text. */
  readonly offset: number
  /** Index in the file. */
  readonly source: number
}

/** Returns where a scalar's own characters start in the file: after a quote, or after a block's header line. */
export function contentStart(
  source: string,
  start: number,
  end: number,
  type: string | null | undefined,
): number {
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return start + 1
  if (type !== 'BLOCK_FOLDED' && type !== 'BLOCK_LITERAL') return start
  const lineEnd = source.indexOf('\n', start)
  return lineEnd < 0 || lineEnd >= end ? start : lineEnd + 1
}

/** Returns the start of every source line between `start` and `end` that contributes to the text. */
export function lineStarts(source: string, start: number, end: number, text: string): readonly LineOrigin[] {
  const lines: LineOrigin[] = []
  let offset = 0
  let lineStart = start
  for (const line of source.slice(start, end).split('\n')) {
    const visible = line.replaceAll(/\s/g, '').length
    offset = skipSpace(text, offset)
    if (visible > 0 && offset < text.length) lines.push({ offset, source: lineStart + line.search(/\S/) })
    offset = skipVisible(text, offset, visible)
    lineStart += line.length + 1
  }
  return lines
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1
  return at
}

/** Moves on by a number of visible characters. */
function skipVisible(text: string, from: number, count: number): number {
  let at = from
  for (let left = count; left > 0 && at < text.length; at += 1) if (/\S/.test(text[at] ?? '')) left -= 1
  return at
}
