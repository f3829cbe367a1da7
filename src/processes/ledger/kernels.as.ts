// Sums over voxels in one order (README.md): they run as one block.

import { pairAt } from '../../kernels/as/fields.lib.as'

/** Sum of a field over the voxels [begin, end). */
export function ledger_field(field: usize, remainder: usize, begin: u32, end: u32): f64 {
  let sum: f64 = 0
  for (let v = begin; v < end; v++) sum += pairAt(field, remainder, v)
  return sum
}
