import { expect, test } from 'vitest'
import { approach, decayIntegral, expMinusOne, risingIntegral, twoDecays } from './relaxation.ts'

/** Rounding of two dozen operations. */
const ROUNDING = 24 * 2 ** -52

const close = (found: number, expected: number, tolerance = ROUNDING): void => {
  if (expected === 0) expect(found).toBe(0)
  else expect(Math.abs(found / expected - 1)).toBeLessThan(tolerance)
}

test('e^x - 1 keeps its digits', () => {
  for (const x of [-700, -20, -1, -0.5, -0.4999, -0.1, -1e-9, -1e-300, 0, 1e-12, 0.3, 0.5, 3, 100])
    close(expMinusOne(x), Math.expm1(x))
})

test('integrals agree with sums, also where rates are zero, small or equal', () => {
  const sum = (f: (s: number) => number, t: number): number => {
    // Simpson's rule: with 2000 pieces of integrands like e^-4 it errs by (4/2000)^4 / 180 or less.
    const n = 2000
    const h = t / n
    return (
      (h / 3) *
      Array.from(
        { length: n + 1 },
        (_, k) => (k === 0 || k === n ? 1 : k % 2 === 1 ? 4 : 2) * f(k * h),
      ).reduce((a, b) => a + b, 0)
    )
  }
  const within = 1e-11
  for (const a of [0, 1e-14, 0.003, 0.2, 1]) {
    close(
      decayIntegral(a, 4),
      sum((s) => Math.exp(-a * s), 4),
      within,
    )
    close(
      risingIntegral(a, 4),
      sum((s) => (s / 4) * Math.exp(-a * (4 - s)), 4),
      within,
    )
    for (const b of [0, 1e-14, 0.003, 0.003 + 1e-12, 0.2, 1])
      close(
        twoDecays(a, b, 4),
        sum((s) => Math.exp(-a * s - b * (4 - s)), 4),
        within,
      )
  }
  expect(twoDecays(1, Infinity, 4)).toBe(0)
})

test('an approach is exact, and never leaves 0 to 1', () => {
  for (const v of [0, 0.2, 1]) {
    for (const [gain, loss] of [
      [0, 0],
      [0.1, 0],
      [0, 0.1],
      [3, 1],
      [1e9, 1e9],
    ] as const) {
      const found = approach(v, gain, loss, 10)
      expect(found).toBeGreaterThanOrEqual(0)
      expect(found).toBeLessThanOrEqual(1)
      const sum = gain + loss
      const end = sum === 0 ? v : gain / sum
      expect(Math.abs(found - (end + (v - end) * Math.exp(-sum * 10)))).toBeLessThan(4 * 2 ** -52)
    }
  }
})
