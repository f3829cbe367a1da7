import { describe, expect, it } from 'vitest'
import { normalCdf } from '../distributions.ts'
import { createDraws, permutation } from '../draws.ts'
import { gaussianCopula } from '../sampling/copula.ts'
import { createAbcSmc, type AbcSmc, type AbcSmcOptions, type Population } from './abc-smc.ts'
import { replay, type Proposal, type Result } from './proposals.ts'
import { sortedByValue, weightedCovariance, weightedMean } from './weighted.ts'

type Simulator = (proposal: Proposal) => number

/** Carries a search to its end and returns the last population. */
function run(search: AbcSmc, simulate: Simulator): Population {
  for (let batch = search.propose(); batch.length > 0; batch = search.propose())
    search.tell(batch.map((proposal) => ({ index: proposal.index, distance: simulate(proposal) })))
  const last = search.populations().at(-1)
  if (last === undefined) throw new Error('the search found nothing')
  return last
}

function column(population: Population, d: number): readonly number[] {
  return population.particles.map(({ values }) => values[d] ?? Number.NaN)
}

const weightsOf = (population: Population): readonly number[] =>
  population.particles.map(({ weight }) => weight)

/** Standard error of a weighted mean: sqrt(sum w^2 (x - mean)^2). */
function standardError(values: readonly number[], weights: readonly number[]): number {
  const centre = weightedMean(values, weights)
  return Math.sqrt(values.reduce((sum, x, i) => sum + ((weights[i] ?? 0) * (x - centre)) ** 2, 0))
}

/** Largest difference between a weighted sample and a distribution function. */
function kolmogorov(population: Population, d: number, cdf: (x: number) => number): number {
  let below = 0
  let largest = 0
  for (const { value, weight } of sortedByValue(column(population, d), weightsOf(population))) {
    const truth = cdf(value)
    largest = Math.max(largest, truth - below, below + weight - truth)
    below += weight
  }
  return largest
}

/** The mean of a sample: normal around the parameter with a standard error of 1/2; observed 1.2. */
const error = 0.5
const observed = 1.2
const sampleMean: Simulator = ({ values, seed }) =>
  Math.abs((values[0] ?? 0) + error * createDraws(seed, 0x7e570006).normal(0) - observed)

const options: AbcSmcOptions = {
  prior: { distributions: [{ kind: 'normal', mean: 0, sd: 0.5 }] },
  seed: 5,
  population: 1000,
  budget: 200_000,
  tolerance: 0.1,
}

describe('ABC-SMC on the mean of a normal sample', () => {
  const search = createAbcSmc(options)
  const found = run(search, sampleMean)

  it('finds the conjugate posterior', () => {
    expect(search.stopped()).toBe('tolerance reached')
    // Accepting within e of the datum adds the variance e^2/3 of a uniform error to the likelihood: 0.25 becomes 0.2533.
    const precision = 1 / 0.25 + 1 / (error ** 2 + 0.1 ** 2 / 3)
    const mean = observed / (error ** 2 + 0.1 ** 2 / 3) / precision
    const sd = Math.sqrt(1 / precision)
    const values = column(found, 0)
    const weights = weightsOf(found)
    expect(Math.abs(weightedMean(values, weights) - mean)).toBeLessThan(5 * standardError(values, weights))
    const variance =
      weightedCovariance(
        values.map((value) => [value]),
        weights,
      )[0]?.[0] ?? 0
    const squares = values.map((value) => (value - mean) ** 2)
    expect(Math.abs(variance - sd ** 2)).toBeLessThan(5 * standardError(squares, weights))
    // Kolmogorov's statistic with the effective size: above 2.7 with probability 9e-7.
    const statistic = kolmogorov(found, 0, (x) => normalCdf((x - mean) / sd))
    expect(Math.sqrt(found.effectiveSampleSize) * statistic).toBeLessThan(2.7)
    // That these bounds mean something: prior and datum are 1.2 apart, and the answer lies between them.
    expect(standardError(values, weights)).toBeLessThan(0.03)
  })

  it('lowers the tolerance step by step and keeps count', () => {
    const populations = search.populations()
    const tolerances = populations.map(({ tolerance }) => tolerance)
    expect(tolerances.toSorted((a, b) => b - a)).toEqual(tolerances)
    expect([tolerances[0], tolerances.at(-1)]).toEqual([Infinity, 0.1])
    for (const { particles, tolerance, effectiveSampleSize, acceptance } of populations) {
      expect(particles).toHaveLength(1000)
      expect(particles.every(({ distance }) => distance <= tolerance)).toBe(true)
      expect(effectiveSampleSize).toBeGreaterThan(300)
      expect(effectiveSampleSize).toBeLessThanOrEqual(1000 + 1e-6)
      expect(acceptance).toBeLessThanOrEqual(1)
    }
    const seeds = populations.flatMap(({ particles }) => particles.map(({ index }) => index))
    expect(new Set(seeds).size).toBe(seeds.length)
  })
})

describe('ABC-SMC on two parameters', () => {
  it('finds a correlated posterior', () => {
    // Observed are a + b with a standard error of 0.3 and a - b with 1, both 0 at most likely; priors normal with sd 2.
    const errors = [0.3, 1]
    const goal = [1, -0.5]
    const simulate: Simulator = ({ values: [a = 0, b = 0], seed }) => {
      const draws = createDraws(seed, 0x7e570007)
      const residuals = [a + b, a - b].map(
        (y, i) => (y - (goal[i] ?? 0)) / (errors[i] ?? 1) + draws.normal(i),
      )
      return Math.hypot(...residuals)
    }
    const normal = { kind: 'normal', mean: 0, sd: 2 } as const
    const tolerance = 0.6
    const found = run(
      createAbcSmc({
        ...options,
        prior: { distributions: [normal, normal] },
        population: 600,
        tolerance,
        seed: 6,
      }),
      simulate,
    )
    // Sum and difference are independent with prior variance 8; a disc of radius e adds e^2/4 to either scaled variance.
    const posterior = errors.map((sd, i) => {
      const noise = sd ** 2 * (1 + tolerance ** 2 / 4)
      return { mean: ((goal[i] ?? 0) * 8) / (8 + noise), variance: (8 * noise) / (8 + noise) }
    })
    const weights = weightsOf(found)
    const [a, b] = [column(found, 0), column(found, 1)]
    for (const [i, { mean, variance }] of posterior.entries()) {
      const values = a.map((value, j) => value + (i === 0 ? 1 : -1) * (b[j] ?? 0))
      expect(Math.abs(weightedMean(values, weights) - mean)).toBeLessThan(5 * standardError(values, weights))
      const squares = values.map((value) => (value - mean) ** 2)
      expect(Math.abs(weightedMean(squares, weights) - variance)).toBeLessThan(
        5 * standardError(squares, weights),
      )
    }
    // cov(a, b) = (var(a + b) - var(a - b)) / 4 over var(a) = (var(a + b) + var(a - b)) / 4: a correlation of -0.8.
    const covariance = weightedCovariance(
      found.particles.map(({ values }) => values),
      weights,
    )
    const correlation =
      (covariance[0]?.[1] ?? 0) / Math.sqrt((covariance[0]?.[0] ?? 0) * (covariance[1]?.[1] ?? 0))
    const [sum = 0, difference = 0] = posterior.map(({ variance }) => variance)
    const truth = (sum - difference) / (sum + difference)
    expect(truth).toBeLessThan(-0.7)
    // Fisher's z has the standard error 1/sqrt(n).
    const apart = Math.atanh(correlation) - Math.atanh(truth)
    expect(Math.abs(apart)).toBeLessThan(5 / Math.sqrt(found.effectiveSampleSize))
  })

  it('returns the prior, with its correlation, when the data say nothing', () => {
    const distributions = [
      { kind: 'uniform', low: 2, high: 4 },
      { kind: 'log-uniform', low: 1, high: 100 },
    ] as const
    const copula = gaussianCopula([
      [1, 0.6],
      [0.6, 1],
    ])
    const silent: Simulator = ({ seed }) => createDraws(seed, 0x7e570008).uniform(0)
    const found = run(
      createAbcSmc({ ...options, prior: { distributions, copula }, tolerance: 0.25, seed: 7 }),
      silent,
    )
    expect(found.tolerance).toBe(0.25)
    const root = Math.sqrt(found.effectiveSampleSize)
    expect(root * kolmogorov(found, 0, (x) => (x - 2) / 2)).toBeLessThan(2.7)
    expect(root * kolmogorov(found, 1, (x) => Math.log(x) / Math.log(100))).toBeLessThan(2.7)
    // Grades are uniform with variance 1/12, so 12 times their covariance is Spearman's rho.
    const grades = found.particles.map(({ values: [x = 0, y = 0] }) => [
      (x - 2) / 2,
      Math.log(y) / Math.log(100),
    ])
    const rho = 12 * (weightedCovariance(grades, weightsOf(found))[0]?.[1] ?? 0)
    expect(Math.abs(rho - 0.6)).toBeLessThan(5 * (1.03 / root))
  })
})

describe('the state of a search', () => {
  const small = { ...options, population: 60, tolerance: 0.3 }
  const truth = run(createAbcSmc(small), sampleMean)

  it('does not depend on the order in which results come, nor on how many at once', () => {
    const search = createAbcSmc(small)
    const draws = createDraws(3, 0x7e570009)
    let round = 0
    for (let waiting = search.propose(); waiting.length > 0; waiting = search.propose()) {
      round += 1
      const order = permutation(waiting.length, draws, round).slice(0, 1 + draws.below(20, round, 1))
      const some = order.flatMap((i) => waiting[i] ?? [])
      search.tell(some.map((proposal) => ({ index: proposal.index, distance: sampleMean(proposal) })))
    }
    expect(search.populations().at(-1)).toEqual(truth)
    expect(run(createAbcSmc({ ...small, seed: 6 }), sampleMean)).not.toEqual(truth)
  })

  it('resumes by replaying what is known', () => {
    const first = createAbcSmc(small)
    const known = new Map<number, number>()
    for (let i = 0; i < 3; i += 1) {
      const results: readonly Result[] = first
        .propose()
        .slice(0, 45)
        .map((proposal) => ({ index: proposal.index, distance: sampleMean(proposal) }))
      for (const { index, distance } of results) known.set(index, distance)
      first.tell(results)
    }
    const second = createAbcSmc(small)
    replay(second, known)
    expect(second.propose()).toEqual(first.propose())
    expect(run(second, sampleMean)).toEqual(truth)
  })

  it('never accepts failed runs, and refuses results that nobody waits for', () => {
    const search = createAbcSmc({ ...small, generations: 2 })
    const failing: Simulator = (proposal) =>
      proposal.index % 3 === 0 ? (proposal.index % 2 === 0 ? Infinity : Number.NaN) : sampleMean(proposal)
    const found = run(search, failing)
    expect(found.particles.some(({ index }) => index % 3 === 0)).toBe(false)
    // The first population takes the first 60 that did not fail, though two batches of 60 were out.
    const first = Array.from({ length: 120 }, (_, index) => index)
      .filter((index) => index % 3 !== 0)
      .slice(0, 60)
    expect(search.populations()[0]?.particles.map(({ index }) => index)).toEqual(first)
    expect(search.stopped()).toBe('generations done')
    expect(() => search.tell([{ index: 0, distance: 1 }])).toThrow('proposal 0 waits for no result')
  })

  it('stops for each of its reasons', () => {
    const poor = createAbcSmc({ ...small, tolerance: 0, minimumAcceptance: 0.1 })
    expect(run(poor, sampleMean).acceptance).toBeGreaterThan(0.05)
    expect(poor.stopped()).toBe('few accepted')
    const short = createAbcSmc({ ...small, budget: 150 })
    expect(run(short, sampleMean).proposals).toBeLessThanOrEqual(150)
    expect(short.stopped()).toBe('budget spent')
    const flat = createAbcSmc(small)
    expect(run(flat, () => 1).generation).toBe(1)
    expect(flat.stopped()).toBe('tolerance stalled')
    const broken = createAbcSmc(small)
    expect(() => run(broken, () => Infinity)).toThrow('the search found nothing')
    expect(broken.stopped()).toBe('few accepted')
  })

  it('refuses nonsense', () => {
    expect(() => createAbcSmc({ ...small, population: 2 })).toThrow('at least 3 for this prior')
    expect(() => createAbcSmc({ ...small, quantile: 1 })).toThrow(RangeError)
    expect(() => createAbcSmc({ ...small, prior: { distributions: [] } })).toThrow('at least one parameter')
    expect(() =>
      createAbcSmc({ ...small, prior: { distributions: [{ kind: 'normal', mean: 0, sd: 0 }] } }),
    ).toThrow('the prior of parameter 1 needs sd above 0')
  })
})
