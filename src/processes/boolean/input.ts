import type { Quantity } from '../../model/kit.ts'
import { badQuantity } from '../../model/messages.ts'
import { type SentenceResult, sourcedSentence } from '../../model/schema-sentence.ts'
import { parseQuantity, writeQuantity } from '../../units/quantity.ts'

/** What a node is set by: 1 while the signal is above or below a level. */
export interface InputWords {
  readonly signal: string
  readonly isAbove: boolean
  readonly level: Pick<Quantity, 'value' | 'unit'>
}

const EXAMPLES = ['oxygen below 10 mmHg [measured, key]', 'contact with CAF above 0.5']

/** Reads `<signal> above|below <level>`. */
export function parseInput(text: string): SentenceResult<InputWords> {
  const match = /^(\s*)(\S.*?)(\s+)(above|below)(\s+)(\S.*?)\s*$/.exec(text)
  const [, lead = '', signal = '', gap = '', word = '', space = '', level = ''] = match ?? []
  if (match === null)
    return {
      ok: false,
      message: "expected '<signal> above <level>' or '<signal> below <level>'",
      hint: `for example ${EXAMPLES[0]}`,
      offset: 0,
    }
  const parsed = parseQuantity(level)
  const offset = lead.length + signal.length + gap.length + word.length + space.length
  if (!parsed.ok)
    return {
      ok: false,
      message: badQuantity(level, parsed.message, '10 mmHg'),
      offset: offset + parsed.offset,
    }
  return {
    ok: true,
    value: { signal, isAbove: word === 'above', level: { value: parsed.canonical, unit: parsed.unit.text } },
  }
}

/** Writes an input so that it reads back exactly. */
export function writeInput({ signal, isAbove, level }: InputWords): string {
  return `${signal} ${isAbove ? 'above' : 'below'} ${writeQuantity(level.value, level.unit)}`
}

/** What sets a node, with its source. */
export const inputSchema = sourcedSentence(parseInput, writeInput, {
  doc: 'the node is 1 while a signal is above or below a level, else 0',
  examples: EXAMPLES,
})
