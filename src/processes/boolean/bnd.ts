import { type Formula, readFormula } from './formula.ts'
import { FormulaMistake, type TokenReader, readTokens, tokensOf } from './tokens.ts'

/** A node as a file declares it: its attributes, of which `logic`, `rate_up` and `rate_down` have a meaning of their own. */
export interface NodeText {
  readonly name: string
  readonly offset: number
  readonly attributes: ReadonlyMap<string, Formula>
}

/**
 * Reads a `.bnd` file: `node NAME { attribute = formula; ... }`, one after the other. Attributes that are texts are skipped.
 * Throws a `FormulaMistake` at the first mistake.
 */
export function readBnd(text: string): readonly NodeText[] {
  const reader = readTokens(tokensOf(text))
  const nodes: NodeText[] = []
  while (reader.peek().kind !== 'end') nodes.push(readNode(reader))
  return withoutTwins(nodes)
}

function readNode(reader: TokenReader): NodeText {
  const { kind, text, offset } = reader.peek()
  const word = text.toLowerCase()
  if (kind === 'name' && (word === 'division' || word === 'death'))
    throw new FormulaMistake(
      `'${text}' belongs to populations of PopMaBoSS, which are not supported`,
      offset,
      text.length,
      'division and death of cells are rules of the model: a node may raise or lower them',
    )
  if (kind !== 'name' || word !== 'node') throw reader.mistake("'node' and a name")
  reader.take()
  const name = reader.name("a node's name after 'node'")
  reader.expect('{', `after the name of node ${name.text}`)
  const attributes = new Map<string, Formula>()
  while (!reader.takes('}')) {
    const attribute = reader.name(`an attribute of node ${name.text}, or '}'`)
    reader.expect('=', `after '${attribute.text}'`)
    if (reader.peek().kind === 'text') reader.take()
    else attributes.set(attribute.text, readFormula(reader))
    reader.expect(';', `at the end of '${attribute.text}' of node ${name.text}`)
  }
  return { name: name.text, offset: name.offset, attributes }
}

/** Refuses a second node of one name. */
export function withoutTwins(nodes: readonly NodeText[]): readonly NodeText[] {
  const seen = new Set<string>()
  for (const { name, offset } of nodes) {
    if (seen.has(name)) throw new FormulaMistake(`node ${name} is declared twice`, offset, name.length)
    seen.add(name)
  }
  return nodes
}
