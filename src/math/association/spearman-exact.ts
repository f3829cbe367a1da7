import { entry } from '../entry.ts'

/**
 * Returns the two-sided p of Spearman's correlation of ranks x [n] and y [n] without ties, by counting all n! orders: the
 * smaller tail of D = sum (x - y)^2, doubled. Orders are built rank by rank, and those that used up the same ranks share
 * their counts, so that 2^n sets are visited instead of n! orders. Meant for n up to about 12.
 */
export function spearmanExact(x: readonly number[], y: readonly number[]): number {
  const n = x.length
  const observed = x.reduce((sum, value, i) => sum + (value - entry(y, i)) * (value - entry(y, i)), 0)
  const counts = countsBySquares(n)
  const total = counts.reduce((a, b) => a + b, 0)
  let below = 0
  let above = 0
  for (const [squares, count] of counts.entries()) {
    if (squares <= observed) below += count
    if (squares >= observed) above += count
  }
  return Math.min(1, (2 * Math.min(below, above)) / total)
}

/** Number of orders of 1..n by D, [n (n^2 - 1)/3 + 1]. */
function countsBySquares(n: number): Float64Array {
  const largest = (n * (n * n - 1)) / 3
  const bySet = Array.from({ length: 2 ** n }, () => new Float64Array(largest + 1))
  const [start] = bySet
  if (start !== undefined) start[0] = 1
  for (const [set, counts] of bySet.entries()) {
    const place = sizeOf(set)
    for (let k = 0; k < n; k += 1) {
      const next = set | (1 << k)
      if (next !== set) addShifted(bySet[next] ?? counts, counts, (k - place) * (k - place))
    }
  }
  return bySet.at(-1) ?? new Float64Array(1)
}

function sizeOf(set: number): number {
  let size = 0
  for (let rest = set; rest > 0; rest >>= 1) size += rest & 1
  return size
}

function addShifted(sums: Float64Array, counts: Float64Array, shift: number): void {
  for (let s = shift; s < sums.length; s += 1) sums[s] = entry(sums, s) + entry(counts, s - shift)
}
