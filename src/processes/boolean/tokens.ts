/**
 * Tokens of the languages in which Boolean networks are written (`.bnd`, `.cfg`, `.bnet`): names, numbers, texts, `$parameters`
 * and signs, each with the place where it stands.
 */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'parameter' | 'sign' | 'end'
  readonly text: string
  readonly offset: number
}

/** A mistake in a file of a network: what is wrong, and where. Thrown by the readers of this folder, caught by `readFile`. */
export class FormulaMistake extends Error {
  readonly offset: number
  readonly length: number
  readonly hint: string | undefined

  constructor(message: string, offset: number, length = 1, hint?: string) {
    super(message)
    this.name = 'FormulaMistake'
    this.offset = offset
    this.length = length
    this.hint = hint
  }
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
const NAME = /[A-Za-z_][A-Za-z_0-9]*/y
const PARAMETER = /\$[A-Za-z_][A-Za-z_0-9]*/y
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const TEXT = /"(?:[^"\\]|\\.)*"/y
const SIGN = /&&|\|\||==|!=|<=|>=|[-+*/!&|^<>?:=;,.@#()[\]{}]/y

const KINDS = [
  ['name', NAME],
  ['number', NUMBER],
  ['parameter', PARAMETER],
  ['text', TEXT],
  ['sign', SIGN],
] as const

/** Splits a text into tokens, the last of which is `end`; comments are `//`, between `/*` and its end, and lines that begin with `#`. */
export function tokensOf(text: string, from = 0, to = text.length): readonly Token[] {
  const tokens: Token[] = []
  let at = skip(text, from)
  while (at < to) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = skip(text, at + token.text.length)
  }
  tokens.push({ kind: 'end', text: '', offset: to })
  return tokens
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of KINDS) {
    const found = matchAt(pattern, text, at)
    if (found !== undefined) return { kind, text: found, offset: at }
  }
  const what =
    text[at] === '"' ? 'the text that begins here has no end' : `cannot read '${text[at] ?? ''}' here`
  throw new FormulaMistake(what, at)
}

function skip(text: string, from: number): number {
  let at = from
  for (;;) {
    const space = matchAt(SPACE, text, at)
    at += space?.length ?? 0
    const isLineStart = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === ''
    if (text[at] !== '#' || !isLineStart) return at
    const end = text.indexOf('\n', at)
    at = end < 0 ? text.length : end
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** A place in a list of tokens, from which readers take one after the other. */
export interface TokenReader {
  peek(ahead?: number): Token
  take(): Token
  /** Takes the next token if it is the sign `text`. */
  takes(text: string): boolean
  /** Takes the sign `text`, or says that it is missing and what for. */
  expect(text: string, context: string): Token
  /** Takes a name, or says that one is missing. */
  name(what: string): Token
  /** A mistake at the next token: 'expected ..., found ...'. */
  mistake(expected: string, hint?: string): FormulaMistake
}

/** Makes a reader of tokens. */
export function readTokens(tokens: readonly Token[]): TokenReader {
  let at = 0
  const last = tokens.at(-1) ?? { kind: 'end', text: '', offset: 0 }
  const reader: TokenReader = {
    peek: (ahead = 0) => tokens[at + ahead] ?? last,
    take: () => tokens[at++] ?? last,
    takes: (text) => {
      const isNext = reader.peek().kind === 'sign' && reader.peek().text === text
      if (isNext) at += 1
      return isNext
    },
    expect: (text, context) => {
      const token = reader.peek()
      if (!reader.takes(text)) throw reader.mistake(`'${text}' ${context}`)
      return token
    },
    name: (what) => {
      if (reader.peek().kind !== 'name') throw reader.mistake(what)
      return reader.take()
    },
    mistake: (expected, hint) => {
      const { kind, text, offset } = reader.peek()
      const found = kind === 'end' ? 'the end' : `'${text}'`
      return new FormulaMistake(
        `expected ${expected}, found ${found}`,
        offset,
        Math.max(text.length, 1),
        hint,
      )
    },
  }
  return reader
}
