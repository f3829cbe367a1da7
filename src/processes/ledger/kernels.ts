import { type FieldPair, pairAt } from '../../kernels/field-pair.ts'

/*
 * The plain form of the kernels: the same operations in the same order.
 */

/** Sum of a field. */
export function sumOfField(pair: FieldPair): number {
  let sum = 0
  for (let v = 0; v < pair.field.length; v++) sum += pairAt(pair, v)
  return sum
}
