import { expect, it } from 'vitest'
import { createDraws } from '../draws.ts'
import { standardDeviation, mean } from '../statistics.ts'
import { createAbcSmc, type Population } from './abc-smc.ts'
import { weightedMean, weightedQuantile } from './weighted.ts'

const error = 0.5
const tolerance = 0.1
const priorDeviation = 2

/** The approximate posterior of a normal mean with a normal prior around 0, from an observed sample mean. */
function posteriorOf(observed: number, seed: number, population: number): Population {
  const prior = { distributions: [{ kind: 'normal', mean: 0, sd: priorDeviation } as const] }
  const search = createAbcSmc({ prior, seed, population, budget: 200_000, tolerance })
  for (let batch = search.propose(); batch.length > 0; batch = search.propose())
    search.tell(
      batch.map(({ index, values: [value = 0], seed: luck }) => ({
        index,
        distance: Math.abs(value + error * createDraws(luck, 0x7e57000c).normal(0) - observed),
      })),
    )
  const last = search.populations().at(-1)
  if (last === undefined) throw new Error('the search found nothing')
  return last
}

const weightsOf = (found: Population): readonly number[] => found.particles.map(({ weight }) => weight)
const valuesOf = (found: Population): readonly number[] =>
  found.particles.map(({ values: [value = 0] }) => value)

it('errs by what its effective sample size says', () => {
  // The tolerance adds the variance of a uniform error to that of the datum.
  const noise = error ** 2 + tolerance ** 2 / 3
  const precision = 1 / priorDeviation ** 2 + 1 / noise
  const truth = 1.2 / noise / precision
  const errors = Array.from({ length: 40 }, (_, seed) => {
    const found = posteriorOf(1.2, 100 + seed, 500)
    const standardError = 1 / Math.sqrt(precision * found.effectiveSampleSize)
    return (weightedMean(valuesOf(found), weightsOf(found)) - truth) / standardError
  })
  expect(Math.abs(mean(errors))).toBeLessThan(5 / Math.sqrt(40))
  expect(Math.abs(standardDeviation(errors) - 1)).toBeLessThan(5 / Math.sqrt(2 * 40))
})

it('covers parameters that come from the prior', () => {
  const trials = 100
  const inside = Array.from({ length: trials }, (_, seed) => {
    const draws = createDraws(seed, 0x7e57000d)
    const truth = priorDeviation * draws.normal(0)
    const found = posteriorOf(truth + error * draws.normal(1), seed, 300)
    const [low = 0, high = 0] = [0.05, 0.95].map((p) =>
      weightedQuantile(valuesOf(found), weightsOf(found), p),
    )
    return low <= truth && truth <= high
  }).filter(Boolean).length
  expect(Math.abs(inside - 0.9 * trials)).toBeLessThan(5 * Math.sqrt(trials * 0.09))
})
