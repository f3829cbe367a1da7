// Reactions between substrates in the medium. Equations in README.md.

import { boundInStep } from '../../kernels/as/binding.lib.as'
import { pairAt, setPair } from '../../kernels/as/fields.lib.as'

/** An enzyme turns a precursor into a product in voxels [begin, end); kt = rate constant x dt [1/nM]. */
export function reactions_turn(
  enzyme: usize, enzymeRest: usize, precursor: usize, precursorRest: usize, product: usize, productRest: usize, kt: f64,
  begin: u32, end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const e = pairAt(enzyme, enzymeRest, v)
    const before = pairAt(precursor, precursorRest, v)
    if (e <= 0 || before <= 0) continue
    const after = before * NativeMath.exp(-kt * e)
    setPair(precursor, precursorRest, v, after)
    setPair(product, productRest, v, pairAt(product, productRest, v) + (before - after))
  }
}

/** Two substrates bind each other for good in voxels [begin, end); kt = association x dt [1/nM]. */
export function reactions_bind(
  first: usize, firstRest: usize, second: usize, secondRest: usize, kt: f64, begin: u32, end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const a = pairAt(first, firstRest, v)
    const b = pairAt(second, secondRest, v)
    if (min(a, b) <= 0) continue
    const bound = boundInStep(a, b, kt)
    setPair(first, firstRest, v, a - bound)
    setPair(second, secondRest, v, b - bound)
  }
}
