import { describe, expect, test } from 'vitest'
import { createDraws } from '../math/draws.ts'
import { normalQuantile } from '../math/distributions.ts'
import { mean, variance } from '../math/statistics.ts'
import { studentQuantile } from '../math/distributions.ts'
import { logRankEvents } from '../math/power/log-rank-power.ts'
import { type PlannedStudy, plannedStudies } from './study-size.ts'
import type { TrialSummary } from './summary.ts'
import type { SurvivalCurve } from './summary-results.ts'

const DEMAND = { powers: [0.8, 0.9], significance: 0.05 }

/** Normal scores with mean and standard deviation exactly as asked for [n]. */
function spreadValues(n: number, centre: number, deviation: number): readonly number[] {
  const scores = Array.from({ length: n }, (_, k) => normalQuantile((k + 0.5) / n))
  const scale = deviation / Math.sqrt(variance(scores))
  return scores.map((score) => centre + scale * score)
}

/** The parts of a summary that sizes follow from. */
function trial(parts: Partial<TrialSummary>): TrialSummary {
  // The cast states that nothing else of a summary is read.
  return { endpoints: [], effects: [], arms: [], ...parts } as unknown as TrialSummary
}

function meansTrial(
  a: readonly number[],
  b: readonly number[],
  ends: readonly [number, number],
  patients = 0,
) {
  return trial({
    endpoints: [
      {
        name: 'burden',
        measure: 'tumour cells',
        label: 'burden',
        unit: 'cells',
        at: 1440,
        values: { treated: a, control: b },
        summary: {},
      },
    ],
    effects: [
      {
        endpoint: 'burden',
        arm: 'treated',
        against: 'control',
        estimate: mean(a) - mean(b),
        low: ends[0],
        high: ends[1],
        level: 0.95,
        method: 'paired t',
        n: a.length,
        verdict: 'lower',
      },
    ],
    ...(patients === 0
      ? {}
      : { design: { parameters: [], settings: 1, patients, settingValues: [], patientValues: [] } }),
  })
}

function only(studies: readonly PlannedStudy[]): PlannedStudy {
  const [study] = studies
  if (study === undefined || studies.length > 1)
    throw new Error(`expected one study, found ${studies.length}`)
  return study
}

describe('means', () => {
  const a = spreadValues(60, 90, 10)
  const b = spreadValues(60, 100, 10)

  test('sizes are those of R, at the effect and at both ends of its interval', () => {
    const { size } = only(plannedStudies(meansTrial(a, b, [-15, -5], 60), DEMAND))
    // R 4.2.2 (package stats), power.t.test(delta, sd = 10, power, strict = TRUE)$n rounded up: delta 10, 15, 5.
    expect(size.sizes).toEqual([
      { power: 0.8, likely: 17, optimistic: 9, pessimistic: 64 },
      { power: 0.9, likely: 23, optimistic: 11, pessimistic: 86 },
    ])
    expect(size.spread).toContain('60 virtual patients')
  })

  test('an interval with zero in it allows that no number is enough', () => {
    const { size } = only(plannedStudies(meansTrial(a, b, [-21, 1], 60), DEMAND))
    expect(size.sizes[0]).toMatchObject({ likely: 17, pessimistic: null })
    expect(size.sizes[0]?.optimistic).toBeLessThan(17)
  })

  test('what real subjects differ in adds in quadrature', () => {
    const { size } = only(plannedStudies(meansTrial(a, b, [-15, -5]), { ...DEMAND, betweenSubjects: 0.4 }))
    // sqrt(10^2 + (36^2 + 40^2) / 2) = 39.345; R: power.t.test(delta = 10, sd = 39.345, power = 0.8, strict = TRUE)
    expect(size.sizes[0]?.likely).toBe(244)
    expect(size.notes).toEqual([])
  })

  test('replicates alone are warned of, and values that do not scatter give no size', () => {
    const luck = only(plannedStudies(meansTrial(a, b, [-15, -5]), DEMAND)).size
    expect(luck.notes.join()).toContain('state --between-subject-cv')
    const still = only(plannedStudies(meansTrial([1, 1, 1], [2, 2, 2], [-1, -1]), DEMAND))
    expect(still.size.sizes[0]).toMatchObject({ likely: null, optimistic: null, pessimistic: null })
    expect(still.powerAt(10, 'likely')).toBeNull()
  })

  test('studies drawn from the cohort see the effect as often as they should', () => {
    const study = only(plannedStudies(meansTrial(a, b, [-15, -5], 60), DEMAND))
    const n = study.size.sizes[0]?.likely ?? 0
    const stated = study.powerAt(n, 'likely') ?? Number.NaN
    expect(stated).toBeGreaterThanOrEqual(0.8)
    const trials = 2000
    const seen = Array.from({ length: trials }, (_, k) =>
      isSeen(drawn(a, n, k, 0), drawn(b, n, k, 1)),
    ).filter(Boolean).length
    // Four standard deviations of a count of 2000; and 0.015, as drawing from sixty values scatters sqrt(59/60) as much as they do.
    const error = 4 * Math.sqrt((stated * (1 - stated)) / trials) + 0.015
    expect(Math.abs(seen / trials - stated)).toBeLessThan(error)
  })
})

const draws = createDraws(7, 0x5eed)

/** A group of a real study: n subjects drawn from the cohort, the arms independently. */
function drawn(cohort: readonly number[], n: number, trialNumber: number, arm: number): readonly number[] {
  return Array.from(
    { length: n },
    (_, k) => cohort[draws.below(cohort.length, 2 * trialNumber + arm, k, 0)] ?? Number.NaN,
  )
}

function isSeen(a: readonly number[], b: readonly number[]): boolean {
  const n = a.length
  const t = (mean(a) - mean(b)) / Math.sqrt((variance(a) + variance(b)) / n)
  return Math.abs(t) > studentQuantile(0.975, 2 * (n - 1))
}

describe('responders', () => {
  const response = (treated: number, control: number): TrialSummary =>
    trial({
      ...meansTrial([1, 2], [1, 2], [0, 0]),
      endpoints: [],
      responses: [
        {
          name: 'shrinkage',
          measure: 'tumour cells',
          unit: 'cells',
          times: [0, 1440],
          responseBelow: -30,
          arms: {
            treated: Array.from({ length: 20 }, (_, k) => subject(k < treated ? -30 : -29)),
            control: Array.from({ length: 20 }, (_, k) => subject(k < control ? -80 : 10)),
          },
        },
      ],
    })
  const subject = (best: number) => ({ subject: 'patient', change: [], best, last: best })

  test('sizes are those of R', () => {
    const { size } = only(plannedStudies(response(15, 10), DEMAND))
    // R 4.2.2 (package stats), power.prop.test(p1 = 0.5, p2 = 0.75, power, strict = TRUE)$n: 57.7 and 76.7
    expect(size.sizes.map(({ likely }) => likely)).toEqual([58, 77])
    expect(size.spread).toBe('15 of 20 against 10 of 20 respond')
    // Newcombe's interval of 15/20 - 10/20 holds zero.
    expect(size.sizes[0]?.pessimistic).toBeNull()
  })

  test('shares of none and all are kept within reach of a formula', () => {
    const { size } = only(plannedStudies(response(20, 0), DEMAND))
    expect(size.sizes[0]?.likely).toBeGreaterThanOrEqual(2)
    expect(size.sizes[0]?.pessimistic).toBeGreaterThanOrEqual(size.sizes[0]?.likely ?? 0)
  })
})

describe('times to an event', () => {
  const curve = (events: number): SurvivalCurve => ({
    time: [0],
    share: [1],
    low: [1],
    high: [1],
    censored: [],
    atRisk: [40],
    n: 40,
    events,
    median: null,
    medianLow: null,
    medianHigh: null,
  })
  const survival = (hazardRatio: number | null, events: readonly [number, number]) =>
    trial({
      survival: [
        {
          name: 'progression',
          text: '',
          isGood: false,
          arms: { treated: curve(events[0]), control: curve(events[1]) },
          riskTimes: [],
          comparisons: [
            {
              arm: 'treated',
              against: 'control',
              test: 'log-rank',
              chiSquare: null,
              p: null,
              hazardRatio,
              low: hazardRatio === null ? null : 0.3,
              high: hazardRatio === null ? null : 0.9,
            },
          ],
          note: '',
        },
      ],
    })

  test("subjects follow from Schoenfeld's events and the share that has one", () => {
    const { size, powerAt } = only(plannedStudies(survival(0.5, [16, 24]), DEMAND))
    const events = (ratio: number) =>
      logRankEvents({ hazardRatio: ratio, share: 0.5, significance: 0.05 }, 0.8)
    // Half of all subjects have the event, so that n per group gives n events.
    expect(size.sizes[0]).toEqual({
      power: 0.8,
      likely: Math.ceil(events(0.5)),
      optimistic: Math.ceil(events(0.3)),
      pessimistic: Math.ceil(events(0.9)),
    })
    expect(powerAt(events(0.5), 'likely')).toBeCloseTo(0.8, 9)
  })

  test('without events, or without a ratio, nothing follows', () => {
    expect(only(plannedStudies(survival(null, [16, 24]), DEMAND)).size.sizes[0]?.likely).toBeNull()
    expect(only(plannedStudies(survival(0.5, [0, 0]), DEMAND)).size.sizes[0]?.likely).toBeNull()
  })
})
