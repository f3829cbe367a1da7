import { exp, log1p } from '../elementary.ts'
import { entry } from '../entry.ts'

/**
 * Corrections for many comparisons. Adjusted p-values are compared with the usual bound, 0.05 say.
 *
 * Holm bounds the chance of any false finding, whatever the tests' dependence; Benjamini and Hochberg bound the expected
 * share of false ones among the findings, for independent or positively dependent tests. Intervals are not adjusted by
 * either: for intervals that hold all together, make each at `simultaneousLevel`.
 */

/** Returns p [m] adjusted after S. Holm, Scand. J. Statist. 6 (1979), 65-70; NaN stays NaN and is not counted. */
export function holm(p: readonly number[]): readonly number[] {
  return adjust(p, (sorted) => {
    let reached = 0
    return sorted.map((value, i) => {
      reached = Math.max(reached, Math.min(1, (sorted.length - i) * value))
      return reached
    })
  })
}

/**
 * Returns p [m] adjusted after Y. Benjamini and Y. Hochberg, J. R. Statist. Soc. B 57 (1995),
 * doi:10.1111/j.2517-6161.1995.tb02031.x; NaN stays NaN and is not counted.
 */
export function benjaminiHochberg(p: readonly number[]): readonly number[] {
  return adjust(p, (sorted) => {
    let reached = 1
    const adjusted = Array.from(sorted)
    for (let i = sorted.length - 1; i >= 0; i -= 1) {
      reached = Math.min(reached, (sorted.length / (i + 1)) * entry(sorted, i))
      adjusted[i] = reached
    }
    return adjusted
  })
}

/**
 * Returns the level at which to make each of m intervals so that all hold together at `level`: Bonferroni,
 * 1 - (1 - level)/m, whatever their dependence.
 */
export function simultaneousLevel(level: number, comparisons: number): number {
  checkComparisons(comparisons)
  return 1 - (1 - level) / comparisons
}

/** As `simultaneousLevel` for independent comparisons, level^(1/m), after Z. Sidak, doi:10.1080/01621459.1967.10482935. */
export function sidakLevel(level: number, comparisons: number): number {
  checkComparisons(comparisons)
  return exp(log1p(level - 1) / comparisons)
}

function checkComparisons(comparisons: number): void {
  if (!(Number.isInteger(comparisons) && comparisons >= 1))
    throw new RangeError(`comparisons must be a positive whole number, found ${comparisons}`)
}

/** Applies a rule for ascending p-values to those that are present, and puts the results back in their places. */
function adjust(
  p: readonly number[],
  rule: (sorted: readonly number[]) => readonly number[],
): readonly number[] {
  if (p.some((value) => value < 0 || value > 1)) throw new RangeError('p-values lie between 0 and 1')
  const order = p.flatMap((value, i) => (Number.isNaN(value) ? [] : [i]))
  order.sort((i, j) => entry(p, i) - entry(p, j))
  const adjusted = rule(order.map((i) => entry(p, i)))
  const result = Array.from(p)
  for (const [place, i] of order.entries()) result[i] = entry(adjusted, place)
  return result
}
