import { describe, expect, test } from 'vitest'
import { createDraws } from '../../src/math/draws.ts'
import { PER_CELL, injectionRun } from './rare-runs.ts'

/* Expected numbers against drawn ones. That there is any metastasis is asked of many runs by counting those that have one, and of each run by 1 - exp(-m) with its expected number m. Both have the
   same mean; counting adds to the variance of a run the p (1 - p) of a coin. Seeds are fixed; bounds are five standard errors. */

const RUNS = 200
const SIGMAS = 5

/** Cells that are injected: a metastasis in one run of three. */
const CELLS = Math.round(0.4 / PER_CELL)

describe('runs that differ by chance in the blood alone', () => {
  const runs = Array.from({ length: RUNS }, (_, k) => injectionRun(k + 1, CELLS))
  const p = 1 - Math.exp(-CELLS * PER_CELL)

  test('the expected number is the closed form, in every run the same', () => {
    // 10^-6: cells that have not decided at the end.
    for (const { expected } of runs) expect(Math.abs(expected / (CELLS * PER_CELL) - 1)).toBeLessThan(1e-6)
  })

  test('as many runs have a metastasis as 1 - exp(-m) says', () => {
    const share = runs.filter(({ hasMetastasis }) => hasMetastasis).length / RUNS
    // 1 - exp(-m) is off by m^2/(2 N) = 6e-5 for N cells, far below the 0.17 of five standard errors.
    expect(Math.abs(share - p)).toBeLessThan(SIGMAS * Math.sqrt((p * (1 - p)) / RUNS))
    // The bound tells 1 - exp(-m) from what would come of half or twice the number.
    expect(1 - Math.exp(-2 * CELLS * PER_CELL) - p).toBeGreaterThan(SIGMAS * Math.sqrt((p * (1 - p)) / RUNS))
  })
})

describe('runs into which different numbers of cells come', () => {
  // Tenfold: from a third of CELLS to three times as many.
  const draws = createDraws(5, 1)
  const runs = Array.from({ length: RUNS }, (_, k) =>
    injectionRun(1000 + k, Math.round((CELLS / 3) * 10 ** draws.uniform(k))),
  )
  const chance = runs.map(({ expected }) => 1 - Math.exp(-expected))
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length

  test('both estimates have the same mean', () => {
    const share = runs.filter(({ hasMetastasis }) => hasMetastasis).length / RUNS
    // Their difference has the variance of the coins alone, p (1 - p) of each run.
    const coins = mean(chance.map((p) => p * (1 - p)))
    expect(Math.abs(share - mean(chance))).toBeLessThan(SIGMAS * Math.sqrt(coins / RUNS))
  })

  test('expected numbers need a third of the runs for the same error, or fewer', () => {
    const p = mean(chance)
    const variance = mean(chance.map((each) => (each - p) ** 2))
    // By the law of total variance counting has variance + mean of p (1 - p) = p (1 - p).
    expect(p * (1 - p)).toBeGreaterThan(3 * variance)
  })
})

test('one run says how likely it is where thousands would hardly show it', () => {
  // A single cell comes to a metastasis in one of 3,125 runs.
  const { expected } = injectionRun(1, 1)
  expect(Math.abs(expected / PER_CELL - 1)).toBeLessThan(1e-6)
})
