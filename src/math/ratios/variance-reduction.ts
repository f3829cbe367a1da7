import { bootstrapGroups } from '../bootstrap-groups.ts'
import type { BootstrapInterval, BootstrapOptions } from '../bootstrap.ts'
import { entry } from '../entry.ts'
import { variance } from '../statistics.ts'

/**
 * Returns the factor (var a + var b)/var(a - b) over twins a [n], b [n]: how many times fewer replicates a comparison needs with
 * twins than with independent runs, for the same error; 1 means no gain. The BCa bootstrap over pairs gives the interval; with
 * few pairs it is wide and, as variances are skewed, rather too narrow. Infinity when differences do not scatter at all.
 *
 * Common random numbers: P. Glasserman and D. D. Yao, Management Science 38 (1992), doi:10.1287/mnsc.38.6.884.
 */
export function varianceReduction(
  a: readonly number[],
  b: readonly number[],
  options: BootstrapOptions,
): BootstrapInterval {
  return bootstrapGroups([a, b], 'twins', ([x = [], y = []]) => factor(x, y), options)
}

function factor(a: readonly number[], b: readonly number[]): number {
  const differences = a.map((value, i) => value - entry(b, i))
  return (variance(a) + variance(b)) / variance(differences)
}
