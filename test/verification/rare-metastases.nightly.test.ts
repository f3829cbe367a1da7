import { expect, test } from 'vitest'
import { splitProbability } from '../../src/math/sampling/splitting.ts'
import { LEVELS, PER_CELL, advanceInjection, injectionRun } from './rare-runs.ts'

/* As rare-metastases.test.ts, with bounds that are some times as narrow, and by splitting. */

test('as many of thousands of runs have a metastasis as 1 - exp(-m) says', () => {
  const runs = 4000
  const cells = Math.round(0.4 / PER_CELL)
  const p = 1 - Math.exp(-cells * PER_CELL)
  let seen = 0
  for (let seed = 1; seed <= runs; seed++) if (injectionRun(seed, cells).hasMetastasis) seen++
  expect(Math.abs(seen / runs - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / runs))
}, 900_000)

test('splitting finds how rarely a single cell comes to a metastasis', () => {
  const repeats = 6
  const found = splitProbability({
    levels: LEVELS.length,
    trials: 300,
    repeats,
    seed: 1,
    advance: advanceInjection(1),
  })
  // A single cell is the same at every level, so that the variance is that of the formula; with the true shares 0.8, 0.04 and 0.01 it is 0.44 for one repeat.
  const variance = [0.8, 0.04, 0.01].reduce((product, p) => product * (1 + (1 - p) / (300 * p)), 1) - 1
  expect(Math.abs(found.probability / PER_CELL - 1)).toBeLessThan(5 * Math.sqrt(variance / repeats))
  // Five standard errors of a share of 1,800.
  for (const [level, p] of [0.8, 0.04, 0.01].entries())
    expect(Math.abs((found.passed[level] ?? 0) - p)).toBeLessThan(
      5 * Math.sqrt((p * (1 - p)) / (300 * repeats)),
    )
}, 900_000)
