// Substrates that do not diffuse, under the adaptive scheme: every voxel by itself, exactly. Equations in README.md.

import { f64At, setF64, u8At } from '../../kernels/as/columns.lib.as'
import { pairAt, setPair } from '../../kernels/as/fields.lib.as'
import { RUN } from '../../kernels/as/sources.lib.as'

/** Below this the series is taken, whose next term is x^5 / 720. Chosen: there 1 - exp(-x) has lost three digits. */
const SMALL: f64 = 1e-3

/** phi(x) = (1 - exp(-x)) / x. */
// @ts-ignore: decorator
@inline
function phi(x: f64): f64 {
  if (Math.abs(x) < SMALL) return 1 - (x / 2) * (1 - (x / 3) * (1 - (x / 4) * (1 - x / 5)))
  return (1 - NativeMath.exp(-x)) / x
}

/** psi(x) = (1 - phi(x)) / x. */
// @ts-ignore: decorator
@inline
function psi(x: f64, p: f64): f64 {
  if (Math.abs(x) < SMALL) return 0.5 * (1 - (x / 3) * (1 - (x / 4) * (1 - x / 5)))
  return (1 - p) / x
}

/**
 * Advances voxels [begin, end) by the time in `due` [min]: dc/dt = gain - (decay + loss) c, with losses and gains in marked
 * runs only; a run that is not marked stays as it is where nothing decays. `mean` (0 = nobody wants it) becomes the mean of c.
 */
export function transport_still(
  field: usize, remainder: usize, loss: usize, gain: usize, mean: usize, marks: usize, due: usize, decay: f64, begin: u32,
  end: u32,
): void {
  const time = load<f64>(due)
  for (let v = begin; v < end; ) {
    const last = min(((v >> RUN) + 1) << RUN, end)
    const isMarked = u8At(marks, v >> RUN) != 0
    if (!isMarked && decay == 0 && mean == 0) {
      v = last
      continue
    }
    for (; v < last; v++) {
      const rate = isMarked ? decay + f64At(loss, v) : decay
      const supply = isMarked ? f64At(gain, v) : 0
      const c = pairAt(field, remainder, v)
      const x = rate * time
      const p = phi(x)
      const change = (supply - rate * c) * time
      if (mean != 0) setF64(mean, v, c + change * psi(x, p))
      if (change != 0) setPair(field, remainder, v, c + change * p)
    }
  }
}
