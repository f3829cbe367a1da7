import type { Message } from '../../model/issue.ts'

/** Shares of stem and differentiated cells that add up to more than all cells. */
export function tooManyShares(sum: number): Message {
  return {
    code: 'probabilities',
    severity: 'error',
    message: `stem share and differentiated share add up to ${Number(sum.toPrecision(6))}; expected at most 1`,
    hint: 'what is left below 1 are transit-amplifying cells',
  }
}
