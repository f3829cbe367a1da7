import type { Quantity, Schema } from '../../model/kit.ts'
import { notOneOf } from '../../model/messages.ts'

/** A word that stands for something of its own, or else a number with its unit. */
export function wordOr<const W extends string>(
  word: W,
  other: Schema<Quantity>,
  doc: string,
): Schema<Quantity | W> {
  return {
    kind: 'word or quantity',
    doc,
    absent: () => undefined,
    read: (node, path, reader) => {
      if (node.kind !== 'scalar') return other.read(node, path, reader)
      if (node.text.trim() === word) return word
      if (!/^\s*[a-z]/i.test(node.text)) return other.read(node, path, reader)
      reader.report(notOneOf(node.text, [word, 'a number with its unit']), node, path)
      return undefined
    },
    jsonSchema: () => ({ description: doc, anyOf: [{ const: word }, other.jsonSchema()] }),
    write: (value) => (typeof value === 'string' ? value : other.write(value)),
  }
}
