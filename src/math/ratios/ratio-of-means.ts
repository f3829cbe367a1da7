import { bootstrapGroups, type Pairing } from '../bootstrap-groups.ts'
import type { BootstrapInterval, BootstrapOptions } from '../bootstrap.ts'
import { mean } from '../statistics.ts'

/**
 * Returns mean(a)/mean(b) of replicates a [n], b [m] with its BCa bootstrap interval; for denominators well away from zero.
 * Where they may be near it, `fieller.ts` says what can be known.
 */
export function ratioOfMeans(
  a: readonly number[],
  b: readonly number[],
  pairing: Pairing,
  options: BootstrapOptions,
): BootstrapInterval {
  return bootstrapGroups([a, b], pairing, ([x = [], y = []]) => mean(x) / mean(y), options)
}

/** Returns the mean of the ratios a/b within pairs a [n], b [n] with its BCa bootstrap interval over pairs. */
export function meanOfRatios(
  a: readonly number[],
  b: readonly number[],
  options: BootstrapOptions,
): BootstrapInterval {
  const ofPairs = (x: readonly number[], y: readonly number[]): number =>
    mean(x.map((value, i) => value / (y[i] ?? Number.NaN)))
  return bootstrapGroups([a, b], 'twins', ([x = [], y = []]) => ofPairs(x, y), options)
}
