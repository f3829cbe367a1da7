import { type NodeText, withoutTwins } from './bnd.ts'
import { readFormula } from './formula.ts'
import { readTokens, tokensOf } from './tokens.ts'

/**
 * Reads a `.bnet` file: `NAME, logic` on each line, with or without the header `targets, factors`; lines that begin with `#` are
 * comments. All rates are 1. Throws a `FormulaMistake` at the first mistake.
 */
export function readBnet(text: string): readonly NodeText[] {
  const nodes: NodeText[] = []
  let offset = 0
  for (const line of text.split('\n')) {
    const node = readLine(text, offset, offset + line.length)
    if (node !== undefined) nodes.push(node)
    offset += line.length + 1
  }
  return withoutTwins(nodes)
}

function readLine(text: string, from: number, to: number): NodeText | undefined {
  const line = text.slice(from, to)
  if (line.trim() === '' || line.trimStart().startsWith('#')) return undefined
  if (/^\s*targets\s*,\s*factors\s*$/i.test(line)) return undefined
  const reader = readTokens(tokensOf(text, from, to))
  const name = reader.name('the name of a node')
  reader.expect(',', `between ${name.text} and its logic`)
  const logic = readFormula(reader)
  if (reader.peek().kind !== 'end') throw reader.mistake('the end of the line')
  return { name: name.text, offset: name.offset, attributes: new Map([['logic', logic]]) }
}
