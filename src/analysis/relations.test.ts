import { describe, expect, test } from 'vitest'
import type { Design } from '../experiment/design.ts'
import { parseRelation } from '../experiment/relation-sentence.ts'
import type { EndpointValues } from './endpoint-values.ts'
import type { EventTime } from './event-times.ts'
import type { RelationData } from './judgement.ts'
import { slopeOf } from './relations-of-arms.ts'
import { relationOutcomes } from './relations.ts'
import type { ExpectedOutcome } from './summary-results.ts'

const ARMS = ['control', 'drug', 'blocked', 'both']

interface Made {
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>
  /** Of the endpoint `course`, arm -> values at days 0, 1, ... of each run. */
  readonly course?: readonly (readonly number[])[]
  readonly patients?: number
  /** Settings that the parameters differ between, instead of patients. */
  readonly settings?: number
  readonly parameters?: Readonly<Record<string, readonly number[]>>
  /** Times to the event `progression` in the arm `drug` [min]; below zero: censored then. */
  readonly times?: readonly number[]
  readonly pairing?: 'twins' | 'independent'
}

function endpointOf(
  name: string,
  label: string,
  at: number,
  arms: Readonly<Record<string, readonly number[]>>,
) {
  const values = new Map(Object.entries(arms).map(([arm, own]) => [arm, Float64Array.from(own)]))
  return { name, label, measure: label, unit: 'cells', at, values } satisfies EndpointValues
}

/** The outcome of a sentence in a trial whose values are given. */
function outcomeOf(written: string, made: Made): ExpectedOutcome {
  const { patients = 1, settings = 1, parameters = {}, course = [], times = [], pairing = 'twins' } = made
  const endpoints = [
    ...Object.entries(made.endpoints).map(([name, arms]) => endpointOf(name, name, 1440, arms)),
    ...(course[0] ?? []).map((_, day) =>
      endpointOf(`course, day ${day}`, 'course', day * 1440, {
        drug: course.map((run) => run[day] ?? Number.NaN),
      }),
    ),
  ]
  const runs = Math.max(
    times.length,
    course.length,
    ...Object.values(made.endpoints).flatMap((arms) => Object.values(arms).map((own) => own.length)),
  )
  const names = new Map([
    ['arm', ARMS],
    ['endpoint', endpoints.map(({ label }) => label)],
    ['event', ['progression']],
    ['parameter', Object.keys(parameters)],
  ])
  const read = parseRelation(written, names)
  if (read?.ok !== true) throw new Error(`cannot read ${written}`)
  const design: Design = {
    parameters: Object.keys(parameters).map((name) => ({
      name,
      paths: [name],
      unit: '',
      text: '',
      provenance: { kind: 'assumed' },
    })),
    points: Array.from({ length: Math.max(patients, settings) }, (_, index) => ({
      index,
      ...(settings > 1 ? { setting: index } : { patient: index }),
      values: Object.values(parameters).map((own) => own[index] ?? Number.NaN),
    })),
  }
  const event = {
    name: 'progression',
    condition: { measure: 'x', direction: 'above', level: { kind: 'quantity', value: 1, unit: '' }, hold: 0 },
    isGood: false,
  } as const
  const eventTimes = times.map((time): EventTime => ({ time: Math.abs(time), isEvent: time >= 0 }))
  const data: RelationData = {
    shape: { settings, patients, replicates: patients > 1 ? 1 : runs / settings },
    ...(Math.max(patients, settings) > 1 ? { design } : {}),
    endpoints,
    eventTimes: [{ event, times: new Map([['drug', eventTimes]]) }],
  }
  const expected = { ...read.value, provenance: { kind: 'assumed' } } as const
  // Only these two keys of an experiment are read.
  const experiment = { data: { expect: [expected], pairing } } as unknown as Parameters<
    typeof relationOutcomes
  >[0]
  const [outcome] = relationOutcomes(experiment, data)
  if (outcome === undefined) throw new Error('no outcome')
  return outcome
}

/** Twins: each pair has its luck, arms shift it. */
const luck = [3, -2, 5, 1, -4, 2, 0, -3, 4, -1, 2, -2]
const shifted = (by: number, scatter = 0): readonly number[] =>
  luck.map((own, k) => 100 + own + by + scatter * (luck[(k + 5) % luck.length] ?? 0))

describe('the share of a change that is kept', () => {
  const endpoints = {
    burden: {
      control: shifted(0),
      drug: shifted(100, 0.2),
      blocked: shifted(30, 0.5),
      both: shifted(80, 0.5),
    },
  }
  const of = (said: string, arm = 'blocked'): ExpectedOutcome =>
    outcomeOf(`burden in ${arm} keeps ${said} % of the change from control to drug`, { endpoints })

  test('is judged by its interval', () => {
    const { judgedBy } = of('at most 40')
    // Means of the scatter are 0.5 and 0.2 of the mean luck, 5/12.
    const mean = 5 / 12
    expect(judgedBy?.estimate).toBeCloseTo((100 * (30 + 0.5 * mean)) / (100 + 0.2 * mean), 9)
    expect(judgedBy).toMatchObject({ statistic: 'share of the change', unit: '%', n: 12 })
    expect(judgedBy?.method).toBe('BCa bootstrap over 12 twin pairs')
    expect(of('at most 40').met).toBe('met')
    expect(of('at most 20').met).toBe('not met')
    expect(of('at most 30').met).toBe('unsettled')
    expect(of('at least 20').met).toBe('met')
    expect(of('at least 40').met).toBe('not met')
    expect(of('20 to 50').met).toBe('met')
    expect(of('50 to 70').met).toBe('not met')
    expect(of('30 to 50').met).toBe('unsettled')
  })

  test('of few twins comes from differences within pairs', () => {
    const few = { burden: { control: [10, 11, 12], drug: [30, 31, 33], blocked: [15, 15, 18] } }
    const found = outcomeOf('burden in blocked keeps 0 to 100 % of the change from control to drug', {
      endpoints: few,
    })
    // Differences 5, 4, 6 and 20, 20, 21: means 5 and 61/3.
    expect(found.judgedBy?.estimate).toBeCloseTo((100 * 5) / (61 / 3), 9)
    expect(found.judgedBy?.method).toContain('Fieller')
    // By hand: t(2, 0.975) = 4.302653; variances of the means 1/3 and 1/9, covariance of the means 1/6.
    const [x, y, t2] = [5, 61 / 3, 4.302653 ** 2]
    const [A, B, C] = [y * y - t2 / 9, x * y - t2 / 6, x * x - t2 / 3]
    expect(found.judgedBy?.low).toBeCloseTo((100 * (B - Math.sqrt(B * B - A * C))) / A, 4)
    expect(found.judgedBy?.high).toBeCloseTo((100 * (B + Math.sqrt(B * B - A * C))) / A, 4)
  })

  test('is counted from an arm of its own, pair by pair', () => {
    const few = {
      burden: { control: [10, 11, 12], drug: [30, 31, 33], blocked: [95, 95, 98], both: [90, 91, 92] },
    }
    const found = outcomeOf(
      'burden in blocked keeps 0 to 100 % of the change from control to drug, counted from both',
      { endpoints: few },
    )
    // Differences 5, 4, 6 again, though luck and level are those of another arm.
    expect(found.judgedBy?.estimate).toBeCloseTo((100 * 5) / (61 / 3), 9)
    // Of many twins by the bootstrap: 20 of 100, and the luck that pairs share drops out.
    const many = {
      burden: { control: shifted(0), drug: shifted(100), both: shifted(60), blocked: shifted(80) },
    }
    const kept = outcomeOf(
      'burden in blocked keeps 19 to 21 % of the change from control to drug, counted from both',
      { endpoints: many },
    )
    expect(kept).toMatchObject({ met: 'met', judgedBy: { method: 'BCa bootstrap over 12 twin pairs' } })
    expect(kept.judgedBy?.estimate).toBeCloseTo(20, 9)
    const without = outcomeOf(
      'burden in blocked keeps 19 to 21 % of the change from control to drug, counted from both',
      { endpoints: { burden: { control: shifted(0), drug: shifted(100), blocked: shifted(80) } } },
    )
    expect(without.met).toBe('unsettled')
  })

  test('is not settled while the change itself is not, nor with two runs', () => {
    const flat = { burden: { control: shifted(0), drug: shifted(0, 1), blocked: shifted(0) } }
    const found = outcomeOf('burden in blocked keeps at most 1000 % of the change from control to drug', {
      endpoints: flat,
    })
    expect(found.met).toBe('unsettled')
    expect(found.judgedBy?.note).toBe('the change from control to drug is itself not settled')
    const two = { burden: { control: [1, 2], drug: [11, 12], blocked: [1, 2] } }
    expect(
      outcomeOf('burden in blocked keeps at most 50 % of the change from control to drug', {
        endpoints: two,
      }),
    ).toMatchObject({ met: 'unsettled', judgedBy: { estimate: null, n: 2 } })
  })

  test('of independent runs is told to be narrow where they are few', () => {
    const few = { burden: { control: [10, 11, 12], drug: [30, 31, 33], blocked: [15, 15, 18] } }
    const found = outcomeOf('burden in blocked keeps 0 to 100 % of the change from control to drug', {
      endpoints: few,
      pairing: 'independent',
    })
    expect(found.judgedBy?.note).toContain('too narrow')
  })
})

describe('synergy', () => {
  const said = 'drug and blocked are synergistic in both against control, on burden'
  const combined = (both: number): ExpectedOutcome =>
    outcomeOf(said, {
      endpoints: {
        burden: { control: shifted(0), drug: shifted(-20), blocked: shifted(-30), both: shifted(both) },
      },
    })
  test('is an inhibition beyond independent action', () => {
    // Alone 20/c and 30/c of a control with mean c = 100 + 5/12.
    const c = 100 + 5 / 12
    const [a, b] = [20 / c, 30 / c]
    expect(combined(-80).judgedBy?.estimate).toBeCloseTo(100 * (80 / c - (a + b - a * b)), 9)
    expect(combined(-80).met).toBe('met')
    expect(combined(-30).met).toBe('not met')
    const scattered = {
      control: shifted(0),
      drug: shifted(-20, 3),
      blocked: shifted(-30, -3),
      both: shifted(-44, 6),
    }
    expect(outcomeOf(said, { endpoints: { burden: scattered } }).met).toBe('unsettled')
  })
})

/** Numbers of 24 patients in no order: k * 7 modulo 24, plus one. */
const numbers = Array.from({ length: 24 }, (_, k) => ((k * 7) % 24) + 1)
const noise = Array.from({ length: 24 }, (_, k) => ((k * 11 + 5) % 24) - 11.5)
const cohort = { patients: 24, parameters: { antigenicity: numbers } }

describe('what goes with what', () => {
  const endpoints = {
    rising: {
      control: numbers.map((own, k) => own + 0.3 * (noise[k] ?? 0)),
      drug: numbers.map((own) => 100 - own),
    },
    CD8: { control: noise, drug: numbers.map((own) => own * own) },
  }
  const made = { ...cohort, endpoints }

  test('is judged by rank correlations over patients', () => {
    expect(outcomeOf('antigenicity goes with higher rising in control', made).met).toBe('met')
    expect(outcomeOf('antigenicity goes with lower rising in control', made).met).toBe('not met')
    expect(outcomeOf('antigenicity goes with lower rising in drug', made)).toMatchObject({
      met: 'met',
      judgedBy: { statistic: 'rho', estimate: -1, n: 24, method: 'Spearman over 24 patients' },
    })
    expect(outcomeOf('antigenicity goes with higher CD8 in control', made).met).toBe('unsettled')
    expect(outcomeOf('CD8 goes with lower rising in drug', made).judgedBy?.estimate).toBeCloseTo(-1, 12)
  })

  test('may be asked to be strong', () => {
    const { judgedBy } = outcomeOf('antigenicity goes with higher rising in control', made)
    const [low, high] = [judgedBy?.low ?? 0, judgedBy?.high ?? 0]
    const above = (rho: number): string =>
      outcomeOf(`antigenicity goes with higher rising in control, rho at least ${rho.toFixed(4)}`, made).met
    expect(above(low - 0.001)).toBe('met')
    expect(above((low + high) / 2)).toBe('unsettled')
    expect(above(high + 0.001)).toBe('not met')
  })

  test('goes over the settings of a sweep, by their means', () => {
    const swept = { settings: 4, parameters: { dose: [0, 1, 2, 3] } }
    // Two replicates at each setting: means 9, 8, 5 and 2.
    const y = { drug: [8, 10, 9, 7, 0, 10, 4, 0] }
    expect(outcomeOf('dose goes with lower y in drug', { ...swept, endpoints: { y } })).toMatchObject({
      met: 'met',
      judgedBy: { estimate: -1, n: 4, method: 'Spearman over 4 settings' },
    })
    // Over replicates, between which no dose differs, an endpoint has two values only.
    expect(outcomeOf('y goes with higher x in drug', { ...swept, endpoints: { y, x: y } }).judgedBy?.n).toBe(
      2,
    )
  })

  test('goes over replicates where there are no patients, and not over two', () => {
    const few = { endpoints: { x: { drug: [1, 2, 3, 4, 5] }, y: { drug: [2, 4, 6, 8, 9] } } }
    expect(outcomeOf('x goes with higher y in drug', few)).toMatchObject({
      met: 'met',
      judgedBy: { estimate: 1, n: 5 },
    })
    const two = { endpoints: { x: { drug: [1, 2] }, y: { drug: [2, 4] } } }
    expect(outcomeOf('x goes with higher y in drug', two).met).toBe('unsettled')
  })
})

describe('a larger effect', () => {
  // The drug lowers the burden by what the patient has of it, and something besides.
  const control = noise.map((own) => 200 + own)
  const endpoints = {
    burden: {
      control,
      drug: control.map((own, k) => own - (numbers[k] ?? 0) - 0.2 * (noise[(k + 3) % 24] ?? 0)),
      both: control.map((own, k) => own + (noise[(k + 3) % 24] ?? 0)),
    },
  }
  const made = { ...cohort, endpoints }
  const said = (size: string, arm = 'drug'): ExpectedOutcome =>
    outcomeOf(`antigenicity goes with a ${size} effect of ${arm} against control on burden`, made)

  test('is one far in the direction of the mean', () => {
    expect(said('larger').met).toBe('met')
    expect(said('smaller').met).toBe('not met')
    expect(said('larger').judgedBy?.estimate).toBeGreaterThan(0.9)
  })

  test('has no meaning without an effect', () => {
    expect(said('larger', 'both').met).toBe('unsettled')
    expect(said('larger', 'both').judgedBy?.note).toContain('itself not settled')
  })
})

describe('telling an event', () => {
  /** Those above 12 progress, but for two; censored at 100 min the others. */
  const times = numbers.map((own) => (own > 12 !== (own === 11 || own === 14) ? 50 - own : -100))
  const made = { ...cohort, endpoints: { CD8: { drug: numbers.map((own) => -own) } }, times }

  test('is judged by the area under the curve', () => {
    const found = outcomeOf('antigenicity tells progression in drug, AUC above 0.6', made)
    // Of 144 pairs those are not in order in which 11 is the positive, against 12 and 14, and 14 the negative, against 13.
    expect(found.judgedBy?.estimate).toBeCloseTo(1 - 3 / 144, 12)
    expect(found.met).toBe('met')
    expect(found.judgedBy?.method).toBe('DeLong, 12 with and 12 without progression')
    expect(outcomeOf('antigenicity tells progression in drug, AUC above 0.98', made).met).toBe('unsettled')
    expect(outcomeOf('low antigenicity tells progression in drug', made).met).toBe('not met')
    expect(outcomeOf('low CD8 tells progression in drug, AUC above 0.6', made).met).toBe('met')
  })

  test('without any overlap has an exact bound', () => {
    const clear = numbers.map((own) => (own > 12 ? 10 : -100))
    const found = outcomeOf('antigenicity tells progression in drug, AUC above 0.7', {
      ...made,
      times: clear,
    })
    // Twelve of twelve: 0.025^(1/12) = 0.7354, Clopper and Pearson.
    expect(found.judgedBy?.low).toBeCloseTo(0.7354, 4)
    expect(found.met).toBe('met')
  })

  test('where it comes to all, or to none, says nothing', () => {
    const all = { ...made, times: numbers.map(() => 10) }
    expect(outcomeOf('antigenicity tells progression in drug', all)).toMatchObject({
      met: 'unsettled',
      judgedBy: { note: 'every subject has progression: there is nothing to tell apart' },
    })
    const none = { ...made, times: numbers.map(() => -10) }
    expect(outcomeOf('antigenicity tells progression in drug', none).judgedBy?.note).toContain('no subject')
  })

  test('leaves out who was not watched to the end', () => {
    const short = times.map((time, k) => (k === times.indexOf(-100) ? -20 : time))
    expect(outcomeOf('antigenicity tells progression in drug', { ...made, times: short }).judgedBy?.n).toBe(
      23,
    )
  })
})

describe('times in thirds of the subjects', () => {
  const times = numbers.map((own) => (own > 16 ? 200 + own : own < 9 ? 10 + own : -300))
  const made = { ...cohort, endpoints: {}, times }

  test('are compared between the lowest and the highest', () => {
    const found = outcomeOf('progression is earlier in the lowest third of antigenicity in drug', made)
    expect(found.met).toBe('met')
    expect(found.judgedBy?.method).toContain('8 patients in each third')
    expect(outcomeOf('progression is later in the highest third of antigenicity in drug', made).met).toBe(
      'met',
    )
    expect(outcomeOf('progression is earlier in the highest third of antigenicity in drug', made).met).toBe(
      'not met',
    )
  })

  test('of few patients, or of equal ones, are not', () => {
    const equal = { ...made, parameters: { antigenicity: numbers.map(() => 3) } }
    expect(outcomeOf('progression is earlier in the lowest third of antigenicity in drug', equal).met).toBe(
      'unsettled',
    )
    const same = { ...made, times: numbers.map((_, k) => 100 + k) }
    expect(outcomeOf('progression is earlier in the lowest third of antigenicity in drug', same).met).toBe(
      'unsettled',
    )
  })
})

describe('a course', () => {
  const said = (word: string, course: readonly (readonly number[])[]): ExpectedOutcome =>
    outcomeOf(`course ${word} over time in drug`, { endpoints: {}, course })

  test('has a slope in each run', () => {
    const rising = [
      [1, 2, 3],
      [1, 3, 5],
      [2, 5, 8],
    ]
    // Slopes 1, 2 and 3 per day: mean 2, standard error 1/sqrt(3), t(2, 0.975) = 4.302653.
    expect(said('rises', rising).judgedBy?.estimate).toBeCloseTo(2, 12)
    expect(said('rises', rising).judgedBy?.low).toBeCloseTo(2 - 4.302653 / Math.sqrt(3), 5)
    expect(said('rises', rising).judgedBy?.unit).toBe('cells/day')
    expect(said('rises', rising).met).toBe('unsettled')
    const steep = rising.map((run, k) => run.map((value, day) => value + day * (10 - k)))
    expect(said('rises', steep).met).toBe('met')
    expect(said('falls', steep).met).toBe('not met')
  })

  test('of one run, or of one time, is unsettled', () => {
    expect(said('rises', [[1, 2, 3]]).met).toBe('unsettled')
    expect(said('rises', [[1], [2], [3]]).judgedBy?.note).toBe('the endpoint is read at one time')
    expect(slopeOf([0, 1, 2], [1, Number.NaN, 3])).toBeNaN()
  })
})

describe('a band', () => {
  // Mean 2, standard error 1/sqrt(3), t(2, 0.975) = 4.302653: -0.484 to 4.484.
  const said = (bounds: string): ExpectedOutcome =>
    outcomeOf(`burden lies between ${bounds} in drug`, { endpoints: { burden: { drug: [1, 2, 3] } } })

  test('is met, not met or unsettled by where the interval of the mean lies', () => {
    expect(said('-0.5 and 4.5')).toMatchObject({
      met: 'met',
      judgedBy: { statistic: 'mean', estimate: 2, unit: 'cells' },
    })
    expect(said('-0.5 and 4.5').judgedBy?.high).toBeCloseTo(2 + 4.302653 / Math.sqrt(3), 5)
    expect(said('0 and 4.5').met).toBe('unsettled')
    expect(said('4.4 and 9').met).toBe('unsettled')
    expect(said('4.5 and 9').met).toBe('not met')
  })

  test('reads its bounds in their unit', () => {
    expect(said('-50 % and 450 %').met).toBe('met')
  })

  test('of one run is unsettled', () => {
    const one = outcomeOf('burden lies between 1 and 3 in drug', { endpoints: { burden: { drug: [2] } } })
    expect(one.met).toBe('unsettled')
  })
})
