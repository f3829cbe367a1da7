import { type Formula, readFormula } from './formula.ts'
import { FormulaMistake, type Token, type TokenReader, readTokens, tokensOf } from './tokens.ts'

/** Joint probabilities of first states of some nodes. */
export interface StartText {
  readonly nodes: readonly Token[]
  readonly entries: readonly { readonly weight: Formula; readonly values: readonly Formula[] }[]
}

/** What a `.cfg` file says, in the order in which it says it. */
export interface ConfigurationText {
  readonly parameters: readonly { readonly name: string; readonly value: Formula; readonly offset: number }[]
  readonly settings: readonly { readonly name: Token; readonly value: Formula }[]
  readonly attributes: readonly { readonly node: Token; readonly attribute: Token; readonly value: Formula }[]
  readonly starts: readonly StartText[]
  readonly schedules: readonly {
    readonly node: Token
    readonly steps: readonly { readonly time: number; readonly probability: Formula }[]
  }[]
}

type Mutable = { [K in keyof ConfigurationText]: ConfigurationText[K][number][] }

/** Attributes of a node that a configuration may set. */
const ATTRIBUTES = ['istate', 'is_internal', 'refstate', 'in_graph', 'schedule']

/** Reads a `.cfg` file; throws a `FormulaMistake` at the first mistake. */
export function readConfiguration(text: string): ConfigurationText {
  const reader = readTokens(tokensOf(text))
  const found: Mutable = { parameters: [], settings: [], attributes: [], starts: [], schedules: [] }
  while (reader.peek().kind !== 'end') {
    if (!reader.takes(';')) readStatement(reader, found)
  }
  return found
}

function readStatement(reader: TokenReader, found: Mutable): void {
  const { kind, text, offset } = reader.peek()
  if (kind === 'parameter') {
    reader.take()
    reader.expect('=', `after ${text}`)
    found.parameters.push({ name: text, value: readFormula(reader), offset })
  } else if (text === '[') found.starts.push(readStart(reader))
  else {
    const name = reader.name('a parameter, a setting or a node')
    if (reader.takes('.')) readAttribute(reader, name, found)
    else {
      reader.expect('=', `after ${name.text}`)
      found.settings.push({ name, value: readFormula(reader) })
    }
  }
  reader.expect(';', 'at the end of the statement')
}

function readAttribute(reader: TokenReader, node: Token, found: Mutable): void {
  const attribute = reader.name(`an attribute of ${node.text}`)
  checkAttribute(attribute)
  reader.expect('=', `after ${node.text}.${attribute.text}`)
  if (attribute.text.toLowerCase() === 'schedule') found.schedules.push({ node, steps: readSchedule(reader) })
  else found.attributes.push({ node, attribute, value: readFormula(reader) })
}

function checkAttribute({ text, offset }: Token): void {
  if (text.toLowerCase().startsWith('pop_'))
    throw new FormulaMistake(
      `'${text}' belongs to populations of PopMaBoSS, which are not supported`,
      offset,
      text.length,
    )
  if (!ATTRIBUTES.includes(text.toLowerCase()))
    throw new FormulaMistake(
      `nodes have no attribute '${text}'`,
      offset,
      text.length,
      `the attributes are ${ATTRIBUTES.join(', ')}`,
    )
}

/** `20:0.1, 40:0.9`: times, and the probability that the node is 1 from then on. */
function readSchedule(reader: TokenReader) {
  const steps: { time: number; probability: Formula }[] = []
  do {
    if (reader.peek().kind !== 'number') throw reader.mistake('a time')
    const time = Number(reader.take().text)
    reader.expect(':', 'between a time and a probability')
    steps.push({ time, probability: readFormula(reader) })
  } while (reader.takes(','))
  return steps
}

/** `[A, B].istate = 0.4 [0, 0], 0.6 [1, 1]` */
function readStart(reader: TokenReader): StartText {
  reader.expect('[', '')
  const nodes = [reader.name('the name of a node')]
  while (reader.takes(',')) nodes.push(reader.name('the name of a node'))
  reader.expect(']', 'after the names of nodes')
  reader.expect('.', "before 'istate'")
  const attribute = reader.name("'istate'")
  checkAttribute(attribute)
  if (attribute.text.toLowerCase() !== 'istate')
    throw new FormulaMistake(
      `groups of nodes have no attribute '${attribute.text}'`,
      attribute.offset,
      attribute.text.length,
    )
  reader.expect('=', "after 'istate'")
  const entries: { weight: Formula; values: readonly Formula[] }[] = []
  do {
    const weight = readFormula(reader)
    const { offset } = reader.expect('[', 'after a probability')
    const values = [readFormula(reader)]
    while (reader.takes(',')) values.push(readFormula(reader))
    reader.expect(']', 'after the states')
    if (values.length !== nodes.length)
      throw new FormulaMistake(
        `expected ${nodes.length} states, one for each node, found ${values.length}`,
        offset,
      )
    entries.push({ weight, values })
  } while (reader.takes(','))
  return { nodes, entries }
}
