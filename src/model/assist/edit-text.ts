import {
  type Document,
  type Node,
  type Pair,
  Scalar,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
} from 'yaml'
import type { Path } from '../issue.ts'
import type { Written } from '../reader.ts'

/** A change of one thing in a text. */
export type TextChange =
  | { readonly kind: 'set'; readonly path: Path; readonly value: Written }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'append'; readonly path: Path; readonly value: Written }

/**
 * Changes one thing in a YAML text and leaves every other character as it is: comments, order, folds. The YAML library's
 * document says what the changed text must read as; a text that does not is replaced by what the library prints.
 */
export function editText(text: string, change: TextChange): string {
  const wanted = parseDocument(text)
  if (wanted.errors.length > 0) throw new TypeError('a text that does not parse cannot be changed by a form')
  const spliced = splice(text, parseDocument(text), change)
  applyTo(wanted, change)
  if (spliced !== undefined && readsAs(spliced, wanted)) return spliced
  return wanted.toString({ lineWidth: 0, flowCollectionPadding: true })
}

function readsAs(text: string, wanted: Document): boolean {
  const document = parseDocument(text)
  return document.errors.length === 0 && JSON.stringify(document.toJS()) === JSON.stringify(wanted.toJS())
}

function applyTo(document: Document, change: TextChange): void {
  const { path } = change
  if (change.kind === 'remove') document.deleteIn(path)
  else if (change.kind === 'set') setIn(document, path, change.value)
  else if (isSeq(document.getIn(path))) document.addIn(path, document.createNode(change.value))
  else setIn(document, path, [change.value])
}

/** Empty values on the way become maps. */
function setIn(document: Document, path: Path, value: Written): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const node = document.getIn(path.slice(0, depth), true)
    if (isScalar(node)) document.setIn(path.slice(0, depth), document.createNode({}))
  }
  document.setIn(path, document.createNode(value))
}

function splice(text: string, document: Document, change: TextChange): string | undefined {
  const node = document.getIn(change.path, true)
  if (change.kind === 'remove') return removed(text, document, change.path)
  if (change.kind === 'append')
    return isSeq(node)
      ? appended(text, node, change.value)
      : added(text, document, change.path, [change.value])
  if (node === undefined) return added(text, document, change.path, change.value)
  return replaced(text, node as Node, inFlow(document, change.path), change.value) // getIn gives nodes when asked to keep them
}

function replaced(text: string, node: Node, isInFlow: boolean, value: Written): string | undefined {
  const [start, end] = node.range ?? [0, 0]
  const isEmpty = isScalar(node) && node.value === null && start === end
  const isBlock = isScalar(node) && (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL)
  const tail = (isBlock || (isCollection(node) && node.flow !== true)) && text[end - 1] === '\n' ? '\n' : ''
  return text.slice(0, start) + (isEmpty ? ' ' : '') + inline(value, isInFlow) + tail + text.slice(end)
}

/** True when braces or brackets stand around what is at a path. */
function inFlow(document: Document, path: Path): boolean {
  return path.some((_key, depth) => {
    const node = document.getIn(path.slice(0, depth), true)
    return isCollection(node) && node.flow === true
  })
}

/** Writes a value on one line. */
export function inline(value: Written, isInFlow: boolean): string {
  if (isWrittenList(value)) return `[${value.map((item) => inline(item, true)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${word(key, true)}: ${inline(item, true)}`)
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
  }
  return typeof value === 'string' ? word(value, isInFlow) : String(value)
}

/** Array.isArray does not narrow readonly arrays. */
function isWrittenList(value: Written): value is readonly Written[] {
  return Array.isArray(value)
}

/** A text without quotes where YAML reads it as that text. */
function word(text: string, isInFlow: boolean): string {
  const document = parseDocument(isInFlow ? `[${text}]` : text)
  const read: unknown = document.errors.length > 0 ? undefined : document.toJS()
  const found: unknown = isInFlow ? (Array.isArray(read) && read.length === 1 ? read[0] : undefined) : read
  return found === text && !text.includes('\n') ? text : JSON.stringify(text)
}

/** Adds what is not there below the deepest part of the path that is. */
function added(text: string, document: Document, path: Path, value: Written): string | undefined {
  let depth = path.length - 1
  while (depth > 0 && document.getIn(path.slice(0, depth), true) === undefined) depth -= 1
  const parent = document.getIn(path.slice(0, depth), true)
  const nested = path.slice(depth + 1).reduceRight<Written>((inner, key) => ({ [key]: inner }), value)
  const key = String(path[depth])
  if (isMap(parent) && parent.items.length > 0)
    return addedTo(text, parent.items, parent.flow === true, parent.range, key, nested)
  if (isMap(parent) || (isScalar(parent) && parent.value === null))
    return replaced(text, parent, inFlow(document, path.slice(0, depth)), { [key]: nested })
  return undefined
}

function addedTo(
  text: string,
  items: readonly Pair[],
  isFlow: boolean,
  range: readonly number[] | null | undefined,
  key: string,
  value: Written,
): string | undefined {
  const end = range?.[1] ?? text.length
  if (isFlow) return beforeBracket(text, end, `${word(key, true)}: ${inline(value, true)}`)
  const first = items[0]?.key
  const start = isScalar(first) ? (first.range?.[0] ?? 0) : 0
  const column = start - (text.lastIndexOf('\n', start - 1) + 1)
  return withLines(text, lastEnd(items.at(-1)), entryLines(key, value, column))
}

/** One entry as lines; a list of sentences has a line for each. */
function entryLines(key: string, value: Written, column: number): string {
  const indent = ' '.repeat(column)
  if (!isWrittenList(value) || value.length === 0)
    return `${indent}${word(key, false)}: ${inline(value, false)}\n`
  const items = value.map((item) => `${indent}  - ${inline(item, false)}\n`)
  return `${indent}${word(key, false)}:\n${items.join('')}`
}

function appended(
  text: string,
  list: { flow?: boolean; items: unknown[]; range?: readonly number[] | null },
  value: Written,
): string | undefined {
  const end = list.range?.[1] ?? text.length
  if (list.flow === true) {
    return list.items.length === 0
      ? `${text.slice(0, list.range?.[0])}[${inline(value, true)}]${text.slice(end)}`
      : beforeBracket(text, end, inline(value, true))
  }
  const start = list.range?.[0] ?? 0
  const column = start - (text.lastIndexOf('\n', start - 1) + 1)
  return withLines(text, lastEnd(list.items.at(-1)), `${' '.repeat(column)}- ${inline(value, false)}\n`)
}

/** Where the value of the last entry ends. */
function lastEnd(item: unknown): number {
  const node = isPair(item) ? (item.value ?? item.key) : item
  // The cast states that what a parsed collection holds are nodes.
  return (node as Node | undefined)?.range?.[1] ?? 0
}

function beforeBracket(text: string, end: number, entry: string): string {
  const inner = text.slice(0, end - 1).trimEnd()
  const gap = text[end - 1] === '}' ? ' ' : ''
  return `${inner}${inner.endsWith(',') ? '' : ','} ${entry}${gap}${text.slice(end - 1)}`
}

/** Puts lines behind the line in which `end` lies. */
function withLines(text: string, end: number, lines: string): string {
  const stop = text[end - 1] === '\n' ? end : lineAfter(text, end)
  const before = text.slice(0, stop)
  return (before === '' || before.endsWith('\n') ? before : `${before}\n`) + lines + text.slice(stop)
}

function lineAfter(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}

function removed(text: string, document: Document, path: Path): string | undefined {
  const owner = document.getIn(path.slice(0, -1), true)
  if (!isMap(owner) && !isSeq(owner)) return undefined
  const key = path.at(-1)
  const index = isMap(owner)
    ? owner.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))
    : Number(key)
  const item = owner.items[index]
  if (item === undefined) return undefined
  if (owner.items.length === 1) return replaced(text, owner, owner.flow === true, isMap(owner) ? {} : [])
  // The casts state that keys and items that were parsed are nodes.
  const start = ((isPair(item) ? item.key : item) as Node).range?.[0] ?? 0
  const end = lastEnd(item)
  if (owner.flow !== true) {
    const stop = text[end - 1] === '\n' ? end : lineAfter(text, end)
    return text.slice(0, text.lastIndexOf('\n', start - 1) + 1) + text.slice(stop)
  }
  const after = /^\s*,\s*/.exec(text.slice(end))
  if (after !== null) return text.slice(0, start) + text.slice(end + after[0].length)
  return text.slice(0, start).replace(/\s*,\s*$/, '') + (text[end] === '}' ? ' ' : '') + text.slice(end)
}
