import { describe, expect, test } from 'vitest'
import { createDraws } from '../draws.ts'
import { type SplitProbability, splitProbability } from './splitting.ts'

/* A walk that steps up with probability UP and else down, from 1 until it is at TOP or at 0: the ruin of a gambler, whose probability is a closed form. */
const UP = 0.3
const TOP = 12
const TRIALS = 200
const REPEATS = 200

/** (1 - r)/(1 - r^n) with r = (1 - p)/p: 5.1e-5. */
const RUIN = (1 - (1 - UP) / UP) / (1 - ((1 - UP) / UP) ** TOP)

function walk(seed: number, repeats = REPEATS): SplitProbability {
  const draws = createDraws(seed, 1)
  return splitProbability<number>({
    levels: TOP - 1,
    trials: TRIALS,
    repeats,
    seed,
    advance: (from = 1, level, trial) => {
      let [place, step] = [from, 0]
      while (place > 0 && place < level + 2) place += draws.uniform(trial, step++) < UP ? 1 : -1
      return place === 0 ? undefined : place
    },
  })
}

describe('splitting', () => {
  const found = walk(7)

  test('the mean is the closed form', () => {
    // Five standard errors.
    expect(Math.abs(found.probability - RUIN)).toBeLessThan(5 * found.standardError)
    // 40,000 walks as they come would see two of these events; here the error is some per cent.
    expect(found.standardError / RUIN).toBeLessThan(0.05)
  })

  test('the scatter of the repeats is the variance that is stated', () => {
    // All walks at a level are at the same place, so that the formula holds. The scatter of n repeats has a relative standard error of sqrt((k - 1)/n), k the kurtosis: 3 for a bell; with
    // the skew of a product of eleven shares 5 is ample.
    const scatter = (found.standardError ** 2 * REPEATS) / RUIN ** 2
    expect(Math.abs(scatter / found.relativeVariance - 1)).toBeLessThan(5 * Math.sqrt(4 / REPEATS))
  })

  test('the same seed gives the same estimate, another one another', () => {
    expect(walk(3, 2)).toEqual(walk(3, 2))
    expect(walk(4, 2).probability).not.toBe(walk(3, 2).probability)
  })

  test('what cannot happen has the probability zero', () => {
    const never = splitProbability<number>({
      levels: 2,
      trials: 5,
      repeats: 2,
      seed: 1,
      advance: (_, level) => (level === 0 ? 1 : undefined),
    })
    expect(never.probability).toBe(0)
    expect(never.standardError).toBe(0)
    expect(never.passed).toEqual([1, 0])
  })

  test('numbers that make no sense are refused', () => {
    const options = { levels: 1, trials: 1, repeats: 1, seed: 1, advance: () => 1 }
    expect(() => splitProbability(options)).toThrow(/repeats 2, found 1, 1 and 1/)
  })
})
