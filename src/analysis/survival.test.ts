import { describe, expect, test } from 'vitest'
import { parseEvent } from '../experiment/event-schema.ts'
import type { ExperimentData } from '../experiment/experiment-schema.ts'
import type { EventTime } from './event-times.ts'
import { roundTimes, survivalSummary } from './survival.ts'

const condition = parseEvent('cells rises above 10')
if (condition === undefined) throw new Error('no event')
const event = { name: 'progression', condition, isGood: false }
const shape = { settings: 1, patients: 1, replicates: 4 }

const at = (time: number): EventTime => ({ time, isEvent: true })
const until = (time: number): EventTime => ({ time, isEvent: false })

type Direction = 'higher' | 'lower' | 'unchanged'

/** Only what survival looks at. */
function experiment(pairing: 'twins' | 'independent', direction?: Direction) {
  const expectation = {
    endpoint: 'progression',
    direction,
    isEvent: true,
    arm: 'treated',
    against: 'control',
    provenance: { kind: 'assumed' },
  }
  const data = {
    pairing,
    compare: [{ arm: 'treated', against: 'control' }],
    expect: direction === undefined ? [] : [expectation],
  } as unknown as ExperimentData // the other keys are not read
  return { data }
}

function summaryOf(
  treated: readonly (EventTime | undefined)[],
  control: readonly (EventTime | undefined)[],
  asked = experiment('independent'),
) {
  const times = new Map([
    ['control', control],
    ['treated', treated],
  ])
  return survivalSummary(asked, { event, times }, shape)
}

describe('the curve of an arm', () => {
  test('falls at events, counts the censored and those at risk', () => {
    const { arms, riskTimes } = summaryOf(
      [until(240), until(240)],
      [at(60), until(90), at(120), undefined, until(240)],
    )
    // Of 4 at risk one at 60: 3/4; of 2 left one at 120: 3/8.
    expect(arms['control']).toMatchObject({
      time: [0, 60, 120, 240],
      share: [1, 0.75, 0.375, 0.375],
      censored: [90, 240],
      n: 4,
      events: 2,
      median: 120,
    })
    expect(riskTimes).toEqual([0, 60, 120, 180, 240])
    expect(arms['control']?.atRisk).toEqual([4, 4, 2, 1, 1])
    expect(arms['treated']).toMatchObject({ time: [0, 240], share: [1, 1], median: null, events: 0 })
  })

  test('has plain numbers where everybody had the event, and where somebody had it at once', () => {
    const { arms } = summaryOf([at(60), at(60)], [at(0), at(60), until(120), until(120)])
    expect(arms['treated']).toMatchObject({ time: [0, 60], share: [1, 0], low: [1, 0], high: [1, 1] })
    expect(arms['control']?.share).toEqual([0.75, 0.5, 0.5])
    expect(JSON.parse(JSON.stringify(arms))).toEqual(arms)
  })
})

describe('the comparison of two arms', () => {
  // Twins: in every pair the control comes first.
  const control = [at(60), at(120), at(180), at(240)]
  const treated = [at(120), at(180), at(240), until(300)]

  test('is stratified between twins', () => {
    const [found] = summaryOf(treated, control, experiment('twins')).comparisons
    // Within a pair one of two has the event first: expected 1/2, variance 1/4; the second then is alone.
    expect(found).toMatchObject({
      test: 'log-rank, stratified by twin pair',
      chiSquare: 4,
    })
    // Between the arms as they are nobody is first throughout: the ratio is finite.
    expect(found?.hazardRatio).toBe(summaryOf(treated, control).comparisons[0]?.hazardRatio)
    // Times up to 300 within pairs differ by 60 each: no scatter.
    expect(found?.meanTime).toEqual({ difference: 60, low: 60, high: 60, upTo: 300 })
  })

  test('between independent runs is the log-rank test', () => {
    const [found] = summaryOf(treated, control).comparisons
    expect(found?.test).toBe('log-rank')
    expect(found?.hazardRatio).toBeGreaterThan(0)
    expect(found?.hazardRatio).toBeLessThan(1)
    expect(found?.meanTime?.difference).toBeCloseTo(60, 9)
    expect(found?.meanTime?.low).toBeLessThan(60)
  })

  test('has an open end where one arm alone had the event', () => {
    const [later] = summaryOf([until(300), until(300)], [at(60), at(120)]).comparisons
    expect(later).toMatchObject({ hazardRatio: 0, low: 0 })
    expect(later?.note).toContain('only control')
    const [sooner] = summaryOf([at(60), at(120)], [until(300), until(300)]).comparisons
    expect(sooner).toMatchObject({ hazardRatio: null, high: null })
    expect(sooner?.note).toContain('only treated')
  })

  test('says so when nobody had the event', () => {
    const [found] = summaryOf([until(60), until(60)], [until(60), until(60)]).comparisons
    expect(found).toMatchObject({ chiSquare: null, p: null, hazardRatio: null })
    expect(found?.note).toMatch(/no event/)
  })

  test.each([
    ['higher', 'met'],
    ['lower', 'not met'],
  ] as const)('of later times is %s: %s', (direction, met) => {
    const many = Array.from({ length: 8 }, (_, k) => k)
    const late = many.map((k) => at(300 + k))
    const early = many.map((k) => at(60 + k))
    const [found] = summaryOf(late, early, experiment('independent', direction)).comparisons
    expect(found?.expected).toMatchObject({ met })
  })

  test('is left open by few subjects', () => {
    const [found] = summaryOf([at(120)], [at(60)], experiment('independent', 'higher')).comparisons
    expect(found?.expected?.met).toBe('unsettled')
  })
})

test('times beneath a curve are round and few', () => {
  expect(roundTimes(4320)).toEqual([0, 720, 1440, 2160, 2880, 3600, 4320])
  expect(roundTimes(10_080)).toEqual([0, 2880, 5760, 8640])
  expect(roundTimes(0)).toEqual([0])
})
