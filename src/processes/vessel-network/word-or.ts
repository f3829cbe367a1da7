import type { Quantity, Schema } from '../../model/kit.ts'

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
    read: (node, path, reader) =>
      node.kind === 'scalar' && node.text.trim() === word ? word : other.read(node, path, reader),
    jsonSchema: () => ({ description: doc, anyOf: [{ const: word }, other.jsonSchema()] }),
    write: (value) => (typeof value === 'string' ? value : other.write(value)),
  }
}
