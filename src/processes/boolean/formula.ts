import { FormulaMistake, type TokenReader } from './tokens.ts'

/**
 * Formulas of Boolean networks. Every value is a number; a condition holds when its value is not zero, and gives 1 or 0.
 *
 *     formula    := xor [ '?' formula ':' formula ]
 *     xor        := or { '^' | XOR  or }              or  := and { '|' | '||' | OR  and }
 *     and        := equal { '&' | '&&' | AND  equal } equal := order { '==' | '!='  order }
 *     order      := sum { '<' | '>' | '<=' | '>='  sum }
 *     sum        := product { '+' | '-'  product }    product := unary { '*' | '/'  unary }
 *     unary      := '!' | NOT | '-' | '+'  unary  |  primary
 *     primary    := number | TRUE | FALSE | node | '$'parameter | '@'attribute | log(x[, base]) | exp(x[, base]) | '(' formula ')'
 */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name' | 'parameter' | 'attribute'; readonly name: string; readonly offset: number }
  | { readonly kind: 'binary'; readonly op: BinaryOperator; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'choice'; readonly test: Formula; readonly yes: Formula; readonly no: Formula }
  | {
      readonly kind: 'call'
      readonly name: 'log' | 'exp'
      readonly args: readonly Formula[]
      readonly offset: number
    }

export type BinaryOperator = '^' | '|' | '&' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/'

/** Operators from the loosest to the tightest, each in the forms in which it may be written. */
const LEVELS: readonly Readonly<Record<string, BinaryOperator>>[] = [
  { '^': '^', XOR: '^' },
  { '|': '|', '||': '|', OR: '|' },
  { '&': '&', '&&': '&', AND: '&' },
  { '==': '==', '!=': '!=' },
  { '<': '<', '>': '>', '<=': '<=', '>=': '>=' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/' },
]

/** Nested brackets and negations that a formula may have. Chosen: no network has more than a dozen; beyond it the stack would run out. */
const DEEPEST = 500

/** Reads one formula and leaves what follows it. */
export function readFormula(reader: TokenReader, depth = 0): Formula {
  if (depth > DEEPEST) throw new FormulaMistake('this formula is nested too deeply', reader.peek().offset)
  const test = readLevel(reader, 0, depth)
  if (!reader.takes('?')) return test
  const yes = readFormula(reader, depth + 1)
  reader.expect(':', "after '?' and a value")
  return { kind: 'choice', test, yes, no: readFormula(reader, depth + 1) }
}

function readLevel(reader: TokenReader, level: number, depth: number): Formula {
  const operators = LEVELS[level]
  if (operators === undefined) return readUnary(reader, depth)
  let left = readLevel(reader, level + 1, depth)
  for (;;) {
    const { kind, text } = reader.peek()
    const op =
      kind === 'sign' || kind === 'name' ? operators[kind === 'name' ? text.toUpperCase() : text] : undefined
    if (op === undefined) return left
    reader.take()
    left = { kind: 'binary', op, left, right: readLevel(reader, level + 1, depth) }
  }
}

function readUnary(reader: TokenReader, depth: number): Formula {
  if (depth > DEEPEST) throw new FormulaMistake('this formula is nested too deeply', reader.peek().offset)
  const { kind, text } = reader.peek()
  if (reader.takes('!')) return { kind: 'not', of: readUnary(reader, depth + 1) }
  if (reader.takes('+')) return readUnary(reader, depth + 1)
  if (reader.takes('-'))
    return {
      kind: 'binary',
      op: '-',
      left: { kind: 'number', value: 0 },
      right: readUnary(reader, depth + 1),
    }
  if (kind === 'name' && text.toUpperCase() === 'NOT') {
    reader.take()
    return { kind: 'not', of: readUnary(reader, depth + 1) }
  }
  return readPrimary(reader, depth)
}

const CONSTANTS: Readonly<Record<string, number>> = { TRUE: 1, FALSE: 0 }
const WORDS = ['AND', 'OR', 'XOR', 'NOT', 'NODE']

function readPrimary(reader: TokenReader, depth: number): Formula {
  const { kind, text, offset } = reader.peek()
  if (kind === 'number') return { kind: 'number', value: Number(reader.take().text) }
  if (kind === 'parameter') return { kind: 'parameter', name: reader.take().text, offset }
  if (reader.takes('@'))
    return { kind: 'attribute', name: reader.name("the name of an attribute after '@'").text, offset }
  if (reader.takes('(')) {
    const inner = readFormula(reader, depth + 1)
    reader.expect(')', 'to close the bracket')
    return inner
  }
  if (text === '#')
    throw new FormulaMistake(
      'counts of cells (#cell) belong to populations of PopMaBoSS, which are not supported',
      offset,
    )
  if (kind !== 'name' || WORDS.includes(text.toUpperCase()))
    throw reader.mistake('a node, a number, a parameter or a bracket')
  reader.take()
  if (reader.peek().text === '(') return readCall(reader, text, offset, depth)
  const constant = CONSTANTS[text.toUpperCase()]
  return constant === undefined ? { kind: 'name', name: text, offset } : { kind: 'number', value: constant }
}

function readCall(reader: TokenReader, name: string, offset: number, depth: number): Formula {
  if (name !== 'log' && name !== 'exp')
    throw new FormulaMistake(
      `there is no function '${name}'`,
      offset,
      name.length,
      'the functions are log(x[, base]) and exp(x[, base])',
    )
  reader.expect('(', '')
  const args = [readFormula(reader, depth + 1)]
  while (reader.takes(',')) args.push(readFormula(reader, depth + 1))
  reader.expect(')', 'to close the list of arguments')
  if (args.length > 2)
    throw new FormulaMistake(`${name} takes a value and at most a base`, offset, name.length)
  return { kind: 'call', name, args, offset }
}
