import type { Path } from '../issue.ts'
import { type FlowRange, type Frame, type Mark, type Scan, scan } from './scan.ts'

/** What could be typed at a place of a text. */
export interface Slot {
  /** A key of the map at `path`, or the value at `path`; behind a dash, the item at `path` in either form. */
  readonly role: 'key' | 'value' | 'item'
  readonly path: Path
  /** Where the word or value begins that stands before the cursor. */
  readonly from: number
  /** Keys that the map has already. */
  readonly siblings: ReadonlySet<string>
  /** Column of keys here; absent between braces. */
  readonly indent?: number
}

/** What could be typed at `offset`; undefined in comments. */
export function slotAt(text: string, offset: number): Slot | undefined {
  const whole = scan(text)
  const flow = whole.flows.findLast((range) => isInside(text, range, offset))
  return flow === undefined ? blockSlot(text, offset) : flowSlot(text, offset, whole, flow)
}

function isInside(text: string, { from, to }: FlowRange, offset: number): boolean {
  return from < offset && (offset < to || (offset === to && !/[\]}]/.test(text[to - 1] ?? '')))
}

function flowSlot(text: string, offset: number, { marks }: Scan, flow: FlowRange): Slot {
  const mark = marks.find(({ from, to }) => from <= offset && offset <= to && from > flow.from)
  if (mark !== undefined && isDirect(mark, flow)) {
    const { role, path, from } = mark
    if (role === 'value') return { role, path, from, siblings: new Set() }
    return { role, path: flow.path, from, siblings: keysOf(marks, flow.path, mark) }
  }
  const before = text.slice(flow.from, offset).trimEnd()
  if (before.endsWith(':')) {
    const key = marks.findLast(({ role, to }) => role === 'key' && to <= offset)
    return { role: 'value', path: key?.path ?? flow.path, from: offset, siblings: new Set() }
  }
  if (flow.isMap) return { role: 'key', path: flow.path, from: offset, siblings: keysOf(marks, flow.path) }
  return { role: 'item', path: [...flow.path, 0], from: offset, siblings: new Set() }
}

function isDirect(mark: Mark, flow: FlowRange): boolean {
  return mark.path.length === flow.path.length + 1 && startsWith(mark.path, flow.path)
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((key, index) => path[index] === key)
}

/** Keys of the map at a path, less the one that is being typed. */
function keysOf(marks: readonly Mark[], path: Path, except?: Mark): ReadonlySet<string> {
  const keys = marks.filter(
    (mark) =>
      mark !== except &&
      mark.role === 'key' &&
      mark.path.length === path.length + 1 &&
      startsWith(mark.path, path),
  )
  return new Set(keys.map((mark) => String(mark.path.at(-1))))
}

function blockSlot(text: string, offset: number): Slot | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const prefix = text.slice(start, offset)
  if (/(?:^|\s)#/.test(prefix)) return undefined
  const upTo = scan(text.slice(0, offset))
  const key = upTo.marks.findLast(({ role, from }) => role === 'key' && from >= start)
  if (key !== undefined)
    return { role: 'value', path: key.path, from: valueFrom(text, key.to, offset), siblings: new Set() }
  const above = scan(text.slice(0, start))
  const column = prefix.search(/\S/)
  const item = /^\s*(?:-\s+)+/.exec(prefix) ?? /^\s*-$/.exec(prefix)
  if (item !== null) return itemSlot(above, column, start + item[0].length)
  const indent = column < 0 ? prefix.length : column
  const top = above.frames.at(-1)
  if (above.open !== undefined && top !== undefined && indent > top.indent && column >= 0)
    return { role: 'value', path: above.open.path, from: above.open.from, siblings: new Set() }
  return keySlot(text, above, start, start + indent, indent)
}

/** Behind the colon and the spaces after it. */
function valueFrom(text: string, keyEnd: number, offset: number): number {
  const match = /^\s*:\s*/.exec(text.slice(keyEnd, offset))
  return keyEnd + (match?.[0].length ?? 0)
}

function itemSlot(above: Scan, column: number, from: number): Slot {
  const frame = above.frames.findLast(({ indent, isList }) => indent === column && isList)
  const owner = above.frames.findLast(({ indent, isList }) => !isList && indent <= column)
  const path = frame === undefined ? [...(owner?.current ?? []), 0] : [...frame.path, frame.count]
  return { role: 'item', path, from, siblings: new Set(), indent: column + 2 }
}

function keySlot(text: string, above: Scan, start: number, from: number, indent: number): Slot {
  const path = containerAt(above.frames, indent)
  const end = text.indexOf('\n', start)
  // The line of the cursor is left out: a half-typed key would be taken for something else.
  const rest = `${text.slice(0, start)}${end < 0 ? '' : text.slice(end)}`
  return { role: 'key', path, from, siblings: keysOf(scan(rest).marks, path), indent }
}

/** The map whose keys stand at this column, or the one that would begin here. */
function containerAt(frames: readonly Frame[], indent: number): Path {
  const top = frames.findLast((frame) => frame.indent < indent || (frame.indent === indent && !frame.isList))
  if (top === undefined) return []
  return top.indent === indent ? top.path : top.current
}
