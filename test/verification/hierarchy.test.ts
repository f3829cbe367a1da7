import { describe, expect, test } from 'vitest'
import { REQUEST_DIVIDE } from '../../src/engine/columns.ts'
import { commit, request } from '../../src/engine/population.ts'
import { bindHooks } from '../../src/engine/population.ts'
import type { World } from '../../src/engine/world.ts'
import { runModel } from '../../src/testing/run-model.ts'

/* Hierarchy, mutation and selection against their closed forms. */

/** Length of a step of the phenotype [min]. */
const STEP = 6

function modelText(type: string, count: number, more = ''): string {
  return [
    'format: 1',
    'title: heredity',
    'domain: { size: [2000 um, 2000 um, 20 um], voxel: 20 um }',
    `time: { stop: 30 day, fields: ${STEP} min, mechanics: ${STEP} min, phenotype: ${STEP} min }`,
    'cell types:',
    `  tumour: { mechanics: { movable: false }, ${type} }`,
    `initial: { tumour: { box: { low: [-900 um, -900 um, 0 um], high: [900 um, 900 um, 0 um], count: ${count} } } }`,
    more,
  ].join('\n')
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Standard error of a mean, from the values. */
function standardError(values: readonly number[]): number {
  const middle = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1) / values.length)
}

/** Standard deviations that a mean of few runs may be off: of eight runs, once in some 400 (Student's t, 7 degrees of freedom). */
const FEW = 4.6

describe('the mean field of a hierarchy', () => {
  const [p, N, rate] = [0.4, 3, 0.002]
  const [founders, steps] = [300, 280]
  /** Probability of a division in a step. */
  const q = 1 - Math.exp(-rate * STEP)

  /** Expected numbers after n steps: S, T_N ... T_1, D. */
  function expected(start: number, n: number): readonly number[] {
    let now = [start, ...Array.from({ length: N + 1 }, () => 0)]
    for (let step = 0; step < n; step++)
      now = now.map((own, k) => {
        const above = now[k - 1] ?? 0
        if (k === 0) return own * (1 + q * p)
        if (k === 1) return own * (1 - q) + q * (1 - p) * above
        return own * (k === N + 1 ? 1 : 1 - q) + 2 * q * above
      })
    return now
  }

  const tail = Array.from({ length: N }, (_, k) => ((1 - p) / (1 + p)) * (2 / (1 + p)) ** k)
  const closed = p / (1 + tail.reduce((sum, each) => sum + each, 0))

  test('tends to the closed form of the theory page', () => {
    const late = expected(1, 6000)
    // Deviations die like exp(-q p n), here e^-28.
    expect((late[0] ?? 0) / late.reduce((sum, each) => sum + each, 0)).toBeCloseTo(closed, 10)
  })

  test('is what tissues do, on the average', () => {
    const type = `cycle: { model: live, rate: ${rate} 1/min }, hierarchy: { stem share: 1, self-renewal: ${p}, divisions: ${N} }`
    const runs = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const { world } = runModel(modelText(type, founders), { seed, ticks: steps })
      const stem = world.f64('hierarchy.stemness').subarray(0, world.count)
      const left = world.f64('hierarchy.divisionsLeft').subarray(0, world.count)
      const count = (has: (slot: number) => boolean): number => {
        let sum = 0
        for (let slot = 0; slot < world.count; slot++) if (has(slot)) sum += 1
        return sum
      }
      const amplifying = [3, 2, 1].map((n) => count((slot) => left[slot] === n))
      const all = [count((slot) => stem[slot] === 1), ...amplifying]
      return [...all, world.count - all.reduce((sum, each) => sum + each, 0)]
    })
    expected(founders, steps).forEach((number, k) => {
      const found = runs.map((run) => run[k] ?? 0)
      expect(Math.abs(mean(found) - number), `number ${k}`).toBeLessThan(FEW * standardError(found))
      // A tolerance that says nothing would be as wide as the number.
      expect(FEW * standardError(found)).toBeLessThan(0.3 * number)
    })
    // The share of stem cells, whose transient has died down to e^-1.3 of what it was, lies between the start's and the closed form.
    const shares = runs.map((run) => (run[0] ?? 0) / run.reduce((sum, each) => sum + each, 0))
    expect(mean(shares)).toBeLessThan(0.5)
    expect(mean(shares)).toBeGreaterThan(closed)
  })
})

/** One division of every cell for which `does` holds, in a tick of its own: draws are addressed by cell and tick. */
function divide(world: World, does: (slot: number) => boolean = () => true): void {
  world.tick += 1
  for (let slot = 0; slot < world.count; slot++) if (does(slot)) request(world, slot, REQUEST_DIVIDE)
  commit(world, () => bindHooks(world))
}

describe('fluctuation', () => {
  const [mu, generations, founders] = [0.002, 7, 400]
  const cells = 2 ** generations

  test('of mutants in cultures has the mean and the jackpots of Luria and Delbrück', () => {
    const type = `traits: { mark: { value: 0 } }, mutations: { mark: { rate: ${mu}, change: 1 } }`
    const { world } = runModel(modelText(type, founders, 'clones: { founders: [tumour] }'))
    for (let k = 0; k < generations; k++) divide(world)
    const mutants = new Map<string, number>()
    for (let slot = 0; slot < world.count; slot++) {
      const culture = `${world.u32('clones.founderLow')[slot]} ${world.u32('clones.founderHigh')[slot]}`
      mutants.set(culture, (mutants.get(culture) ?? 0) + (world.f64('trait/mark')[slot] === 0 ? 0 : 1))
    }
    const counts = [...mutants.values()]
    expect(counts).toHaveLength(founders)
    // A cell escapes in each of its generations with 1 - mu, whatever happens to others.
    const expectedMean = cells * (1 - (1 - mu) ** generations)
    expect(Math.abs(mean(counts) - expectedMean)).toBeLessThan(4 * standardError(counts))
    // To first order in mu, a mutation in generation k of 2^k daughters leaves 2^(g - k) mutants: variance is mu 4^g sum of 2^-k.
    const variance = mean(counts.map((count) => (count - mean(counts)) ** 2))
    const expectedVariance = mu * 4 ** generations * (1 - 2 ** -generations)
    // Its own error: the fourth moment, mu 16^g sum of 8^-k = mu 16^g / 7, over the cultures.
    const error = Math.sqrt((mu * 16 ** generations) / 7 / founders)
    expect(Math.abs(variance - expectedVariance)).toBeLessThan(4 * error)
    expect(variance).toBeGreaterThan(5 * mean(counts))
  })

  test('mutations come as often as there are daughters', () => {
    const type = `traits: { mark: { value: 0 } }, mutations: { mark: { rate: ${mu}, change: 1 } }`
    const { world } = runModel(modelText(type, founders))
    let mutations = 0
    for (let k = 0; k < generations; k++) {
      world.events.length = 0
      divide(world)
      mutations += world.events.filter(({ kind }) => kind === 'mutation').length
    }
    const number = mu * founders * (2 * cells - 2)
    expect(Math.abs(mutations - number)).toBeLessThan(4 * Math.sqrt(number))
  })
})

describe('selection', () => {
  const values = (world: World): readonly number[] => [...world.f64('trait/grade').subarray(0, world.count)]

  test.each([0, 0.5, 1])('answers by the breeder’s equation with heritability %d', (h) => {
    const cells = 6000
    const { world } = runModel(
      modelText(`traits: { grade: { value: 1, spread: 0.1, heritability: ${h} } }`, cells),
    )
    const before = values(world)
    const chosen = before.map((value) => value > 1)
    divide(world, (slot) => chosen[slot] === true)
    const selected = before.filter((_, slot) => chosen[slot])
    const offspring = values(world).filter((_, slot) => slot >= cells || chosen[slot] === true)
    expect(offspring).toHaveLength(2 * selected.length)
    const response = mean(offspring) - 1
    // What is drawn anew has the standard deviation sqrt(1 - h^2) spread; what is inherited is known.
    const error = (0.1 * Math.sqrt(1 - h * h)) / Math.sqrt(offspring.length)
    expect(Math.abs(response - h * (mean(selected) - 1))).toBeLessThan(4 * error + 1e-12)
    if (h === 0) expect(Math.abs(response)).toBeLessThan(4 * error)
  })

  test('of those who divide faster raises the trait as the Price equation says, and no rule no more than chance', () => {
    const [cells, steps] = [1500, 200]
    const type = (rule: string): string =>
      `cycle: { model: live, rate: 0.0002 1/min }, traits: { grade: { value: 1, spread: 0.3, min: 0 } }${rule}`
    const rule = ', rules: ["grade increases cycle entry to 0.003 1/min, half at 1.5, hill 4"]'
    const { world, run } = runModel(modelText(type(rule), cells))
    const before = values(world)
    run(1)
    const start = Array.from({ length: cells }, (_, slot) => world.behaviourOf('cycle entry', slot))
    run(steps)
    // The rule speaks before the cycle decides, so every step has the rate; a cell grows by q per step on the average.
    const growth = start.map((rate) => (2 - Math.exp(-rate * STEP)) ** steps)
    const all = growth.reduce((sum, each) => sum + each, 0)
    const predicted = before.reduce((sum, grade, k) => sum + grade * (growth[k] ?? 0), 0) / all
    // Descendants of one cell vary like g (g - 1) (a Yule process), and weigh by their distance from the mean.
    const variance = before.reduce((sum, grade, k) => {
      const g = growth[k] ?? 1
      return sum + (grade - predicted) ** 2 * g * (g - 1)
    }, 0)
    const error = Math.sqrt(variance) / all
    const found = mean(values(world))
    expect(Math.abs(found - predicted)).toBeLessThan(4 * error)
    // It did rise, by many times its error.
    expect(found - mean(before)).toBeGreaterThan(8 * error)
    const neutral = runModel(modelText(type('').replace('0.0002', '0.001'), cells))
    const neutralBefore = mean(values(neutral.world))
    neutral.run(steps)
    const g = (2 - Math.exp(-0.001 * STEP)) ** steps
    const drift = 0.3 * Math.sqrt((g - 1) / (g * cells))
    expect(Math.abs(mean(values(neutral.world)) - neutralBefore)).toBeLessThan(4 * drift)
  })
})
