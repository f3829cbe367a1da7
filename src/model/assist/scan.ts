import type { Path } from '../issue.ts'

/*
 * A tolerant reading of YAML for an editor: while somebody types, a text mostly is no YAML. Block structure is taken from
 * indentation alone, braces and brackets from their characters; nothing is ever refused. For texts that the parser reads,
 * both agree on what stands where (scan.test.ts).
 */

/** A key or a single value, with its place in the text. */
export interface Mark {
  readonly role: 'key' | 'value'
  /** Of a key: the path of what it names. */
  readonly path: Path
  readonly from: number
  to: number
}

/** What stands between braces or brackets; `to` lies behind the closing one, or where the text gives up. */
export interface FlowRange {
  readonly path: Path
  readonly isMap: boolean
  readonly from: number
  to: number
}

/** A list or map in lines: the column where its keys or dashes stand, and the entry read last. */
export interface Frame {
  readonly indent: number
  readonly path: Path
  readonly isList: boolean
  current: Path
  count: number
}

export interface Scan {
  readonly marks: readonly Mark[]
  readonly flows: readonly FlowRange[]
  /** What was open where the text ended. */
  readonly frames: readonly Frame[]
  /** The value that was read last, when a further line could belong to it. */
  readonly open?: Mark
}

interface Scanning {
  readonly text: string
  readonly marks: Mark[]
  readonly flows: FlowRange[]
  readonly frames: Frame[]
  /** The value that more deeply indented lines continue. */
  open: { readonly mark: Mark; readonly indent: number; readonly isBlock: boolean } | undefined
  at: number
}

const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s\-?[\]{},#&*!|>'"%@`][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)/

/** Reads what stands where in a text, whatever state it is in. */
export function scan(text: string): Scan {
  const scanning: Scanning = { text, marks: [], flows: [], frames: [], open: undefined, at: 0 }
  while (scanning.at < text.length) scanLine(scanning)
  const { marks, flows, frames, open } = scanning
  return { marks, flows, frames, ...(open === undefined ? {} : { open: open.mark }) }
}

function scanLine(scanning: Scanning): void {
  const { text, at } = scanning
  const end = lineEnd(text, at)
  const line = text.slice(at, end)
  scanning.at = end + 1
  const column = line.search(/\S/)
  if (column < 0) return
  if (continues(scanning, line, column)) {
    if (scanning.open !== undefined) scanning.open.mark.to = at + line.trimEnd().length
    return
  }
  if (line[column] === '#' || /^(?:---|\.\.\.)(?:\s|$)/.test(line)) return
  scanning.open = undefined
  closeFrames(scanning.frames, column, /^-(?:\s|$)/.test(line.slice(column)))
  scanNode(scanning, at + column, column, end)
}

/** Whether a line goes on with the value before it: more deeply indented, and no entry of its own. */
function continues({ open }: Scanning, line: string, column: number): boolean {
  if (open === undefined || column <= open.indent) return false
  const isQuoted = /^["']/.test(line.slice(column))
  return open.isBlock || (!isQuoted && !/^-\s|^#/.test(line.slice(column)) && !KEY.test(line.slice(column)))
}

/** Leaves what is indented more deeply; a list may stand at the column of the key above it. */
function closeFrames(frames: Frame[], column: number, isItem: boolean): void {
  for (let top = frames.at(-1); top !== undefined; top = frames.at(-1)) {
    if (top.indent < column || (top.indent === column && (isItem || !top.isList))) return
    frames.pop()
  }
}

function scanNode(scanning: Scanning, from: number, column: number, end: number): void {
  const rest = scanning.text.slice(from, end)
  if (/^-(?:\s|$)/.test(rest)) return scanItem(scanning, from, column, end)
  const key = KEY.exec(rest)
  if (key === null) return scanValue(scanning, from, column, end)
  const name = unquoted(key[1] ?? '')
  const frame = frameFor(scanning.frames, column, false)
  const path = [...frame.path, name]
  frame.current = path
  scanning.marks.push({ role: 'key', path, from, to: from + (key[1] ?? '').length })
  scanValue(scanning, from + key[0].length, column, end)
}

function scanItem(scanning: Scanning, from: number, column: number, end: number): void {
  const frame = frameFor(scanning.frames, column, true)
  frame.current = [...frame.path, frame.count]
  frame.count += 1
  const rest = scanning.text.slice(from + 1, end)
  const space = rest.search(/\S/)
  if (space < 0 || rest[space] === '#') return
  scanNode(scanning, from + 1 + space, column + 1 + space, end)
}

/** The open list or map at this column, or a new one below what was read last. */
function frameFor(frames: Frame[], indent: number, isList: boolean): Frame {
  const top = frames.at(-1)
  if (top !== undefined && top.indent === indent && top.isList === isList) return top
  const path = top?.current ?? []
  const frame: Frame = { indent, path, isList, current: path, count: 0 }
  frames.push(frame)
  return frame
}

/** What stands behind a key or dash: nothing, braces, a text of several lines, or a single value. */
function scanValue(scanning: Scanning, start: number, column: number, end: number): void {
  const { text, frames } = scanning
  const path = frames.at(-1)?.current ?? []
  const indent = frames.at(-1)?.indent ?? column - 1
  const space = text.slice(start, end).search(/\S/)
  if (space < 0) return
  const from = start + space
  const first = text[from] ?? ''
  if (first === '#') return
  if (first === '{' || first === '[') {
    const limit = blockLimit(text, end, indent)
    const stop = scanFlow(scanning, from, limit, path)
    scanning.at = Math.max(scanning.at, lineEnd(text, Math.max(from, stop - 1)) + 1)
    return
  }
  const isBlock = /^[|>][-+\d]*\s*(?:#.*)?$/.test(text.slice(from, end))
  const to = isBlock ? end : from + plainLength(text.slice(from, end))
  const mark: Mark = { role: 'value', path, from, to }
  scanning.marks.push(mark)
  scanning.open = { mark, indent, isBlock }
}

/** Without a comment and the space before it. */
function plainLength(text: string): number {
  const quote = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(text)
  if (quote !== null) return quote[0].length
  const comment = text.search(/\s#/)
  return (comment < 0 ? text : text.slice(0, comment)).trimEnd().length
}

/** Where braces must be closed at the latest: the next line that is indented no deeper than their owner. */
function blockLimit(text: string, from: number, indent: number): number {
  for (let at = from + 1; at < text.length; at = lineEnd(text, at) + 1) {
    const line = text.slice(at, lineEnd(text, at))
    const column = line.search(/\S/)
    if (column >= 0 && column <= indent && !/^[\]}]/.test(line.slice(column))) return at
  }
  return text.length
}

/** Reads from a brace or bracket to behind the one that closes it; depth is bounded by `limit` alone, so no recursion. */
function scanFlow(scanning: Scanning, from: number, limit: number, path: Path): number {
  const { text } = scanning
  const open: (FlowRange & { count: number; entry: Path })[] = []
  let at = from
  while (at < limit) {
    const character = text[at] ?? ''
    const top = open.at(-1)
    if (character === '{' || character === '[') {
      const own = top === undefined ? path : top.entry
      const range = { path: own, isMap: character === '{', from: at, to: limit, count: 0, entry: [...own, 0] }
      open.push(range)
      scanning.flows.push(range)
      at += 1
    } else if (character === '}' || character === ']') {
      at += 1
      if (top !== undefined) top.to = at
      open.pop()
      if (open.length === 0) return at
    } else if (character === ',' && top !== undefined) {
      top.count += 1
      top.entry = [...top.path, top.count]
      at += 1
    } else if (/\s/.test(character)) at += 1
    else if (character === '#' && /\s/.test(text[at - 1] ?? ' ')) at = lineEnd(text, at)
    else if (top !== undefined) at = scanFlowText(scanning, at, limit, top)
    else at += 1
  }
  return limit
}

/** A key or value between commas. */
function scanFlowText(
  { text, marks }: Scanning,
  from: number,
  limit: number,
  top: FlowRange & { entry: Path },
): number {
  const quote = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(text.slice(from, limit))?.[0]
  let to = from + (quote?.length ?? 0)
  if (quote === undefined)
    while (to < limit && !/[,[\]{}\n]/.test(text[to] ?? '') && !isColon(text, to) && !isComment(text, to))
      to++
  const end = from + text.slice(from, Math.max(to, from + 1)).trimEnd().length
  const colon = to + (/^[ \t]*/.exec(text.slice(to, limit))?.[0].length ?? 0)
  const isKey =
    top.isMap &&
    top.entry.at(-1) !== undefined &&
    isColon(text, colon) &&
    typeof top.entry.at(-1) === 'number'
  if (isKey) {
    top.entry = [...top.path, unquoted(text.slice(from, end))]
    marks.push({ role: 'key', path: top.entry, from, to: end })
    return colon + 1
  }
  marks.push({
    role: top.isMap && typeof top.entry.at(-1) === 'number' ? 'key' : 'value',
    path: keyPath(top, text.slice(from, end)),
    from,
    to: end,
  })
  return Math.max(to, from + 1)
}

/** In braces, a word without a colon is a key that is being typed. */
function keyPath(top: FlowRange & { readonly entry: Path }, word: string): Path {
  return top.isMap && typeof top.entry.at(-1) === 'number' ? [...top.path, unquoted(word)] : top.entry
}

function isColon(text: string, at: number): boolean {
  return text[at] === ':' && /^$|[\s,[\]{}]/.test(text[at + 1] ?? '')
}

function isComment(text: string, at: number): boolean {
  return text[at] === '#' && /\s/.test(text[at - 1] ?? '')
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** A key or value without the quotes around it. */
export function unquoted(text: string): string {
  const quote = text[0]
  if (text.length < 2 || (quote !== '"' && quote !== "'") || !text.endsWith(quote)) return text
  const inner = text.slice(1, -1)
  return quote === "'" ? inner.replaceAll("''", "'") : inner.replaceAll(/\\(["\\])/g, '$1')
}
