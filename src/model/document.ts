import {
  Composer,
  Lexer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  visit,
  type CST,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import type { Issue, Message, Path, Position } from './issue.ts'
import type { LineStart, Located, LocatedMap, LocatedScalar } from './located.ts'
import {
  aliasRefused,
  badKey,
  badYaml,
  binaryDocument,
  directiveRefused,
  duplicateKey,
  emptyDocument,
  expectedForm,
  mergeKeyRefused,
  severalDocuments,
  tabIndent,
  tagRefused,
  tooDeep,
  tooLarge,
} from './messages.ts'
import { contentStart, lineStarts, type LineOrigin } from './scalar-lines.ts'

/** Longest text that is read [characters]; chosen: a thousand times a long model, seconds to parse. */
export const textLimit = 10_000_000

/** Deepest nesting that is read; chosen: ten times a deep model, far below the stack's end. */
export const depthLimit = 64

/** A parsed text: the root is absent when the text is no YAML, so that nothing false is said about the rest of it. */
export interface ParsedDocument {
  readonly root?: Located
  readonly issues: readonly Issue[]
}

/** What conversion carries along: the text, where its lines begin, and the sink for mistakes. */
interface Context {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
  readonly issues: Issue[]
}

/**
 * Parses YAML 1.2 (core schema) into nodes that know where they stand.
 *
 * Anchors, aliases, merge keys and tags are refused: a model is read by people, and aliases let a few lines grow to
 * gigabytes. Nesting is bounded while tokens are read, before the recursive part of the YAML library sees them.
 */
export function parseDocument(source: string, file: string): ParsedDocument {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source
  const context: Context = { file, text, lines: new LineCounter(), issues: [] }
  const refusal = refuseText(text)
  if (refusal !== undefined) return refused(context, refusal.message, refusal.offset)
  const tokens = parseTokens(context)
  if ('tooDeepAt' in tokens) return refused(context, tooDeep(depthLimit), tokens.tooDeepAt)
  const [document, second] = [
    ...new Composer({ uniqueKeys: false, strict: true, version: '1.2' }).compose(tokens),
  ]
  if (document === undefined) return refused(context, emptyDocument(), 0)
  if (reportError(context, document)) return { issues: context.issues }
  if (document.directives.yaml.explicit === true) report(context, directiveRefused(), 0, 1, [])
  if (second !== undefined) report(context, severalDocuments(), second.range[0], 3, [])
  return convertDocument(context, document)
}

function convertDocument(context: Context, document: Document.Parsed): ParsedDocument {
  const { contents } = document
  const isEmpty =
    contents === null || (isScalar(contents) && contents.value === null && contents.source === '')
  if (isEmpty && context.issues.length === 0) return refused(context, emptyDocument(), 0)
  const root = isEmpty ? undefined : convert(context, contents, [])
  if (root !== undefined && root.kind !== 'map' && context.issues.length === 0)
    context.issues.push({
      ...expectedForm('a map', root, 'a model starts with format: 1'),
      path: [],
      position: root.position,
    })
  return { ...(root === undefined ? {} : { root }), issues: context.issues }
}

/** Refuses what is not a text of bearable size; NUL and the replacement character betray binary files. */
function refuseText(text: string): { readonly message: Message; readonly offset: number } | undefined {
  if (text.length > textLimit) return { message: tooLarge(textLimit), offset: 0 }
  const binary = text.search(/[\0\ufffd]/)
  return binary >= 0 ? { message: binaryDocument(), offset: binary } : undefined
}

function refused(context: Context, message: Message, offset: number): ParsedDocument {
  if (context.lines.lineStarts.length === 0) addLines(context)
  report(context, message, offset, 1, [])
  return { issues: context.issues }
}

/** Counts lines up to the first place that can be reported, for texts that the YAML library never saw. */
function addLines(context: Context): void {
  context.lines.addNewLine(0)
  const end = Math.min(context.text.length, textLimit)
  for (let at = context.text.indexOf('\n'); at >= 0 && at < end; at = context.text.indexOf('\n', at + 1))
    context.lines.addNewLine(at + 1)
}

/** Parses into tokens, one word of the file at a time so that runaway nesting is stopped where it starts. */
function parseTokens(context: Context): readonly CST.Token[] | { readonly tooDeepAt: number } {
  const parser = new Parser(context.lines.addNewLine)
  const tokens: CST.Token[] = []
  context.lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(context.text)) {
    tokens.push(...parser.next(lexeme))
    const { stack } = parser
    if (stack.length > depthLimit && stack.filter((token) => 'items' in token).length > depthLimit)
      return { tooDeepAt: stack.at(-1)?.offset ?? 0 }
  }
  tokens.push(...parser.end())
  return tokens
}

/**
 * Reports the first thing that the YAML library refused, and tells whether there was one.
 * What it says after that, and what it makes of the rest of the file, mostly follows from the first slip.
 */
function reportError(context: Context, document: Document.Parsed): boolean {
  const [error] = document.errors
  if (error === undefined) return false
  const [start, end] = error.pos
  const opening = unclosed.test(error.message) ? openingOf(document, start) : undefined
  if (opening === undefined) report(context, messageOf(context, error), start, Math.max(1, end - start), [])
  else report(context, messageOf(context, error), opening, 1, [])
  return true
}

/** What the YAML library says of quotes and brackets that are not closed; it points to where the file or the block ends. */
const unclosed = /missing closing|must be sufficiently indented and end with|unexpected end of flow/i

/** Where the innermost quote or bracket opens in which an offset lies. */
function openingOf(document: Document.Parsed, offset: number): number | undefined {
  let opening: number | undefined
  visit(document, {
    Node(_key, node) {
      const isOpen =
        ((isMap(node) || isSeq(node)) && node.flow === true) ||
        (isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'))
      const [start, , end] = node.range ?? [0, 0, 0]
      if (isOpen && start < offset && offset <= end) opening = Math.max(start, opening ?? 0)
    },
  })
  return opening
}

function messageOf(
  context: Context,
  error: { readonly code: string; readonly message: string; readonly pos: readonly number[] },
): Message {
  const { line } = context.lines.linePos(error.pos[0] ?? 0)
  const start = context.lines.lineStarts[line - 1] ?? 0
  const isTabbed = /^ *\t/.test(context.text.slice(start, start + depthLimit * 4))
  if (error.code === 'TAB_AS_INDENT' || isTabbed) return tabIndent()
  if (error.code === 'MULTIPLE_DOCS') return severalDocuments()
  return badYaml(error.message)
}

function report(context: Context, message: Message, offset: number, length: number, path: Path): void {
  context.issues.push({ ...message, path, position: positionAt(context, offset, length) })
}

/** Returns the place of `length` characters, cut at the end of their first line. */
function positionAt(context: Context, offset: number, length: number): Position {
  const { line, col } = context.lines.linePos(offset)
  const lineEnd = context.text.indexOf('\n', offset)
  const rest = (lineEnd < 0 ? context.text.length : lineEnd) - offset
  return {
    file: context.file,
    line: Math.max(1, line),
    column: Math.max(1, col),
    length: Math.max(1, Math.min(length, rest)),
  }
}

function convert(context: Context, node: Node | null, path: Path): Located | undefined {
  if (node === null) return undefined
  const [start, end] = node.range ?? [0, 0]
  const position = positionAt(context, start, end - start)
  refuseExtras(context, node, path)
  if (isMap(node)) return convertMap(context, node, position, path)
  if (isSeq(node)) {
    // The cast states that a parsed list holds nodes, which the library's types leave open.
    const items = node.items.map((item, index) => convert(context, item as Node | null, [...path, index]))
    return { kind: 'list', items: items.filter((item) => item !== undefined), position }
  }
  return isScalar(node) ? convertScalar(context, node, position) : undefined
}

/** Reports aliases, anchors and tags. */
function refuseExtras(context: Context, node: Node, path: Path): void {
  const [start, end] = node.range ?? [0, 0]
  if (isAlias(node)) return report(context, aliasRefused(`*${node.source}`), start, end - start, path)
  if (node.anchor !== undefined) report(context, aliasRefused(`&${node.anchor}`), start, end - start, path)
  if (node.tag !== undefined && node.tag !== '!' && hasTag(context, node))
    report(context, tagRefused(node.tag.replace('tag:yaml.org,2002:', '!!')), start, end - start, path)
}

/** The library fills in the tags that it infers; a written one stands before the node on its line. */
function hasTag(context: Context, node: Node): boolean {
  const start = node.range?.[0] ?? 0
  const before = context.text.slice(context.text.lastIndexOf('\n', start - 1) + 1, start)
  return /(?:^|[\s:\-[,{])!\S*\s+(?:&\S+\s+)?$/.test(before) || context.text[start] === '!'
}

function convertMap(context: Context, node: YAMLMap, position: Position, path: Path): LocatedMap {
  const entries = new Map<string, { readonly key: Position; readonly node: Located }>()
  for (const pair of node.items) {
    const key = convertKey(context, pair, position, path)
    if (key === undefined) continue
    const first = entries.get(key.text)
    if (first !== undefined) {
      context.issues.push({
        ...duplicateKey(key.text, first.key.line),
        path: [...path, key.text],
        position: key.position,
      })
      continue
    }
    // The cast states that a parsed pair holds a node or nothing.
    const value = convert(context, pair.value as Node | null, [...path, key.text])
    entries.set(key.text, { key: key.position, node: value ?? emptyNode(key.position) })
  }
  return { kind: 'map', entries, position }
}

function emptyNode(position: Position): LocatedScalar {
  return { kind: 'scalar', value: null, text: '', position }
}

function convertKey(
  context: Context,
  pair: Pair,
  parent: Position,
  path: Path,
): { readonly text: string; readonly position: Position } | undefined {
  const { key } = pair
  if (isScalar(key) && key.range && (key.value !== null || key.source)) {
    const [start, end] = key.range
    const text = typeof key.value === 'string' ? key.value : (key.source ?? '')
    const position = positionAt(context, start, end - start)
    refuseExtras(context, key, path)
    if (text !== '<<' || key.type !== 'PLAIN') return { text, position }
    context.issues.push({ ...mergeKeyRefused(), path, position })
    return undefined
  }
  context.issues.push({ ...badKey(), path, position: keyPlace(context, key) ?? parent })
  return undefined
}

/** Returns the place of a key that is not a scalar. */
function keyPlace(context: Context, key: unknown): Position | undefined {
  if (!isMap(key) && !isSeq(key) && !isAlias(key) && !isScalar(key)) return undefined
  const [start, end] = key.range ?? [0, 0]
  return positionAt(context, start, end - start)
}

function convertScalar(context: Context, node: Node, position: Position): LocatedScalar | undefined {
  if (!isScalar(node)) return undefined
  const [start, end] = node.range ?? [0, 0]
  const { value } = node
  if (value === null || typeof value === 'boolean' || typeof value === 'number')
    return { kind: 'scalar', value, text: node.source ?? '', position }
  // What is left of YAML's scalars is text; big numbers and dates are not in the core schema.
  const text = typeof value === 'string' ? value : (node.source ?? '')
  const inner = contentStart(context.text, start, end, node.type)
  const origins = lineStarts(context.text, inner, end, text)
  const isSplit = origins.length > 1 || inner - start > 1
  const place = positionAt(context, origins[0]?.source ?? inner, Math.max(1, text.length))
  return {
    kind: 'scalar',
    value: text,
    text,
    position: place,
    ...(isSplit ? { lines: origins.map(toLine) } : {}),
  }

  function toLine({ offset, source }: LineOrigin): LineStart {
    const { line, col } = context.lines.linePos(source)
    return { offset, line, column: col }
  }
}
