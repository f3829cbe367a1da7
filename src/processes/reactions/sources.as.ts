// Reactions as sources of fields that are solved with them (README.md). Blocks are over runs of voxels.

import { f64At, setF64 } from '../../kernels/as/columns.lib.as'
import { pairAt } from '../../kernels/as/fields.lib.as'
import { mark, runFrom } from '../../kernels/as/sources.lib.as'

/** Smaller amounts that are owed become zero, as values of fields do. */
const TINY: f64 = 1e-28

// @ts-ignore: decorator
@inline
function owe(owed: usize, v: u32, value: f64): void {
  setF64(owed, v, Math.abs(value) < TINY ? 0 : value)
}

/**
 * An enzyme turns a precursor into a product in a step of `precursorDue` and `productDue` [min] (0 = not now), for the runs of voxels that
 * begin in [begin, end): k E is a loss of the precursor, left in `lost`; the product gains what the precursor is expected to lose, and a
 * share of what is `owed` to it [nM], over `period` [min]. `rate` [nM/min] is the precursor's loss in its last step, which is booked
 * `ahead` [min] of the product.
 */
export function reactions_turn_sources(
  enzyme: usize, enzymeRest: usize, precursor: usize, precursorRest: usize, precursorLoss: usize, precursorGain: usize,
  precursorMarks: usize, productLoss: usize, productGain: usize, productMarks: usize, owed: usize, rate: usize, lost: usize,
  voxels: u32, k: f64, precursorDue: f64, productDue: f64, ahead: f64, period: f64, begin: u32, end: u32,
): void {
  const stop = min(runFrom(end), voxels)
  for (let v = runFrom(begin); v < stop; v++) {
    const sink = k * max<f64>(pairAt(enzyme, enzymeRest, v), 0)
    const last = f64At(rate, v)
    let expected = last
    if (precursorDue > 0) {
      const level = max<f64>(pairAt(precursor, precursorRest, v), 0)
      expected = (sink * (level + precursorDue * last)) / (1 + sink * precursorDue)
      setF64(lost, v, sink)
      if (sink > 0) {
        mark(precursorLoss, precursorGain, precursorMarks, voxels, v)
        setF64(precursorLoss, v, f64At(precursorLoss, v) + sink)
      }
    }
    if (productDue == 0) continue
    const due = f64At(owed, v)
    const given = max<f64>(expected + (due - ahead * last) / period, 0)
    if (given == 0) continue
    mark(productLoss, productGain, productMarks, voxels, v)
    setF64(productGain, v, f64At(productGain, v) + given)
    owe(owed, v, due - given * productDue)
  }
}

/** The positive root y of k t y^2 + (1 + k t (x0 - y0)) y = y0: what is left of y0 [nM] after a step in which it meets x0, by backward Euler. */
// @ts-ignore: decorator
@inline
function leftOf(y0: f64, x0: f64, kt: f64): f64 {
  const s = 1 + kt * (x0 - y0)
  const q = Math.sqrt(s * s + 4 * kt * y0)
  return s > 0 ? (2 * y0) / (s + q) : (q - s) / (2 * kt)
}

/**
 * Two substrates bind each other in steps of `firstDue` and `secondDue` [min] (0 = not now), for the runs of voxels that begin in
 * [begin, end): the level that the other is expected to end at, times k, is a loss of each, left in `firstLost` and `secondLost`. Who
 * has lost more than the other gets it back over `period` [min]. Rates [nM/min] are the losses in the last steps, booked `firstAhead`
 * and `secondAhead` [min] of the clock.
 */
export function reactions_bind_sources(
  first: usize, firstRest: usize, firstLoss: usize, firstGain: usize, firstMarks: usize, second: usize, secondRest: usize,
  secondLoss: usize, secondGain: usize, secondMarks: usize, owed: usize, firstRate: usize, secondRate: usize, firstLost: usize,
  secondLost: usize, voxels: u32, k: f64, firstDue: f64, secondDue: f64, firstAhead: f64, secondAhead: f64, period: f64,
  begin: u32, end: u32,
): void {
  const stop = min(runFrom(end), voxels)
  for (let v = runFrom(begin); v < stop; v++) {
    const a = max<f64>(pairAt(first, firstRest, v), 0)
    const b = max<f64>(pairAt(second, secondRest, v), 0)
    const fromFirst = f64At(firstRate, v)
    const fromSecond = f64At(secondRate, v)
    const more = f64At(owed, v) - firstAhead * fromFirst + secondAhead * fromSecond
    // One supply for both: what each has lost by itself would be fed back by what spreads.
    const supply = 0.5 * (fromFirst + fromSecond)
    let after = f64At(owed, v)
    if (firstDue > 0) {
      const sink = k * leftOf(b + firstDue * supply, a + firstDue * supply, k * firstDue)
      const back = max<f64>(more, 0) / period
      setF64(firstLost, v, sink)
      if (sink > 0 || back > 0) {
        mark(firstLoss, firstGain, firstMarks, voxels, v)
        setF64(firstLoss, v, f64At(firstLoss, v) + sink)
        setF64(firstGain, v, f64At(firstGain, v) + back)
      }
      after -= back * firstDue
    }
    if (secondDue > 0) {
      const sink = k * leftOf(a + secondDue * supply, b + secondDue * supply, k * secondDue)
      const back = max<f64>(-more, 0) / period
      setF64(secondLost, v, sink)
      if (sink > 0 || back > 0) {
        mark(secondLoss, secondGain, secondMarks, voxels, v)
        setF64(secondLoss, v, f64At(secondLoss, v) + sink)
        setF64(secondGain, v, f64At(secondGain, v) + back)
      }
      after += back * secondDue
    }
    owe(owed, v, after)
  }
}

/**
 * Books what a substrate lost in a step of `length` [min] in the voxels [begin, end): `rate` becomes lost x mean of the step [nM/min], and
 * that times the length, times `sign`, is owed.
 */
export function reactions_book(
  mean: usize, lost: usize, rate: usize, owed: usize, length: f64, sign: f64, begin: u32, end: u32,
): void {
  for (let v = begin; v < end; v++) {
    const taken = f64At(lost, v) * f64At(mean, v)
    setF64(rate, v, taken)
    owe(owed, v, f64At(owed, v) + sign * taken * length)
  }
}
