import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CoxData } from './cox-likelihood.ts'
import { fitCox, type CoxFit } from './cox.ts'
import { hazardRatio } from './hazard-ratio.ts'
import { logRankTest } from './log-rank.ts'
import { proportionalityTest } from './proportionality.ts'
import { mercaptopurine, ovarian, placebo } from './survival-examples.test-support.ts'

/**
 * Reference values: coxph and cox.zph of R's package survival 3.5.3 (R 4.2.2). Likelihood intervals were found there with
 * uniroot on coxph with an offset.
 */

const efron = { level: 0.95, ties: 'efron' } as const

const remissions: CoxData = {
  times: [...mercaptopurine.times, ...placebo.times],
  events: [...mercaptopurine.events, ...placebo.events],
  covariates: [...mercaptopurine.times.map(() => [0]), ...placebo.times.map(() => [1])],
}

const survivors: CoxData = {
  times: ovarian.times,
  events: ovarian.events,
  covariates: ovarian.age.map((age, i) => [age, ovarian.treatment[i] ?? 0]),
}

function fitted(fit: CoxFit): Extract<CoxFit, { kind: 'fitted' }> {
  if (fit.kind !== 'fitted') throw new Error(`no fit: ${fit.reason}`)
  return fit
}

describe('fitCox', () => {
  it.each([
    [
      'efron',
      1.572125148829,
      0.412396717709,
      -93.184269996848,
      -85.008424577372,
      0.795059370304,
      2.430833107976,
    ],
    [
      'breslow',
      1.509191412586,
      0.409564406367,
      -93.985050478245,
      -86.379622071146,
      0.736924384749,
      2.361865190294,
    ],
  ] as const)(
    'agrees with coxph for one covariate, ties after %s',
    (ties, b, error, none, most, low, high) => {
      const fit = fitted(fitCox(remissions, { level: 0.95, ties }))
      const [found] = fit.coefficients
      expect(found?.coefficient).toBeCloseTo(b, 9)
      expect(found?.error).toBeCloseTo(error, 9)
      expect(fit.nullLogLikelihood).toBeCloseTo(none, 9)
      expect(fit.logLikelihood).toBeCloseTo(most, 9)
      expect(found?.likelihood.low).toBeCloseTo(low, 8)
      expect(found?.likelihood.high).toBeCloseTo(high, 8)
      expect(fit).toMatchObject({ n: 42, events: 30 })
    },
  )

  it('agrees with coxph for two covariates', () => {
    const fit = fitted(fitCox(survivors, efron))
    const [age, treatment] = fit.coefficients
    expect(age?.coefficient).toBeCloseTo(0.147326595469, 9)
    expect(treatment?.coefficient).toBeCloseTo(-0.803973012665, 9)
    expect(fit.covariance[0]?.[0]).toBeCloseTo(0.00212955001519, 10)
    expect(fit.covariance[0]?.[1]).toBeCloseTo(0.00469692194666, 10)
    expect(fit.covariance[1]?.[1]).toBeCloseTo(0.39948640849321, 9)
    expect(fit.logLikelihood).toBeCloseTo(-27.041898863, 9)
    expect(age?.likelihood.low).toBeCloseTo(0.0669281177609, 8)
    expect(age?.likelihood.high).toBeCloseTo(0.252167206919, 8)
    expect(treatment?.likelihood.low).toBeCloseTo(-2.08802552623, 8)
    expect(treatment?.likelihood.high).toBeCloseTo(0.46301733134, 8)
  })

  it('agrees with coxph within strata', () => {
    const fit = fitted(fitCox({ ...survivors, strata: ovarian.performance }, efron))
    expect(fit.coefficients[0]?.coefficient).toBeCloseTo(0.131024850087, 9)
    expect(fit.coefficients[1]?.coefficient).toBeCloseTo(-0.790942352102, 9)
    expect(fit.coefficients[1]?.error).toBeCloseTo(0.6406087218096, 9)
    expect(fit.logLikelihood).toBeCloseTo(-20.1662050358, 9)
  })

  it('depends neither on the origin of covariates nor on the order of subjects', () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (shift) => {
        const moved = survivors.covariates.map(([age = 0, arm = 0]) => [age + shift, arm])
        const other = fitted(
          fitCox(
            {
              times: survivors.times.toReversed(),
              events: survivors.events.toReversed(),
              covariates: moved.toReversed(),
            },
            efron,
          ),
        )
        expect(other.coefficients[0]?.coefficient).toBeCloseTo(0.147326595469, 8)
      }),
      { numRuns: 20 },
    )
  })

  it('says why there is no estimate', () => {
    const four = { times: [1, 2, 3, 4], covariates: [[0], [1], [0], [1]] }
    expect(fitCox({ ...four, events: [false, false, false, false] }, efron)).toMatchObject({
      reason: 'no events',
    })
    const same = { times: [1, 2], events: [true, true], covariates: [[3], [3]] }
    expect(fitCox(same, efron)).toMatchObject({ reason: 'no contrast' })
    const twice = { ...survivors, covariates: ovarian.age.map((age) => [age, 2 * age]) }
    expect(fitCox(twice, efron)).toMatchObject({ reason: 'no contrast' })
    // The largest covariate goes first, each time: any larger coefficient fits better.
    const falling = { times: [1, 2, 3, 4, 5], events: [true, true, true, true, true] }
    const found = fitCox({ ...falling, covariates: [[9], [7], [4], [2], [1]] }, efron)
    expect(found).toMatchObject({ kind: 'undetermined', reason: 'monotone' })
    expect(found.kind === 'undetermined' && (found.direction?.[0] ?? 0) > 0).toBe(true)
    expect(() => fitCox({ times: [], events: [], covariates: [] }, efron)).toThrow(RangeError)
    expect(() => fitCox({ times: [1], events: [true], covariates: [] }, efron)).toThrow(RangeError)
  })

  it('finds a direction without a maximum among several covariates', () => {
    // No event with the second covariate at 1, while the first one is ordinary.
    const marked = survivors.covariates.map(([age = 0], i) => [age, ovarian.events[i] === true ? 0 : 1])
    const found = fitCox({ ...survivors, covariates: marked }, efron)
    expect(found).toMatchObject({ kind: 'undetermined', reason: 'monotone' })
  })
})

describe('hazardRatio', () => {
  it('agrees with coxph, and turns round with the arms', () => {
    const found = hazardRatio(placebo, mercaptopurine, { level: 0.95 })
    expect(found.estimate).toBeCloseTo(Math.exp(1.572125148829), 8)
    expect(found.low).toBeCloseTo(Math.exp(0.795059370304), 7)
    expect(found.remark).toBeUndefined()
    const turned = hazardRatio(mercaptopurine, placebo, { level: 0.95 })
    expect(turned.estimate * found.estimate).toBeCloseTo(1, 10)
    expect(turned.low * found.high).toBeCloseTo(1, 8)
  })

  it('compares pairs within themselves', () => {
    const pairs = placebo.times.map((_, i) => i)
    const found = hazardRatio(placebo, mercaptopurine, { level: 0.95, strata: [pairs, pairs] })
    // 18 of the 21 pairs favour 6-MP and 3 placebo: coxph gives 1.791759469228, which is ln(18/3).
    expect(found.estimate).toBeCloseTo(6, 9)
  })

  it('gives one end when one arm has all events', () => {
    const treated = { times: [1, 2, 3, 4], events: [true, true, true, false] }
    const control = { times: [5, 6, 7, 8], events: [false, false, false, false] }
    const found = hazardRatio(treated, control, { level: 0.95 })
    expect(found).toMatchObject({ estimate: Infinity, high: Infinity, events: 3 })
    expect(Math.log(found.low)).toBeCloseTo(0.457030384847, 8)
    expect(found.remark).toContain('treated')
    const turned = hazardRatio(control, treated, { level: 0.95 })
    expect(turned).toMatchObject({ estimate: 0, low: 0 })
    expect(turned.high * found.low).toBeCloseTo(1, 8)
  })

  it('says that it knows nothing', () => {
    const censored = { times: [1, 2], events: [false, false] }
    expect(hazardRatio(censored, censored, { level: 0.95 })).toMatchObject({ low: 0, high: Infinity, p: 1 })
    const late = { times: [5], events: [true] }
    expect(hazardRatio(late, censored, { level: 0.95 }).remark).toContain('compared')
    expect(() => hazardRatio({ times: [], events: [] }, late, { level: 0.95 })).toThrow(RangeError)
  })

  it('has the log-rank test as its score test: both p agree for small effects', () => {
    const a = {
      times: [3, 5, 8, 9, 12, 14, 17, 20],
      events: [true, true, false, true, true, true, false, true],
    }
    const b = {
      times: [4, 6, 7, 10, 11, 15, 18, 21],
      events: [true, true, true, true, false, true, true, false],
    }
    const found = hazardRatio(a, b, { level: 0.95 })
    expect(found.p).toBeCloseTo(logRankTest([a, b]).p, 2)
    expect(found.low < 1 && found.high > 1).toBe(found.p > 0.05)
  })
})

describe('proportionalityTest', () => {
  it('agrees with cox.zph', () => {
    const found = proportionalityTest(survivors, 'efron')
    expect(found?.covariates[0]?.statistic).toBeCloseTo(0.224265642198, 8)
    expect(found?.covariates[1]?.statistic).toBeCloseTo(0.779606879885, 8)
    expect(found?.all.statistic).toBeCloseTo(0.918669928516, 8)
    expect(found?.all.p).toBeCloseTo(0.631703611325, 8)
  })

  it('is undefined where there is no fit', () => {
    expect(proportionalityTest({ times: [1], events: [false], covariates: [[0]] }, 'efron')).toBeUndefined()
  })
})
