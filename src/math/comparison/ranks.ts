import { entry } from '../entry.ts'

/** Ranks [n] of values [n] with the sizes of the groups of equal ones. */
export interface Ranks {
  /** Rank of each value, from 1; equal values share the mean of their ranks. */
  readonly ranks: readonly number[]
  /** sum(t^3 - t) over groups of t equal values [1]; zero without ties. */
  readonly ties: number
}

/** Returns the ranks of values [n]; a NaN throws a RangeError, since it has no rank. */
export function rank(values: readonly number[]): Ranks {
  if (values.some((value) => Number.isNaN(value))) throw new RangeError('a missing value has no rank')
  const order = values.map((_, i) => i).toSorted((i, j) => compare(entry(values, i), entry(values, j)))
  const ranks: number[] = Array.from({ length: values.length }, () => 0)
  let ties = 0
  for (let start = 0; start < order.length;) {
    const end = endOfGroup(values, order, start)
    const size = end - start
    for (let k = start; k < end; k += 1) ranks[entry(order, k)] = (start + 1 + end) / 2
    ties += size * size * size - size
    start = end
  }
  return { ranks, ties }
}

/** Subtraction would turn two infinities into NaN. */
function compare(a: number, b: number): number {
  return Number(a > b) - Number(a < b)
}

function endOfGroup(values: readonly number[], order: readonly number[], start: number): number {
  const value = values[entry(order, start)]
  let end = start + 1
  while (end < order.length && values[entry(order, end)] === value) end += 1
  return end
}
