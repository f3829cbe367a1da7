import { describe, expect, it } from 'vitest'
import { logRankTest } from '../survival/log-rank.ts'
import type { SurvivalData } from '../survival/survival-data.ts'
import { philox4x32, uniform } from '../philox.ts'
import { eventChance, logRankEvents, logRankPower, logRankSubjects } from './log-rank-power.ts'
import { proportionPower, proportionSize } from './proportion-power.ts'
import { detectableDifference, tTestPower, tTestSize } from './t-test-power.ts'

/** Reference values: power.t.test and power.prop.test of R 4.2.2 (package stats), with strict = TRUE. */

const unit = { difference: 1, deviation: 1, significance: 0.05 } as const

describe('t tests', () => {
  it('has the power that R finds', () => {
    expect(tTestPower({ ...unit, kind: 'two-sample' }, 20)).toBeCloseTo(0.868953027724586, 9)
    expect(tTestPower({ ...unit, kind: 'paired', difference: 0.8 }, 12)).toBeCloseTo(0.713660065600245, 9)
    expect(tTestPower({ ...unit, kind: 'two-sample', difference: -0.1 }, 5)).toBeCloseTo(0.052252610403738, 9)
  })

  it('needs the size that R finds', () => {
    // R's root search stops at .Machine$double.eps^0.25, about 1e-4 of n.
    expect(tTestSize({ ...unit, kind: 'two-sample' }, 0.9)).toBeCloseTo(22.021090600552355, 4)
    expect(tTestSize({ ...unit, kind: 'paired', difference: 0.5 }, 0.8)).toBeCloseTo(33.367129103906585, 4)
    expect(tTestSize({ ...unit, kind: 'two-sample', difference: 3 }, 0.8)).toBeCloseTo(3.070009525445234, 4)
    const design = { kind: 'two-sample', deviation: 2, significance: 0.05 } as const
    expect(detectableDifference(design, 15, 0.8)).toBeCloseTo(2.119608500321267, 4)
  })

  it('joins the normal approximation smoothly for large groups', () => {
    const small = { kind: 'paired', difference: 0.004, deviation: 1, significance: 0.05 } as const
    // Either side of 4e5 degrees of freedom; power changes by less than 1e-5 over two more values, and the approximation is
    // good to about 1/4e5.
    expect(Math.abs(tTestPower(small, 400_000) - tTestPower(small, 400_002))).toBeLessThan(1e-5)
  })

  it('rejects with the significance when there is no difference, and never settles that', () => {
    expect(tTestPower({ ...unit, kind: 'paired', difference: 0 }, 9)).toBeCloseTo(0.05, 12)
    expect(tTestSize({ ...unit, kind: 'paired', difference: 0 }, 0.8)).toBe(Infinity)
    expect(tTestSize({ ...unit, kind: 'paired', difference: 1e6 }, 0.8)).toBe(2)
    expect(() => tTestPower({ ...unit, kind: 'paired' }, 1)).toThrow(RangeError)
    expect(() => tTestPower({ ...unit, kind: 'paired', deviation: 0 }, 5)).toThrow(RangeError)
    expect(() => tTestSize({ ...unit, kind: 'paired' }, 1)).toThrow(RangeError)
  })
})

describe('proportions', () => {
  it('agrees with R', () => {
    expect(proportionPower({ first: 0.5, second: 0.75, significance: 0.05 }, 50)).toBeCloseTo(
      0.740167193453611,
      11,
    )
    expect(proportionSize({ first: 0.5, second: 0.75, significance: 0.05 }, 0.9)).toBeCloseTo(
      76.706917897795464,
      3,
    )
    expect(proportionSize({ first: 0.1, second: 0.05, significance: 0.05 }, 0.8)).toBeCloseTo(
      434.431051505246,
      1,
    )
    expect(proportionSize({ first: 0.1, second: 0.1, significance: 0.05 }, 0.8)).toBe(Infinity)
    expect(() => proportionPower({ first: 0, second: 0.1, significance: 0.05 }, 9)).toThrow(RangeError)
  })
})

describe('log-rank', () => {
  const design = { hazardRatio: 0.57, share: 0.5, significance: 0.05 }

  it('is the formula of Schoenfeld', () => {
    // 4 (1.959964 + 1.281552)^2 / ln(0.57)^2, by hand.
    expect(logRankEvents(design, 0.9)).toBeCloseTo(
      (4 * (1.959963984540054 + 1.2815515655446) ** 2) / Math.log(0.57) ** 2,
      6,
    )
    expect(logRankPower(design, logRankEvents(design, 0.9))).toBeCloseTo(0.9, 12)
    expect(logRankEvents({ ...design, hazardRatio: 1 }, 0.9)).toBe(Infinity)
    expect(logRankEvents({ ...design, hazardRatio: 1 / 0.57 }, 0.9)).toBeCloseTo(
      logRankEvents(design, 0.9),
      9,
    )
    expect(logRankSubjects(design, 100, [0.4, 0.6])).toBeCloseTo(200, 12)
    expect(() => logRankPower({ ...design, share: 1 }, 3)).toThrow(RangeError)
  })

  it('knows the chance of an event for exponential times', () => {
    expect(eventChance(0.1, { accrual: 0, followUp: 10 })).toBeCloseTo(1 - Math.exp(-1), 14)
    // Mean of 1 - exp(-0.1 t) over t from 5 to 15.
    expect(eventChance(0.1, { accrual: 10, followUp: 5 })).toBeCloseTo(
      1 - (Math.exp(-0.5) - Math.exp(-1.5)),
      13,
    )
    expect(eventChance(0, { accrual: 3, followUp: 5 })).toBe(0)
    expect(() => eventChance(-1, { accrual: 0, followUp: 1 })).toThrow(RangeError)
  })

  it('agrees with simulated trials', () => {
    const watching = { accrual: 0, followUp: 1 }
    const [slow, fast] = [1.2, 2.4]
    const chances: [number, number] = [eventChance(slow, watching), eventChance(fast, watching)]
    const perArm = 50
    const events = perArm * (chances[0] + chances[1])
    const expected = logRankPower({ hazardRatio: slow / fast, share: 0.5, significance: 0.05 }, events)
    const trials = 300
    let rejected = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const arms = [slow, fast].map((hazard, arm) => exponentialArm(hazard, perArm, [trial, arm]))
      if (logRankTest(arms).p < 0.05) rejected += 1
    }
    // Four standard deviations of a count of 300, and 0.03 for the formula, which holds for hazard ratios near one.
    expect(Math.abs(rejected / trials - expected)).toBeLessThan(
      4 * Math.sqrt((expected * (1 - expected)) / trials) + 0.03,
    )
  })
})

/** Exponential times watched until 1. */
function exponentialArm(hazard: number, n: number, [trial, arm]: readonly [number, number]): SurvivalData {
  const words = new Uint32Array(4)
  const all = Array.from({ length: n }, (_, i) => {
    philox4x32([i, trial, arm, 0], [1, 2], words)
    return -Math.log1p(-uniform(words[0] ?? 0, words[1] ?? 0)) / hazard
  })
  return { times: all.map((time) => Math.min(time, 1)), events: all.map((time) => time < 1) }
}
