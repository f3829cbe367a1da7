import { boundInStep } from '../../kernels/binding.ts'
import { type FieldPair, pairAt, setPair } from '../../kernels/field-pair.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'

/** The plain form of `reactions_turn`; kt = rate constant x dt [1/nM]. */
export function turn(
  enzyme: FieldPair,
  precursor: FieldPair,
  product: FieldPair,
  kt: number,
  special: SpecialFunctions,
): void {
  for (let v = 0; v < enzyme.field.length; v++) {
    const e = pairAt(enzyme, v)
    const before = pairAt(precursor, v)
    if (e <= 0 || before <= 0) continue
    const after = before * special.exp(-kt * e)
    setPair(precursor, v, after)
    setPair(product, v, pairAt(product, v) + (before - after))
  }
}

/** The plain form of `reactions_bind`; kt = association x dt [1/nM]. */
export function bindEachOther(
  first: FieldPair,
  second: FieldPair,
  kt: number,
  special: SpecialFunctions,
): void {
  for (let v = 0; v < first.field.length; v++) {
    const a = pairAt(first, v)
    const b = pairAt(second, v)
    if (Math.min(a, b) <= 0) continue
    const bound = boundInStep(a, b, kt, special)
    setPair(first, v, a - bound)
    setPair(second, v, b - bound)
  }
}
