import { formatNumber } from '../figures/number-format.ts'

/** p in words, always with the name of what it is of: "p = 0.012", "p < 0.001". */
export function pText(p: number): string {
  if (p < 0.001) return 'p < 0.001'
  return `p = ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`
}

/** A count that need not be whole: "0.3", "2". */
export function expectedCount(count: number): string {
  return count < 10 ? String(Number(count.toFixed(1))) : formatNumber(Math.round(count))
}
